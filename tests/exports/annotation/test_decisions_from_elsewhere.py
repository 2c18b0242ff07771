"""What other tools send back becomes corrections."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

from builders import KEY, make_claim, make_document, span_of

from mou_miner.corrections import review_claims
from mou_miner.exports.annotation import label_studio
from mou_miner.exports.annotation.marks import Mark, mark_document
from mou_miner.imports.annotation.deciding import Author, decide
from mou_miner.imports.annotation.label_studio import read

DOCUMENT = make_document()
CLAIMS = [
    make_claim(DOCUMENT, "partnership", KEY, "Kota Bandung dan Kota Suwon"),
    make_claim(DOCUMENT, "scope", "education", "pendidikan"),
    make_claim(DOCUMENT, "scope", "tourism", "pariwisata"),
]
AUTHOR = Author("rina@example.org", "2026-03-01T09:00:00+00:00", "label-studio")


def test_kept_taken_out_relabelled_and_added(tmp_path: Path) -> None:
    tasks, _ = label_studio.write([(mark_document(DOCUMENT, CLAIMS), DOCUMENT)], tmp_path)
    [task] = json.loads(tasks.read_text(encoding="utf-8"))
    result = [region for region in deepcopy(task["predictions"][0]["result"]) if region["type"] == "labels"]
    result[1]["value"]["labels"] = ["scope:people_to_people"]
    del result[2]
    start = DOCUMENT.text.index("Pertukaran")
    new = {"start": start, "end": start + 18, "text": "Pertukaran pelajar", "labels": ["activity:exchange:done"]}
    result.append({"id": "x", "type": "labels", "from_name": "label", "to_name": "text", "value": new})
    task["annotations"] = [
        {"result": result, "completed_by": {"email": AUTHOR.name}, "updated_at": AUTHOR.at, "was_cancelled": False},
        {"result": [], "completed_by": 2, "was_cancelled": True},
    ]
    tasks.write_text(json.dumps([task]), encoding="utf-8")
    [completed] = read(tasks)
    assert (completed.annotator, completed.at) == (AUTHOR.name, AUTHOR.at)
    corrections, problems = decide(DOCUMENT, CLAIMS, completed.marked, AUTHOR)
    assert problems == []
    assert [(item.verdict, item.field, item.value) for item in corrections] == [
        ("accept", "partnership", KEY),
        ("reject", "scope", "education"),
        ("reject", "scope", "tourism"),
        ("add", "scope", "people_to_people"),
        ("add", "activity", "exchange"),
    ]
    claims = review_claims(CLAIMS, corrections, DOCUMENT).claims
    assert [(claim.field, claim.value) for claim in claims] == [
        ("partnership", KEY), ("scope", "people_to_people"), ("activity", "exchange"),
    ]  # fmt: skip
    assert {claim.origin.kind for claim in claims} == {"import"}


def test_what_cannot_be_used_is_said() -> None:
    span = span_of(DOCUMENT.text, "Suwon")
    marked = mark_document(DOCUMENT, []).model_copy(
        update={"marks": (Mark(*span, "hotel"), Mark(*span, "scope:health"))}
    )
    corrections, problems = decide(DOCUMENT, [], marked, AUTHOR)
    assert corrections == []
    assert len(problems) == 2
    other = marked.model_copy(update={"text": "another"})
    assert decide(DOCUMENT, CLAIMS, other, AUTHOR).corrections == []
