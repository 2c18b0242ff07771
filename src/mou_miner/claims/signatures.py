"""Who signed an instrument and who looked on: names in its signature blocks, each with office and side.

A signature block is one side; its cells are its printed lines: for whom, the name, the office, in either order. Where the
source has no lines the text is cut where a name in capitals begins or ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from mou_miner.claims.context import Context
from mou_miner.claims.pairs import Pair
from mou_miner.records import UNREAD_KINDS, Block, Cell, Document, Signatory, Span, Witness

Side = Literal["indonesia", "partner"]

_TITLE = (
    r"(?:Drs|Dra|Dr|Ir|Prof|H|Hj|Tn|Ny|Mr|Mrs|Ms|Hon|Cllr|Sir|Dato|Datuk|Tan Sri|YB|KH|Tgk|Tuanku|Raden|R|Letjen|Mayjen|Brigjen|"
    r"Kol|The Hon|The Rt Hon|Bapak|Ibu)\b\.?’?'?(?:\s*\([^)]{2,12}\))?"
)
_DEGREE = r"(?:,\s*(?:(?:[A-Z][A-Za-z]{0,4}\.?){1,3}|AO|MP|OBE|CBE|JP)(?:\s?[A-Z][a-z]?\.)?(?!\w))"
_NAME_WORD = (
    r"(?:(?<!\w)I(?= [A-Z])|[A-ZÀ-Þ][\wÀ-ÿ’'-]+\.?|[A-Z]\.|bin|binti|van|von|de|der|del|di|da|al|ter|la|el|ibn|zu|den)"
)
_NAME = re.compile(rf"(?:{_TITLE}\s*)*{_NAME_WORD}(?:[ -]{_NAME_WORD}){{1,6}}{_DEGREE}*")
_CAPITALS = re.compile(
    rf"(?:{_TITLE}\s+)*(?:[A-ZÀ-Þ][A-ZÀ-Þ’'-]*\.?|[A-Z]\.)(?:[ -](?:[A-ZÀ-Þ][A-ZÀ-Þ’'-]*\.?|[A-Z]\.)){{1,6}}{_DEGREE}*"
)
_OFFICE = re.compile(
    r"(?<!\w)(?:(?:pj|pjs|plt|plh)\.?\s+|penjabat\s+|pelaksana\s+\w+\s+|acting\s+|wakil\s+|deputy\s+|vice[- ]|lord\s+|lady\s+)*"
    r"(?:wali\s?kota\w*|bupati|gubernur|kepala|mayor|governor|regent|premier|sekretaris|secretary|chair(?:man|woman|person)?|"
    r"president|presiden|ketua|anggota|member|manager|director|direktur|head|senator|councill?or|alderman|prefect|minister|"
    r"menteri|b[uü]rgermeister\w*|oberb[uü]rgermeister\w*|burgemeester|alcalde|alcaldesa|prefeit[oa]|maire|chief|konsul\w*|"
    r"consul\w*|duta besar|ambassador|rektor|rector|dubes|konjen|commissioner|komisioner|sultan|asisten|assistant|staf ahli|"
    r"camat|sekda|burmistrz|starosta|primar|borgmester|ordf[øo]rer|pormestari|yang dipertua)(?!\w)",
    re.I,
)
_FOR = re.compile(
    r"^\s*(?:for|untuk|atas nama|on behalf of|a\.\s?n\.|pihak (?:pertama|kedua|kesatu|i{1,2})|(?:the )?(?:first|second) party)\b",
    re.I,
)
_WITNESS = re.compile(
    r"\b(?:saksi(?:-saksi)?|disaksikan|menyaksikan|mengetahui|witness(?:es|ed)?|in the presence of|di hadapan)\b(?: oleh| by)?\s*:?",
    re.I,
)
_NOISE = re.compile(
    r"^[\W_]*(?:signed|sgd|ttd|tertanda|dto|d\.t\.o|tanda tangan|meterai|materai|stamp|seal|cap|logo|nip\b.*)?[\W_]*$",
    re.I,
)
_GOVERNMENT = re.compile(
    r"\b(?:government|pemerintah|republi[ck]|republik|kingdom|kerajaan|provin[cs]\w+|city council|municipality|komune|kota|kabupaten|city of)\b",
    re.I,
)


_DONE = re.compile(
    r"\W*(?:done|dibuat|ditandatangani|diteken|signed|given|executed|demikian|diberikan|ditetapkan)\b", re.I
)
_SHORT = 110
"""A paragraph behind the done clause that is longer than this is no line of a signature block."""


class _Line(NamedTuple):
    """A printed line of a signature block and what it is."""

    start: int
    end: int
    text: str
    kind: Literal["for", "name", "office", "witness", "other"]


@dataclass(frozen=True)
class Signers:
    """Who signed, and who looked on."""

    signatories: tuple[Signatory, ...]
    witnesses: tuple[Witness, ...]


def find_signers(context: Context, pair: Pair) -> Signers:
    """Return who signed for either side and the witnesses; a name whose side cannot be told is no signatory."""
    signatories: dict[str, Signatory] = {}
    witnesses: dict[str, Witness] = {}
    watching = False
    for block in _signing_blocks(context.document):
        text = context.document.text[block.start : block.end]
        opens = _WITNESS.match(text.lstrip(" :-")) is not None and "WHEREOF" not in text.upper()
        reader = _BlockReader(context, pair, block)
        lines = reader.lines()
        watching = (watching or opens) and not any(line.kind == "for" for line in lines[:1])
        for name, side, role, span, watched in reader.people(lines, watching=watching):
            if watched:
                witnesses.setdefault(name, Witness(name=name, side=side, role=role, span=span))
            elif side is not None:
                signatories.setdefault(name, Signatory(name=name, side=side, role=role, span=span))
    return Signers(tuple(signatories.values()), tuple(w for w in witnesses.values() if w.name not in signatories))


def _signing_blocks(document: Document) -> Iterator[Block]:
    """Yield the signature blocks, those of witnesses, and as one block the short lines that recognition left in their place."""
    stray: list[Block] = []
    done = False
    for block in (*document.blocks, None):
        text = document.text[block.start : block.end] if block else ""
        witnessed = bool(_WITNESS.match(text.lstrip(" :-"))) and len(text) < 300
        if (
            block
            and done
            and block.kind not in UNREAD_KINDS
            and (block.kind == "signature" or len(text) < _SHORT)
            and not witnessed
        ):
            stray.append(block)
            continue
        if stray and any(item.kind != "signature" for item in stray):
            yield _together(stray)
        else:
            yield from stray
        stray = []
        if block and block.kind not in UNREAD_KINDS:
            done = bool(_DONE.match(text)) or (done and witnessed)
            if witnessed or block.kind == "signature":
                yield block


def _together(blocks: Sequence[Block]) -> Block:
    cells = tuple(cell for block in blocks for cell in (block.cells or (Cell(start=block.start, end=block.end),)))
    return blocks[0].model_copy(update={"end": blocks[-1].end, "kind": "signature", "cells": cells})


_Person = tuple[str, Side | None, str | None, Span, bool]


@dataclass(frozen=True)
class _BlockReader:
    """Reads one signature block."""

    context: Context
    pair: Pair
    block: Block

    def lines(self) -> list[_Line]:
        """Return the block's lines, each with what it is."""
        text = self.context.document.text
        cells = [part for cell in self.block.cells for part in self._names_apart(cell.start, cell.end)] or self._cut()
        lines: list[_Line] = []
        for start, end in cells:
            words = text[start:end]
            if not _NOISE.match(words):
                lines.append(_Line(start, end, words, self._kind(start, words)))
        return lines

    def _names_apart(self, start: int, end: int) -> list[tuple[int, int]]:
        """A line that recognition made of two names in capitals is two lines."""
        words = self.context.document.text[start:end]
        names = [m for m in self._capitals(start, words) if not _OFFICE.search(words)]
        borders = [0, *(m.start() for m in names[1:]), len(words)]
        return [(start + a, start + b) for a, b in pairwise(borders)]

    def people(self, lines: Sequence[_Line], *, watching: bool) -> Iterator[_Person]:
        """Yield name, side, office and place of the name of each person, and whether that person only looked on."""
        names = [at for at, line in enumerate(lines) if line.kind == "name"]
        before = bool(names) and any(line.kind == "office" for line in lines[: names[0]])
        offices_first = [line for line in lines[: names[0]] if line.kind == "office"] if names else []
        if (
            len(names) > 1
            and len(offices_first) == len(names)
            and not any(x.kind == "office" for x in lines[names[0] :])
        ):
            yield from self._in_two_rows(offices_first, [lines[at] for at in names], watching)
            return
        for number, at in enumerate(names):
            low = names[number - 1] + 1 if number else 0
            high = names[number + 1] if number + 1 < len(names) else len(lines)
            watching = watching or any(line.kind == "witness" for line in lines[low:at])
            own = lines[low:at] if before else [*self._headings(lines[low:at]), *self._until_next(lines[at + 1 : high])]
            name = self._name(lines[at])
            if name is None:
                continue
            offices = self._offices(own)
            offices = offices or [rest for rest in (self._office_beside(lines[at], name),) if rest]
            side = self._side([*own, lines[at]])
            role = " ".join(offices).strip(" ,;") or None
            yield lines[at].text[name[0] : name[1]].strip(" ,"), side, role, self._span(lines[at], name), watching

    def _in_two_rows(self, offices: Sequence[_Line], names: Sequence[_Line], watching: bool) -> Iterator[_Person]:
        """All offices stand in a row above all names."""
        for office, line in zip(offices, names, strict=True):
            name = self._name(line)
            if name is not None:
                words = line.text[name[0] : name[1]].strip(" ,")
                yield words, self._side([office]), office.text.strip(" ,;"), self._span(line, name), watching

    def _offices(self, lines: Sequence[_Line]) -> list[str]:
        """The office, with the lines that go on with it."""
        found: list[str] = []
        for line in lines:
            goes_on = bool(found) and line.kind == "other" and not self._is_place(line.start, line.text)
            if line.kind == "office" or goes_on:
                found.append(line.text)
            elif found:
                break
        return found

    def _headings(self, lines: Sequence[_Line]) -> list[_Line]:
        """The lines above a name that belong to it: from the last "For ..." on."""
        opening = [at for at, line in enumerate(lines) if line.kind == "for"]
        return list(lines[opening[-1] :]) if opening else []

    def _until_next(self, lines: Sequence[_Line]) -> list[_Line]:
        kept: list[_Line] = []
        for line in lines:
            if line.kind in {"for", "witness"}:
                break
            kept.append(line)
        return kept

    # ------------------------------------------------------------------ lines

    def _kind(self, start: int, words: str) -> Literal["for", "name", "office", "witness", "other"]:
        witness = _WITNESS.search(words)
        if witness:
            return "name" if _name_in(words[witness.end() :]) else "witness"
        if _FOR.match(words):
            return "for"
        office = _OFFICE.search(words)
        if self._capitals(start, words):
            return "name"
        found = _name_in(words[: office.start()].rstrip(" ,") if office else words)
        if office and (found is None or "," not in words):
            return "office"
        if found and not self._is_place(start, words[found[0] : found[1]]):
            return "name"
        return "office" if office else "other"

    def _capitals(self, start: int, words: str) -> list[re.Match[str]]:
        """The names in capitals of a line that has no capitals besides, or has them throughout."""
        if words.isupper() and _OFFICE.search(words):
            return []
        found = [m for m in _CAPITALS.finditer(words) if not _OFFICE.search(m.group())]
        found = [m for m in found if re.search(r"[^\W\d_]{4}", m.group())]
        return [m for m in found if not self._is_place(start + m.start(), m.group())]

    def _name(self, line: _Line) -> tuple[int, int] | None:
        witness = _WITNESS.search(line.text)
        base = witness.end() if witness else 0
        words = line.text[base:]
        capitals = self._capitals(line.start + base, words)
        if capitals:
            return base + capitals[0].start(), base + capitals[0].end()
        found = _name_in(words)
        return (base + found[0], base + found[1]) if found else None

    def _office_beside(self, line: _Line, name: tuple[int, int]) -> str | None:
        """The office on the line of the name: "X, Consul for Economic Affairs" or "Konsul Jenderal ..., X"."""
        for rest in (line.text[name[1] :], line.text[: name[0]]):
            rest = _WITNESS.sub("", rest).strip(" ,:;-–")
            if _OFFICE.search(rest):
                return rest
        return None

    def _cut(self) -> list[tuple[int, int]]:
        """The lines of a block that has none: cut around names in capitals, and where a side or an office begins."""
        text = self.context.document.text[self.block.start : self.block.end]
        borders = {0, len(text)}
        for match in _CAPITALS.finditer(text):
            if not _OFFICE.search(match.group()) and not self._is_place(
                self.block.start + match.start(), match.group()
            ):
                borders |= {match.start(), match.end()}
        for match in re.finditer(
            r"\b(?:for the|untuk|atas nama|on behalf of|saksi|disaksikan|witness\w*|mengetahui)\b", text, re.I
        ):
            borders.add(match.start())
        ordered = sorted(borders)
        return [(self.block.start + a, self.block.start + b) for a, b in pairwise(ordered) if text[a:b].strip()]

    # ------------------------------------------------------------------ sides

    def _side(self, lines: Sequence[_Line]) -> Side | None:
        words = " ".join(line.text for line in lines).casefold()
        here = self._names_indonesia(words) or self._places(lines, "indonesia")
        there = self._names_partner(words) or self._places(lines, "foreign")
        if here != there:
            return "indonesia" if here else "partner"
        if re.search(r"republi[ck] (?:of )?indonesia", words):
            return "indonesia"
        return None

    def _names_indonesia(self, words: str) -> bool:
        return self.pair.indonesian.name.split(" ", 1)[1].casefold() in words

    def _names_partner(self, words: str) -> bool:
        names = {self.pair.partner_name.casefold(), *(m.name.casefold() for m in self.pair.partner_mentions)}
        return any(name in words for name in names)

    def _places(self, lines: Sequence[_Line], side: str) -> bool:
        mentions = [
            m for m in self.context.places if m.side == side and any(line.start <= m.start < line.end for line in lines)
        ]
        if side == "indonesia":
            return any(m.place is not None and m.place.name == self.pair.indonesian.name for m in mentions)
        starts = {m.start for m in self.pair.partner_mentions}
        return any(m.start in starts for m in mentions)

    def _is_place(self, start: int, words: str) -> bool:
        """Whether the words are the name of a place, or the party's own name with its government's."""
        folded = words.casefold().strip(" ,.")
        end = start + len(words)
        own = {m.start for m in self.pair.partner_mentions}
        inside = [
            m
            for m in self.context.places
            if start <= m.start and m.end <= end + 1 and (m.place is not None or m.side == "country" or m.start in own)
        ]
        covered = sum(m.end - m.start for m in inside)
        return covered >= 0.9 * len(words.strip()) or bool(_GOVERNMENT.search(folded))

    def _span(self, line: _Line, name: tuple[int, int]) -> Span:
        words = line.text[name[0] : name[1]]
        lead = len(words) - len(words.lstrip(" ,"))
        return Span(line.start + name[0] + lead, line.start + name[0] + len(words.rstrip(" ,")))


def _name_in(words: str) -> tuple[int, int] | None:
    """Where a name stands that fills the words but for an office or a bracket; None without one."""
    bare = words.strip(" ,.;:()_")
    lead = words.find(bare) if bare else 0
    match = _NAME.match(bare)
    if match is None or len(bare) > 160:
        return None
    rest = bare[match.end() :].strip(" ,.")
    if rest and not _OFFICE.search(rest) and not re.fullmatch(r"\(?[\w .-]{0,20}\)?", rest):
        return None
    return None if _OFFICE.search(match.group()) else (lead, lead + match.end())
