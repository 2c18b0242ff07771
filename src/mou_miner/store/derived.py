"""Resolved partnerships as rows of the derived tables, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from mou_miner.records import (
    Instrument,
    PartnershipDocument,
    Party,
    ResolvedActivity,
    ResolvedInstrument,
    ResolvedPartnership,
    ResolvedScope,
    Signatory,
    Support,
)
from mou_miner.store import tables

Rows = dict[str, list[dict[str, Any]]]
Trace = Callable[[str, str, Support], dict[str, Any]]
"""From a document's partnership key, an item and a support to the support's words, page and claim."""

_PARTY = tuple(name for name in Party.model_fields if name not in {"spans", "evidence"})
_INSTRUMENT = tuple(name for name in Instrument.model_fields if name not in {"signatories", "spans", "evidence"})
_ACTIVITY = ("type", "assertion", "scope", "date", "amount", "text", "confidence")


def derived_rows(partnerships: Iterable[ResolvedPartnership], trace: Trace) -> Rows:
    """Return the rows of the derived tables by the name of their table."""
    rows: Rows = defaultdict(list)
    for partnership in partnerships:
        _add_partnership(rows, partnership)
        _add_supports(rows, partnership, trace)
    return rows


def _add_partnership(rows: Rows, partnership: ResolvedPartnership) -> None:
    at = {"partnership_id": partnership.partnership_id}
    rows["partnerships"].append(
        {
            **at,
            **_party_columns("indonesian", partnership.indonesian_party),
            **_party_columns("partner", partnership.partner),
            "form": partnership.form,
            "stage": partnership.stage,
            "typology": partnership.typology,
            "confidence": partnership.confidence,
            "document_count": len({document.doc_id for document in partnership.documents}),
        }
    )
    for number, document in enumerate(partnership.documents):
        rows["partnership_documents"].append({**at, "number": number, "doc_id": document.doc_id, "key": document.key})
    for number, resolved in enumerate(partnership.instruments):
        _add_instrument(rows, {**at, "instrument": number}, resolved)
    for number, scope in enumerate(partnership.scopes):
        rows["scopes"].append({**at, "number": number, **scope.model_dump(mode="json", exclude={"support"})})
    for number, activity in enumerate(partnership.activities):
        rows["activities"].append({**at, "number": number, **activity.model_dump(mode="json", exclude={"support"})})


def _add_instrument(rows: Rows, at: dict[str, Any], resolved: ResolvedInstrument) -> None:
    plain = resolved.instrument.model_dump(mode="json", include=set(_INSTRUMENT))
    rows["instruments"].append({**at, **plain, "documents": list(resolved.documents)})
    for number, signatory in enumerate(resolved.instrument.signatories):
        rows["signatories"].append({**at, "number": number, **signatory.model_dump(exclude={"span"})})


def _add_supports(rows: Rows, partnership: ResolvedPartnership, trace: Trace) -> None:
    keys: dict[str, str] = {}
    for document in reversed(partnership.documents):
        keys[document.doc_id] = document.key
    items: list[tuple[str, int | None, Sequence[Support]]] = [("partnership", None, partnership.support)]
    items += [("instrument", number, item.support) for number, item in enumerate(partnership.instruments)]
    items += [("scope", number, item.support) for number, item in enumerate(partnership.scopes)]
    items += [("activity", number, item.support) for number, item in enumerate(partnership.activities)]
    number = 0
    for item, item_number, supports in items:
        for support in supports:
            rows["supports"].append(
                {
                    "partnership_id": partnership.partnership_id,
                    "number": number,
                    "item": item,
                    "item_number": item_number,
                    **support._asdict(),
                    **trace(keys[support.doc_id], item, support),
                }
            )
            number += 1


def _party_columns(side: str, party: Party) -> dict[str, Any]:
    return {f"{side}_{name}": getattr(party, name) for name in _PARTY}


def load_partnerships(connection: Connection) -> list[ResolvedPartnership]:
    """Return all resolved partnerships in the order of their ids."""
    below = {table.name: _by_partnership(connection, table) for table in tables.DERIVED if table.name != "partnerships"}
    statement = select(tables.partnerships).order_by(tables.partnerships.c.partnership_id)
    return [_partnership_of(row, below) for row in connection.execute(statement).mappings()]


def _by_partnership(connection: Connection, table: Table) -> dict[str, list[RowMapping]]:
    grouped: dict[str, list[RowMapping]] = defaultdict(list)
    for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings():
        grouped[row["partnership_id"]].append(row)
    return grouped


def _partnership_of(row: RowMapping, below: Mapping[str, Mapping[str, list[RowMapping]]]) -> ResolvedPartnership:
    partnership_id = row["partnership_id"]
    rows = {name: grouped.get(partnership_id, []) for name, grouped in below.items()}
    supports: dict[tuple[str, int | None], list[Support]] = defaultdict(list)
    for support in rows["supports"]:
        supports[support["item"], support["item_number"]].append(
            Support(support["doc_id"], support["field"], support["start"], support["end"])
        )
    return ResolvedPartnership(
        partnership_id=partnership_id,
        indonesian_party=_party_of("indonesian", row),
        partner=_party_of("partner", row),
        form=row["form"],
        stage=row["stage"],
        typology=row["typology"],
        confidence=row["confidence"],
        documents=tuple(PartnershipDocument(item["doc_id"], item["key"]) for item in rows["partnership_documents"]),
        support=tuple(supports["partnership", None]),
        instruments=tuple(
            _instrument_of(item, rows["signatories"], supports["instrument", item["instrument"]])
            for item in rows["instruments"]
        ),
        scopes=tuple(_scope_of(item, supports["scope", item["number"]]) for item in rows["scopes"]),
        activities=tuple(_activity_of(item, supports["activity", item["number"]]) for item in rows["activities"]),
    )


def _party_of(side: str, row: RowMapping) -> Party:
    return Party(**{name: row[f"{side}_{name}"] for name in _PARTY})


def _instrument_of(
    row: RowMapping, signatories: Iterable[RowMapping], support: Sequence[Support]
) -> ResolvedInstrument:
    signed = tuple(
        Signatory(name=item["name"], side=item["side"], role=item["role"])
        for item in signatories
        if item["instrument"] == row["instrument"]
    )
    plain = {name: row[name] for name in _INSTRUMENT}
    plain |= {"languages": tuple(row["languages"]), "witnesses": tuple(row["witnesses"])}
    return ResolvedInstrument(
        instrument=Instrument(**plain, signatories=signed), documents=tuple(row["documents"]), support=tuple(support)
    )


def _scope_of(row: RowMapping, support: Sequence[Support]) -> ResolvedScope:
    return ResolvedScope(
        code=row["code"],
        as_written=tuple(row["as_written"]),
        documents=tuple(row["documents"]),
        support=tuple(support),
        confidence=row["confidence"],
    )


def _activity_of(row: RowMapping, support: Sequence[Support]) -> ResolvedActivity:
    plain = {name: row[name] for name in _ACTIVITY}
    return ResolvedActivity(**plain, documents=tuple(row["documents"]), support=tuple(support))
