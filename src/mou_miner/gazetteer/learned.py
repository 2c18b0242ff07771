"""The shipped gazetteer with further names that corrections taught."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from mou_miner.gazetteer import Gazetteer
from mou_miner.gazetteer.lookup import Found, Table
from mou_miner.gazetteer.names import squash
from mou_miner.learned import Alias, load_aliases


class LearnedTable(Table):
    """The table of places, in which some are found under further names."""

    def __init__(self, path: Path, aliases: Sequence[Alias]) -> None:
        super().__init__(path)
        shipped = self.under
        extra: dict[str, list[Found]] = {}
        for alias in aliases:
            place = next(
                (
                    found.place
                    for found in shipped(squash(alias.place))
                    if (found.place.name, found.place.country, found.place.level) == alias[1:4]
                ),
                None,
            )
            if place is not None:
                extra.setdefault(squash(alias.name), []).append(Found(place, 0))

        def under(key: str) -> tuple[Found, ...]:
            learned = extra.get(key)
            if not learned:
                return shipped(key)
            places = {found.place for found in learned}
            return (*learned, *(found for found in shipped(key) if found.place not in places))

        self.under = lru_cache(maxsize=20_000)(under)
        said = "\n".join("\t".join(alias[:4]) for alias in sorted(aliases))
        self.__dict__["version"] = f"{super().version}+{hashlib.sha256(said.encode()).hexdigest()[:8]}"


def open_gazetteer(folder: Path) -> Gazetteer:
    """Return the shipped gazetteer, with the aliases of the folder where there are any."""
    aliases = load_aliases(folder)
    if not aliases:
        return Gazetteer.open()
    return Gazetteer(LearnedTable(Path(str(files("mou_miner.gazetteer").joinpath("gazetteer.sqlite"))), aliases))
