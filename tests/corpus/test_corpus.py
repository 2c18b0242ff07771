"""The corpus and its gold: complete, valid, verbatim, and no document a copy of another."""

import csv
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
SPLITS = ("train", "dev", "test")
SUFFIXES = {".pdf", ".html", ".txt", ".md"}
INDONESIAN_PREFIX = {"city": "Kota ", "regency": "Kabupaten ", "province": "Provinsi "}
MIN_TEXT_LAYER = 200  # characters; a PDF with fewer is a scan, its words cannot be compared here
Gold = dict[str, Any]


def _read_gold(split: str) -> list[Gold]:
    path = ROOT / "annotations" / "gold" / f"{split}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _read_sources() -> list[dict[str, str]]:
    with (CORPUS / "SOURCES.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _corpus_files() -> list[Path]:
    found = (path for split in SPLITS for path in (CORPUS / split).iterdir())
    return sorted(path for path in found if path.suffix in SUFFIXES)


GOLD = [(split, gold) for split in SPLITS for gold in _read_gold(split)]
FILES = _corpus_files()
EACH_GOLD = pytest.mark.parametrize(("split", "gold"), GOLD, ids=[gold["source"] for _, gold in GOLD])


@cache
def _enums() -> dict[str, frozenset[Any]]:
    """Return the allowed values of the contract, one set per field."""
    schema = json.loads(files("mou_miner").joinpath("extraction.schema.json").read_text(encoding="utf-8"))["$defs"]

    def of(definition: str, field: str) -> frozenset[Any]:
        return frozenset(schema[definition]["properties"][field]["enum"])

    return {
        "kind": of("document", "kind"),
        "language": of("document", "language"),
        "level": of("party", "level"),
        "form": of("partnership", "form"),
        "stage": of("partnership", "stage"),
        "instrument": of("instrument", "kind"),
        "scope": frozenset(schema["scope_code"]["enum"]),
        "activity": of("activity", "type"),
        "assertion": of("activity", "assertion"),
    }


@cache
def _date_pattern() -> re.Pattern[str]:
    schema = json.loads(files("mou_miner").joinpath("extraction.schema.json").read_text(encoding="utf-8"))
    return re.compile(schema["$defs"]["partial_date"]["pattern"])


def _collapse(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _strip_tags(markup: str) -> str:
    without_head = re.sub(r"(?is)<(script|style|head)\b.*?</\1>", " ", markup)
    return html.unescape(re.sub(r"<[^>]+>", " ", without_head))


def _read_pdf(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    return "\n".join(pages).replace("\ufffe", "-")


@cache
def _text(path: Path) -> str:
    """Return the words of a document with white space collapsed."""
    if path.suffix == ".pdf":
        return _collapse(_read_pdf(path))
    raw = path.read_text(encoding="utf-8")
    return _collapse(_strip_tags(raw) if path.suffix == ".html" else raw)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _holds(path: Path, quote: str) -> bool:
    """Whether the document has the quote; a PDF may interleave its columns, so there every word must occur."""
    text = _text(path)
    if _collapse(quote) in text:
        return True
    return path.suffix == ".pdf" and not Counter(_words(quote)) - Counter(_words(text))


def _quotes(gold: Gold) -> Iterator[str]:
    for partnership in gold["partnerships"]:
        yield partnership["partner"]["as_written"]
        yield from (scope["as_written"] for scope in partnership["scopes"])
        yield from (activity["cue"] for activity in partnership["activities"])


def _is_scan(path: Path) -> bool:
    return path.suffix == ".pdf" and len(_text(path)) < MIN_TEXT_LAYER


def test_every_file_has_one_gold_line_and_one_source_row() -> None:
    on_disk = Counter(path.relative_to(ROOT).as_posix() for path in FILES)
    assert Counter(gold["source"] for _, gold in GOLD) == on_disk
    assert Counter(f"corpus/{row['file']}" for row in _read_sources()) == on_disk


def test_source_rows_say_what_the_gold_says() -> None:
    by_file = {f"corpus/{row['file']}": row for row in _read_sources()}
    for split, gold in GOLD:
        row = by_file[gold["source"]]
        assert (row["split"], row["kind"], row["language"]) == (split, gold["kind"], gold["language"]), gold["source"]
        assert row["facts"] in {"real", "invented", "mixed"}, gold["source"]


def test_corpus_is_large_and_varied_enough() -> None:
    suffixes = Counter(path.suffix for path in FILES)
    assert len(FILES) >= 60
    assert suffixes[".pdf"] >= 20
    assert len(FILES) - suffixes[".pdf"] >= 40
    assert sum(gold["negative"] for _, gold in GOLD) >= 20
    assert sum(split == "test" for split, _ in GOLD) >= 24
    for split in SPLITS:
        of_split = [gold for name, gold in GOLD if name == split]
        assert {gold["language"] for gold in of_split} >= {"id", "en"}
        assert {gold["negative"] for gold in of_split} == {True, False}


@EACH_GOLD
def test_gold_document_is_valid(split: str, gold: Gold) -> None:
    assert gold["source"].startswith(f"corpus/{split}/")
    assert gold["kind"] in _enums()["kind"]
    assert gold["language"] in _enums()["language"]
    assert gold["negative"] is (gold["partnerships"] == [])
    assert gold["date_published"] is None or _date_pattern().match(gold["date_published"])
    pairs = [(item["indonesian_party"]["name"], item["partner"]["name"]) for item in gold["partnerships"]]
    assert len(pairs) == len(set(pairs)), "the same tie is annotated twice"


@EACH_GOLD
def test_gold_partnerships_are_valid(split: str, gold: Gold) -> None:
    enums = _enums()
    for item in gold["partnerships"]:
        indonesian, partner = item["indonesian_party"], item["partner"]
        assert indonesian["name"].startswith(INDONESIAN_PREFIX[indonesian["level"]])
        assert partner["level"] in enums["level"]
        assert re.fullmatch(r"[A-Z]{2}", partner["country"])
        assert partner["country"] != "ID"
        assert {item["form"], *item["form_alt"]} <= enums["form"]
        assert {item["stage"], *item["stage_alt"]} <= enums["stage"]
        assert {scope["code"] for scope in item["scopes"]} | set(item["scopes_alt"]) <= enums["scope"]
        for activity in item["activities"]:
            assert {activity["type"], *activity["type_alt"]} <= enums["activity"]
            assert activity["assertion"] in enums["assertion"]
            assert activity["scope"] is None or activity["scope"] in enums["scope"]
            assert activity["date"] is None or _date_pattern().match(activity["date"])


@EACH_GOLD
def test_gold_instruments_are_valid(split: str, gold: Gold) -> None:
    for item in gold["partnerships"]:
        for instrument in item["instruments"]:
            assert instrument["kind"] in _enums()["instrument"]
            assert instrument["date_signed"] is None or _date_pattern().match(instrument["date_signed"])
            assert all(signer["side"] in {"indonesia", "partner"} for signer in instrument["signatories"])


@EACH_GOLD
def test_gold_quotes_are_verbatim(split: str, gold: Gold) -> None:
    path = ROOT / gold["source"]
    if _is_scan(path):
        pytest.skip("a scan has no text layer to compare with")
    missing = [quote for quote in _quotes(gold) if not _holds(path, quote)]
    assert missing == []


@EACH_GOLD
def test_forbidden_names_stand_in_the_text_and_are_no_partner(split: str, gold: Gold) -> None:
    path = ROOT / gold["source"]
    partners = {name for item in gold["partnerships"] for name in (item["partner"]["name"], *item["partner"]["alt"])}
    assert not partners & set(gold["must_not"])
    if not _is_scan(path):
        assert [name for name in gold["must_not"] if not _holds(path, name)] == []


def test_scans_are_few() -> None:
    pdfs = [path for path in FILES if path.suffix == ".pdf"]
    assert sum(_is_scan(path) for path in pdfs) <= len(pdfs) / 2


def _shingles(text: str, size: int = 5) -> frozenset[tuple[str, ...]]:
    words = _words(text)
    return frozenset(tuple(words[start : start + size]) for start in range(len(words) - size + 1))


def _jaccard(left: frozenset[tuple[str, ...]], right: frozenset[tuple[str, ...]]) -> float:
    union = len(left | right)
    return len(left & right) / union if union else 0.0


def test_no_two_documents_are_near_duplicates() -> None:
    shingles = {path.name: _shingles(_text(path)) for path in FILES if not _is_scan(path)}
    alike = [
        (one, other)
        for one, other in combinations(sorted(shingles), 2)
        if _jaccard(shingles[one], shingles[other]) >= 0.5
    ]
    assert alike == []


def test_no_document_stands_in_two_splits() -> None:
    assert [name for name, times in Counter(path.name for path in FILES).items() if times > 1] == []
