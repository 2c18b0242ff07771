"""The words that OCR's readings are held against; `python -m mou_miner.documents.ocrlexicon` collects them anew.

They come from texts of our own that were never scanned: the training part of the corpus, the rules, the templates.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from mou_miner.documents.language import FUNCTION_WORDS

NAME = "ocr_words.txt"


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """Return the known words in lower case."""
    listed = files("mou_miner.documents").joinpath(NAME).read_text(encoding="utf-8").split()
    return frozenset(listed) | FUNCTION_WORDS["id"] | FUNCTION_WORDS["en"]


def collect(folders: list[Path]) -> list[str]:
    """Return the words of three letters or more in the texts of the folders that stand there in small letters twice."""
    counts: Counter[str] = Counter()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            # Texts that show the damage of OCR would teach it.
            if path.suffix in (".html", ".txt", ".md", ".yaml") and "-ocr" not in path.stem:
                text = path.read_text(encoding="utf-8", errors="ignore")
                if "split: dev" not in text[:200] and "split: test" not in text[:200]:
                    text = re.sub(r"(?s)<(script|style|head).*?</\1>|<[^>]+>|&\w+;", " ", text)
                    counts.update(re.findall(r"(?<![\w@./-])[a-z]{3,}(?![\w@/])", text))
    return sorted(word for word, count in counts.items() if count >= 2 and _is_word(word, counts))


def _is_word(word: str, counts: Counter[str]) -> bool:
    """Return whether a word can be said, and is no rare misreading of a frequent one: `sarna` beside `sama`."""
    return bool(re.search("[aeiouy]", word)) and counts[word.replace("rn", "m")] <= 3 * counts[word]


def main() -> None:
    """Write the list beside this module; run from the root of the repository."""
    folders = [Path("corpus/train"), Path("corpus/typeset/documents"), Path("src/mou_miner/rules"),
               Path("src/mou_miner/training"), Path("annotations")]  # fmt: skip
    found = collect(folders)
    Path(__file__).with_name(NAME).write_text("\n".join(found) + "\n", encoding="utf-8")
    print(f"{len(found)} words")


if __name__ == "__main__":
    main()
