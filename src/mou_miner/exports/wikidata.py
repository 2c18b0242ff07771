"""Partnerships against Wikidata's P190 (twinned administrative body): the difference, and statements to add there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from mou_miner.dates import is_date
from mou_miner.errors import ImportFileError
from mou_miner.records import Party, ResolvedPartnership

Kind = Literal["missing_there", "missing_here", "different", "no_item", "same"]
KINDS: tuple[Kind, ...] = ("missing_there", "missing_here", "different", "no_item", "same")

_ITEM = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)")
_HELD = frozenset({"mou", "implemented", "stalled"})
_LONGEST_ADDRESS = 500
QUERY = """\
SELECT ?item ?itemLabel ?itemCode ?itemGeonames ?partner ?partnerLabel ?partnerGeonames ?start ?end WHERE {
  ?item wdt:P17 wd:Q252; p:P190 ?statement.
  ?statement ps:P190 ?partner.
  OPTIONAL { ?item wdt:P2588 ?itemCode. }
  OPTIONAL { ?item wdt:P1566 ?itemGeonames. }
  OPTIONAL { ?partner wdt:P1566 ?partnerGeonames. }
  OPTIONAL { ?statement pq:P580 ?start. }
  OPTIONAL { ?statement pq:P582 ?end. }
  SERVICE wikibase:label { bd:serviceParam wikibase:language "id,en". }
}
"""
"""What gives the table of P190 at query.wikidata.org, to be saved as CSV."""


class Twin(NamedTuple):
    """A statement of the table: both items, their codes as far as given, and when it holds."""

    line: int
    items: tuple[str, str]
    labels: tuple[str, str]
    start: str
    end: str


class Known(NamedTuple):
    """What a table says: its statements, and the items by `kemendagri:` and `geonames:` code."""

    twins: tuple[Twin, ...]
    items: Mapping[str, str]


class Difference(NamedTuple):
    """A pair where the two differ or agree; ids and dates are '' where there is none."""

    kind: Kind
    partnership_id: str
    names: tuple[str, str]
    items: tuple[str, str]
    ours: str
    theirs: str


def items_query(partnerships: Iterable[ResolvedPartnership]) -> str:
    """Return the query that gives the items of all places of the partnerships by their codes."""
    parties = [party for item in partnerships for party in (item.indonesian_party, item.partner)]
    codes = sorted({party.kemendagri_code for party in parties if party.kemendagri_code})
    numbers = sorted({party.geonames_id for party in parties if party.geonames_id is not None})
    return (
        "SELECT ?item ?itemCode ?itemGeonames WHERE {\n"
        f"  {{ VALUES ?itemCode {{ {' '.join(_quoted(code) for code in codes)} }} ?item wdt:P2588 ?itemCode. }} UNION\n"
        f"  {{ VALUES ?itemGeonames {{ {' '.join(_quoted(str(number)) for number in numbers)} }} ?item wdt:P1566 ?itemGeonames. }}\n"
        "}\n"
    )


def read_table(path: Path) -> Known:
    """Return what a table of P190 or of items says. Raises ImportFileError, naming line and column, where it cannot be used."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFileError(path, 1, f"cannot be read as UTF-8 text ({error})") from error
    delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if "item" not in (rows.fieldnames or ()):
        raise ImportFileError(
            path, 1, "there is no column 'item'. Save the answer of the query as CSV, with its header"
        )
    twins: list[Twin] = []
    items: dict[str, str] = {}
    for row in rows:
        told = {name: (value or "").strip() for name, value in row.items() if isinstance(name, str) and isinstance(value, str | None)}  # fmt: skip
        twins += _twins(path, rows.line_num, told, items)
    return Known(tuple(twins), items)


def _twins(path: Path, line: int, row: Mapping[str, str], items: dict[str, str]) -> Iterator[Twin]:
    item = _item(path, line, "item", row["item"])
    _note(items, item, row.get("itemCode", ""), row.get("itemGeonames", ""))
    if not row.get("partner"):
        return
    partner = _item(path, line, "partner", row["partner"])
    _note(items, partner, "", row.get("partnerGeonames", ""))
    labels = row.get("itemLabel") or item, row.get("partnerLabel") or partner
    yield Twin(line, (item, partner), labels, row.get("start", "")[:10], row.get("end", "")[:10])


def _item(path: Path, line: int, column: str, value: str) -> str:
    match = _ITEM.fullmatch(value)
    if match is None:
        raise ImportFileError(path, line, f"column '{column}': {value!r} is no item of Wikidata, as Q10388")
    return match[1]


def _note(items: dict[str, str], item: str, code: str, geonames: str) -> None:
    for key in (f"kemendagri:{code}" if code else "", f"geonames:{geonames}" if geonames else ""):
        if key:
            items.setdefault(key, item)


