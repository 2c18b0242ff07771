"""What a document says an Indonesian region has to offer to partners abroad, and what stands in its way.

Told are potentials and challenges of the region that the document is about: named in its title, else far oftener than any
other. What is said of all regions has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mou_miner.claims.places import PlaceMention
from mou_miner.claims.sentences import Sentence
from mou_miner.records import Mention, ProfileCategory, ProfileItem, ProfileKind, Span
from mou_miner.rules.procedure import pattern_of
from mou_miner.rules.profile import ProfileRules, load_profile_rules

ABOUT = re.compile(
    r"\b(?:potensi|potential\w*|keunggulan|strengths?|tantangan|challenges?|kendala|hambatan|obstacles?|permasalahan|"
    r"peluang|opportunit\w+|paradiplomasi|paradiplomacy)\b",
    re.I,
)
_UNREAD = frozenset({"table_row", "reference", "caption", "title"})
_FIGURE = re.compile(
    r"(?<![\w.,/])(?:(?:sebanyak|sekitar|some|about|nearly|over|lebih dari|hampir|Rp\.?|US\$|USD)\s*)?"
    r"\d+(?:[.,]\d+)*(?:\s*(?:juta|ribu|miliar|triliun|million|billion|thousand|persen|percent))?\s*%?(?:\s*(?:per\s+\w+|[a-zA-Z]+(?:\s[a-z]+)?))?"
)
_YEAR = re.compile(r"^(?:19|20)\d\d(?!\d|[.,]\d)")
_CONTRAST = re.compile(r"\b(?:namun|tetapi|sayangnya|akan tetapi|belum|however|but|although|not yet)\b", re.I)


class _Found(NamedTuple):
    """A potential or challenge in a sentence."""

    kind: ProfileKind
    category: ProfileCategory
    span: Span
    key: str
    figures: tuple[str, ...]


def find_profile(
    title: str | None, sentences: Sequence[Sentence], places: Sequence[PlaceMention],
    mentions: Mapping[int, Sequence[Mention]],
) -> list[ProfileItem]:  # fmt: skip
    """Return the potentials and challenges in the order of the text, each kind of them once for a region."""
    regions = _main_regions(title, sentences, places)
    if not regions:
        return []
    rules = load_profile_rules()
    found: dict[tuple[ProfileKind, str, str | None], ProfileItem] = {}
    for sentence, region in _regions_told(sentences, places, regions):
        if region not in {*regions, None}:
            continue
        scopes = [m for m in mentions.get(sentence.index, ()) if m.rule.startswith("scope.")]
        for item in (*_potentials(sentence, scopes, rules, region), *_challenges(sentence, scopes, rules)):
            key = item.kind, item.key, region
            if key in found:
                known = found[key]
                found[key] = known.model_copy(update={"other_spans": (*known.other_spans, item.span)})
            else:
                found[key] = ProfileItem(
                    region=region, kind=item.kind, category=item.category, span=item.span, figures=item.figures
                )
    return sorted(found.values(), key=lambda item: item.span)


# ---------------------------------------------------------------------------------------------- whose


def _main_regions(title: str | None, sentences: Sequence[Sentence], places: Sequence[PlaceMention]) -> list[str]:
    named = Counter(m.place.name for m in places if m.side == "indonesia" and m.place is not None)
    if not named:
        return []
    heads = {s.index for s in sentences if s.kind in {"title", "heading"} and ABOUT.search(s.text)}
    heads |= {s.index for s in sentences if s.kind == "title" or (title and s.text.strip() == title.strip())}
    titled = Counter(
        m.place.name for m in places if m.sentence in heads and m.side == "indonesia" and m.place is not None
    )
    if titled:
        most = titled.most_common(1)[0][0]
        return [name for name in titled if titled[name] == titled[most] and named[name] >= 0.2 * named[most]]
    (first, count), *rest = named.most_common(2)
    return [first] if not rest or count >= 2 * rest[0][1] else []


def _regions_told(
    sentences: Sequence[Sentence], places: Sequence[PlaceMention], regions: Sequence[str]
) -> Iterator[tuple[Sentence, str | None]]:
    """Yield the sentences of prose with the region each speaks of: named in it, else before it in the paragraph, else all."""
    by_sentence: dict[int, list[str]] = {}
    for mention in places:
        if mention.side == "indonesia" and mention.place is not None and mention.role != "institution":
            by_sentence.setdefault(mention.sentence, []).append(mention.place.name)
    # A text that names no other region speaks of its own throughout.
    alone = regions[0] if {name for names in by_sentence.values() for name in names} <= set(regions) else None
    carried = alone
    block = -1
    main = False
    for sentence in sentences:
        if sentence.kind == "heading":
            own = [name for name in by_sentence.get(sentence.index, ()) if name in regions]
            main = bool(own) and bool(ABOUT.search(sentence.text))
        if sentence.kind in _UNREAD:
            continue
        if sentence.block != block:
            carried, block = (regions[0] if main else alone), sentence.block
        names = by_sentence.get(sentence.index, [])
        own = [name for name in names if name in regions]
        if own:
            carried = own[0]
        elif names:
            carried = names[0]
        yield sentence, carried


# ---------------------------------------------------------------------------------------------- what


def _potentials(
    sentence: Sentence, scopes: Sequence[Mention], rules: ProfileRules, region: str | None
) -> Iterator[_Found]:
    text = sentence.text
    if region is None:
        return
    cue = rules.pattern("potential_cues").search(text)
    solvable = rules.pattern("solvable_cues").search(text)
    fields = _fields(sentence, scopes, rules)
    if cue or solvable:
        for category, span in fields:
            if not cue and category not in _PROBLEM_FIELDS:
                continue
            yield _Found("potential", category, _clause(sentence, span), category, _figures_near(sentence, span, rules))
    for category, span in fields:
        figures = _figures_near(sentence, span, rules)
        if figures and not _CONTRAST.search(text[: span.start - sentence.start]) and category in _COUNTED:
            # Hotels and sights are two potentials of tourism: what is counted tells them apart.
            counted = re.sub(r"[\W\d_]+", "", rules.pattern("figure_units").search(figures[0]).group())  # type: ignore[union-attr]
            yield _Found("potential", category, _clause(sentence, span), f"{category}:{counted.casefold()}", figures)


_PROBLEM_FIELDS = frozenset(
    {"environment", "waste_management", "water_river", "disaster", "transport", "health", "urban_planning"}
)
_COUNTED = frozenset(
    {
        "tourism",
        "industry_sme",
        "port_logistics_maritime",
        "education",
        "agriculture_fisheries",
        "economy_trade",
        "transport",
        "energy",
    }
)


def _fields(sentence: Sentence, scopes: Sequence[Mention], rules: ProfileRules) -> list[tuple[ProfileCategory, Span]]:
    found: dict[ProfileCategory, Span] = {}
    resources = [m.span() for item in rules.categories[:2] for m in pattern_of(item.words).finditer(sentence.text)]
    for mention in scopes:
        low, high = mention.start - sentence.start, mention.end - sentence.start
        if any(low < end and start < high for start, end in resources):
            continue
        if mention.value is not None and mention.value != "other":
            found.setdefault(mention.value, Span(mention.start, mention.end))  # type: ignore[arg-type]
    for item in rules.categories:
        match = pattern_of(item.words).search(sentence.text)
        if match:
            found.setdefault(item.category, Span(sentence.start + match.start(), sentence.start + match.end()))
    return sorted(found.items(), key=lambda pair: pair[1])


def _challenges(sentence: Sentence, scopes: Sequence[Mention], rules: ProfileRules) -> Iterator[_Found]:
    text = sentence.text
    for rule in rules.challenges:
        match = pattern_of(rule.words).search(text)
        if match and not rules.pattern("denied").search(text[: match.start()][-40:]):
            span = _clause(sentence, Span(sentence.start + match.start(), sentence.start + match.end()))
            yield _Found("challenge", rule.category, span, rule.id, ())
    problem = rules.pattern("problems").search(text)
    if problem and not rules.pattern("solvable_cues").search(text):
        for category, span in _fields(sentence, scopes, rules):
            if category in _PROBLEM_FIELDS and -60 < span.start - (sentence.start + problem.end()) < 60:
                yield _Found(
                    "challenge", category, _clause(sentence, span), category, _figures_near(sentence, span, rules)
                )


def _clause(sentence: Sentence, span: Span) -> Span:
    """The words with what belongs to them: to the commas around, at most 120 characters either way."""
    text, start, end = sentence.text, span.start - sentence.start, span.end - sentence.start
    before = max(text.rfind(sign, max(0, start - 120), start) for sign in (", ", "; ", ": "))
    low = before + 2 if before >= 0 else max(0, start - 120)
    while 0 < low < start and not text[low - 1].isspace():
        low += 1
    ends = [at for sign in (", ", "; ", ". ") if (at := text.find(sign, end)) >= 0]
    high = min([*ends, len(text), end + 120])
    while end < high < len(text) and not text[high].isspace() and text[high] not in ",;.":
        high -= 1
    return Span(sentence.start + low, sentence.start + high)


def _figures_near(sentence: Sentence, span: Span, rules: ProfileRules) -> tuple[str, ...]:
    """The numbers of the sentence with a unit that counts what a region has, near the words."""
    found = []
    for match in _FIGURE.finditer(sentence.text):
        words = " ".join(match.group().split()).rstrip(" .,")
        near = abs(sentence.start + match.start() - span.start) < 90
        if near and not _YEAR.match(words) and rules.pattern("figure_units").search(words):
            found.append(words)
    return tuple(dict.fromkeys(found))
