"""Sets that are united one after the other, never across a forbidden pair."""

from __future__ import annotations

from collections.abc import Iterable


class Unions:
    """Disjoint sets of names; a union that would put a forbidden pair into one set is not made."""

    def __init__(self, apart: Iterable[frozenset[str]] = ()) -> None:
        self._set_of: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = {}
        for pair in apart:
            for name in pair:
                self._apart.setdefault(name, set()).update(pair - {name})

    def add(self, name: str) -> set[str]:
        """Return the set of the name, which is a new one where the name was unknown."""
        return self._set_of.setdefault(name, {name})

    def unite(self, first: str, second: str) -> bool:
        """Unite the sets of both names; say whether they are in one set now."""
        small, large = sorted((self.add(first), self.add(second)), key=len)
        if small is large:
            return True
        if any(self._apart.get(name, frozenset()) & large for name in small):
            return False
        large |= small
        for name in small:
            self._set_of[name] = large
        return True

    def sets(self) -> list[set[str]]:
        """Return the sets, each once."""
        return list({id(names): names for names in self._set_of.values()}.values())
