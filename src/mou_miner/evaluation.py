"""Extractions against gold: what was found, missed and false, by field and slice.

A partnership matches on the Indonesian level, the partner's country and both names without type words (0.9 similar); an
activity on its assertion and half of the cue's words. Labels the gold calls acceptable besides (`*_alt`) are neither
right nor wrong where they are additional. Micro-averaged over all documents of the gold.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Indel

from mou_miner.errors import ImportFileError, SettingsError
from mou_miner.records import Activity, Partnership

NAME_SIMILARITY = 0.9
CUE_SHARE = 0.5
FIELDS = ("partnership", "scope", "activity", "assertion")
VALUES = ("stage", "form", "date")

_TYPE_WORDS = re.compile(
    r"(?i)\b(?:kota|kabupaten|provinsi|propinsi|prefektur|kotamadya|city|regency|province|prefecture|state|of|"
    r"the|special|region|metropolitan|municipality|county|"
    r"district|shire|town|di|dki|daerah|istimewa|negara bagian|distrik|pelabuhan|port)\b|-(?:gu|si|do|shi|ken|"
    r"fu|gun|to)\b"
)


@dataclass(frozen=True)
class GoldActivity:
    """An activity of the gold: assertion and the words it is recognised by."""

    type: str
    assertion: str
    cue: str


@dataclass(frozen=True)
class GoldPartnership:
    """A partnership of the gold, with the labels that are acceptable besides."""

    indonesian: str
    level: str
    partner: str
    partner_alt: tuple[str, ...]
    country: str | None
    forms: tuple[str, ...]
    stages: tuple[str, ...]
    dates: tuple[str, ...]
    scopes: tuple[str, ...]
    scopes_alt: tuple[str, ...]
    activities: tuple[GoldActivity, ...]


@dataclass(frozen=True)
class GoldDocument:
    """A document of the gold; `negative` ones hold no partnership and must stay empty."""

    source: str
    kind: str
    language: str
    negative: bool
    partnerships: tuple[GoldPartnership, ...]


@dataclass
class Count:
    """Right, false and missed items; precision, recall and F1 of them."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of found items that are right; 1 where nothing was found."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of gold items that were found; 1 where there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Scores:
    """Counts by field, hits by value (right, of), negatives left empty (empty, of), and the items that went wrong."""

    documents: int = 0
    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    values: dict[str, list[int]] = field(default_factory=lambda: {name: [0, 0] for name in VALUES})
    negatives: list[int] = field(default_factory=lambda: [0, 0])
    misses: list[str] = field(default_factory=list)

    def add(self, other: Scores) -> None:
        """Take in the counts of another part."""
        self.documents += other.documents
        for name, count in other.counts.items():
            own = self.counts[name]
            own.right, own.false, own.missed = (
                own.right + count.right,
                own.false + count.false,
                own.missed + count.missed,
            )
        for name, (right, of) in other.values.items():
            self.values[name][0] += right
            self.values[name][1] += of
        self.negatives[0] += other.negatives[0]
        self.negatives[1] += other.negatives[1]
        self.misses.extend(other.misses)

    def accuracy(self, name: str) -> float | None:
        """Share of matched partnerships whose value is right; None where none carries the value."""
        right, of = self.values[name]
        return right / of if of else None


