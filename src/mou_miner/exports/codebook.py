"""The codebook: every table, column and code of the dataset in words, made from the schema."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from mou_miner.exports.schema import Column, Table, allowed, tables
from mou_miner.exports.wording import PageLanguage, code_name, codes

_WORDS = {
    "en": {
        "title": "Codebook", "column": "Column", "type": "Type", "says": "What it says", "codes": "Codes", "key": "Key",
        "refers": "Refers to", "code": "Code", "name": "Name", "means": "Meaning", "table": "Table", "list": "List of codes",
        "needed": "always filled", "date": "date, may be partial (2012, 2012-04)", "empty":
        "An empty cell means that it is not known; it never means no or nothing. Dates are ISO 8601 and may be partial.",
    },
    "id": {
        "title": "Buku kode", "column": "Kolom", "type": "Tipe", "says": "Arti", "codes": "Kode", "key": "Kunci",
        "refers": "Merujuk ke", "code": "Kode", "name": "Nama", "means": "Arti", "table": "Tabel", "list": "Daftar kode",
        "needed": "selalu terisi", "date": "tanggal, boleh sebagian (2012, 2012-04)", "empty":
        "Sel kosong berarti tidak diketahui, bukan berarti tidak atau tidak ada. Tanggal menurut ISO 8601 dan boleh sebagian.",
    },
}  # fmt: skip
_TYPES = {
    "string": {"en": "text", "id": "teks"},
    "integer": {"en": "whole number", "id": "bilangan bulat"},
    "number": {"en": "number", "id": "bilangan"},
    "boolean": {"en": "true or false", "id": "benar atau salah"},
}


def codebook_markdown(language: PageLanguage) -> str:
    """Return the codebook as a page of Markdown."""
    words = _WORDS[language]
    lines = [f"# {words['title']}", "", words["empty"], ""]
    for table in tables():
        lines += [f"## {table.name}", "", f"{table.says[language]}.", "", *_keys(table, language)]
        lines += [f"| {words['column']} | {words['type']} | {words['says']} |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {_type(c, language)} | {_cell(_said(c, language))} |" for c in table.columns]
        lines.append("")
    for kind in _lists():
        lines += [
            f"## {words['list']}: {kind}",
            "",
            f"| {words['code']} | {words['name']} | {words['means']} |",
            "|---|---|---|",
        ]
        lines += [
            f"| `{code}` | {_cell(code_name(kind, code, language))} | {_cell(means)} |"
            for code, means in _codes(kind, language)
        ]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def codebook_csv(language: PageLanguage) -> str:
    """Return the codebook as rows of table, column, type, meaning, and the codes a column may have with their names."""
    words = _WORDS[language]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([words["table"], words["column"], words["type"], words["says"], words["codes"], words["refers"]])
    for table in tables():
        refers = {name: target for columns, target in table.refers.items() for name in columns}
        for column in table.columns:
            names = "; ".join(
                f"{code}: {code_name(str(column.codes), code, language)}" for code in allowed(column) or ()
            )
            writer.writerow([table.name, column.name, _type(column, language), column.says[language], names, refers.get(column.name, "")])  # fmt: skip
    return out.getvalue()


def _keys(table: Table, language: PageLanguage) -> Iterator[str]:
    words = _WORDS[language]
    if table.key:
        yield f"{words['key']}: {', '.join(f'`{name}`' for name in table.key)}."
        yield ""
    for columns, target in table.refers.items():
        yield f"{words['refers']} `{target}`: {', '.join(f'`{name}`' for name in columns)}."
        yield ""


def _type(column: Column, language: PageLanguage) -> str:
    return _WORDS[language]["date"] if column.date else _TYPES[column.kind][language]


def _said(column: Column, language: PageLanguage) -> str:
    words = _WORDS[language]
    parts = [column.says[language]]
    if column.codes:
        parts.append(f"{words['codes'].lower()}: {column.codes}")
    if column.needed:
        parts.append(words["needed"])
    return "; ".join(parts)


def _lists() -> list[str]:
    return sorted({column.codes for table in tables() for column in table.columns if column.codes})


def _codes(kind: str, language: PageLanguage) -> Iterator[tuple[str, str]]:
    for code, said in codes()[kind].items():
        yield code, said.get("means", {}).get(language, "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
