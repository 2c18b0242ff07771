"""Where sentences end in instruments and news."""

from __future__ import annotations

import pytest
from spacy.language import Language

from mou_miner.mentions.collect import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("Satu. Dua.", ["Satu.", "Dua."], id="plain"),
        pytest.param("Di Kab. Bogor, Prov. Jabar. Ia pergi.", ["Di Kab. Bogor, Prov. Jabar.", "Ia pergi."], id="units"),
        pytest.param("Drs. H. A. Yani, S.E., M.Si. hadir.", ["Drs. H. A. Yani, S.E., M.Si. hadir."], id="titles"),
        pytest.param("Nota No. 12 Tahun 2011 berlaku.", ["Nota No. 12 Tahun 2011 berlaku."], id="number"),
        pytest.param("St. Pierre and Mt. Isa. So be it.", ["St. Pierre and Mt. Isa.", "So be it."], id="saint"),
        pytest.param("1. Perdagangan;\n2. Pariwisata.", ["1. Perdagangan;", "2. Pariwisata."], id="list-items"),
        pytest.param("Pasal 1\nTujuan\nPara Pihak", ["Pasal 1", "Tujuan", "Para Pihak"], id="newlines"),
        pytest.param("Seni; budaya; Olahraga.", ["Seni; budaya; Olahraga."], id="semicolons-hold-together"),
        pytest.param("“Kami siap.” Ia pulang.", ["“Kami siap.”", "Ia pulang."], id="quote"),
        pytest.param("Rp. 5 miliar atau 3.4 juta ton.", ["Rp. 5 miliar atau 3.4 juta ton."], id="money"),
        pytest.param("In 2012. The MoU. It ended!", ["In 2012.", "The MoU.", "It ended!"], id="year-and-short-form"),
        pytest.param("Apa itu? Ya, benar.", ["Apa itu?", "Ya, benar."], id="question"),
        pytest.param("seni dsb. dan lain-lain.", ["seni dsb. dan lain-lain."], id="lower-case-goes-on"),
        pytest.param("  \n ", [], id="blank"),
        pytest.param("", [], id="empty"),
    ],
)
def test_sentences(nlp: Language, text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(nlp, text)] == parts