def read_gold(path: Path) -> list[GoldDocument]:
    """Return the gold of a file: JSON Lines in the contract's vocabulary, or one JSON object with `agreements`."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}). Give the path of a gold file.") from error
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        whole = None
    if isinstance(whole, dict) and "agreements" in whole:
        return [_from_agreements(whole)]
    return [_from_line(path, number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _from_line(path: Path, number: int, line: str) -> GoldDocument:
    try:
        data = json.loads(line)
        return GoldDocument(
            source=data["source"],
            kind=data["kind"],
            language=data["language"],
            negative=bool(data.get("negative", not data["partnerships"])),
            partnerships=tuple(_from_contract(item) for item in data["partnerships"]),
        )
    except json.JSONDecodeError as error:
        raise ImportFileError(path, number, f"is not JSON ({error.msg})") from error
    except (KeyError, TypeError) as error:
        raise ImportFileError(path, number, f"lacks or garbles {error}") from error


def _from_contract(data: Mapping[str, Any]) -> GoldPartnership:
    partner, own = data["partner"], data["indonesian_party"]
    return GoldPartnership(
        indonesian=own["name"],
        level=own["level"],
        partner=partner["name"],
        partner_alt=(*partner.get("alt", ()), partner.get("as_written") or partner["name"]),
        country=partner.get("country"),
        forms=(data.get("form") or "", *data.get("form_alt", ())),
        stages=(data.get("stage") or "", *data.get("stage_alt", ())),
        dates=tuple(i["date_signed"] for i in data.get("instruments", ()) if i.get("date_signed")),
        scopes=tuple(dict.fromkeys(scope["code"] for scope in data.get("scopes", ()))),
        scopes_alt=tuple(data.get("scopes_alt", ())),
        activities=tuple(GoldActivity(a["type"], a["assertion"], a["cue"]) for a in data.get("activities", ())),
    )


def _from_agreements(data: Mapping[str, Any]) -> GoldDocument:
    return GoldDocument(
        source=data["docid"],
        kind="article",
        language=data["lang"],
        negative=not data["agreements"],
        partnerships=tuple(
            GoldPartnership(
                indonesian=item["id_party"],
                level=item["id_party_level"],
                partner=item["partner"],
                partner_alt=(*item.get("partner_alt", ()), item["partner_as_written"]),
                country=item["partner_country"],
                forms=(item["form"], *item.get("form_alt", ())),
                stages=(item["stage"], *item.get("stage_alt", ())),
                dates=(item["date_signed"],) if item.get("date_signed") else (),
                scopes=tuple(dict.fromkeys(item["scopes"])),
                scopes_alt=tuple(item.get("scopes_alt", ())),
                activities=tuple(GoldActivity(a["type"], a["polarity"], a["cue"]) for a in item["implementation"]),
            )
            for item in data["agreements"]
        ),
    )


# ---------------------------------------------------------------------------------------------- scoring


def evaluate(gold: Iterable[GoldDocument], found: Mapping[str, Sequence[Partnership]]) -> dict[str, Scores]:
    """Return the scores of all documents and of each slice (`all`, `language=id`, `kind=news` ...).

    `found` holds the partnerships by the gold's `source`; a source that is missing there counts as read and empty.
    """
    slices: dict[str, Scores] = defaultdict(Scores)
    for document in gold:
        scores = score_document(document, found.get(document.source, ()))
        for name in ("all", f"language={document.language}", f"kind={document.kind}"):
            slices[name].add(scores)
    return {name: slices[name] for name in sorted(slices, key=lambda name: (name != "all", name))}


def score_document(gold: GoldDocument, found: Sequence[Partnership]) -> Scores:
    """Return the scores of one document."""
    scores = Scores(documents=1)
    if gold.negative:
        scores.negatives = [int(not found), 1]
    left = list(found)
    for expected in gold.partnerships:
        match = next((p for p in left if same_partnership(expected, p)), None)
        if match is None:
            scores.counts["partnership"].missed += 1
            scores.misses.append(f"{gold.source}: missed {expected.indonesian} - {expected.partner}")
            _score_parts(scores, gold.source, expected, None)
            continue
        left.remove(match)
        scores.counts["partnership"].right += 1
        _score_values(scores, gold.source, expected, match)
        _score_parts(scores, gold.source, expected, match)
    for extra in left:
        scores.counts["partnership"].false += 1
        scores.misses.append(f"{gold.source}: false {extra.indonesian_party.name} - {extra.partner.name}")
        scores.counts["scope"].false += len(extra.scopes)
        scores.counts["activity"].false += len(extra.activities)
        scores.counts["assertion"].false += len({a.assertion for a in extra.activities})
    return scores


def same_partnership(gold: GoldPartnership, found: Partnership) -> bool:
    """Whether level, country and names agree."""
    party, partner = found.indonesian_party, found.partner
    return same_names(gold, party.level, party.name, partner.country, (partner.name, partner.as_written))


def same_names(gold: GoldPartnership, level: str, name: str, country: str | None, written: Iterable[str]) -> bool:
    """Whether an Indonesian party of this level and name and a partner written so are the gold's."""
    if gold.level != level or not _similar(gold.indonesian, name):
        return False
    if gold.country and country and gold.country != country:
        return False
    return any(_similar(own, other) for other in written for own in (gold.partner, *gold.partner_alt))


