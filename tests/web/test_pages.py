"""The pages without a browser: who gets in, what is refused, what is saved."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from fastapi.testclient import TestClient

from mou_miner.imports.corrections import load_correction_files
from mou_miner.learned import load_aliases, load_phrases
from mou_miner.records import Field
from mou_miner.settings import Settings
from mou_miner.store.moves import corrections_of, moves_of
from mou_miner.store.people import Assignment, assign
from mou_miner.store.queue import QueueFilter, list_queue, queue_progress, refresh_queue
from mou_miner.store.store import Store
from mou_miner.web.app import Config, create_app
from mou_miner.web.labels import load_texts
from mou_miner.web.security import Limiter, TooMany
from web.conftest import PAPER, PASSWORD, STORY, TOKEN, add_people, doc_id_of

MOVE = "move-000"


def values(client: TestClient, doc_id: str, field: str) -> list[str]:
    html = client.get(f"/documents/{doc_id}/record").text
    return re.findall(rf'data-id="([^"]+)" data-field="{field}"', html)


def send(client: TestClient, doc_id: str, move: str = MOVE, **wanted: Any) -> Any:
    return client.post(f"/documents/{doc_id}/moves", json={"move": move, **wanted})


def said(store: Store, name: str) -> list[tuple[str, str, Any]]:
    document = store.document(doc_id_of(store, name))
    assert document is not None
    return [(item.verdict, item.field, item.value) for item in corrections_of(store, document)]


# ---------------------------------------------------------------------------------------------- who gets in


@pytest.fixture
def stranger(settings: Settings) -> Any:
    app = create_app(Config(settings=settings, startup_token=TOKEN, background=False))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/queue", "/documents/abc", "/api/partnerships", "/people", "/texts", "/places?side=partner"]
)
def test_nobody_gets_in_without_the_token(stranger: TestClient, path: str) -> None:
    assert stranger.get(path, follow_redirects=False).status_code == 401
    assert stranger.get("/", params={"token": "another"}, follow_redirects=False).status_code == 401


def test_other_names_of_this_machine_are_not_served(stranger: TestClient) -> None:
    assert stranger.get("/login", headers={"host": "evil.example"}).status_code == 421


def test_every_answer_has_a_strict_policy(client: TestClient) -> None:
    for path in ("/queue", "/static/document.js", "/nothing"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy


def test_nothing_is_changed_without_the_secret_or_from_another_site(client: TestClient, store: Store) -> None:
    doc_id = doc_id_of(store, PAPER)
    wanted = {"kind": "accept_all"}
    assert send(client, doc_id, **wanted).status_code == 200
    for headers in ({"X-CSRF-Token": "wrong"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post(f"/documents/{doc_id}/moves", json={"move": "move-111", **wanted}, headers=headers)
        assert answer.status_code == 403
    assert len(moves_of(store, doc_id=doc_id)) == 1


def test_roles_limit_what_people_may_do(settings: Settings, store: Store) -> None:
    add_people(store, lina="reader", rina="annotator", sari="adjudicator")
    doc_id = doc_id_of(store, PAPER)
    app = create_app(Config(settings=settings, background=False))
    for name, may_move, may_decide in (("lina", False, False), ("rina", True, False), ("sari", True, True)):
        with TestClient(app, base_url="http://127.0.0.1") as client:
            wrong = client.post("/login", data={"name": name, "password": "something else"}, follow_redirects=False)
            assert wrong.status_code == 401
            client.post("/login", data={"name": name, "password": PASSWORD})
            page = client.get("/queue").text
            client.headers["X-CSRF-Token"] = page.split('name="csrf" content="')[1].split('"')[0]
            answer = send(client, doc_id, f"move-{name}", kind="accept", value_id=values(client, doc_id, "form")[0])
            assert (answer.status_code == 200) is may_move
            assert client.get(f"/documents/{doc_id}/adjudicate").status_code == (404 if may_decide else 403)
            assert client.get("/people").status_code == 403
            client.post("/logout", data={"csrf": client.headers["X-CSRF-Token"]})
            assert client.get("/queue").status_code == 401


def test_log_ins_are_limited() -> None:
    time = [0.0]
    limiter = Limiter(clock=lambda: time[0])
    for _ in range(8):
        limiter.check("name rina", "address 1")
        limiter.note("name rina", "address 1")
    with pytest.raises(TooMany):
        limiter.check("name rina", "address 2")
    with pytest.raises(TooMany):
        limiter.check("name budi", "address 1")
    limiter.check("name budi", "address 2")
    time[0] = 301
    limiter.check("name rina", "address 1")


# ---------------------------------------------------------------------------------------------- files


def test_only_the_bytes_that_were_read_are_handed_out(client: TestClient, store: Store, settings: Settings) -> None:
    doc_id = doc_id_of(store, PAPER)
    answer = client.get(f"/documents/{doc_id}/file")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    # A story has no pages, and a source that names another file leads nowhere.
    assert client.get(f"/documents/{doc_id_of(store, STORY)}/file").status_code == 404
    import sqlite3

    with sqlite3.connect(settings.database.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE documents SET source = '/etc/passwd' WHERE doc_id = ?", (doc_id,))
    fresh = create_app(Config(settings=settings, startup_token=TOKEN, background=False))
    with TestClient(fresh, base_url="http://127.0.0.1") as other:
        other.get("/", params={"token": TOKEN})
        assert other.get(f"/documents/{doc_id}/file").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2fsettings.py", "/documents/..%2f..%2fetc/file"],
)
def test_no_path_leads_out(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (404, 405)


# ---------------------------------------------------------------------------------------------- moves


def test_a_move_sent_twice_is_done_once(client: TestClient, store: Store) -> None:
    doc_id = doc_id_of(store, PAPER)
    wanted = {"kind": "accept", "value_id": values(client, doc_id, "form")[0]}
    assert [send(client, doc_id, **wanted).status_code for _ in range(3)] == [200, 200, 200]
    assert len(said(store, PAPER)) == 1


def test_a_change_is_one_move_and_is_undone_and_redone_as_one(client: TestClient, store: Store) -> None:
    doc_id = doc_id_of(store, PAPER)
    before = store.claims(doc_id)
    send(client, doc_id, "move-one", kind="change", value_id=values(client, doc_id, "stage")[0], value="ended")
    assert [claim.value for claim in store.claims(doc_id) if claim.field == "stage"] == ["ended"]
    assert store.claims(doc_id)[-1].origin.kind == "annotator"
    send(client, doc_id, "move-two", kind="undo")
    assert store.claims(doc_id) == before
    send(client, doc_id, "move-three", kind="redo")
    assert [claim.value for claim in store.claims(doc_id) if claim.field == "stage"] == ["ended"]
    assert [entry[0] for entry in said(store, PAPER)] == ["reject", "add", "undo", "undo"]
    assert send(client, doc_id, "move-four", kind="redo").status_code == 422


def test_decisions_outlive_the_database_and_are_not_doubled(
    client: TestClient, store: Store, settings: Settings
) -> None:
    doc_id = doc_id_of(store, PAPER)
    send(client, doc_id, "move-one", kind="change", value_id=values(client, doc_id, "stage")[0], value="ended")
    send(client, doc_id, "move-two", kind="undo")
    decided = store.corrections()
    read, wrong = load_correction_files(settings.corrections)
    assert (read, wrong) == (decided, [])
    assert store.add_corrections(read) == 0


def test_a_value_somebody_else_took_away_is_told(client: TestClient, store: Store) -> None:
    doc_id = doc_id_of(store, PAPER)
    gone = values(client, doc_id, "stage")[0]
    send(client, doc_id, "move-one", kind="change", value_id=gone, value="ended")
    assert send(client, doc_id, "move-two", kind="accept", value_id="000000000000").status_code == 409


def test_the_words_of_a_value_can_be_others(client: TestClient, store: Store) -> None:
    doc_id = doc_id_of(store, PAPER)
    document = store.document(doc_id)
    assert document is not None
    start = document.text.index("bioenergi")
    identifier = values(client, doc_id, "stage")[0]
    answer = send(client, doc_id, kind="change", value_id=identifier, span=[start, start + 10])
    assert answer.status_code == 200
    [stage] = [claim for claim in store.claims(doc_id) if claim.field == "stage"]
    assert document.text[stage.spans[0].start : stage.spans[0].end] == "bioenergi"


@pytest.mark.parametrize(
    "wanted",
    [
        {"kind": "add", "field": "scope", "value": "no such scope", "span": [0, 5]},
        {"kind": "add", "field": "scope", "value": "health", "span": [5, 5], "on": "x|y"},
        {"kind": "add", "field": "scope", "value": "health", "span": [0, 99_999_999]},
        {"kind": "add", "field": "scope", "value": "health"},
        {"kind": "add", "field": "partnership", "value": "no key", "span": [0, 9]},
        {"kind": "undo"},
        {"kind": "other"},
        {"kind": "accept", "unknown": 1},
    ],
)
def test_what_makes_no_sense_is_refused(client: TestClient, store: Store, wanted: dict[str, Any]) -> None:
    assert send(client, doc_id_of(store, PAPER), **wanted).status_code == 422
    assert said(store, PAPER) == []


def test_blind_copies_are_seen_by_their_owner_alone_and_count_for_nobody(client: TestClient, store: Store) -> None:
    doc_id = doc_id_of(store, PAPER)
    before = store.claims(doc_id)
    assign(store, Assignment(doc_id=doc_id, annotator="rina", blind=True, by="sari", at="2026-01-01T00:00:00+00:00"))
    send(client, doc_id, kind="reject", value_id=values(client, doc_id, "form")[0])
    assert store.claims(doc_id) == before
    assert said(store, PAPER) == []
    assert 'data-state="rejected"' in client.get(f"/documents/{doc_id}/record").text


# ---------------------------------------------------------------------------------------------- the queue


def test_the_queue_is_filtered_and_accepted_in_bulk_and_undone(client: TestClient, store: Store) -> None:
    refresh_queue(store)
    items, count = list_queue(store, QueueFilter(kind="mou"))
    assert [Path(item.source).name for item in items] == [PAPER]
    assert count == 1
    assert list_queue(store, QueueFilter(field="scope", language="en"))[1] == 0
    everything = [item.doc_id for item in list_queue(store)[0]]
    sure = sum(claim.confidence >= 0.95 for doc_id in everything for claim in store.claims(doc_id))
    answer = client.post("/queue/accept", data={"bulk": "bulk-0001", "doc_id": everything})
    assert answer.json()["values"] == sure > 0
    refresh_queue(store)
    assert queue_progress(store).decided == sure
    assert client.post("/queue/undo", data={"bulk": "bulk-0001", "move": "undo-0001"}).status_code == 200
    refresh_queue(store)
    assert queue_progress(store).decided == 0
    assert "diterima" not in client.get("/queue", params={"show": "decided"}).text


def test_partnerships_are_merged_and_the_judgement_is_undone(client: TestClient, store: Store) -> None:
    found = store.find_partnerships().items
    page = client.get("/partnerships")
    assert page.status_code == 200
    assert client.get(f"/partnerships/{found[0].partnership_id}").status_code == 200
    csrf = client.headers["X-CSRF-Token"]
    ids = [found[0].partnership_id, found[1].partnership_id]
    client.post("/partnerships/merge", data={"csrf": csrf, "ids": ids, "why": "one town"})
    assert len(store.find_partnerships().items) == len(found) - 1
    [judgement] = store.judgements()
    assert (judgement.action, judgement.who, judgement.why) == ("merge", "rina", "one town")
    client.post("/partnerships/undo", data={"csrf": csrf, "judgement": judgement.judgement_id})
    assert [item.partnership_id for item in store.find_partnerships().items] == [item.partnership_id for item in found]
    assert client.post("/partnerships/merge", data={"csrf": "wrong", "ids": ids}).status_code == 403


# ---------------------------------------------------------------------------------------------- learning


def test_a_corrected_place_is_an_alias_at_once(client: TestClient, store: Store, settings: Settings) -> None:
    doc_id = doc_id_of(store, PAPER)
    [pair] = [claim for claim in store.claims(doc_id) if claim.field == "partnership"]
    details = {
        "indonesian_party": pair.details["indonesian_party"],
        "partner": {"name": "Recife", "country": "BR", "level": "city", "as_written": "Pernambuko Lama", "geonames_id": 3390760},
    }  # fmt: skip
    value = "Provinsi Kalimantan Selatan|Recife|BR|city"
    identifier = values(client, doc_id, "partnership")[0]
    answer = send(client, doc_id, kind="change", value_id=identifier, value=value, details=details)
    assert answer.status_code == 200
    [alias] = load_aliases(settings.learned)
    assert alias[:4] == ("Pernambuko Lama", "Recife", "BR", "city")
    found = client.get("/places", params={"side": "partner", "q-partner": "Pernambuko Lama"}).text
    assert "Recife" in found
    page = client.get("/learning").text
    assert "Pernambuko Lama" in page
    answer = client.post("/learning/1", data={"csrf": client.headers["X-CSRF-Token"], "verdict": "withdraw"})
    assert load_aliases(settings.learned) == []


def test_a_new_phrase_is_proposed_and_its_effect_shown(client: TestClient, store: Store, settings: Settings) -> None:
    doc_id = doc_id_of(store, PAPER)
    document = store.document(doc_id)
    assert document is not None
    key = next(claim.on for claim in store.claims(doc_id) if claim.field == "partnership")
    start = document.text.index("perkebunan tebu")
    send(client, doc_id, kind="add", field="scope", value="energy", on=key, span=[start, start + 15])
    assert "perkebunan tebu" in client.get("/learning").text
    assert load_phrases(settings.learned) == []
    assert client.get("/learning/1/effect").status_code == 200
    client.post("/learning/1", data={"csrf": client.headers["X-CSRF-Token"], "verdict": "accept"})
    [phrase] = load_phrases(settings.learned)
    assert phrase[:4] == ("scope", "energy", "id", "perkebunan tebu")


# ---------------------------------------------------------------------------------------------- words


def test_refusals_are_told_in_the_language_of_the_page(client: TestClient, store: Store) -> None:
    doc_id = doc_id_of(store, PAPER)
    for language, told in (("id", "Tidak ada yang dapat diurungkan."), ("en", "Nothing to undo.")):
        client.cookies.set("mou_miner_language", language)
        assert send(client, doc_id, kind="undo").json()["detail"] == told
    known = {found["en"] for key, found in load_texts().items() if key.startswith("refused.")}
    folder = Path(__file__).resolve().parents[2] / "src/mou_miner/web"
    source = "".join((folder / name).read_text(encoding="utf-8") for name in ("deciding.py", "documents.py"))
    assert set(re.findall(r'Refused\("([^"]+)"', source)) <= known


def test_every_text_has_both_languages_and_every_field_a_name() -> None:
    texts = load_texts()
    assert [key for key, found in texts.items() if set(found) != {"id", "en"} or not all(found.values())] == []
    assert [field for field in get_args(Field) if f"field.{field}" not in texts] == []
    used = set()
    folder = Path(__file__).resolve().parents[2] / "src/mou_miner/web"
    for path in [*folder.glob("templates/*.html"), *folder.glob("*.py")]:
        used |= set(re.findall(r"""\bt\('([a-z_.]+[a-z_])'""", path.read_text(encoding="utf-8")))
    assert sorted(used - set(texts)) == []
    script = "".join(path.read_text(encoding="utf-8") for path in folder.glob("static/*.js"))
    assert sorted(key for key in set(re.findall(r"texts\.(\w+)", script)) if f"js.{key}" not in texts) == []
