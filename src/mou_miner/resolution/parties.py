"""The party that several sources name, as the surest of them names it."""

from __future__ import annotations

from collections.abc import Sequence

from mou_miner.records import Party
from mou_miner.resolution.sources import Source, joint_confidence


def join_parties(parties: Sequence[tuple[Source, Party]], key: str) -> Party:
    """Return the party as the surest of its sources names it, without spans; one linked to the key goes before."""
    _, surest = max(
        parties,
        key=lambda item: (
            _code(item[1]) == key,
            _code(item[1]) is not None,
            item[1].confidence or 0.0,
            item[0].rank,
            item[1].model_dump_json(),
        ),
    )
    confidence = joint_confidence((source, party.confidence) for source, party in parties)
    return surest.model_copy(update={"spans": (), "evidence": (), "confidence": confidence})


def _code(party: Party) -> str | None:
    if party.kemendagri_code is not None:
        return f"kemendagri:{party.kemendagri_code}"
    return None if party.geonames_id is None else f"geonames:{party.geonames_id}"
