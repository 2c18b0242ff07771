"""Judgements of people about which tellings are one partnership, and the joins that rules made."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, insert, select

from mou_miner.dataset_records import Join, Judgement
from mou_miner.store.dataset_tables import judgements, variants
from mou_miner.store.queries import speakable


def add(connection: Connection, judgement: Judgement) -> Judgement:
    """Add the judgement and return it with its number."""
    values = judgement.model_dump(exclude={"judgement_id"})
    number = connection.execute(insert(judgements).returning(judgements.c.judgement_id), values).scalar_one()
    return judgement.model_copy(update={"judgement_id": number})


def load(connection: Connection) -> list[Judgement]:
    """Return all judgements in the order they came."""
    statement = select(judgements).order_by(judgements.c.judgement_id)
    return [_judgement_of(row) for row in connection.execute(statement).mappings()]


def _judgement_of(row: RowMapping) -> Judgement:
    return Judgement(**{name: row[name] for name in Judgement.model_fields})


def joins(connection: Connection) -> list[tuple[Join, str, str]]:
    """Return each join that a rule or a person made, with the id of its partnership and when it was made."""
    statement = select(variants).where(variants.c.rule.is_not(None)).order_by(variants.c.variant)
    return [
        (Join(row.variant, row.joined_to, row.rule), row.partnership_id, row.at)
        for row in connection.execute(statement)
    ]


def present_id(connection: Connection, partnership_id: str) -> str:
    """Return the id that the partnership has now; the given one where it is unknown."""
    statement = select(variants.c.partnership_id).where(variants.c.variant == speakable(partnership_id))
    return connection.scalar(statement) or speakable(partnership_id) or ""
