"""What the review page keeps, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from builders import KEY, VERSIONS, make_claim, make_correction, make_document

from mou_miner.records import Correction, Extraction, Outcome
from mou_miner.store import people
from mou_miner.store.lessons import Lesson, add_lesson, decide_lesson, documents_with, lessons
from mou_miner.store.moves import Move, corrections_of, machine_claims, moves_of, save_move, undone_moves
from mou_miner.store.queue import QueueFilter, choices, list_queue, queue_progress, refresh_queue
from mou_miner.store.store import Store
from mou_miner.web.shelf import Sheet, extraction_of

DOCUMENT = make_document()
CLAIMS = (
    make_claim(DOCUMENT, "partnership", KEY, "Kota Bandung dan Kota Suwon", confidence=0.9),
    make_claim(DOCUMENT, "scope", "education", "pendidikan", confidence=0.6),
)
SHEET = Sheet(DOCUMENT, CLAIMS, 1)


def fill(store: Store) -> None:
    run = store.start_run(VERSIONS, "2026-01-01T00:00:00+00:00")
    extraction = Extraction(document=DOCUMENT, claims=CLAIMS, partnerships=(), machine=CLAIMS)
    store.save(extraction, Outcome(source=DOCUMENT.source, status="done", doc_id=DOCUMENT.doc_id), run)


def move(
    store: Store, name: str, *, annotator: str = "rina", layer: str | None = None, verdict: str = "accept"
) -> bool:
    fields = {"annotator": annotator, "move": name, "layer": layer, "at": "2026-03-01T09:00:00+00:00"}
    entry: Correction = make_correction(DOCUMENT, "scope", "education", verdict, "pendidikan", **fields)
    made = Move(move=name, doc_id=DOCUMENT.doc_id, annotator=annotator, at=entry.at, kind="accept", layer=layer)
    return save_move(store, made, [entry], partial(extraction_of, SHEET))


def test_a_move_is_saved_once_and_the_claims_follow(store: Store) -> None:
    fill(store)
    assert machine_claims(store, DOCUMENT.doc_id) == CLAIMS
    assert [move(store, "move-1"), move(store, "move-1")] == [True, False]
    assert [claim.origin.kind for claim in store.claims(DOCUMENT.doc_id)] == ["rule", "annotator"]
    assert machine_claims(store, DOCUMENT.doc_id) == CLAIMS
    assert [item.number for item in moves_of(store, doc_id=DOCUMENT.doc_id)] == [1]


def test_moves_made_at_once_are_all_kept_and_numbered(store: Store) -> None:
    fill(store)
    with ThreadPoolExecutor(8) as pool:
        saved = list(
            pool.map(lambda number: move(store, f"move-{number % 12}", annotator=f"a{number % 12}"), range(24))
        )
    assert sum(saved) == 12
    assert sorted(item.number for item in moves_of(store, doc_id=DOCUMENT.doc_id)) == list(range(1, 13))
    assert len(corrections_of(store, DOCUMENT)) == 12


def test_a_blind_copy_changes_nothing_for_others(store: Store) -> None:
    fill(store)
    assert move(store, "move-1", layer="rina", verdict="reject")
    assert [claim.value for claim in store.claims(DOCUMENT.doc_id)] == [KEY, "education"]
    assert corrections_of(store, DOCUMENT) == []
    assert len(corrections_of(store, DOCUMENT, "rina")) == 1
    assert moves_of(store, doc_id=DOCUMENT.doc_id) == []
    assert undone_moves(store, DOCUMENT.doc_id) == set()


def test_the_queue_follows_what_is_decided(store: Store) -> None:
    fill(store)
    assert refresh_queue(store) == 1
    [item], count = list_queue(store, QueueFilter(field="scope", text="bandung", language="id"))
    assert (count, item.open, item.decided, item.least, item.region, item.partner) == (
        1,
        2,
        0,
        0.6,
        "Kota Bandung",
        "Suwon",
    )
    assert list_queue(store, QueueFilter(field="activity")) == ([], 0)
    assert choices(store)["region"] == ["Kota Bandung"]
    move(store, "move-1")
    assert refresh_queue(store) == 1
    progress = queue_progress(store)
    assert (progress.open, progress.decided, progress.finished) == (1, 1, 0)
    assert list_queue(store, QueueFilter(annotator="rina", decided=True))[1] == 0
    people.assign(store, people.Assignment(doc_id=DOCUMENT.doc_id, annotator="budi", blind=False, by="x", at="2026"))
    assert list_queue(store, QueueFilter(annotator="budi"))[1] == 1
    people.finish(store, DOCUMENT.doc_id, "budi", "2026")
    assert list_queue(store, QueueFilter(annotator="budi"))[1] == 0


def test_people_sessions_and_tokens(store: Store) -> None:
    rina = people.Annotator(name="rina", role="annotator", created="2026", preferences={"language": "id"})
    people.save_annotator(store, rina)
    people.save_annotator(store, rina.model_copy(update={"role": "admin"}))
    assert [(item.name, item.role, item.preferences) for item in people.list_annotators(store)] == [
        ("rina", "admin", {"language": "id"})
    ]
    people.open_session(store, people.Session(digest="d", annotator="rina", csrf="c", expires="2026-02"), "2026-01")
    assert people.find_session(store, "d", "2026-01") is not None
    assert people.find_session(store, "d", "2026-03") is None
    people.save_token(store, people.AccessToken(digest="t", annotator="rina", label="x", created="2026"))
    assert not people.revoke_token(store, "t", "2026", "budi")
    assert people.revoke_token(store, "t", "2026", "rina")
    assert people.find_token(store, "t") is None


def test_lessons_are_known_once_and_find_their_documents(store: Store) -> None:
    fill(store)
    content = {
        "kind": "scope",
        "code": "education",
        "language": "id",
        "phrase": "Pertukaran pelajar",
        "by": "rina",
        "at": "1",
    }
    lesson = Lesson(kind="phrase", content=content, state="proposed", by="rina", at="2026")
    assert add_lesson(store, lesson)
    assert not add_lesson(store, lesson.model_copy(update={"content": {**content, "by": "budi", "at": "2"}}))
    [known] = lessons(store)
    assert known.learned_id is not None
    decide_lesson(store, known.learned_id, "accepted", "sari", "2026")
    assert lessons(store)[0].state == "accepted"
    assert documents_with(store, "PERTUKARAN pelajar") == [DOCUMENT.doc_id]
    assert documents_with(store, "100%_") == []
