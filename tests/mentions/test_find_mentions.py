"""Text in, mentions out: what no single rule's examples can say."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from mou_miner.mentions.collect import find_mentions
from mou_miner.mentions.pipeline import build_nlp
from mou_miner.rules import Rules


def values(nlp: Language, text: str, kind: str) -> list[str | None]:
    return [mention.value for mention in find_mentions(nlp, text) if mention.rule.split(".")[0] == kind]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("di bidang pendidikan", ["education"], id="plain"),
        pytest.param("DI BIDANG PENDIDIKAN", ["education"], id="capitals"),
        pytest.param("a.Pendidikan; 2.Pariwisata; 3)Kesehatan", ["education", "tourism", "health"], id="glued-numbers"),
        pytest.param("perdagangan/investasi", ["economy_trade", "investment"], id="slash"),
        pytest.param("pendidikan dan kebudayaannya", ["education", "culture_arts"], id="suffix"),
        pytest.param("pemuda dan olahraga", ["youth_sport"], id="one-code-for-two-words"),
        pytest.param("olah raga & pemuda", ["youth_sport"], id="other-spelling-inside"),
        pytest.param("Culture and Tourism", ["culture_arts", "tourism"], id="two-codes-for-two-words"),
        pytest.param("perikanan dan kelautan", ["agriculture_fisheries"], id="longest-phrase-wins"),
        pytest.param("kelautan; kepelabuhanan", ["port_logistics_maritime"] * 2, id="sea-without-fish"),
        pytest.param("iptek, tehnologi informasi", ["science_technology", "smart_city_ict"], id="old-spelling"),
        pytest.param("Dinas Pendidikan Surabaya", [], id="an-office-is-no-scope"),
        pytest.param("Dinas Pemuda, Olahraga dan Pariwisata", [], id="an-office-with-a-list"),
        pytest.param("kepala dinas pendidikan dan kebudayaan", [], id="an-office-in-lower-case"),
        pytest.param("Menteri Perdagangan membahas pariwisata", ["tourism"], id="a-minister-and-a-scope"),
        pytest.param("the Department of Trade and Industry", [], id="an-english-office"),
        pytest.param("the Tourism and Culture Office", [], id="an-office-named-last"),
        pytest.param("Universitas Pendidikan Ganesha", [], id="a-university"),
        pytest.param("bersama Griffith University di bidang pendidikan", ["education"], id="a-university-before"),
        pytest.param("Ketua Komisi Pariwisata, dan perdagangan", ["economy_trade"], id="the-name-ends-at-the-comma"),
    ],
)
def test_scopes(nlp: Language, text: str, codes: list[str]) -> None:
    assert values(nlp, text, "scope") == codes


@pytest.mark.parametrize(
    ("text", "types"),
    [
        pytest.param("pertukaran siswa, guru dan pegawai", ["exchange"], id="head-of-a-list"),
        pytest.param("Kota itu mengirim 12 perawat", ["training"], id="workers-go-to-learn"),
        pytest.param("Kota itu mengirim dua belas pelajar", ["exchange"], id="pupils-are-exchanged"),
        pytest.param("The city sent twenty pupils and handed over two fire engines", ["exchange", "aid"], id="numbers"),
        pytest.param("menghibahkan 3 unit ambulans", ["aid"], id="open-object"),
        pytest.param("pelatihan bagi nelayan dan misi dagang", ["training", "trade_investment"], id="two"),
        pytest.param("an exchange of letters of credit at the stock exchange", [], id="other-exchanges"),
        pytest.param("Lembaga Pelatihan Kerja Makmur", [], id="a-body-is-no-training"),
        pytest.param("a clinic that was opened in 2011", ["joint_project"], id="passive-behind-its-noun"),
    ],
)
def test_activities(nlp: Language, text: str, types: list[str]) -> None:
    assert values(nlp, text, "activity") == types


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        pytest.param("telah dikirim", ["done", "done"], id="done"),
        pytest.param("telah sepakat untuk bertukar pelajar", ["planned"], id="agreed-is-not-done"),
        pytest.param("belum pernah terwujud", ["not_done", "done"], id="negation-keeps-its-verb"),
        pytest.param("tidak hanya pendidikan", [], id="not-only-is-no-negation"),
        pytest.param("not only trade", [], id="not-only"),
        pytest.param("signed on 5 May 2011, in May", ["done"], id="may-is-a-month"),
        pytest.param("it may follow", ["planned"], id="may-is-a-verb"),
        pytest.param("Nota No. 12 dan No 7", [], id="number-sign"),
        pytest.param("jika disetujui, akan dibangun", ["hypothetical", "planned", "done"], id="condition"),
        pytest.param("has not yet been signed", ["not_done", "done"], id="not-yet"),
    ],
)
def test_assertion_cues(nlp: Language, text: str, meanings: list[str]) -> None:
    assert values(nlp, text, "assertion") == meanings


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        pytest.param("MoU akan ditandatangani", ["mou", "to_be_signed"], id="not-signed-yet"),
        pytest.param("MoU itu telah ditandatangani", ["mou", "signed"], id="signed"),
        pytest.param("LoI dan M0U", ["loi", "mou"], id="damaged-short-forms"),
        pytest.param("menandatangani buku tamu", [], id="guest-book"),
        pytest.param("tidak diperpanjang", ["ended"], id="not-renewed-is-the-end"),
        pytest.param("dapat diperpanjang", [], id="renewable-is-not-renewed"),
        pytest.param("dihidupkan kembali", ["revival"], id="revival"),
        pytest.param("The letter of intent lapsed", ["loi", "ended"], id="lapsed"),
        pytest.param("tanpa ada implementasi nyata", ["stalled"], id="only-paper"),
        pytest.param("menjajaki sister-city", ["exploration", "standing"], id="exploration"),
    ],
)
def test_stage_cues(nlp: Language, text: str, stages: list[str]) -> None:
    assert values(nlp, text, "stage") == stages


def test_terminators(nlp: Language) -> None:
    assert values(nlp, "sudah selesai; namun, but however", "terminator") == ["terminator"] * 4


def test_offsets_count_from_the_block(nlp: Language) -> None:
    text = "Kerja sama di bidang kesehatan"
    near, far = find_mentions(nlp, text), find_mentions(nlp, text, 100)
    assert [(mention.start + 100, mention.end + 100) for mention in near] == [(m.start, m.end) for m in far]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "pertukaran pelajar",
                "Dinas",
                "Pendidikan",
                "dan",
                ",",
                ";",
                "\n",
                "MoU.",
                "telah",
                "café",
                "😀",
                "hibah",
                "—",
            ]
        ),
        max_size=25,
    )
)
def test_a_mention_is_its_stretch_of_the_text(nlp: Language, words: list[str]) -> None:
    text = " ".join(words)
    mentions = find_mentions(nlp, text)
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert mentions == sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.rule))


def test_mentions_of_one_group_do_not_overlap(nlp: Language) -> None:
    text = "pertukaran pelajar dan guru, pelatihan guru bahasa serta bantuan alat kesehatan untuk sekolah kejuruan"
    for kind in ("scope", "activity", "assertion", "stage"):
        spans = [(m.start, m.end) for m in find_mentions(nlp, text) if m.rule.startswith(f"{kind}.")]
        assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_an_empty_text_has_no_mention(nlp: Language) -> None:
    assert find_mentions(nlp, "") == []


def test_it_is_quick(nlp: Language) -> None:
    sentence = (
        "Kota itu telah mengirim 20 siswa dan memberi bantuan alat kesehatan di bidang pendidikan dan kesehatan. "
    )
    text = sentence * 625  # 10,000 tokens
    start = time.process_time()
    find_mentions(nlp, text)
    assert time.process_time() - start < 8  # under a second on a quiet machine


def test_building_twice_gives_the_same(rules: Rules, nlp: Language) -> None:
    text = "MoU di bidang pendidikan akan ditandatangani; pertukaran pelajar sudah berjalan"
    assert find_mentions(build_nlp(rules), text) == find_mentions(nlp, text)
