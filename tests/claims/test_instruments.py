"""Papers: what happened on a date, when a told paper was signed, and what an instrument says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from mou_miner.claims.instruments.dating import read_events
from mou_miner.claims.instruments.kinds import distinct_kinds, find_kinds
from mou_miner.claims.instruments.legal import find_legal_basis
from mou_miner.claims.instruments.numbers import find_numbers
from mou_miner.documents import read
from mou_miner.records import Instrument
from mou_miner.rules.instruments import DateExample, HeadingExample, load_article_rules, load_instrument_rules
from mou_miner.service import Tools, extract_document

ID = "Kota Bogor menjalin kerja sama sister city dengan Kota Nagasaki, Jepang. "
EN = "The City of Bogor has a sister city, Nagasaki in Japan. "
TOLD = "2019-03-12"  # a Tuesday


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools()


def papers(text: str, tools: Tools, published: str | None = None) -> list[Instrument]:
    document = next(read(text.encode(), "story.txt", tools.settings.reader))
    document = document.model_copy(update={"date_published": published, "kind": "news"})
    found = extract_document(document, tools).partnerships
    assert len(found) == 1, "the story tells of one tie"
    return list(found[0].instruments)


# ---------------------------------------------------------------------------------------------- rules


@pytest.mark.parametrize("example", load_instrument_rules().examples, ids=lambda example: example.text)
def test_the_rules_own_examples(example: DateExample) -> None:
    assert {event.date.iso: event.role for event in read_events(example.text)} == example.dates


@pytest.mark.parametrize("example", load_article_rules().examples, ids=lambda example: example.heading)
def test_topics_of_headings(example: HeadingExample) -> None:
    assert load_article_rules().topic_of(example.heading) == example.topic


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        pytest.param("Diteken di Ternate saat kunjungan kerja pada 3 Mei 2014.", ["paper"], id="an-event-hands-over"),
        pytest.param("Menerima naskah yang telah diteken pada Rabu (3/5/2017).", ["paper"], id="relative-clause"),
        pytest.param(
            "MoU ditandatangani di Oslo, kata wali kota, Kamis (2/5/2019).", ["report"], id="who-says-so-when"
        ),
        pytest.param("Penandatanganan itu, kata dia, berlangsung pada 2 Mei 2019.", ["paper"], id="speaker-in-between"),
        pytest.param("On 2 May 2019, the mayors signed the pact.", ["paper"], id="date-in-front"),
        pytest.param("They met in 2009 and signed in 2011.", ["event", "paper"], id="each-its-own"),
        pytest.param("Kerja sama terhambat (Bappeda, 2017).", [], id="a-source-in-brackets-has-no-date"),
    ],
)
def test_what_happened_on_a_date(text: str, roles: list[str]) -> None:
    assert [event.role for event in read_events(text)] == roles


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("Nota kesepahaman dan surat pernyataan kehendak", ["mou", "loi"], id="indonesian"),
        pytest.param("a letter of intent, then a memorandum of understanding", ["loi", "mou"], id="english"),
        pytest.param("perpanjangan MoU", ["renewal"], id="the-renewal-of-a-memorandum"),
        pytest.param("sister city agreement (MoU)", ["mou"], id="an-agreement-that-is-a-memorandum"),
        pytest.param("rencana aksi 2017-2019", ["plan_of_action"], id="plan"),
        pytest.param("rencana kerja sama", [], id="a-wish-to-cooperate-is-no-paper"),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [kind for _, kind in distinct_kinds(find_kinds(text))] == kinds


@pytest.mark.parametrize(
    ("text", "laws"),
    [
        ("berdasarkan Undang-Undang Nomor 23 Tahun 2014 dan PP 28/2018", ["Undang-Undang Nomor 23 Tahun 2014", "PP 28/2018"]),
        ("Law No. 24 of 2000 on treaties", ["Law No. 24 of 2000"]),
        ("sesuai peraturan perundang-undangan yang berlaku", []),
        ("prevailing laws and regulations of each country", []),
    ],
)  # fmt: skip
def test_legal_basis(text: str, laws: list[str]) -> None:
    assert [law for law, _ in find_legal_basis(text)] == laws


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("NOMOR : 119/12/MoU/417.021/2017", ["119/12/MoU/417.021/2017"]),
        ("Number: 12/SC/2011 Nomor: 045.2/77-KS", ["12/SC/2011", "045.2/77-KS"]),
        ("Undang-Undang Nomor 23/2014", []),
        ("Jalan Merdeka No. 12-A", []),
    ],
)
def test_numbers(text: str, numbers: list[str]) -> None:
    assert [number for number, _ in find_numbers(text)] == numbers


# ---------------------------------------------------------------------------------------------- told in a story


@pytest.mark.parametrize(
    ("text", "published", "told"),
    [
        pytest.param(ID + "MoU itu ditandatangani pada 12 Mei 2014.", None, [("mou", "2014-05-12")], id="plain"),
        pytest.param(ID + "LoI diteken 2009, MoU menyusul diteken 3 Juni 2011.", None,
                     [("loi", "2009"), ("mou", "2011-06-03")], id="two-papers"),
        pytest.param(EN + "The memorandum was signed last Friday.", TOLD, [("mou", "2019-03-08")], id="relative"),
        pytest.param(ID + "MoU diteken Kamis pekan lalu.", TOLD, [("mou", "2019-03-07")], id="relative-id"),
        pytest.param(EN + "The memorandum of 2008 lapsed in 2013.", None, [("mou", "2008")], id="an-end-is-no-signing"),
        pytest.param(ID + "MoU akan ditandatangani pada 12 Mei 2019.", TOLD, [], id="only-planned"),
        pytest.param(ID + "MoU yang ditandatangani pada 2014 akan diperbarui.", TOLD, [("mou", "2014")], id="participle"),
        pytest.param(EN + "The pact, signed in Bogor in May 2003, never expired.", None, [("agreement", "2003-05")], id="never"),
        pytest.param(ID + "MoU itu belum ditindaklanjuti sejak diteken 2011.", None, [("mou", "2011")], id="since-signed"),
        pytest.param(ID + "Keduanya bertemu di Osaka, Senin 4 Maret 2019. Acara itu ditandai dengan penandatanganan MoU.", TOLD,
                     [("mou", "2019-03-04")], id="carried-from-the-event"),
        pytest.param(ID + "MoU sudah diteken. Wali kota kembali dari Osaka, Senin 4 Maret 2019.", TOLD, [("mou", None)],
                     id="not-carried-from-what-follows"),
        pytest.param("Kota Bogor dan Kota Nagasaki, Jepang, adalah sister city sejak 1997.", None, [("mou", "1997")],
                     id="since-as-a-last-resort"),
    ],
)  # fmt: skip
def test_told_papers(text: str, published: str | None, told: list[tuple[str, str | None]], tools: Tools) -> None:
    assert [(paper.kind, paper.date_signed) for paper in papers(text, tools, published)] == told


def test_years_in_a_list_belong_to_their_own_item(tools: Tools) -> None:
    text = "Kota Medan bersaudara dengan Kota Gwangju Korea Selatan (1997), Kota Burgas Bulgaria (LoI 2011) dan Ipoh Malaysia (2009)."
    document = next(read(text.encode(), "story.txt", tools.settings.reader))
    found = extract_document(document.model_copy(update={"kind": "news"}), tools).partnerships
    told = {item.partner.name: [(p.kind, p.date_signed) for p in item.instruments] for item in found}
    assert told == {"Gwangju": [("mou", "1997")], "Burgas": [("loi", "2011")], "Ipoh": [("mou", "2009")]}


def test_what_was_set_aside_is_kept_with_its_reason(tools: Tools) -> None:
    text = ID + "MoU itu ditandatangani pada 12 Mei 2014 dan berakhir pada 2019."
    document = next(read(text.encode(), "story.txt", tools.settings.reader))
    claims = extract_document(document.model_copy(update={"kind": "news"}), tools).claims
    (paper,) = [claim for claim in claims if claim.field == "instrument"]
    assert [(item["value"], item["why"]) for item in paper.details["set_aside"]] == [
        ("2019", "it is when the tie or the paper ended")
    ]


# ---------------------------------------------------------------------------------------------- the paper itself

MOU = """MEMORANDUM OF UNDERSTANDING
BETWEEN
THE GOVERNMENT OF BOGOR CITY, REPUBLIC OF INDONESIA
AND
THE CITY OF NAGASAKI, JAPAN
CONCERNING SISTER CITY COOPERATION

