"""Which tellings are of one partnership: by the places they were linked to, by rules where a name was not linked, and
by what people decided over all of that.

Every telling has a variant: the id made of its own two parties. Rules and people join variants; a join that a person
forbade is not made. Nothing depends on the order of the tellings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA

from mou_miner.dataset_records import Group, Identity, Join, Judgement, Telling
from mou_miner.resolution.judgements import Decisions, decide
from mou_miner.resolution.names import fold
from mou_miner.resolution.unions import Unions

BARE_NAME = "rule: a name without link, and one linked place of that name and level"
NO_COUNTRY = "rule: a name without country, and one of that name and level with its country"
SPELLING = "rule: a name one or two letters away from the one partner of that country and level"

_SHORTEST = 5
"""Shorter names are another place with one letter changed."""
_TWO_EDITS = 9


def group_tellings(tellings: Iterable[Telling], judgements: Sequence[Judgement] = ()) -> list[Group]:
    """Return the groups in the order of their ids; each telling is in one of them."""
    decisions = decide(judgements)
    members: dict[str, list[tuple[str, int]]] = defaultdict(list)
    sides: dict[str, tuple[Identity, Identity]] = {}
    for telling in tellings:
        own = f"{identity_key(telling.indonesian)}--{identity_key(telling.partner)}"
        variant = decisions.variant(own, telling.doc_id)
        members[variant].append((telling.doc_id, telling.number))
        sides.setdefault(variant, (telling.indonesian, telling.partner))
    kept_apart = set(decisions.documents.values())
    joins = _join_by_rules({variant: both for variant, both in sides.items() if variant not in kept_apart})
    return _make_groups(members, joins, decisions)


def identity_key(identity: Identity) -> str:
    """Return the code of the linked place, else country, level and folded name."""
    return identity.code or f"{identity.country or '??'}:{identity.level}:{fold(identity.name)}"


# ---------------------------------------------------------------------------------------------- rules


def _join_by_rules(sides: Mapping[str, tuple[Identity, Identity]]) -> list[Join]:
    regions = _targets({indonesian for indonesian, _ in sides.values()}, near=False)
    by_region: dict[str, set[Identity]] = defaultdict(set)
    for indonesian, partner in sides.values():
        by_region[_key(regions, indonesian)].add(partner)
    # Only among the partners of one region does a bare name say enough to be taken for a linked place.
    partners = {region: _targets(of_region, near=True) for region, of_region in by_region.items()}
    joins = []
    for variant, (indonesian, partner) in sorted(sides.items()):
        region = _key(regions, indonesian)
        target = f"{region}--{_key(partners[region], partner)}"
        if target != variant:
            rules = {regions.get(indonesian, ("", ""))[1], partners[region].get(partner, ("", ""))[1]}
            joins.append(Join(variant, target, "; ".join(sorted(rules - {""}))))
    return joins


def _key(targets: Mapping[Identity, tuple[str, str]], identity: Identity) -> str:
    return targets[identity][0] if identity in targets else identity_key(identity)


def _targets(identities: set[Identity], *, near: bool) -> dict[Identity, tuple[str, str]]:
    """Return for identities without link the key of the one that each must be, and the rule that says so."""
    linked = {_Named(identity) for identity in identities if identity.code}
    told = {_Named(identity) for identity in identities if identity.country}
    found: dict[Identity, tuple[str, str]] = {}
    for identity in sorted(identities, key=repr):
        if identity.code:
            continue
        one = _Named(identity)
        for rule, candidates in (
            (BARE_NAME, [other for other in linked if other.same_name(one)]),
            (NO_COUNTRY, [other for other in told if identity.country is None and other.same_name(one)]),
            (SPELLING, [other for other in linked if near and other.near(one)]),
        ):
            keys = {other.key for other in candidates}
            if len(keys) == 1:
                found[identity] = keys.pop(), rule
            if keys or identity in found:
                break
    return found


class _Named:
    """An identity with its key and folded name."""

    __slots__ = ("country", "key", "level", "name")

    def __init__(self, identity: Identity) -> None:
        self.key, self.name = identity_key(identity), fold(identity.name)
        self.level, self.country = identity.level, identity.country

    def same_name(self, other: _Named) -> bool:
        return (self.name, self.level) == (other.name, other.level) and (
            None in (self.country, other.country) or self.country == other.country
        )

    def near(self, other: _Named) -> bool:
        if self.level != other.level or self.country != other.country or self.country is None:
            return False
        shorter = min(len(self.name), len(other.name))
        edits = 0 if shorter < _SHORTEST else 2 if shorter >= _TWO_EDITS else 1
        return self.name[:1] == other.name[:1] and OSA.distance(self.name, other.name, score_cutoff=edits) <= edits


# ---------------------------------------------------------------------------------------------- groups


def _make_groups(
    members: Mapping[str, Sequence[tuple[str, int]]], joins: Sequence[Join], decisions: Decisions
) -> list[Group]:
    unions = Unions(decisions.apart)
    for variant in members:
        unions.add(variant)
    made = [join for join in decisions.joins if unions.unite(join.variant, join.joined_to)]
    made += [join for join in joins if unions.unite(join.variant, join.joined_to)]
    groups = []
    for variants in unions.sets():
        told = sorted(member for variant in variants for member in members.get(variant, ()))
        if not told:
            continue
        own = [join for join in made if join.variant in variants] if len(variants) > 1 else []
        groups.append(
            Group(
                partnership_id=min(variants, key=lambda variant: _precedence(variant, decisions)),
                members=tuple(told),
                variants=tuple(sorted(variants)),
                joins=tuple(own),
            )
        )
    return sorted(groups)


def _precedence(variant: str, decisions: Decisions) -> tuple[int, int, str]:
    """Linked places make the better id; among such, the one that a person named first in a merge."""
    unlinked = sum(not side.startswith(("kemendagri:", "geonames:")) for side in variant.split("--", 1))
    return unlinked + (2 if "@" in variant else 0), decisions.order.get(variant, len(decisions.order)), variant