def compare(
    partnerships: Sequence[ResolvedPartnership], known: Sequence[Known], *, min_confidence: float = 0.8
) -> list[Difference]:
    """Return how the partnerships differ from the tables, kind by kind.

    Ours count where a memorandum is told of (stage mou, implemented or stalled) with enough confidence; a pair that
    ended, or is only explored, is neither missing there nor here.
    """
    items = {key: item for table in reversed(known) for key, item in table.items.items()}
    there = {frozenset(twin.items): twin for table in known for twin in table.twins}
    found, ours = [], set()
    for item in partnerships:
        first, second = _find(item.indonesian_party, items), _find(item.partner, items)
        names = item.indonesian_party.name, item.partner.name
        pair = frozenset((first, second))
        ours.add(pair)
        if pair in there:
            kind: Kind = "different" if _differs(item, there[pair]) else "same"
            found.append(
                Difference(kind, item.partnership_id, names, (first, second), _ours(item), _theirs(there[pair]))
            )
        elif item.stage in _HELD and item.confidence >= min_confidence:
            kind = "missing_there" if first and second else "no_item"
            found.append(Difference(kind, item.partnership_id, names, (first, second), _ours(item), ""))
    for pair, twin in there.items():
        if pair not in ours:
            found.append(Difference("missing_here", "", twin.labels, twin.items, "", _theirs(twin)))
    return sorted(found, key=lambda item: (KINDS.index(item.kind), item.names, item.items))


def _find(party: Party, items: Mapping[str, str]) -> str:
    code = items.get(f"kemendagri:{party.kemendagri_code}") if party.kemendagri_code else None
    return code or (items.get(f"geonames:{party.geonames_id}") if party.geonames_id is not None else None) or ""


def _differs(item: ResolvedPartnership, twin: Twin) -> bool:
    """Say whether both tell a date of beginning and they exclude each other, or one alone says that it ended."""
    start = item.first_signed or ""
    shared = min(len(start), len(twin.start))
    # Wikidata's query service writes a year as its first of January.
    theirs = twin.start[:4] if twin.start.endswith("-01-01") else twin.start
    apart = bool(start and theirs) and start[: min(shared, len(theirs))] != theirs[: min(shared, len(theirs))]
    return apart or (item.stage == "ended") != bool(twin.end)


def _ours(item: ResolvedPartnership) -> str:
    return " ".join(part for part in (item.first_signed, item.stage) if part)


def _theirs(twin: Twin) -> str:
    return " ".join(part for part in (twin.start, f"until {twin.end}" if twin.end else "") if part)


# ---------------------------------------------------------------------------------------------- statements


def quickstatements(
    partnerships: Iterable[ResolvedPartnership],
    differences: Iterable[Difference],
    sources: Mapping[str, str],
    *,
    on: str,
) -> tuple[list[str], list[str]]:
    """Return lines for QuickStatements, two for each pair that is missing there, and the ids of pairs left out.

    Each has its reference (address and day of retrieval) and, where told, its beginning. A pair that no document with a
    web address tells of is left out: Wikidata wants a source that others can open.
    """
    by_id = {item.partnership_id: item for item in partnerships}
    lines: list[str] = []
    without: list[str] = []
    for difference in differences:
        if difference.kind != "missing_there":
            continue
        item = by_id[difference.partnership_id]
        address = _address(item, sources)
        if address is None:
            without.append(item.partnership_id)
            continue
        more = ["P580", _time(item.first_signed)] if is_date(item.first_signed) else []
        more += ["S854", _quoted(address), "S813", _time(on)]
        for first, second in (difference.items, difference.items[::-1]):
            lines.append("\t".join([first, "P190", second, *more]))
    return lines, without


def _address(item: ResolvedPartnership, sources: Mapping[str, str]) -> str | None:
    """Return the web address of the document that counts most: those of the present stage first, then the latest."""
    found = [
        (document.stage == item.stage, document.date, sources.get(document.doc_id, ""))
        for document in item.documents
        if _is_address(sources.get(document.doc_id, ""))
    ]
    return max(found)[2] if found else None


def _is_address(source: str) -> bool:
    return re.fullmatch(r"https?://[^\s\"|<>\\^`{}]+", source) is not None and len(source) <= _LONGEST_ADDRESS


def _time(partial: str | None) -> str:
    """Return a date as QuickStatements writes it: with its precision (9 a year, 10 a month, 11 a day)."""
    parts = (partial or "").split("-")
    full = "-".join((*parts, *["00"] * (3 - len(parts))))
    return f"+{full}T00:00:00Z/{8 + len(parts)}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
