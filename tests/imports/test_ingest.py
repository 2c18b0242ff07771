"""Records of scrapers: taken in quickly, read once, and none lost; wrong lines can be mended and given again."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mou_miner.dataset import ImportSummary, read_inbox, receive
from mou_miner.errors import SettingsError
from mou_miner.imports.records import load_fields
from mou_miner.service import Tools, open_store

STORY = {
    "tautan": "https://news.example/1", "judul": "Bandung dan Suwon", "tanggal": "1997-08-26",
    "isi": "Pemerintah Kota Bandung dan Kota Suwon, Korea Selatan, menandatangani nota kesepahaman sister city pada 25 Agustus 1997.",
}  # fmt: skip


def line(**values: Any) -> bytes:
    return json.dumps({**STORY, **values}, ensure_ascii=False).encode() + b"\n"


def take(tools: Tools, folder: Path, *lines: bytes, fields: Mapping[str, str] | None = None) -> ImportSummary:
    return receive(lines, tools, name="stories", fields=fields or {}, rejects=folder / "stories.rejects.jsonl")


def test_a_record_is_taken_in_and_read_once(tmp_path: Path, tools: Tools) -> None:
    assert take(tools, tmp_path, line(), b"\n", line()).taken == 1
    summary = read_inbox(tools)
    assert (summary.done, summary.unread) == (1, [])
    with open_store(tools.settings) as store:
        [found] = store.partnerships()
        assert (found.stage, store.documents()[0].source) == ("mou", "https://news.example/1")
    assert take(tools, tmp_path, line()).known == 1
    assert read_inbox(tools).done == 0


def test_records_wait_until_they_are_read_and_are_marked_one_by_one(
    tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [line(tautan=f"https://news.example/{number}") for number in range(3)]
    take(tools, tmp_path, *lines)
    from mou_miner.store.store import Store

    marks = []

    def mark(store: Store, *arguments: Any, **options: Any) -> None:
        if len(marks) == 1:
            raise KeyboardInterrupt
        marks.append(real(store, *arguments, **options))

    real = Store.mark_read
    monkeypatch.setattr(Store, "mark_read", mark)
    with pytest.raises(KeyboardInterrupt):
        read_inbox(tools)
    monkeypatch.undo()
    with open_store(tools.settings) as store:
        assert len(store.waiting()) == 2
    summary = read_inbox(tools)
    assert (summary.done, summary.unchanged) == (1, 1)
    with open_store(tools.settings) as store:
        assert (len(store.documents()), store.waiting()) == (3, [])


def test_fields_go_by_the_names_that_are_given(tmp_path: Path, tools: Tools) -> None:
    (tmp_path / "fields.yaml").write_text("text: badan\nurl: alamat\n")
    fields = load_fields(tmp_path / "fields.yaml")
    record = json.dumps({"badan": STORY["isi"], "alamat": "https://a.example/", "isi": "lain"}).encode()
    assert take(tools, tmp_path, record, fields=fields).taken == 1
    read_inbox(tools)
    with open_store(tools.settings) as store:
        assert [item.source for item in store.documents()] == ["https://a.example/"]
        assert len(store.partnerships()) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        pytest.param(b"{", "line 2: is not JSON", id="no-json"),
        pytest.param(b"[]", "line 2: is not a JSON object", id="no-object"),
        pytest.param(b'"x"', "line 2: is not a JSON object", id="text"),
        pytest.param(b"\xff\xfe{}", "line 2: is not UTF-8", id="not-utf-8"),
        pytest.param(b"{}", "line 2: has no text", id="empty"),
        pytest.param(line(isi=5).strip(), "line 2: field 'isi' is no text but int", id="number-for-text"),
        pytest.param(line(isi=["a"]).strip(), "line 2: field 'isi' is no text but list", id="list-for-text"),
        pytest.param(line(judul={"a": 1}).strip(), "line 2: field 'judul' is no text but dict", id="object-for-title"),
        pytest.param(line(judul=True).strip(), "line 2: field 'judul' is no text but bool", id="truth-for-title"),
        pytest.param(
            line(tanggal="2024-13-45").strip(), "line 2: field 'tanggal' is no date of the calendar", id="month-13"
        ),
        pytest.param(line(tanggal="30 Februari 2024").strip(), "field 'tanggal' is no date", id="30-february"),
        pytest.param(b'{"isi": "a \\ud83c b"}', "field 'isi' has half a character", id="half-a-character"),
        pytest.param(b"[" * 100_000, "line 2: ", id="deep"),
    ],
)
def test_a_wrong_line_goes_to_the_rejects_as_it_came(tmp_path: Path, tools: Tools, wrong: bytes, message: str) -> None:
    summary = take(tools, tmp_path, line(), wrong + b"\n", line(tautan="https://news.example/2"))
    assert summary.taken == 2
    [told] = summary.rejected
    assert message in told
    assert summary.rejects is not None
    assert summary.rejects.read_bytes() == wrong + b"\n"


def test_rejects_are_mended_and_given_again(tmp_path: Path, tools: Tools) -> None:
    rejects = take(tools, tmp_path, line(tanggal="2024-13-45")).rejects
    assert rejects is not None
    mended = rejects.read_bytes().replace(b"2024-13-45", b"2024-12-45".replace(b"45", b"04"))
    assert take(tools, tmp_path, *mended.splitlines(keepends=True)).taken == 1


def test_sql_and_html_in_every_field_are_only_text(tmp_path: Path, tools: Tools) -> None:
    evil = "'; DROP TABLE documents; -- <script>alert(1)</script> "
    record = {"isi": evil + STORY["isi"], "judul": evil, "media": evil, "penulis": evil, "tautan": evil}
    take(tools, tmp_path, json.dumps(record).encode())
    read_inbox(tools)
    with open_store(tools.settings) as store:
        [document] = store.documents()
        assert (document.publisher or "").startswith("'; DROP TABLE")
        assert len(store.partnerships()) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("text isi\n", "write one line"),
        ("words: isi\n", "'words'"),
        ("text: [1]\n", "names no field"),
        ("a: b: c", "is not YAML"),
    ],
)
def test_a_wrong_field_mapping_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "fields.yaml"
    path.write_text(content)
    with pytest.raises(SettingsError, match=message):
        load_fields(path)


def test_several_thousand_records_a_minute_are_taken_in(tmp_path: Path, tools: Tools) -> None:
    lines = [line(tautan=f"https://news.example/{number}", isi=STORY["isi"] * 10) for number in range(2000)]
    started = time.process_time()
    assert take(tools, tmp_path, *lines).taken == 2000
    assert time.process_time() - started < 20
