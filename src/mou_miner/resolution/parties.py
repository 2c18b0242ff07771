"""Which parties are the same government."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

from mou_miner.records import Party
from mou_miner.resolution.sources import Source, joint_confidence


def group_by_places(sources: Iterable[Source]) -> dict[str, list[Source]]:
    """Return the sources by the id of their partnership, which is made of the two places."""
    groups: dict[str, list[Source]] = {}
    for indonesian, of_one in _group(sources, indonesian=True).items():
        # Only among the partners of one region does a bare name say enough to be taken for a linked place.
        for partner, of_both in _group(of_one, indonesian=False).items():
            groups[f"{indonesian}--{partner}"] = of_both
    return groups


def join_parties(parties: Sequence[tuple[Source, Party]]) -> Party:
    """Return the party as the surest of its linked sources names it, without spans."""
    _, surest = max(
        parties,
        key=lambda item: (
            _code(item[1]) is not None,
            item[1].confidence or 0.0,
            item[0].rank,
            item[1].model_dump_json(),
        ),
    )
    confidence = joint_confidence((source, party.confidence) for source, party in parties)
    return surest.model_copy(update={"spans": (), "evidence": (), "confidence": confidence})


def fold(name: str) -> str:
    """Return the name without case, accents and punctuation: 'Český Krumlov' as 'cesky-krumlov'."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return "-".join(re.findall(r"\w+", kept))


def _group(sources: Iterable[Source], *, indonesian: bool) -> dict[str, list[Source]]:
    sided = [(source, _side(source, indonesian=indonesian)) for source in sources]
    parties = [party for _, party in sided]
    linked = {(code, fold(party.name), party.level, party.country) for party in parties if (code := _code(party))}
    named = {(_name_key(party), fold(party.name), party.level, party.country) for party in parties if party.country}
    groups: dict[str, list[Source]] = defaultdict(list)
    for source, party in sided:
        key = (
            _code(party) or _only(linked, party) or (party.country is None and _only(named, party)) or _name_key(party)
        )
        groups[key].append(source)
    return groups


def _side(source: Source, *, indonesian: bool) -> Party:
    return source.partnership.indonesian_party if indonesian else source.partnership.partner


def _code(party: Party) -> str | None:
    if party.kemendagri_code is not None:
        return f"kemendagri:{party.kemendagri_code}"
    return None if party.geonames_id is None else f"geonames:{party.geonames_id}"


def _name_key(party: Party) -> str:
    return f"{party.country or '??'}:{party.level}:{fold(party.name)}"


def _only(known: Iterable[tuple[str, str, str, str | None]], party: Party) -> str | None:
    """Return the key of the one known party that this one can be by name, level and country; None where several can."""
    keys = {
        key
        for key, name, level, country in known
        if (name, level) == (fold(party.name), party.level)
        and (None in (country, party.country) or country == party.country)
    }
    return keys.pop() if len(keys) == 1 else None
