"""Resolved partnerships as rows of the derived tables, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, select

from mou_miner.records import (
    Conflict,
    Instrument,
    PartnershipDocument,
    Party,
    ResolvedActivity,
    ResolvedInstrument,
    ResolvedMilestone,
    ResolvedPartnership,
    ResolvedScope,
    Signatory,
    Support,
)
from mou_miner.store import dataset_tables, search, tables

Rows = dict[str, list[dict[str, Any]]]

TABLES: tuple[Table, ...] = (dataset_tables.conflicts, *tables.DERIVED)
"""The tables of resolved partnerships, children before parents."""

_SEARCHED = 4000
_MORE_OF_PARTNERSHIP = {"milestones", "ceremonial_only", "typology_reasons"}
Trace = Callable[[str, str, Support], dict[str, Any]]
"""From a document's partnership key, an item and a support to the support's words, page and claim."""

_PARTY = tuple(name for name in Party.model_fields if name not in {"spans", "evidence"})
_INSTRUMENT = tuple(name for name in Instrument.model_fields if name in tables.instruments.c)
_MORE = Instrument.model_fields.keys() - {*_INSTRUMENT, "signatories", "spans", "evidence"}
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
            "source_count": partnership.sources,
            "first_signed": partnership.first_signed,
            "expires": partnership.expires,
            "last_told": partnership.last_told,
            "more": partnership.model_dump(mode="json", include=_MORE_OF_PARTNERSHIP, exclude_defaults=True) or None,
            "search": searched(partnership),
        }
    )
    for number, document in enumerate(partnership.documents):
        rows["partnership_documents"].append({**at, "number": number, **document._asdict()})
    for number, conflict in enumerate(partnership.conflicts):
        rows["conflicts"].append({**at, "number": number, **conflict._asdict()})
    for number, resolved in enumerate(partnership.instruments):
        _add_instrument(rows, {**at, "instrument": number}, resolved)
    for number, scope in enumerate(partnership.scopes):
        rows["scopes"].append({**at, "number": number, **scope.model_dump(mode="json", exclude={"support"})})
    for number, activity in enumerate(partnership.activities):
        rows["activities"].append({**at, "number": number, **activity.model_dump(mode="json", exclude={"support"})})


def _add_instrument(rows: Rows, at: dict[str, Any], resolved: ResolvedInstrument) -> None:
    plain = resolved.instrument.model_dump(mode="json", include=set(_INSTRUMENT))
    more = resolved.instrument.model_dump(mode="json", include=set(_MORE), exclude_defaults=True)
    rows["instruments"].append({**at, **plain, "more": more or None, "documents": list(resolved.documents)})
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


def searched(partnership: ResolvedPartnership) -> str:
    """Return the partnership's names and wordings, folded, a space between the words."""
    parties = partnership.indonesian_party, partnership.partner
    words = [word for party in parties for word in (party.name, party.as_written, party.country or "")]
    words += [item.instrument.title or "" for item in partnership.instruments]
    words += [item.instrument.number or "" for item in partnership.instruments]
    words += [wording for scope in partnership.scopes for wording in (scope.code, *scope.as_written)]
    words += [activity.text for activity in partnership.activities]
    return f" {search.fold(' '.join(words))[:_SEARCHED]}"


def load_partnerships(connection: Connection, *ids: str) -> list[ResolvedPartnership]:
    """Return the resolved partnerships of these ids, or all, in the order of their ids."""
    below = {table.name: _by_partnership(connection, table, ids) for table in TABLES if table.name != "partnerships"}
    statement = _only(select(tables.partnerships), tables.partnerships, ids).order_by(
        tables.partnerships.c.partnership_id
    )
    return [_partnership_of(row, below) for row in connection.execute(statement).mappings()]


def _by_partnership(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, list[RowMapping]]:
    grouped: dict[str, list[RowMapping]] = defaultdict(list)
    statement = _only(select(table), table, ids).order_by(*table.primary_key.columns)
    for row in connection.execute(statement).mappings():
        grouped[row["partnership_id"]].append(row)
    return grouped


def _only(statement: Select[Any], table: Table, ids: Sequence[str]) -> Select[Any]:
    return statement.where(table.c.partnership_id.in_(ids)) if ids else statement


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
        documents=tuple(_document_of(item) for item in rows["partnership_documents"]),
        support=tuple(supports["partnership", None]),
        instruments=tuple(
            _instrument_of(item, rows["signatories"], supports["instrument", item["instrument"]])
            for item in rows["instruments"]
        ),
        scopes=tuple(_scope_of(item, supports["scope", item["number"]]) for item in rows["scopes"]),
        activities=tuple(_activity_of(item, supports["activity", item["number"]]) for item in rows["activities"]),
        sources=row["source_count"] or 0,
        first_signed=row["first_signed"],
        expires=row["expires"],
        last_told=row["last_told"],
        conflicts=tuple(Conflict(*(item[name] for name in Conflict._fields)) for item in rows["conflicts"]),
        **_more_of(row["more"] or {}),
    )


def _more_of(more: Mapping[str, Any]) -> dict[str, Any]:
    milestones = tuple(ResolvedMilestone.model_validate(item) for item in more.get("milestones", ()))
    return {**more, "milestones": milestones, "typology_reasons": tuple(more.get("typology_reasons", ()))}


def _document_of(row: RowMapping) -> PartnershipDocument:
    return PartnershipDocument(
        row["doc_id"], row["key"], row["stage"], row["date"] or "", row["weight"] or "", row["source"] or 0
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
    kept = Instrument.model_validate({**(row["more"] or {}), "kind": row["kind"]})
    instrument = kept.model_copy(update={**plain, "signatories": signed})
    return ResolvedInstrument(instrument=instrument, documents=tuple(row["documents"]), support=tuple(support))


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
