"""The HTTP interface for programs, against its own description."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_runs
from schemathesis.specs.openapi.checks import positive_data_acceptance

from mou_miner.settings import Settings
from mou_miner.store.store import Store
from mou_miner.web.app import Config, create_app
from mou_miner.web.security import Gate
from web.conftest import PAPER, add_people, doc_id_of


def make_api(database: Path) -> tuple[FastAPI, dict[str, str]]:
    settings = Settings(
        database=f"sqlite:///{database}", corrections=database.parent / "c", learned=database.parent / "l", workers=0
    )
    app = create_app(Config(settings=settings, background=False, uploads=database.parent / "uploads"))
    with Store.open(settings.database) as store:
        add_people(store, robot="annotator", lina="reader")
        gate = Gate(store, startup_token=None, local_name="robot")
        tokens = {name: gate.new_token(name, "tests") for name in ("robot", "lina")}
    return app, tokens


@pytest.fixture
def api(filled: Path, tmp_path: Path) -> Iterator[tuple[TestClient, dict[str, str]]]:
    shutil.copy(filled, tmp_path / "mou.sqlite")
    app, tokens = make_api(tmp_path / "mou.sqlite")
    with TestClient(app, base_url="http://127.0.0.1") as client:
        client.headers["Authorization"] = f"Bearer {tokens['robot']}"
        yield client, tokens


def test_partnerships_are_found_by_place_and_words_page_by_page(api: tuple[TestClient, dict[str, str]]) -> None:
    client, _ = api
    everything = client.get("/api/partnerships").json()
    assert everything["total"] == len(everything["items"]) > 3
    first = client.get("/api/partnerships", params={"limit": 2}).json()
    second = client.get("/api/partnerships", params={"limit": 2, "after": first["next"]}).json()
    ids = [item["partnership_id"] for item in [*first["items"], *second["items"]]]
    assert ids == [item["partnership_id"] for item in everything["items"][:4]]
    found = client.get("/api/partnerships", params={"country": "BR"}).json()["items"]
    assert [item["partner_name"] for item in found] == ["Pernambuco"]
    whole = client.get(f"/api/partnerships/{found[0]['partnership_id']}").json()
    assert whole["partner"]["name"] == "Pernambuco"
    assert client.get("/api/partnerships", params={"expired": True, "on": "yesterday"}).status_code == 422
    assert client.get("/api/documents", params={"text": "Pernambuco"}).json()["items"]


def test_changes_can_be_followed(api: tuple[TestClient, dict[str, str]]) -> None:
    client, _ = api
    first = client.get("/api/changes", params={"limit": 2}).json()
    rest = client.get("/api/changes", params={"since": first["next"]}).json()
    assert len(first["items"]) == 2
    assert all(item["sequence"] > first["next"] for item in rest["items"])
    assert client.get("/api/changes", params={"since": rest["next"]}).json() == {"items": [], "next": rest["next"]}


def test_a_token_decides_and_a_reader_does_not(api: tuple[TestClient, dict[str, str]], filled: Path) -> None:
    client, tokens = api
    with Store.open(f"sqlite:///{filled}", read_only=True) as store:
        doc_id = doc_id_of(store, PAPER)
    move = {"move": "api-move-1", "kind": "accept_all", "threshold": 0.9}
    answer = client.post(f"/api/documents/{doc_id}/moves", json=move)
    assert answer.status_code == 201
    assert {item["annotator"] for item in answer.json()["items"]} == {"robot"}
    reader = {"Authorization": f"Bearer {tokens['lina']}"}
    assert client.post(f"/api/documents/{doc_id}/moves", json=move, headers=reader).status_code == 403
    assert client.get(f"/api/documents/{doc_id}/corrections", headers=reader).status_code == 200
    assert client.get("/api/partnerships", headers={"Authorization": "Bearer no"}).status_code == 401


def test_documents_are_taken_in_once_and_by_content(api: tuple[TestClient, dict[str, str]], tmp_path: Path) -> None:
    client, _ = api
    story = "Kota Bandung dan Kota Suwon menandatangani nota kesepahaman sister city pada 25 Agustus 1997."
    files = {"file": ("../../../evil.txt", story.encode())}
    first = client.post("/api/documents", files=files).json()
    assert client.post("/api/documents", files=files).json() == first
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == [f"{first['doc_id']}.txt"]
    assert client.get(f"/api/documents/{first['doc_id']}").json()["status"] == "waiting"
    assert client.post("/api/documents", files={"file": ("a.exe", b"MZ")}).status_code == 422
    assert client.post("/api/documents", files={"file": ("a.txt", b"")}).status_code == 422
    huge = client.post("/api/documents", content=b"x", headers={"Content-Length": "99999999999"})
    assert huge.status_code == 413
    assert client.post("/api/records", json={"url": "https://a.example/1", "text": story}).status_code == 202
    assert client.post("/api/records", json={"title": "nothing"}).status_code == 422


@pytest.mark.slow
def test_the_interface_does_what_it_says(filled: Path, tmp_path: Path) -> None:
    shutil.copy(filled, tmp_path / "mou.sqlite")
    app, tokens = make_api(tmp_path / "mou.sqlite")
    headers = {"Authorization": f"Bearer {tokens['robot']}", "Host": "127.0.0.1"}
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"Host": "127.0.0.1"})
    tried = set()
    for found in described.get_all_operations():
        operation = found.ok()

        @settings_of_runs(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def agree(case: schemathesis.Case) -> None:
            # What may be sent in depends on what is stored: no schema can say it, so writing may be refused with 422.
            left_out = [positive_data_acceptance] if case.method == "POST" else []
            case.call_and_validate(headers=headers, excluded_checks=left_out)

        agree()
        tried.add(operation.label)
    assert {"GET /api/partnerships", "POST /api/documents", "GET /api/changes"} <= tried
