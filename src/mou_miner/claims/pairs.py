"""A pair: an Indonesian government and a foreign one that a document joins, and the words that join them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from mou_miner.claims.entities import Entity
from mou_miner.claims.places import PlaceMention
from mou_miner.records import Level, Party, Place, Span

EvidenceKind = Literal["instrument", "row", "hyphen", "tie", "carried", "governments", "cooperation", "joined", "told"]

# How strongly each kind of evidence speaks; `told` is what only the pair model sees.
WEIGHTS: dict[EvidenceKind, float] = {
    "instrument": 0.95,
    "row": 0.9,
    "hyphen": 0.85,
    "tie": 0.85,
    "governments": 0.75,
    "carried": 0.7,
    "cooperation": 0.6,
    "joined": 0.55,
    "told": 0.5,
}


@dataclass(frozen=True)
class PairEvidence:
    """One place where the text joins the two: the kind of evidence, how far it is believed, its sentence and spans."""

    kind: EvidenceKind
    weight: float
    sentence: int
    spans: tuple[Span, ...]


@dataclass(eq=False)
class Pair:
    """An Indonesian and a foreign party with all evidence that joins them."""

    indonesian: Place
    partner_name: str
    partner: Place | None
    country: str | None
    partner_level: Level
    indonesian_mentions: list[PlaceMention]
    partner_mentions: list[PlaceMention]
    evidence: list[PairEvidence] = field(default_factory=list)
    probability: float = 0.0
    """What the pair model says."""

    @property
    def key(self) -> str:
        """The readable key of the pair: both names, the partner's country and level."""
        return f"{self.indonesian.name}|{self.partner_name}|{self.country or '??'}|{self.partner_level}"

    @property
    def best(self) -> PairEvidence:
        """The evidence most believed; the earliest among equals."""
        return max(self.evidence, key=lambda e: (e.weight, -e.sentence))


def pair_of(here: Entity, abroad: Entity) -> Pair:
    """Return the pair of both, without evidence. Raises ValueError where the Indonesian side is linked to no place."""
    if here.place is None:
        raise ValueError(f"{here.name} is linked to no place")
    return Pair(
        indonesian=here.place, partner_name=abroad.name, partner=abroad.place, country=abroad.country,
        partner_level=abroad.level, indonesian_mentions=list(here.mentions), partner_mentions=list(abroad.mentions),
    )  # fmt: skip


def party_of(pair: Pair, side: Literal["indonesia", "partner"]) -> Party:
    """Return one side of the pair as a Party record."""
    mentions = pair.indonesian_mentions if side == "indonesia" else pair.partner_mentions
    place = pair.indonesian if side == "indonesia" else pair.partner
    parties = [m for m in mentions if m.role == "party"] or mentions
    first = parties[0]
    spans = tuple(Span(m.phrase_start, m.phrase_end) for m in parties)
    return Party(
        name=pair.indonesian.name if side == "indonesia" else pair.partner_name,
        country="ID" if side == "indonesia" else pair.country,
        level=pair.indonesian.level if side == "indonesia" else pair.partner_level,
        as_written=first.name,
        kemendagri_code=place.kemendagri_code if place else None,
        geonames_id=place.geonames_id if place else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        spans=spans,
    )