Number: 045.2/12-KS/2016

The Government of Bogor City and the City of Nagasaki, hereinafter referred to as the Parties;

Referring to the Letter of Intent signed in Tokyo on 3 March 2014;

Pursuant to Law No. 24 of 2000 of the Republic of Indonesia;

Have agreed as follows:

ARTICLE 1
OBJECTIVE

The Parties establish sister city cooperation.

ARTICLE 2
AREAS OF COOPERATION

The Parties cooperate in the fields of education and tourism.

ARTICLE 3
DURATION AND TERMINATION

This Memorandum remains in force for a period of 5 (five) years and may be extended by mutual consent.

Either Party may terminate this Memorandum by giving notice 6 (six) months in advance.

Done in duplicate at Bogor, on this ninth day of May in the year two thousand and sixteen, in the Indonesian, Japanese and
English languages, all texts being equally authentic. In case of divergence the English text shall prevail.
"""


@pytest.fixture(scope="module")
def own(tools: Tools) -> list[Instrument]:
    document = next(read(MOU.encode(), "mou.txt", tools.settings.reader))
    assert document.kind == "mou"
    found = extract_document(document, tools).partnerships
    assert len(found) == 1
    return list(found[0].instruments)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "mou"),
        ("date_signed", "2016-05-09"),
        ("place_signed", "Bogor"),
        ("valid_years", 5.0),
        ("renewable", True),
        ("notice_months", 6.0),
        ("copies", 2),
        ("prevailing_language", "en"),
        ("number", "045.2/12-KS/2016"),
        ("legal_basis", ("Law No. 24 of 2000",)),
    ],
)
def test_the_paper_itself(field: str, value: object, own: list[Instrument]) -> None:
    assert getattr(own[0], field) == value


def test_languages_of_the_paper(own: list[Instrument]) -> None:
    assert set(own[0].languages) == {"id", "ja", "en"}


def test_the_clause_of_termination_is_quoted(own: list[Instrument]) -> None:
    assert (
        own[0].termination == "Either Party may terminate this Memorandum by giving notice 6 (six) months in advance."
    )


def test_articles_have_heading_and_topic(own: list[Instrument]) -> None:
    assert [(a.number, a.heading, a.topic) for a in own[0].articles] == [
        ("1", "OBJECTIVE", "aim"), ("2", "AREAS OF COOPERATION", "scope"), ("3", "DURATION AND TERMINATION", "term"),
    ]  # fmt: skip


def test_the_date_of_the_preamble_is_another_papers(own: list[Instrument]) -> None:
    assert [(p.kind, p.date_signed, p.place_signed) for p in own[1:]] == [("loi", "2014-03-03", "Tokyo")]


@pytest.mark.parametrize(
    ("name", "signatories", "witnesses"),
    [
        pytest.param("train/en-mou-tarakan-nelson.pdf",
                     [("H. ABDUL GAFAR SULAIMAN", "indonesia", "Mayor of Tarakan"), ("MARGARET T. HOLLOWAY", "partner", "Deputy Mayor")],
                     ["Drs. Bambang Irianto"], id="witness-in-a-line"),
        pytest.param("dev/id-loi-wonosobo-dalat.pdf",
                     [("Ir. SLAMET WIDAGDO, M.P.", "indonesia", "a.n. Bupati Wonosobo Kepala Dinas Pangan, Pertanian dan Perikanan"),
                      ("TRAN THI MINH HOA", "partner", "Wakil Ketua Komite Rakyat Kota Da Lat")],
                     ["AGUS PRAMONO HADI"], id="office-before-name"),
    ],
)  # fmt: skip
def test_signatories_are_no_witnesses(
    name: str, signatories: list[tuple[str, str, str]], witnesses: list[str], tools: Tools
) -> None:
    path = Path(__file__).resolve().parents[2] / "corpus" / name
    document = next(read(path.read_bytes(), path.name, tools.settings.reader))
    paper = extract_document(document, tools).partnerships[0].instruments[0]
    assert [(s.name, s.side, s.role) for s in paper.signatories] == signatories
    assert [w.name for w in paper.witness_details] == witnesses


def test_sides_that_sign_apart_have_a_date_each(tools: Tools) -> None:
    path = Path(__file__).resolve().parents[2] / "corpus/train/id-poa-bontang-stavanger.pdf"
    document = next(read(path.read_bytes(), path.name, tools.settings.reader))
    paper = extract_document(document, tools).partnerships[0].instruments[0]
    assert [(s.date, s.place, s.side) for s in paper.signings] == [
        ("2017-03-06", "Bontang", "indonesia"), ("2017-03-14", "Stavanger", "partner"),
    ]  # fmt: skip
    assert paper.date_signed == "2017-03-14"