def _similar(first: str, second: str) -> bool:
    return Indel.normalized_similarity(bare_name(first), bare_name(second)) >= NAME_SIMILARITY


def bare_name(name: str) -> str:
    """Return the name without accents, case, brackets and type words."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    bare = _TYPE_WORDS.sub(" ", re.sub(r"\(.*?\)", " ", plain))
    return re.sub(r"[\W_]", "", bare) or re.sub(r"[\W_]", "", plain)


def _score_values(scores: Scores, source: str, gold: GoldPartnership, found: Partnership) -> None:
    pair = f"{source}: {gold.indonesian} - {gold.partner}"
    dates = [i.date_signed for i in found.instruments if i.date_signed]
    checks = {"stage": found.stage in gold.stages, "form": found.form in gold.forms}
    if gold.dates:
        checks["date"] = any(date in gold.dates for date in dates)
    values = {"stage": (found.stage, gold.stages[0]), "form": (found.form, gold.forms[0]), "date": (dates, gold.dates)}
    for name, right in checks.items():
        scores.values[name][0] += right
        scores.values[name][1] += 1
        if not right:
            scores.misses.append(f"{pair}: {name} {values[name][0]} instead of {values[name][1]}")


def _score_parts(scores: Scores, source: str, gold: GoldPartnership, found: Partnership | None) -> None:
    pair = f"{source}: {gold.indonesian} - {gold.partner}"
    scopes = {scope.code for scope in found.scopes} if found else set()
    for code in gold.scopes:
        if code in scopes:
            scores.counts["scope"].right += 1
        else:
            scores.counts["scope"].missed += 1
            scores.misses.append(f"{pair}: missed scope {code}")
    for code in sorted(scopes - set(gold.scopes) - set(gold.scopes_alt)):
        scores.counts["scope"].false += 1
        scores.misses.append(f"{pair}: false scope {code}")
    left = list(found.activities) if found else []
    for expected in gold.activities:
        match = next((a for a in left if same_activity(expected, a)), None)
        if match is None:
            scores.counts["activity"].missed += 1
            scores.misses.append(f"{pair}: missed {expected.assertion} activity '{expected.cue}'")
        else:
            scores.counts["activity"].right += 1
            left.remove(match)
    for extra in left:
        scores.counts["activity"].false += 1
        scores.misses.append(f"{pair}: false {extra.assertion} activity '{extra.text}'")
    wanted = {a.assertion for a in gold.activities}
    got = {a.assertion for a in found.activities} if found else set()
    scores.counts["assertion"].right += len(wanted & got)
    scores.counts["assertion"].missed += len(wanted - got)
    scores.counts["assertion"].false += len(got - wanted)


def same_activity(gold: GoldActivity, found: Activity) -> bool:
    """Whether assertion and enough of the words agree."""
    if gold.assertion != found.assertion:
        return False
    cue, text = set(re.findall(r"\w+", gold.cue.casefold())), set(re.findall(r"\w+", found.text.casefold()))
    shorter = min(len(cue), len(text))
    return bool(shorter) and len(cue & text) >= CUE_SHARE * shorter
