"""Partnerships against a table of Wikidata's P190."""

from __future__ import annotations

from pathlib import Path

import pytest

from mou_miner.errors import ImportFileError
from mou_miner.exports.wikidata import Known, compare, items_query, quickstatements, read_table
from mou_miner.records import PartnershipDocument, ResolvedPartnership
from tests.builders import BANDUNG, SUWON
from tests.exports.resolved import doc_id, paper, partnership

BREDA = SUWON.model_copy(update={"name": "Breda", "country": "NL", "geonames_id": 2758401})
HEADER = "item,itemLabel,itemCode,itemGeonames,partner,partnerLabel,partnerGeonames,start,end\n"
BANDUNG_SUWON = (
    "http://www.wikidata.org/entity/Q10389,Bandung,32.73,1650357,Q20934,Suwon,1835553,1997-08-25T00:00:00Z,\n"
)
BRAUNSCHWEIG = "Q10389,Bandung,32.73,1650357,Q2773,Braunschweig,2945024,1960-01-01T00:00:00Z,\n"
ITEMS = "item,itemCode,itemGeonames\nQ9899,,2758401\n"


def table(folder: Path, text: str, name: str = "p190.csv") -> Known:
    (folder / name).write_text(text, encoding="utf-8-sig")
    return read_table(folder / name)


def kinds(items: list[ResolvedPartnership], *known: Known) -> list[tuple[str, tuple[str, str]]]:
    return [(item.kind, item.items) for item in compare(items, known)]


def test_what_is_missing_there_and_here(tmp_path: Path) -> None:
    there, items = table(tmp_path, HEADER + BANDUNG_SUWON + BRAUNSCHWEIG), table(tmp_path, ITEMS, "items.csv")
    ours = [partnership(instruments=(paper(),)), partnership(partner=BREDA)]
    assert kinds(ours, there, items) == [
        ("missing_there", ("Q10389", "Q9899")), ("missing_here", ("Q10389", "Q2773")), ("same", ("Q10389", "Q20934")),
    ]  # fmt: skip
    assert ("no_item", ("Q10389", "")) in kinds(ours, there)


@pytest.mark.parametrize(
    ("date", "start", "end", "kind"),
    [
        ("1997", "1997-08-25", "", "same"), ("1997-08-25", "1997-01-01", "", "same"), ("1998", "1997-08-25", "", "different"),
        ("1997-08-25", "", "", "same"), ("1997-08-26", "1997-08-25", "", "different"), ("1997", "1997-08-25", "2010-01-01", "different"),
    ],
)  # fmt: skip
def test_a_date_that_excludes_another_differs(tmp_path: Path, date: str, start: str, end: str, kind: str) -> None:
    there = table(tmp_path, f"{HEADER}Q10389,Bandung,32.73,,Q20934,Suwon,1835553,{start},{end}\n")
    assert [item[0] for item in kinds([partnership(instruments=(paper(date=date),))], there)] == [kind]


@pytest.mark.parametrize(("stage", "confidence"), [("exploration", 0.9), ("loi", 0.9), ("ended", 0.9), ("mou", 0.5)])
def test_what_is_not_sure_is_not_missing_there(tmp_path: Path, stage: str, confidence: float) -> None:
    there = table(tmp_path, HEADER + BRAUNSCHWEIG)
    assert [item[0] for item in kinds([partnership(stage=stage, confidence=confidence)], there)] == ["missing_here"]


def test_the_order_of_a_statement_does_not_matter(tmp_path: Path) -> None:
    there = table(tmp_path, "item\titemCode\titemGeonames\tpartner\tpartnerGeonames\nQ20934\t\t1835553\tQ10389\t1650357\nQ10389\t32.73\t\t\t\n")  # fmt: skip
    assert [item[0] for item in kinds([partnership()], there)] == ["same"]


def test_statements_have_a_reference_and_a_beginning(tmp_path: Path) -> None:
    known = [table(tmp_path, ITEMS + "Q10389,32.73,\nQ20934,,1835553\n")]
    address = "https://berita.example/kota-kembar?id=1"
    ours = [
        partnership(instruments=(paper(date="1997-08"),), documents=("a.pdf", address)),
        partnership(partner=BREDA, documents=("b.pdf",)),
    ]  # fmt: skip
    sources = {doc_id(name): name for name in ("a.pdf", "b.pdf", address)}
    lines, without = quickstatements(ours, compare(ours, known), sources, on="2026-01-31")
    ending = f'P580\t+1997-08-00T00:00:00Z/10\tS854\t"{address}"\tS813\t+2026-01-31T00:00:00Z/11'
    assert lines == [f"Q10389\tP190\tQ20934\t{ending}", f"Q20934\tP190\tQ10389\t{ending}"]
    assert without == ["kemendagri:32.73--geonames:2758401"]


@pytest.mark.parametrize(
    "address", ['https://a.example/"\tQ1\tP31\tQ5', "https://a.example/x\nQ1\tP31\tQ5", "file:///a", "https://a b"]
)
def test_an_address_cannot_make_a_statement(tmp_path: Path, address: str) -> None:
    known = [table(tmp_path, ITEMS + "Q10389,32.73,\nQ20934,,1835553\n")]
    ours = [partnership(documents=(address,))]
    assert quickstatements(ours, compare(ours, known), {doc_id(address): address}, on="2026-01-31")[0] == []


def test_the_source_of_the_present_stage_is_the_reference(tmp_path: Path) -> None:
    known = [table(tmp_path, ITEMS + "Q10389,32.73,\nQ20934,,1835553\n")]
    documents = (PartnershipDocument("a", "k", "loi", "2020"), PartnershipDocument("b", "k", "mou", "1999"))
    ours = [partnership().model_copy(update={"documents": documents})]
    lines, _ = quickstatements(ours, compare(ours, known), {"a": "https://a.example", "b": "https://b.example"}, on="2026-01-31")  # fmt: skip
    assert '"https://b.example"' in lines[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "no column 'item'"),
        (HEADER + "Bandung,,,,Q1,,,,\n", "line 2: column 'item': 'Bandung' is no item"),
        (HEADER + "Q1,,,,drop,,,,\n", "column 'partner'"),
    ],
)
def test_a_table_that_cannot_be_used(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ImportFileError, match=message):
        table(tmp_path, text)


def test_the_query_for_items_names_all_places() -> None:
    query = items_query([partnership(BANDUNG, SUWON), partnership(BANDUNG, BREDA)])
    assert 'VALUES ?itemCode { "32.73" }' in query
    assert 'VALUES ?itemGeonames { "1835553" "2758401" }' in query
