"""How well tellings of many documents are joined: 2,000 generated documents about 150 partnerships with known truth.

    python -m benchmarks.resolution [--documents 2000] [--partnerships 150] [--seed 1] [--show]

The documents are read and understood by the program itself, as any others. Two scores: of the resolution alone, over the
tellings whose region was read; and of all, where a telling that was missed or made up counts as well.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from benchmarks.resolution_texts import Text, Truth, make_texts, make_truths
from mou_miner.documents.dumps import read_dump
from mou_miner.errors import ReadError
from mou_miner.records import DocumentSummary, Extraction, Partnership, ResolvedPartnership
from mou_miner.resolution import resolve
from mou_miner.resolution.names import fold
from mou_miner.service import Tools, extract_document

Told = tuple[DocumentSummary, Partnership]


def main() -> None:
    """Generate, read, resolve, score, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--partnerships", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="list what was joined or left apart wrongly")
    options = parser.parse_args()
    print(json.dumps(measure(options.documents, options.partnerships, options.seed, show=options.show), indent=2))


def measure(documents: int, partnerships: int, seed: int, *, show: bool = False) -> dict[str, object]:
    """Return the figures for so many documents about so many partnerships."""
    rng = random.Random(seed)
    truths = make_truths(partnerships, rng)
    texts = make_texts(truths, documents, rng)
    started = time.perf_counter()
    tools = Tools()
    read = {text.name: read_text(text, tools) for text in texts}
    reading = time.perf_counter() - started
    told = [item for text in texts for item in tellings(read[text.name])]
    started = time.perf_counter()
    resolved = resolve(told)
    resolving = time.perf_counter() - started
    shuffled = list(told)
    random.Random(seed + 1).shuffle(shuffled)
    found = score(texts, truths, read, resolved, show=show)
    return {
        "documents": len(texts), "partnerships": len(truths), "found_partnerships": len(resolved), **found,
        "same_in_another_order": resolve(shuffled) == resolved, "reading_seconds": round(reading, 1),
        "resolving_seconds": round(resolving, 2),
    }  # fmt: skip


def read_text(text: Text, tools: Tools) -> Extraction:
    """Return what the program makes of the text."""
    [document] = read_dump(json.dumps(text.record).encode(), text.name, "jsonl", tools.settings.reader)
    if isinstance(document, ReadError):
        raise document
    return extract_document(document, tools)


def tellings(extraction: Extraction) -> list[Told]:
    """Return the partnerships of a document with what is known of it."""
    import hashlib

    document = extraction.document
    shared = {
        name: getattr(document, name) for name in DocumentSummary.model_fields if name in type(document).model_fields
    }
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    summary = DocumentSummary(**{**shared, "pages": None, "text_sha256": digest, "signature": extraction.signature})
    return [(summary, partnership) for partnership in extraction.partnerships]


def score(
    texts: Sequence[Text], truths: Sequence[Truth], read: dict[str, Extraction], resolved: Sequence[ResolvedPartnership],
    *, show: bool,
) -> dict[str, object]:  # fmt: skip
    """Return the pairwise scores, wrong merges, and how instruments, copies and twins fared."""
    by_key = {truth.key: truth for truth in truths}
    text_of = {read[text.name].document.doc_id: text for text in texts}
    groups: dict[str, list[tuple[Text, bool]]] = defaultdict(list)
    for partnership in resolved:
        for document in partnership.documents:
            text = text_of[document.doc_id]
            groups[partnership.partnership_id].append((text, _is_meant(document.key, by_key[text.truth])))
    made = {pair for told in groups.values() for pair in _pairs(text.name for text, _ in told)}
    meant = {pair for told in groups.values() for pair in _pairs(text.name for text, right in told if right)}
    truth = {pair for told in _by_truth(texts).values() for pair in _pairs(told)}
    seen = {text.name for told in groups.values() for text, right in told if right}
    possible = {
        pair for told in _by_truth(text for text in texts if text.name in seen).values() for pair in _pairs(told)
    }
    wrong = {
        name: sorted({text.truth for text, right in told if right})
        for name, told in groups.items()
        if len({text.truth for text, right in told if right}) > 1
    }
    if show:
        _show(texts, groups, wrong, seen, by_key, resolved, text_of)
    return {
        "documents_read_rightly": len(seen),
        "resolution": _rates(meant, possible),
        "all": _rates(made, truth),
        "wrong_merges": wrong,
        "instruments": _instruments(resolved, text_of, by_key),
        **_sources(resolved, text_of),
    }


