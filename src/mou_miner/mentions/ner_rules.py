"""What the guide for names says outright, put right where the trained NER gets it wrong.

An office ("Bupati") is followed by its place, its holder, or both: a name that runs over both is parted, a
holder taken for the place becomes a person. Titles and offices before a person are no part of the name. What stands
between the place and the dash of a dateline ("DENPASAR, NUSA BALI -") is the paper, unless it is a place.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from mou_miner.gazetteer.names import codes

_OFFICES = codes(
    "bupati gubernur walikota wabup wagub wawali wawalkot walkot cawabup regent camat lurah konjen dubes sekda "
    "sekdaprov sekdakot"
)
_TITLES = codes(
    "bapak ibu pak bu mr mrs ms miss madam dr drs dra ir prof haji hajah h hj sir lord lady datuk dato sdr sdri tuan nyonya "
    "ny presiden menteri menlu mendagri sejarawan pengamat dosen rektor wartawan reporter koordinator direktur ketua "
    "sekretaris kepala anggota mayor governor councillor ambassador dubes konjen"
)


@Language.component("name_rules")
def apply_rules(doc: Doc) -> Doc:
    """Return the doc with its names as the guide has them."""
    parts = [part for ent in doc.ents for part in _parts(doc, ent)]
    paper = _paper(doc, parts)
    if paper is not None:
        parts = [*(p for p in parts if p.end <= paper.start or p.start >= paper.end), paper]
    if parts:
        doc.ents = parts
    return doc


def _parts(doc: Doc, ent: Span) -> Iterator[Span]:
    if ent.label_ == "PER":
        start = ent.start
        while start < ent.end - 1 and _is_title(doc, start, ent.end):
            start += 1
        yield Span(doc, start, ent.end, label="PER")
        return
    if ent.label_ == "LOC" and _follows_office(doc, ent.start):
        yield from _place_and_holder(doc, ent)
        return
    yield ent


def _is_title(doc: Doc, at: int, end: int) -> bool:
    word = doc[at].lower_.rstrip(".")
    return word in _TITLES or (word == "." and at + 1 < end)


def _follows_office(doc: Doc, start: int) -> bool:
    """Say whether an office stands right before; `Wali Kota` is written in two words too."""
    if start == 0:
        return False
    before = doc[start - 1].lower_
    return before in _OFFICES or (before == "kota" and start > 1 and doc[start - 2].lower_ == "wali")


def _place_and_holder(doc: Doc, ent: Span) -> Iterator[Span]:
    """Yield the place and the person of a name that runs over both, or the person where no word is of a place."""
    known = _known_place(doc, ent.start)
    holder = doc[ent.start + known : ent.end]
    personal = len(holder) > 1 or any(token.lemma_ in _PERSONS for token in holder)
    if known and personal and all(_is_personal(token) for token in holder):
        yield Span(doc, ent.start, ent.start + known, label="LOC")
        yield Span(doc, holder.start, holder.end, label="PER")
    elif not known and len(ent) > 1 and any(token.lemma_ in _PERSONS for token in ent) and _all_words(ent):
        yield Span(doc, ent.start, ent.end, label="PER")
    else:
        yield ent


_DIRECTIONS = codes(
    "utara selatan timur barat tengah tenggara daya laut raya north south east west central regency province city"
)
_PERSONS = frozenset({"g", "f", "gf"})


def _known_place(doc: Doc, start: int) -> int:
    """Return how many words the listed place that starts here has."""
    if not doc[start].tag_.endswith("1"):
        return 0
    length = 1
    while start + length < len(doc) and doc[start + length].tag_.endswith("2"):
        length += 1
    return length


def _is_personal(token: Token) -> bool:
    return token.is_alpha and token.text[0].isupper() and not token.tag_ and token.lower_ not in _DIRECTIONS


def _all_words(span: Span) -> bool:
    return all(token.is_alpha or token.text in "-'." for token in span)


_DASHES = frozenset("-–—|")
_LONGEST_HEAD = 9


def _paper(doc: Doc, names: list[Span]) -> Span | None:
    """Return the paper or agency that a dateline names: `PLACE, PAPER -`, `PLACE (PAPER) -` or `PAPER | PLACE`."""
    dash = next((t.i for t in doc[:_LONGEST_HEAD] if t.text in _DASHES), 0)
    if not dash or dash + 1 >= len(doc):
        return None
    places = [name for name in names if name.start == 0 and name.label_ == "LOC" and name.end < dash]
    if doc[dash].text == "|":
        behind = [name for name in names if name.start == dash + 1 and name.label_ == "LOC" and name.end < len(doc)]
        return _as_paper(doc, 0, dash) if behind and doc[behind[0].end].text in _DASHES - {"|"} else None
    if not places:
        return None
    end = places[0].end
    if doc[end].text == ",":
        return _as_paper(doc, end + 1, dash)
    if doc[end].text == "(" and doc[dash - 1].text == ")":
        return _as_paper(doc, end + 1, dash - 1)
    return None


def _as_paper(doc: Doc, start: int, end: int) -> Span | None:
    words = doc[start:end]
    if not 0 < len(words) <= 4 or not all(t.text[0].isupper() for t in words if t.is_alpha) or not words[0].is_alpha:
        return None
    if words[0].lower_ in _DIRECTIONS:
        return None
    return None if all(t.tag_ or t.lower_ in _DIRECTIONS for t in words) else Span(doc, start, end, label="ORG")
