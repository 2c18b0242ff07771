"""How much a document counts: an instrument over a government's page over news over a paper; own words over a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from mou_miner.records import DocumentKind, DocumentSummary, Party
from mou_miner.resolution.names import base_name, fold

_CLASSES: Mapping[DocumentKind, str] = {
    "mou": "instrument", "loi": "instrument", "agreement": "instrument", "plan_of_action": "instrument",
    "news": "news", "article": "paper", "report": "paper", "other": "other",
}  # fmt: skip

_RANKS: Mapping[str, int] = {"instrument": 8, "government": 6, "news": 4, "paper": 2, "other": 0}

REGISTER = "register"
"""The reader of an office's own register; what it says is the office's own statement."""

_HOST = re.compile(
    r"(?:^|\.)(?:go\.(?:id|kr|jp|th)|gov(?:\.[a-z]{2})?|gob\.[a-z]{2}|gouv\.[a-z]{2}|govt\.[a-z]{2}|gub\.[a-z]{2}"
    r"|lg\.jp|gc\.ca|admin\.ch|bund\.de|city\.[\w.-]+\.jp|pref\.[\w.-]+\.jp)$"
)
"""Hosts that only governments have."""

_PUBLISHER = re.compile(
    r"\b(?:pemerintah|pemkot|pemkab|pemprov|diskominfo|dinas|kementerian|kemenlu|kemendagri|humas|setda|bappeda|kbri|kjri"
    r"|kedutaan|government|ministry|municipality|city hall|city council|city of|prefecture|embassy|consulate)\b"
)
"""Words that name a part of a government as publisher."""

_LEVEL_WORDS: Mapping[str, tuple[str, ...]] = {
    "city": ("kota", "pemkot"), "regency": ("kab", "kabupaten", "pemkab"), "province": ("prov", "provinsi", "pemprov"),
}  # fmt: skip


class Weight(NamedTuple):
    """The class of a source, whether a party speaks itself, and the rank that both make: the higher one is believed."""

    kind: str
    own: bool

    @property
    def rank(self) -> int:
        return _RANKS[self.kind] + self.own

    @property
    def label(self) -> str:
        return f"own {self.kind}" if self.own and self.kind != "instrument" else self.kind


def weigh(summary: DocumentSummary, parties: Iterable[Party]) -> Weight:
    """Return what the document counts in what it says of these parties."""
    kind = _CLASSES[summary.kind]
    if kind == "instrument":
        # A paper is what both sides say; who put it on the web does not matter.
        return Weight(kind, False)
    if summary.reader.startswith(f"{REGISTER} "):
        return Weight("government", True)
    host, publisher = _host(summary), " ".join(fold(summary.publisher or "").split("-"))
    if _HOST.search(host) or _PUBLISHER.search(publisher):
        return Weight("government", any(_speaks(party, host, publisher) for party in parties))
    return Weight(kind, False)


def _host(summary: DocumentSummary) -> str:
    address = summary.source if "://" in summary.source else f"//{summary.publisher or ''}"
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _speaks(party: Party, host: str, publisher: str) -> bool:
    """Say whether host or publisher is the party's own: bandung.go.id may be the city's, bandungkab.go.id is not."""
    name = base_name(party)
    joined = name.replace("-", "")
    if not joined:
        return False
    words = _LEVEL_WORDS.get(party.level, ())
    own = {joined, name, *(f"{word}{joined}" for word in words), *(f"{joined}{word}" for word in words)}
    others = {word for level, names in _LEVEL_WORDS.items() if level != party.level for word in names}
    in_publisher = re.search(rf"\b{re.escape(name.replace('-', ' '))}\b", publisher) is not None
    return bool(own & set(host.split("."))) or (in_publisher and not others & set(publisher.split()))