def _is_meant(key: str, truth: Truth) -> bool:
    """Say whether the pair that was read is the one the text is about, as far as names go; linking is judged by merges."""
    indonesian = key.split("|")[0]
    return fold(indonesian) == fold(truth.unit.name)


def _pairs(names: Iterable[str]) -> set[tuple[str, str]]:
    return set(combinations(sorted(set(names)), 2))


def _by_truth(texts: Iterable[Text]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        grouped[text.truth].append(text.name)
    return grouped


def _rates(made: set[tuple[str, str]], truth: set[tuple[str, str]]) -> dict[str, float]:
    right = len(made & truth)
    precision, recall = right / max(1, len(made)), right / max(1, len(truth))
    return {
        "precision": round(precision, 4), "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
    }  # fmt: skip


def _instruments(
    resolved: Sequence[ResolvedPartnership], text_of: dict[str, Text], by_key: dict[str, Truth]
) -> dict[str, object]:
    """Return how many papers there are, and how many were found with their date once, twice, or under another date."""
    counts: Counter[str] = Counter()
    found: dict[str, list[str]] = defaultdict(list)
    for partnership in resolved:
        keys = Counter(text_of[document.doc_id].truth for document in partnership.documents)
        if keys:
            found[keys.most_common(1)[0][0]] += [item.instrument.date_signed or "" for item in partnership.instruments]
    for key, truth in by_key.items():
        days = [day.isoformat() for day in (truth.loi, truth.mou, truth.renewal) if day]
        counts["true"] += len(days)
        for day in days:
            number = found[key].count(day)
            counts["once" if number == 1 else "missed" if number == 0 else "more_than_once"] += 1
        counts["undated"] += found[key].count("")
        counts["other_date"] += sum(day not in days for day in found[key] if day)
    return dict(counts)


def _sources(resolved: Sequence[ResolvedPartnership], text_of: dict[str, Text]) -> dict[str, object]:
    """Return how many copies and twins were counted as one source with their original, and how many others were."""
    made: set[tuple[str, str]] = set()
    true: set[tuple[str, str]] = set()
    for partnership in resolved:
        by_source: dict[int, set[str]] = defaultdict(set)
        by_origin: dict[str, set[str]] = defaultdict(set)
        for document in partnership.documents:
            text = text_of[document.doc_id]
            by_source[document.source].add(text.name)
            by_origin[text.copy_of or text.name].add(text.name)
        made |= {pair for names in by_source.values() for pair in _pairs(names)}
        true |= {pair for names in by_origin.values() for pair in _pairs(names)}
    return {"copies_and_twins": {**_rates(made, true), "true_pairs": len(true), "false_pairs": len(made - true)}}


def _show(
    texts: Sequence[Text], groups: dict[str, list[tuple[Text, bool]]], wrong: dict[str, list[str]], seen: set[str],
    by_key: dict[str, Truth], resolved: Sequence[ResolvedPartnership], text_of: dict[str, Text],
) -> None:  # fmt: skip
    for partnership in resolved:
        by_source: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for document in partnership.documents:
            text = text_of[document.doc_id]
            by_source[document.source].add((text.copy_of or text.name, text.name))
        for names in by_source.values():
            if len({origin for origin, _ in names}) > 1:
                print("ONE SOURCE", sorted(names))
    for name, keys in wrong.items():
        print("MERGED", name, [(key, by_key[key].unit.name, by_key[key].partner) for key in keys])
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for name, told in groups.items():
        for text, right in told:
            if right:
                homes[text.truth][name] += 1
    for key, names in homes.items():
        if len(names) > 1:
            print("APART", key, by_key[key].unit.name, by_key[key].partner, dict(names))
    for text in texts:
        if text.name not in seen:
            print(
                "MISSED",
                text.name,
                by_key[text.truth].unit.name,
                by_key[text.truth].partner,
                text.slips,
                repr(text.record["text"][:110]),
            )


if __name__ == "__main__":
    main()
