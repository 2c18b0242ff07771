"""Names of persons, bodies and places as the trained NER in `models/ner` finds them."""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Token
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

from mou_miner.mentions import ner_rules  # noqa: F401  registers its component
from mou_miner.records import Label, Mention

LABELS: dict[str, Label] = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
"""The labels of the model and ours."""

RULE = "ner"


def load_ner(folder: Path | None = None) -> Language | None:
    """Return the trained pipeline in `folder`, else the one that came with the package; None where there is none."""
    folder = folder or shipped_folder()
    return spacy.load(folder) if folder and (folder / "config.cfg").exists() else None


def shipped_folder() -> Path | None:
    """Return where the trained pipeline lies: inside an installed package, or beside `src` in a checkout."""
    installed = Path(str(resources.files("mou_miner"))) / "models" / "ner"
    checkout = Path(__file__).parents[3] / "models" / "ner"
    return next((folder for folder in (installed, checkout) if (folder / "config.cfg").exists()), None)


def find_entities(nlp: Language, text: str, start: int = 0) -> list[Mention]:
    """Return the names in `text`; `start` is where the text stands in its document."""
    return to_mentions(nlp(text), start)


def find_entities_in(nlp: Language, pieces: Iterable[tuple[str, int]], batch_size: int = 64) -> Iterator[list[Mention]]:
    """Yield the names of each (text, start in the document), read in batches, in the order given."""
    for doc, start in nlp.pipe(pieces, as_tuples=True, batch_size=batch_size):
        yield to_mentions(doc, start)


def to_mentions(doc: Doc, start: int = 0) -> list[Mention]:
    """Return the names of a doc as mentions; blanks and signs at their edges are not part of them."""
    mentions = (_mention(doc.text, ent.start_char, ent.end_char, ent.label_, start) for ent in doc.ents)
    return [mention for mention in mentions if mention]


def _mention(text: str, low: int, high: int, label: str, start: int) -> Mention | None:
    while low < high and not text[low].isalnum():
        low += 1
    while low < high and (text[high - 1].isspace() or text[high - 1] in ",;:-–—\"'"):
        high -= 1
    if low == high or label not in LABELS:
        return None
    return Mention(start=start + low, end=start + high, text=text[low:high], label=LABELS[label], rule=RULE)


# ---------------------------------------------------------------------------------------------- tokens


def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return a maker of the language's tokenizer without its words with a hyphen.

    The thousands of doubled words that Indonesian keeps whole (`kota-kota`) take seconds to load and are no names.
    """

    def make(nlp: Language) -> Tokenizer:
        defaults = nlp.Defaults
        rules = {word: parts for word, parts in defaults.tokenizer_exceptions.items() if "-" not in word}
        return Tokenizer(
            nlp.vocab,
            rules=rules,
            prefix_search=compile_prefix_regex(defaults.prefixes or ()).search,
            suffix_search=compile_suffix_regex(defaults.suffixes or ()).search,
            infix_finditer=compile_infix_regex(defaults.infixes or ()).finditer,
            token_match=defaults.token_match,
            url_match=defaults.url_match,
        )

    return make


TOKENIZER = "mou_miner.names.v1"
registry.tokenizers(TOKENIZER, func=make_tokenizer)


# ---------------------------------------------------------------------------------------------- known names


Told = tuple[str, int, int]
"""The key of a word where it has a capital, and the numbers of its hints."""


class KnownNames:
    """Tells the NER which words stand in lists of places, of persons and of everyday words: hints it may overrule.

    The kind of place goes to `token.tag_`, that of person, or how an everyday word is mostly written, to
    `token.lemma_`, and the words it is used like to `token.dep_`: attributes of a token that the model reads and that
    nothing else in its pipeline uses. Words in small letters are looked up as everyday words only.
    """

    LONGEST = 4
    MOST_SEEN = 100_000

    def __init__(self) -> None:
        self.places: dict[str, str] = {}
        self.persons: dict[str, str] = {}
        self.words: dict[str, str] = {}
        """Word in small letters -> how it is mostly written, its cluster, its cluster with a capital, parted by `:`."""
        self._seen: dict[int, Told] = {}

    def __call__(self, doc: Doc) -> Doc:
        if len(self._seen) > self.MOST_SEEN:
            self._seen.clear()
        told = [self._seen.get(token.orth) or self._look_up(token) for token in doc]
        keys = [key for key, _, _ in told]
        at = 0
        while at < len(keys):
            length, kind = self._longest_place(doc, keys, at)
            for i in range(at, at + length):
                doc[i].tag_ = kind + ("1" if i == at else "2")
            at += max(length, 1)
        for token, (_, lemma, cluster) in zip(doc, told, strict=True):
            if lemma:
                token.lemma = lemma
            if cluster:
                token.dep = cluster
        return doc

    def _look_up(self, token: Token) -> Told:
        """Return the key of a word, and the numbers of its kind of person or way of writing and of its cluster."""
        key = name_key(token.text) if token.text[:1].isupper() else ""
        written, small, capital = self.words.get(token.lower_, "::").split(":")
        hints = (self.persons.get(key, written), (capital if key else small) or small)
        lemma, cluster = (token.vocab.strings.add(hint) if hint else 0 for hint in hints)
        told = (key, lemma, cluster)
        self._seen[token.orth] = told
        return told

    def _longest_place(self, doc: Doc, keys: list[str], at: int) -> tuple[int, str]:
        if not keys[at]:
            return 0, ""
        for length in range(min(self.LONGEST, len(keys) - at), 0, -1):
            rest = [name_key(token.text) for token in doc[at + 1 : at + length]]
            if kind := self.places.get(" ".join([keys[at], *rest])):
                return length, kind
        return 0, ""

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the lists as one packed text file."""
        lists = (self.places, self.persons, self.words)
        rows = [f"{kind}\t{name}" for names in lists for name, kind in sorted(names.items())]
        # No clock in the header: the same lists give the same bytes.
        Path(path).write_bytes(gzip.compress("\n".join(rows).encode(), mtime=0))

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> KnownNames:
        """Read the lists; kinds of place are in capitals, kinds of person in small letters."""
        self._read(gzip.decompress(Path(path).read_bytes()))
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return nothing: the lists do not change in training."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> KnownNames:
        """Keep the lists as they are."""
        return self

    def _read(self, rows: bytes) -> None:
        pairs = [row.split("\t") for row in rows.decode().splitlines()]
        self.words = {name: kind for kind, name in pairs if ":" in kind}
        self.places = {name: kind for kind, name in pairs if kind.isupper()}
        self.persons = {name: kind for kind, name in pairs if kind.isalpha() and kind.islower()}


@Language.factory("known_names", assigns=["token.tag", "token.lemma", "token.dep"])
def make_known_names(nlp: Language, name: str) -> Any:
    """Return the component with empty lists; they are filled from disk or in training."""
    return KnownNames()


_PARTS = re.compile(r"\w+|[^\w\s]")


def name_key(name: str) -> str:
    """Return a name in small letters without accents, its parts and signs set apart by blanks."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(char))
    return " ".join(_PARTS.findall(plain))
