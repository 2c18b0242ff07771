"""The codebook speaks of every table, column and code in both languages."""

from __future__ import annotations

import csv

import pytest

from mou_miner.exports.codebook import codebook_csv, codebook_markdown
from mou_miner.exports.frames import COLUMNS
from mou_miner.exports.wording import LANGUAGES, PageLanguage


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_every_table_and_column(language: PageLanguage) -> None:
    page = codebook_markdown(language)
    for table, columns in COLUMNS.items():
        section = page.split(f"## {table}\n", 1)[1].split("\n## ", 1)[0]
        for column in columns:
            assert f"| `{column}` |" in section, (table, column)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "# Codebook",
                "| `stalled` | stalled | a source says that nothing goes on |",
                "| `waste_management` |",
                "date, may be partial",
            ],
        ),
        (
            "id",
            [
                "# Buku kode",
                "| `stalled` | mandek |",
                "Kunci: `partnership_id`, `instrument`.",
                "Merujuk ke `documents`: `doc_id`.",
            ],
        ),
    ],
)
def test_what_it_says(language: PageLanguage, words: list[str]) -> None:
    page = codebook_markdown(language)
    assert [part for part in words if part not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rows_are_the_columns(language: PageLanguage) -> None:
    head, *rows = list(csv.reader(codebook_csv(language).splitlines()))
    assert [(row[0], row[1]) for row in rows] == [
        (table, column) for table, columns in COLUMNS.items() for column in columns
    ]
    assert all(len(row) == len(head) == 6 and row[3] for row in rows)
    [stage] = [row for row in rows if row[:2] == ["partnerships", "stage"]]
    assert ("implemented: implemented" if language == "en" else "implemented: terlaksana") in stage[4]
