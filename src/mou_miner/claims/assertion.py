"""Whether something is told as done, planned or not done: cues with a direction and a strength, in the manner of ConText
(Harkema et al. 2009), for Indonesian and English. Terminators end a cue's reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from mou_miner.records import Assertion, Mention
from mou_miner.rules.schema import CueRule

_PREDICATE = 45
"""How many characters behind the words a cue may stand and still be their predicate."""
_REACH = 15
"""Over so many characters a cue loses one point of strength."""

_TAKES_WHAT_FOLLOWS = re.compile(
    r"(?i)^(?:me\w+|ber(?:harap|niat|minat|maksud|tujuan|upaya|komitmen|janji|sepakat|tekad)\w*|dalam rangka|guna|agar|supaya|"
    r"ingin|hendak|mau|kami berharap|tujuannya|dengan harapan|draf|rancangan|potensi|peluang|target|"
    r"(?:hop|aim|seek|intend|want|wish|look|discuss|explor|consider|offer|ask|request|agree|invit|interest|suggest|"
    r"recommend|promis|pledg|encourag)\w*(?: \w+)*|sought|plans? to|would like to|eager to|keen (?:to|on)|willing to|"
    r"talks on|talked about|in order to|with a view to|aimed at|designed to)$"
)
"""Active verbs and words of purpose speak of what stands behind them, so they are never a predicate of what is before."""

Reading = Literal["done", "planned", "not_done", "hypothetical", "reported_question"]


def read_assertion(
    start: int, end: int, cues: Sequence[Mention], terminators: Iterable[Mention], rules: Mapping[str, CueRule]
) -> tuple[Reading, Mention] | None:
    """Return what the cue in reach of the stretch says of it, with that cue; None where no cue reaches it.

    Strength and nearness are weighed: "sudah" right before a verb outweighs "akan" at the head of the sentence.
    """
    stops = [(mention.start, mention.end) for mention in terminators]
    best: tuple[float, int, Reading, Mention] | None = None
    for cue in cues:
        rule = rules.get(cue.rule)
        if rule is None or rule.meaning == "pseudo" or (cue.start < end and start < cue.end and rule.strength < 3):
            continue
        before = cue.end <= start
        if before and rule.direction == "backward":
            continue
        low, high = (cue.end, start) if before else (end, cue.start)
        if any(low <= stop_start and stop_end <= high for stop_start, stop_end in stops):
            continue
        distance = max(0, high - low)
        # A forward cue behind the words is their predicate ("the exchange could start") only where it is near.
        if (
            not before
            and rule.direction == "forward"
            and (distance > _PREDICATE or _TAKES_WHAT_FOLLOWS.match(cue.text))
        ):
            continue
        key = (rule.strength - distance / _REACH, -distance)
        if best is None or key > (best[0], best[1]):
            best = (key[0], key[1], rule.meaning, cue)
    return (best[2], best[3]) if best else None


def as_assertion(reading: Reading | None, default: Assertion = "done") -> Assertion:
    """Return the contract's code: what is only imagined or asked for counts as planned."""
    if reading is None:
        return default
    return "planned" if reading in {"hypothetical", "reported_question"} else reading  # type: ignore[return-value]
