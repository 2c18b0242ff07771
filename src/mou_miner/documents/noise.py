"""Lines of a page that say nothing of its subject: related headlines, sharing, tags, bylines, rights, sign-offs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mou_miner.documents.drafts import DraftBlock
from mou_miner.documents.published import date_line

_RELATED = (
    r"(?:baca|simak|lihat|tonton)(?:\s+(?:juga|selengkapnya|pula|berita(?:\s+\w+){0,2}|video|artikel(?:\s+\w+)?))?|"
    r"(?:read|see|watch)\s+(?:also|more)|also\s+(?:read|see)|berita\s+(?:terkait|terkini|terbaru|lain(?:nya)?|sebelumnya|berikutnya|"
    r"populer)|"
    r"artikel\s+(?:terkait|lain(?:nya)?)|(?:related|earlier|other|more|previous|next|latest)\s+(?:news|stor(?:y|"
    r"ies)|articles?|posts?|links?)|"
    r"terpopuler|most\s+(?:read|popular)|trending|rekomendasi|you\s+(?:might|may)\s+(?:also\s+)?(?:like|"
    r"be\s+interested)(?:\s+in)?|"
    r"recommended(?:\s+for\s+you)?|pilihan\s+(?:editor|redaksi)|editor'?s\s+(?:pick|choice)s?"
)
_ROLES = (
    r"editor|pewarta|reporter|penulis|uploader|kontributor|laporan(?:\s+wartawan)?|wartawan|fotografer|penyunting|"
    r"redaktur|"
    r"sumber\s+foto|foto|photo|tags?|label|topi[ck]s?|kategori|categor(?:y|ies)|kata\s+kunci\s+berita|filed\s+under|"
    r"share(?:\s+this)?|bagikan|sebarkan|berbagi|post(?:ed)?\s+by|diposting(?:\s+oleh)?|ditulis\s+oleh|writer|hits?|"
    r"views?|"
    r"komentar|comments?"
)
_PATTERNS = [
    re.compile(rf"\W*(?:{_RELATED})\s*(?:[:»>|–—-].*|\W*$)", re.IGNORECASE | re.DOTALL),
    re.compile(rf"\W*(?:{_ROLES})\s*[:|].*", re.IGNORECASE | re.DOTALL),
    re.compile(r"\W*(?:copyright|hak\s+cipta|©|\(c\)\s*\d{4}|all\s+rights\s+reserved|"
               r"dilarang\s+(?:keras\s+)?(?:mengutip|mengambil)).*", re.I | re.S),
    re.compile(r"\W*(?:advertisement|iklan|sponsored|adv|loading|copied|print|cetak|kembali|back\s+to\s+top|"
               r"skip\s+to\s+\w+)\W*", re.I),
    re.compile(r".*\b(?:scroll\s+untuk\s+(?:lanjut|melanjutkan)|ikuti\s+(?:kami|berita)|saluran\s+whatsapp|"
               r"channel\s+(?:whatsapp|telegram)|"
               r"dapatkan\s+(?:berita|update)|google\s+news|powered\s+by|memakai\s+cookie|use\s+cookies|"
               r"gabung\s+(?:di|ke)|"
               r"copied!|was\s+this\s+page\s+helpful|pasang\s+iklan|kerja\s*sama\s+iklan|click\s+to\s+share|"
               r"like\s+loading|follow\s+us)\b.*", re.I | re.S),
    re.compile(r"\W*(?:dilihat|dibaca|viewed|read|hits?)\s*:?\s*[\d.,]+\s*(?:kali|x|times)?\W*", re.I),
    re.compile(r"(?:\W*\d[\d.,]*\s*(?:k|rb|jt)?\W*(?:komentar|comments?|shares?|views?|likes?|suka|kali\s+di(?:baca|bagikan|"
               r"lihat|tonton))?)+\W*", re.I),
    re.compile(r"\W*(?:suka|like)\W+(?:komentari|balas|comment|reply)(?:\W+(?:bagikan|share))?\W*", re.I),
    re.compile(r"\W*(?:simak|tonton|lihat|saksikan)\s+(?:juga\s+)?video\b.{0,160}|\[gambas:.*", re.I | re.S),
    re.compile(r"\W*(?:scroll\s+(?:to|down)\b.*|actions?\s*\(login\s+required\).*|view\s+item)\W*", re.I),
    re.compile(r"\W*(?:artikel|berita)\s+ini\s+(?:telah|sudah|pernah|juga)\s+(?:tayang|terbit|dimuat)\b.*", re.I | re.S),
    re.compile(r"\W*laporan\s+(?:wartawan|reporter|kontributor|jurnalis)\s.{3,80}", re.I),
    re.compile(r"\W*(?:komentar|comments?|tanggapan)\s*\(?\d*\)?\W*", re.I),
    re.compile(r"\[\w+(?:\s+\w+\s*=\s*\W?[^\]]{0,40})+\]"),
    re.compile(r"\W*(?:(?:page|halaman)\s+)?(?:last\s+(?:modified|updated|reviewed)|terakhir\s+diper\w+)\b.{0,60}", re.I),
    re.compile(r"(?:#\w+[\s,]*)+"),
    re.compile(r"[(\[]\s*(?:sumber|source|foto|photo)\s*:?\s[^()]{2,80}[)\]]\.?", re.I),
    re.compile(r"[\[(]\s*\w{2,8}(?:\s*[/|-]\s*[\w*.: -]{1,20}){1,4}\s*[\])]\.?"),
    re.compile(r"[\[(]\s*(?:\*+|[\w*.]{1,8}(?:\s*[/\-|]\s*[\w*.: ]{1,16}){0,4}|\W*)\s*[\])]\.?"),
    re.compile(r"[A-Z][A-Z .]{3,40}/[A-Z][a-z]+(?: [A-Z][a-z]+)?"),
    re.compile(r"[A-Z]{2,6}(?:/[\w-]{1,8}){1,4}(?:\s+ENDS)?"),
    re.compile(r"[*_=~.\-–—•·#|\s]+"),
    re.compile(r"(?:warning|notice|fatal error)\s*:.*\bon line \d+.*", re.I | re.S),
    re.compile(r"\W*(?:home|beranda)\s*(?:[»>/|›].*)", re.I),
    re.compile(r"\W*(?:www\.|https?://)\S+\W*"),
    re.compile(r"\W*(?:facebook|twitter|whatsapp|telegram|instagram|line|pinterest|email|linkedin|like|tweet|share|"
               r"cetak|print|copy link|"
               r"kirim ke teman|x)(?:\W+(?:facebook|twitter|whatsapp|telegram|instagram|line|pinterest|email|"
               r"linkedin|like|tweet|share|cetak|print|"
               r"copy link|kirim ke teman|x|on|ke|to|di)\b)*\W*", re.I),
]  # fmt: skip
_NAMES_IN_CAPITALS = re.compile(r"(?:[A-Z][A-Z.'’-]+\s?){1,4}(?:\s*[|/]\s*(?:[A-Z][A-Z.'’-]+\s?){1,4})+")
_OPENS_LIST = re.compile(rf"\W*(?:{_RELATED})\W*", re.IGNORECASE)
MAX_LENGTH = 320


def is_noise(text: str) -> bool:
    """Return whether a line is furniture of a site rather than part of the story."""
    if not text or len(text) > MAX_LENGTH:
        return False
    return bool(_NAMES_IN_CAPITALS.fullmatch(text)) or any(pattern.fullmatch(text) for pattern in _PATTERNS)


def opens_list(text: str) -> bool:
    """Return whether a line is the heading over links to other stories: `Baca juga`, `Berita terkait`."""
    return bool(_OPENS_LIST.fullmatch(text))


def mark_noise(blocks: Sequence[DraftBlock]) -> None:
    """Set the kind of noise blocks; the items under a heading such as `Berita lain:` go with it."""
    _mark_stamps(blocks)
    under = False
    for block in blocks:
        if block.kind in ("title", "table_row", "signature", "reference"):
            under = False
            continue
        text = block.text
        if under and (
            block.kind == "list_item" or (block.kind == "paragraph" and text[-1:] not in '.!?”"' and len(text) < 110)
        ):
            block.kind = "noise"
        elif is_noise(text):
            under = opens_list(text)
            block.kind = "noise"
        elif block.kind != "noise":
            under = False


_PLACE_AND_DATE = re.compile(r"[A-Z][\w .'’-]+,\s*(?:\w+,\s*)?\d{1,2}\s+\w+\s+\d{4}\.?")
_BY = re.compile(r"\W*(?:by|oleh|reporter|pewarta|penulis|laporan\s+wartawan)\b[\s:]+[A-Z].{2,60}", re.IGNORECASE)


def _mark_stamps(blocks: Sequence[DraftBlock]) -> None:
    """Set as noise the lines around a title that tell the day of publication and who wrote the story."""
    head = [block for block in blocks if block.kind != "noise"][:6]
    tail = [block for block in blocks if block.kind == "paragraph"][-3:]
    for block in head:
        text = block.text
        small = sum(word.text[0].islower() for word in block.words)
        if block.kind == "paragraph" and small <= 6 and date_line(text) and not _PLACE_AND_DATE.fullmatch(text):
            block.kind = "noise"
    for block in [*head, *tail]:
        if (
            block.kind == "paragraph"
            and len(block.words) <= 9
            and _BY.fullmatch(block.text)
            and block.text[-1] not in ".!?"
        ):
            block.kind = "noise"
