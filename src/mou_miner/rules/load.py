"""From a folder of rule files to Rules, or to an error that names file, rule and cause."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import srsly
from pydantic import ValidationError

from mou_miner.errors import RuleError
from mou_miner.rules.schema import (
    ActivityRule,
    AssertionFile,
    CancelFile,
    ListsFile,
    RuleModel,
    Rules,
    ScopeRule,
    SpellingFile,
    StagesFile,
)

Model = TypeVar("Model", bound=RuleModel)


def load_rules(folder: Path | None = None) -> Rules:
    """Return the rules of `folder`, by default those shipped with the package."""
    with resources.as_file(resources.files(__package__)) as shipped:
        root = Path(folder if folder is not None else shipped)
        return _load(root)


def _load(root: Path) -> Rules:
    assertion, stages = _read(root / "assertion.yaml", AssertionFile), _read(root / "stages.yaml", StagesFile)
    _refuse_duplicates(root / "assertion.yaml", [cue.id for cue in assertion.cues])
    _refuse_duplicates(root / "stages.yaml", [cue.id for cue in stages.cues])
    scopes = [_read(path, ScopeRule) for path in _files(root / "scopes")]
    activities = [_read(path, ActivityRule) for path in _files(root / "activities")]
    for rules in (scopes, activities):
        _refuse_stray_names(rules)
        _refuse_shared_phrases(rules)
    return Rules(
        version=_version(root),
        folder=root,
        scopes=tuple(scopes),
        activities=tuple(activities),
        cues=assertion.cues,
        stages=stages.cues,
        terminators=assertion.terminators,
        cancel=_read(root / "cancel.yaml", CancelFile),
        spelling=_read(root / "spelling.yaml", SpellingFile),
        lists=_read(root / "lists.yaml", ListsFile).lists,
    )


def _files(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise RuleError(folder, None, "holds no rule file (*.yaml)")
    return paths


def _read(path: Path, model: type[Model]) -> Model:
    data = _read_yaml(path)
    if "path" in model.model_fields:
        if "path" in data:
            raise RuleError(path, _name(data), "unknown key 'path'")
        data = {**data, "path": str(path)}
    try:
        # JSON, since strict models take a list for a tuple only from there.
        return model.model_validate_json(srsly.json_dumps(data))
    except ValidationError as error:
        first = error.errors()[0]
        raise RuleError(path, _name(data, first["loc"]), _cause(first["loc"], first["msg"])) from error


def _read_yaml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise RuleError(path, None, "is missing")
    try:
        data = srsly.read_yaml(path)
    except ValueError as error:
        raise RuleError(path, None, f"is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise RuleError(path, None, "must be a mapping of keys to values")
    return data


def _name(data: dict[str, Any], where: Sequence[int | str] = ()) -> str | None:
    if len(where) > 1 and where[0] == "cues" and isinstance(where[1], int):
        data = data["cues"][where[1]]
    return str(data["id"]) if isinstance(data, dict) and "id" in data else None


def _cause(where: Sequence[int | str], message: str) -> str:
    place = ".".join(str(part) for part in where)
    return f"{place}: {message[:1].lower()}{message[1:]}"


def _refuse_duplicates(path: Path, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for rule_id in ids:
        if rule_id in seen:
            raise RuleError(path, rule_id, "stands twice in this file")
        seen.add(rule_id)


def _refuse_stray_names(rules: Iterable[ScopeRule | ActivityRule]) -> None:
    for rule in rules:
        if rule.path.stem != rule.id:
            raise RuleError(rule.path, rule.id, f"a rule lies in the file of its id, here '{rule.id}.yaml'")


def _refuse_shared_phrases(rules: Iterable[ScopeRule | ActivityRule]) -> None:
    owners: dict[str, str] = {}
    for rule in rules:
        for phrase in dict.fromkeys(" ".join(words.lower().split()) for words in (*rule.phrases.id, *rule.phrases.en)):
            owner = owners.setdefault(phrase, rule.id)
            if owner != rule.id:
                raise RuleError(rule.path, rule.id, f"phrase '{phrase}' already belongs to '{owner}'")


def _version(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.yaml"), key=lambda path: path.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
