"""The schema of the dataset's tables: types, keys, codes and what each column says, from `COLUMNS` and codebook.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple, cast

import srsly

from mou_miner.exports.frames import COLUMNS
from mou_miner.exports.wording import codes

TYPES = {"string": "string", "Int64": "integer", "Float64": "number", "boolean": "boolean"}
"""The type of a column in a Table Schema, by that in pandas."""


class Column(NamedTuple):
    """A column: `kind` is a type of a Table Schema, `codes` the list its codes are of, `says` what it says by language."""

    name: str
    kind: str
    says: Mapping[str, str]
    codes: str | None = None
    needed: bool = False
    date: bool = False
    least: float | None = None
    most: float | None = None


class Table(NamedTuple):
    """A table: `refers` leads from columns here to the table whose key they hold."""

    name: str
    says: Mapping[str, str]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: Mapping[tuple[str, ...], str]


@lru_cache(maxsize=1)
def tables() -> tuple[Table, ...]:
    """Return the tables in the order of the exports. Raises KeyError where a column is not described."""
    content = files("mou_miner.exports").joinpath("codebook.yaml").read_text(encoding="utf-8")
    book = cast(dict[str, Any], srsly.yaml_loads(content))
    return tuple(_table(name, book["tables"][name], book["common"]) for name in COLUMNS)


def _table(name: str, said: Mapping[str, Any], common: Mapping[str, Any]) -> Table:
    refers = {_names(columns): target for columns, target in said.get("refers", {}).items()}
    key = tuple(said.get("key", ()))
    needed = {*key, *(column for columns in refers for column in columns)}
    described = {**common, **said["columns"]}
    columns = tuple(_column(column, kind, described[column], needed) for column, kind in COLUMNS[name].items())
    return Table(name, _says(said), columns, key, refers)


def _column(name: str, kind: str, said: Mapping[str, Any], needed: set[str]) -> Column:
    return Column(
        name=name,
        kind=TYPES[kind],
        says=_says(said),
        codes=said.get("codes"),
        needed=name in needed or bool(said.get("needed")),
        date=bool(said.get("date")),
        least=said.get("least"),
        most=said.get("most"),
    )


def _says(said: Mapping[str, Any]) -> dict[str, str]:
    return {language: said[language] for language in ("en", "id")}


def _names(columns: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in columns.split(","))


def allowed(column: Column) -> list[str] | None:
    """Return the codes a column may have, None where it is free."""
    return None if column.codes is None else list(codes()[column.codes])
