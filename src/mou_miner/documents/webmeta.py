"""What a web page says of itself: title, publisher, author, day of publication."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from mou_miner.documents.clean import clean, squash
from mou_miner.documents.ocrlexicon import words as known_words
from mou_miner.documents.published import date_line, find_date

_SEPARATOR = re.compile(r"\s+[|•·»›:>–—-]+\s+(?:>\s+)*|\s*[|»]\s*|\s+::\s+")
GENERIC_TITLE = re.compile(
    r"(?:city\s+|latest\s+)?(?:news|berita|detail(?:\s+berita)?|view|home|beranda|artikel|article|post|index|"
    r"untitled|halaman|page|blog|"
    r"informasi|siaran\s+pers|press\s+releases?|kegiatan|welcome|selamat\s+datang)(?:\s+(?:kota|daerah|terkini|"
    r"terbaru|room|detail))?",
    re.IGNORECASE,
)  # fmt: skip
_DATE_NAMES = (
        "article:published_time", "og:article:published_time", "content_publisheddate", "datepublished", "pubdate",
        "publishdate",
        "publish-date", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "dc.date",
        "dc.date.issued",
    "dcterms.issued", "citation_publication_date", "citation_date", "citation_online_date", "dcterms.created", "date",
    "originalpublicationdate",
)  # fmt: skip
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "content_author",
    "dc.creator",
    "citation_author",
    "parsely-author",
    "sailthru.author",
)
_BYLINE = re.compile(
    r"(?i:\b(?:oleh|by|pewarta|reporter|penulis|ditulis\s+oleh|diposting\s+oleh|posted\s+by|laporan\s+wartawan|"
    r"wartawan|writer)\b\s*:?\s*)"
    r"(?P<name>(?:[A-Z][\w.'’-]*\s?){1,5})"
)
_NO_PERSON = re.compile(
    r"\b(?:admin\w*|administrator|redaksi|editor|humas|diskominfo|kominfo|tim|team|news|media|desk|staff|redaktur|"
    r"webmaster|antara|"
    r"press|agency|pemkot|pemprov|pemkab|prokopim|protokol|biro|bagian|dinas|uploader|user|guest|anonim|daily|post|"
    r"times|harian|"
    r"operator|bidang|kota|kabupaten|kab|provinsi|city|town|sub\s?bagian|subbag|litbang|bappeda|bapenda|bkpsdm|dpmptsp|satpol|dinkes|dinsos|dpr[dk]|"
    r"dis(?:pusip|dik|dikbud|pora|par|parbud|hub|perin\w*|perdagin|tan|nak|naker\w*|dukcapil|budpar|kan|lh)|"
    r"fungsi|pensosbud|penerangan|konsuler|kjri|kbri|seksi|sekretariat|setda|section|department|ministry|embassy|"
    r"consulate|council|secretariat|committee|association|universit\w+|"
    r"div|division|office|kontributor|super|berita|portal|kompas|tempo|detik\w*|tribun\w*|com|id|net|jakarta|on|"
    r"pada|mayor|wali|bupati|gubernur|governor|regent|ketua)\b", re.I,
)  # fmt: skip
_NEXT_ROLE = re.compile(
    r"[.,;|]?\s+(?:penyunting|editor|redaktur|fotografer|uploader|sumber|foto|photo|"
    r"senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_TITLE_PREFIX = re.compile(r"^(?:pewarta|penulis|reporter|oleh|by)\s*:?\s*", re.IGNORECASE)


class PageFacts(NamedTuple):
    """What is known of a page besides its text; None where it does not say."""

    title: str | None
    publisher: str | None
    author: str | None
    date_published: str | None
    title_is_page_name: bool = False
    """Whether the title is the whole name of the page and nothing else on the page vouches for it."""
    title_names_site: bool = False
    """Whether the name of the page is this title and a word such as `News`: then it is the site's."""


def read_facts(tree: Any, lines: Sequence[str], source: str) -> PageFacts:
    """Return the facts, first from what is marked for machines, then from what a reader sees."""
    metas, linked = _metas(tree), list(_linked_data(tree))
    page_title = clean(" ".join(tree.xpath("//head//title//text()")) or " ".join(tree.xpath("//title[1]//text()")))
    title, rest = _title(tree, metas, linked, page_title)
    publisher = _publisher(metas, linked, title, rest)
    at = next((n for n, line in enumerate(lines) if title and squash(line) == squash(title)), None)
    vouched = bool(linked) or "og:title" in metas
    return PageFacts(
        title,
        publisher,
        _author(tree, metas, linked, lines, at, publisher),
        _date(tree, metas, linked, lines, at, source),
        not vouched and squash(title or "") == squash(page_title),
        not vouched and bool(rest) and bool(GENERIC_TITLE.fullmatch(rest)),
    )


def strip_site(title: str, site: str | None) -> str:
    """Return a title without the name of the site before or after it."""
    parts = [part for part in _SEPARATOR.split(title) if part]
    if len(parts) < 2:
        return title
    if site:
        kept = [part for part in parts if squash(part) != squash(site) and squash(part) not in squash(site)]
        if kept and len(kept) < len(parts):
            return _between(title, kept)
    return max(parts, key=len)


