"""Languages of blocks and documents, and kinds of documents."""

from __future__ import annotations

import pytest

from mou_miner.documents.language import block_language

from .paper import EN_TEXT, ID_TEXT, read_one

ABSTRACT = EN_TEXT[:180]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ID_TEXT, "id"),
        (EN_TEXT, "en"),
        ("Mayor dan Wali Kota menandatangani Memorandum of Understanding sister city di Bandung", "id"),
        ("The letter, called Surat Pernyataan Kehendak, was signed in Bandung by both mayors", "en"),
        ("Suwon 1997", None),
        (
            "Stadt Braunschweig und die Partnerstadt Bandung feiern gemeinsam das Jubiläum ihrer langen und guten Freundschaft",
            None,
        ),
    ],
)
def test_blocks(text: str, language: str | None) -> None:
    assert block_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(f"{ID_TEXT}\n\n{EN_TEXT}", "id+en", id="both"),
        pytest.param(f"{ID_TEXT}\n\n{ID_TEXT}\n\n{ABSTRACT}\n", "id", id="an-english-abstract"),
        pytest.param(f"A sister city story of the mayors\n\n{ID_TEXT}\n\n\"It was the best of our days,\" said the mayor.", "id",
                     id="an-english-title-and-quote"),
        pytest.param("Die Stadt Braunschweig und die indonesische Stadt Bandung sind seit 1960 Partnerstädte. Jedes Jahr reisen "
                     "Schülergruppen in beide Richtungen, und die Feuerwehren tauschen ihre Erfahrungen aus.", "other", id="german"),
    ],
)  # fmt: skip
def test_documents(text: str, language: str) -> None:
    assert read_one(text.encode(), "a.txt").language == language


TITLE = "NOTA KESEPAHAMAN ANTARA PEMERINTAH KOTA BANDUNG DAN PEMERINTAH KOTA SUWON TENTANG KOTA KEMBAR"
DONE = "Dibuat di Bandung pada tanggal 5 Mei 2015 dalam rangkap dua."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{TITLE}\n\nPASAL 1\nTUJUAN\n\n{ID_TEXT}\n\nPASAL 2\nBIDANG\n\n{ID_TEXT}\n\n{DONE}", "mou"),
        (f"{TITLE.replace('NOTA KESEPAHAMAN', 'PERNYATAAN KEHENDAK')}\n\n{ID_TEXT}\n\n{DONE}", "loi"),
        (f"{TITLE.replace('NOTA KESEPAHAMAN', 'RENCANA AKSI')}\n\n{ID_TEXT}\n\n{DONE}", "plan_of_action"),
        (f"{TITLE.replace('NOTA KESEPAHAMAN', 'PERJANJIAN KERJA SAMA')}\n\n{ID_TEXT}\n\n{DONE}", "agreement"),
        (f"PERATURAN DAERAH KOTA BANDUNG NOMOR 6 TAHUN 2020\n\nPasal 1\n\n{ID_TEXT}\n\nPasal 2\n\n{ID_TEXT}", "other"),
        (f"Wali Kota Teken Nota Kesepahaman dengan Suwon\n\nSelasa, 5 Mei 2015\n\nBANDUNG (WP) - {ID_TEXT}", "news"),
        (f"Analisis Nota Kesepahaman Bandung dan Suwon\n\nABSTRAK\n\n{ID_TEXT}\n\nDAFTAR PUSTAKA\n\nMukti (2015).", "article"),
        (f"REGISTER OF SISTER CITIES\n\nKota\tNegara\nSuwon\tKorea\nCuenca\tEkuador\n\n{EN_TEXT[:60]}", "report"),
        (EN_TEXT, "other"),
    ],
)  # fmt: skip
def test_kinds(text: str, kind: str) -> None:
    assert read_one(text.encode(), "a.txt").kind == kind