def _between(title: str, kept: Sequence[str]) -> str:
    """Return the title from the first to the last kept part, as it was written."""
    start = title.index(kept[0])
    end = title.rindex(kept[-1]) + len(kept[-1])
    return title[start:end]


def _metas(tree: Any) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = clean(meta.get("content") or "")
        if name and content:
            metas.setdefault(name, content)
    return metas


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(re.sub(r"[\x00-\x1f]", " ", script.text or ""))
        except ValueError:
            continue
        yield from _things(data)


def _things(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for item in data:
            yield from _things(item)
    elif isinstance(data, dict):
        kind = str(data.get("@type", ""))
        if re.search(r"Article|Posting|WebPage|Report", kind):
            yield data
        yield from _things(data.get("@graph", []))


def _title(
    tree: Any, metas: dict[str, str], linked: Sequence[dict[str, Any]], page_title: str
) -> tuple[str | None, str]:
    """Return the headline, and what the page's title holds besides it.

    A heading that the page's title or a meta tag repeats is the headline: the largest heading may be the site's name.
    """
    site = metas.get("og:site_name")
    told = [str(thing.get("headline") or "") for thing in linked] + [
        metas.get("og:title", ""),
        metas.get("twitter:title", ""),
    ]
    told = [clean(text) for text in told if text]
    known = [squash(text) for text in (*told, page_title) if text]
    headings = [clean(h.text_content()) for tag in ("h1", "h2", "h3", "h4") for h in tree.iter(tag)]
    fits = [h for h in headings if len(squash(h)) >= 4 and any(squash(h) in text for text in known)]
    # The page's name may be the headline cut short.
    fits += [h for h in headings if any(len(text) >= 8 and squash(h).startswith(text) for text in known)]
    if site or told:
        fits = [h for h in fits if squash(h) != squash(site or "")]
    chosen = max(fits, key=len, default=None)
    if (
        chosen
        and page_title
        and squash(chosen) != squash(page_title)
        and len(squash(chosen)) < 0.35 * len(squash(page_title))
    ):
        longer = [text for text in told if len(text) > len(chosen)]
        chosen = strip_site(longer[0], site) if longer else _unless_site(chosen, page_title)
    if chosen is None:
        chosen = strip_site(told[0], site) if told else strip_site(page_title, site) if page_title else None
    if chosen is None and headings:
        chosen = headings[0]
    return chosen or None, _leftover(page_title, chosen)


def _unless_site(heading: str, page_title: str) -> str:
    """Return the heading unless it is merely the site's name, standing after the longer rest of the page's title."""
    rest = _leftover(page_title, heading)
    return rest if len(rest) > 1.8 * len(heading) and page_title.endswith(heading) else heading


def _leftover(page_title: str, title: str | None) -> str:
    if not title or title not in page_title:
        return ""
    return re.sub(r"^[\s|•·»›:–—-]+|[\s|•·»›:–—-]+$", "", page_title.replace(title, " "))


def _publisher(metas: dict[str, str], linked: Sequence[dict[str, Any]], title: str | None, rest: str) -> str | None:
    for thing in linked:
        publisher = thing.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and clean(name):
            return clean(name)
    for name in ("og:site_name", "application-name", "dc.publisher", "publisher"):
        if metas.get(name):
            return metas[name]
    parts = [part for part in _SEPARATOR.split(rest) if len(part) > 2 and not GENERIC_TITLE.fullmatch(part)]
    return parts[0] if parts else None


def _author(
    tree: Any,
    metas: dict[str, str],
    linked: Sequence[dict[str, Any]],
    lines: Sequence[str],
    at: int | None,
    publisher: str | None,
) -> str | None:
    names: list[str] = []
    for thing in linked:
        authors = thing.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            if isinstance(author, dict) and author.get("@type", "Person") == "Person":
                names.append(str(author.get("name") or ""))
    names += [metas[name] for name in _AUTHOR_NAMES if name in metas]
    names += [
        clean(e.text_content())
        for e in tree.xpath("//*[@itemprop='author' or @rel='author' or contains(@class,'fn')]")[:3]
        if not _NOT_THE_STORYS.search(_named_around(e))
    ]
    names += list(_credited(tree))
    near = lines[at + 1 : at + 6] if at is not None else []
    for line in [*near, *lines[-12:]]:
        found = (_BYLINE.search if line in near else _BYLINE.match)(line) if len(line) < 120 else None
        if found:
            names.append(found["name"])
    return next((name for name in map(person, names) if name and squash(name) != squash(publisher or "")), None)


_CREDIT_NAME = re.compile(
    r"(?:^|[\s_-])(?:author|byline|penulis|pewarta|reporter|wartawan|writer|jurnalis|name[_-]post)(?:$|[\s_-])", re.I
)
_NOT_THE_STORYS = re.compile(r"comment|komentar|reply|related|terkait|sidebar|widget|popul", re.IGNORECASE)


def _credited(tree: Any) -> Iterator[str]:
    """Yield the short texts of elements that are named after the writer, outside comments and lists of other stories."""
    for element in tree.iter("div", "span", "p", "a", "li", "address", "cite"):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if not _CREDIT_NAME.search(name):
            continue
        text = clean(element.text_content())
        if text and len(text) < 140 and not _NOT_THE_STORYS.search(_named_around(element)):
            yield re.split(r"\s*[,|•·]\s*", text)[0]


def _named_around(element: Any) -> str:
    return " ".join(f"{a.get('class') or ''} {a.get('id') or ''}" for a in (element, *element.iterancestors()))


_NAMES_TOO = frozenset({
    "bunga", "bulan", "surya", "mulia", "indah", "cahaya", "bintang", "april", "grace", "setia", "permata", "intan",
    "putra", "putri", "sinar", "mawar", "melati", "wahyu", "mentari", "fajar", "angin", "summer", "faith", "marsh",
    "august", "harry", "frank", "ernest", "melody", "violet", "river", "wirya", "pertiwi", "agung", "teguh", "sakti",
})  # fmt: skip


def person(name: str) -> str | None:
    """Return the name if it is a person's: two to five capitalised words without figures or an office's words."""
    name = _NEXT_ROLE.split(_TITLE_PREFIX.sub("", clean(name)))[0].strip(" ,;|-–")
    words = name.split()
    if not 2 <= len(words) <= 5 or re.search(r"[\d@/:()]", name) or _NO_PERSON.search(name):
        return None
    # An office begins with an ordinary word, a name with one only where it is a given name as well.
    if len(words[0]) >= 5 and words[0].lower() in known_words() and words[0].lower() not in _NAMES_TOO:
        return None
    return (
        name
        if all(word[0].isupper() or word in ("van", "de", "bin", "binti", "al", "von", "der") for word in words)
        else None
    )


def _date(
    tree: Any,
    metas: dict[str, str],
    linked: Sequence[dict[str, Any]],
    lines: Sequence[str],
    at: int | None,
    source: str,
) -> str | None:
    seen = _seen_date(lines, at)
    marked = [str(thing.get("datePublished") or "") for thing in linked] + [metas.get(name, "") for name in _DATE_NAMES]
    marked += [e.get("datetime") or e.get("content") or e.get("title") or "" for e in tree.xpath(
        "//*[@itemprop='datePublished'] | //time[@datetime] | //abbr[contains(@class,'published')]")]  # fmt: skip
    partial = [
        found[0] for text in marked if (found := re.fullmatch(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", text.strip()))
    ]
    for text in marked:
        iso = find_date(text)
        if iso:
            return _local(iso, text, seen)
    if seen and (not partial or seen.startswith(partial[0])):
        return seen
    address = (
        metas.get("og:url") or next((a.get("href") or "" for a in tree.xpath("//link[@rel='canonical']")), "") or source
    )
    found = re.search(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)", address)
    told = find_date("-".join(found.groups())) if found else max(partial, key=len, default=None)
    return told or next((iso for form in (_dateline, _revised) for iso in map(form, lines) if iso), None)


def _seen_date(lines: Sequence[str], at: int | None) -> str | None:
    """Return the date of the date line nearest to the title: below it first, then above it, then at the story's end."""
    around = lines[:25] if at is None else [*lines[at + 1 : at + 9], *reversed(lines[max(0, at - 4) : at])]
    return next((iso for iso in map(date_line, around) if iso), None)


_DAY = r"(?:\d{1,2} [A-Za-z]{3,10}\.? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2}/\d{1,2}/\d{4})"
_DATELINE = re.compile(
    rf"[A-Z][\w.'’/-]*(?:,? [\w.'’/-]+){{0,4}},? ?(?:\([A-Z][^()]{{2,30}}\),? )?\(?(?<!\d)(?P<day>{_DAY})\)?\s*(?:\([A-Z][^()]{{2,30}}\)\s*)?[-–—:.]"
)
_REVISED = re.compile(
    r"\b(?:updated|reviewed|modified|diperbarui|diperbaharui|dimutakhirkan|diunggah|as of)\b", re.IGNORECASE
)


def _dateline(line: str) -> str | None:
    """Return the day that opens a story as `KUCHING (Jan 11, 2020):` or `Bursa, 14 March 2016.` does, or None."""
    found = _DATELINE.match(line)
    return find_date(found["day"]) if found and len(line) > 80 else None


def _revised(line: str) -> str | None:
    """Return the day in a short line that tells when the page was last looked after, or None."""
    return find_date(line) if len(line) < 90 and _REVISED.search(line) else None


def _local(iso: str, stamp: str, seen: str | None) -> str:
    """Return the day as readers saw it: a stamp in universal time may lie a day before the day printed on the page."""
    if seen and re.search(r"(?:Z|[+-]00:?00)$", stamp.strip()):
        shift = datetime.fromisoformat(seen) - datetime.fromisoformat(iso)
        if abs(shift) <= timedelta(days=1):
            return seen
    return iso
