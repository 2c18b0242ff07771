"""PDF files: reading order, columns, tables, furniture, and what is said of files that cannot be read."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import pypdfium2
import pytest
from PIL import Image

from mou_miner.documents import read
from mou_miner.errors import ReadError
from mou_miner.settings import ReaderSettings

from .paper import EN_TEXT, HEIGHT, ID_TEXT, WIDTH, Paper, read_one, rows, texts, wrap

BOTH_BACKENDS = pytest.mark.parametrize("backend", ["pdfium", "pdfplumber"])


def test_paragraphs_are_made_whole_and_parted_by_space() -> None:
    paper = Paper()
    y = paper.flow(72, 90, 450, ID_TEXT)
    paper.flow(72, y + 8, 450, EN_TEXT)
    document = read_one(paper.data())
    assert texts(document) == [ID_TEXT, EN_TEXT]
    assert [block.language for block in document.blocks] == ["id", "en"]
    assert document.language == "id+en"


def test_paragraphs_are_parted_by_first_line_indent() -> None:
    paper = Paper()
    y = 90.0
    for text in (ID_TEXT, ID_TEXT.replace("pendidikan", "pariwisata")):
        first, *rest = wrap("MMM" + text, 450)
        paper.line(72 + 30, y, first.removeprefix("MMM"))
        for number, line in enumerate(rest, 1):
            paper.line(72, y + 14 * number, line)
        y += 14 * (len(rest) + 1)
    assert texts(read_one(paper.data())) == [ID_TEXT, ID_TEXT.replace("pendidikan", "pariwisata")]


@BOTH_BACKENDS
@pytest.mark.parametrize("order", ["column by column", "line by line"])
@pytest.mark.parametrize("shift", [0.0, 5.0, 7.0], ids=["rows aligned", "rows apart", "half a row apart"])
def test_columns_are_read_one_after_the_other(backend: str, order: str, shift: float) -> None:
    paper = Paper()
    left = [(60.0, 120 + 13.0 * n, line) for n, line in enumerate(wrap(ID_TEXT, 220, 10))]
    right = [(310.0, 120 + shift + 13.5 * n, line) for n, line in enumerate(wrap(EN_TEXT, 220, 10))]
    paper.centred(80, "NOTA KESEPAHAMAN / MEMORANDUM OF UNDERSTANDING", size=13)
    lines = [*left, *right]
    if order == "line by line":
        lines.sort(key=lambda line: (line[1], line[0]))
    for x, y, text in lines:
        paper.line(x, y, text, size=10)
    document = read_one(paper.data(), settings=ReaderSettings(pdf_backend=backend))  # type: ignore[arg-type]
    assert texts(document, "paragraph") == [ID_TEXT, EN_TEXT]
    assert document.language == "id+en"
    assert document.reader.startswith("pypdfium2" if backend == "pdfium" else "pdfplumber")


def test_three_columns_of_a_newspaper_page() -> None:
    paper = Paper()
    stories = [ID_TEXT, EN_TEXT, ID_TEXT.replace("pendidikan", "kesehatan")]
    for x, story in zip((40, 220, 400), stories, strict=True):
        paper.flow(x, 100, 155, story, size=9, pitch=11)
    assert texts(read_one(paper.data())) == stories


def test_a_sentence_goes_on_in_the_same_column_of_the_next_page() -> None:
    paper = Paper()
    left, right = wrap(ID_TEXT, 220, 10), wrap(EN_TEXT, 220, 10)
    cut = len(left) - 2
    for page, (a, b) in enumerate([(left[:cut], right[:cut]), (left[cut:], right[cut:])]):
        if page:
            paper.next_page()
        for x, lines in ((60, a), (310, b)):
            for n, line in enumerate(lines):
                paper.line(x, 120 + 13 * n, line, size=10)
    document = read_one(paper.data())
    assert texts(document, "paragraph") == [ID_TEXT, EN_TEXT]


def test_a_paragraph_that_runs_over_the_page_is_one_and_furniture_steps_aside() -> None:
    paper = Paper()
    lines = wrap(ID_TEXT, 450)
    for page, part in enumerate((lines[:3], lines[3:])):
        if page:
            paper.next_page()
        paper.line(72, 40, "Kerja Sama Kota Bersaudara", size=9)
        for n, line in enumerate(part):
            paper.line(72, (780 - 14 * len(part) if not page else 90) + 14 * n, line)
        paper.centred(HEIGHT - 30, f"Halaman {page + 1} dari 2", size=9, font="Times-Roman")
    document = read_one(paper.data())
    assert texts(document, "paragraph") == [ID_TEXT]
    assert texts(document, "header") == ["Kerja Sama Kota Bersaudara"] * 2
    assert texts(document, "page_number") == ["Halaman 1 dari 2", "Halaman 2 dari 2"]


def test_line_numbers_in_the_margin_are_apart() -> None:
    paper = Paper()
    y = 100.0
    for number in range(1, 26):
        paper.line(
            72, y, f"Baris ini memuat kalimat yang cukup panjang untuk menjadi teks naskah bagian {'x' * (number % 5)}"
        )
        if number % 5 == 0:
            paper.line(50, y, str(number), size=8)
        y += 14
    document = read_one(paper.data())
    assert texts(document, "line_number") == ["5 10 15 20 25"]
    assert not any(text[0].isdigit() for text in texts(document, "paragraph", "list_item"))


ROWS = [
    ["No", "Mitra", "Negara", "Tahun"],
    ["1", "Kota Suwon", "Korea Selatan", "1997"],
    ["2", "Kota Braunschweig dan daerah sekitarnya", "Jerman", "1960"],
]


def test_a_ruled_table_gives_rows_with_headers_and_its_words_once() -> None:
    paper = Paper()
    paper.flow(72, 90, 450, ID_TEXT)
    y = paper.table(72, 160, ROWS, [30, 140, 100, 60])
    paper.flow(72, y + 25, 450, EN_TEXT)
    document = read_one(paper.data())
    assert rows(document)[1:] == [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    assert [block.kind for block in document.blocks] == ["paragraph", *["table_row"] * 3, "paragraph"]
    assert document.text.count("Suwon") == 1


def test_a_table_that_runs_on_keeps_its_headers() -> None:
    paper = Paper()
    paper.table(72, 90, ROWS, [30, 140, 100, 60])
    paper.next_page()
    paper.table(
        72, 90, [["3", "Kota Yingkou", "Tiongkok", "1983"], ["4", "Kota Cuenca", "Ekuador", "2016"]], [30, 140, 100, 60]
    )
    assert rows(read_one(paper.data()))[-1] == {"No": "4", "Mitra": "Kota Cuenca", "Negara": "Ekuador", "Tahun": "2016"}


def test_a_table_without_rules_is_read_by_row() -> None:
    paper = Paper()
    data = [ROWS[0], *([str(n), f"Kota {name}", "Jepang", str(1990 + n)] for n, name in enumerate(
        ["Kyoto", "Osaka", "Nagoya", "Sendai", "Sapporo", "Fukuoka"], 1))]  # fmt: skip
    for n, row in enumerate(data):
        for x, cell in zip((72, 110, 250, 400), row, strict=True):
            paper.line(x, 100 + 18 * n, cell)
    found = rows(read_one(paper.data()))
    assert found[3] == {"No": "3", "Mitra": "Kota Nagoya", "Negara": "Jepang", "Tahun": "1993"}


def test_a_bilingual_text_set_in_a_grid_is_no_table() -> None:
    paper = Paper()
    paper.table(60, 100, [[ID_TEXT, EN_TEXT], [ID_TEXT.replace("budaya", "lah raga"), EN_TEXT.replace("culture", "sport")]],
                [230, 230])  # fmt: skip
    document = read_one(paper.data())
    assert not rows(document)
    assert [block.language for block in document.blocks] == ["id", "id", "en", "en"]


def test_a_title_set_letter_by_letter_is_closed_up() -> None:
    paper = Paper()
    paper.centred(80, "   ".join(" ".join(word) for word in ["PERNYATAAN", "KEHENDAK"]), size=14)
    paper.flow(72, 130, 450, ID_TEXT)
    document = read_one(paper.data())
    assert document.title == "PERNYATAAN KEHENDAK"
    word = document.words[0]
    assert document.text[word.start : word.end] == "PERNYATAAN"
    assert word.box.x1 - word.box.x0 > 100


@pytest.mark.parametrize(
    ("lines", "heading"),
    [
        pytest.param(["PASAL 2", "RUANG LINGKUP"], "PASAL 2 RUANG LINGKUP", id="topic-below"),
        pytest.param(["RUANG LINGKUP", "PASAL 2"], "RUANG LINGKUP PASAL 2", id="topic-above"),
        pytest.param(["ARTICLE IV - FUNDING"], "ARTICLE IV - FUNDING", id="one-line"),
        pytest.param(["PASAL4", "PEMBIAYAAN"], "PASAL 4 PEMBIAYAAN", id="glued-number"),
    ],
)
def test_article_headings_keep_their_topic(lines: list[str], heading: str) -> None:
    paper = Paper()
    y = paper.flow(72, 90, 450, ID_TEXT) + 10
    for line in lines:
        paper.centred(y, line)
        y += 14
    paper.flow(72, y + 8, 450, EN_TEXT)
    document = read_one(paper.data())
    assert texts(document) == [ID_TEXT, heading, EN_TEXT]
    assert document.blocks[1].kind == "heading"


def test_list_items_are_blocks_and_a_date_at_a_line_start_is_none() -> None:
    paper = Paper()
    items = ["a. perdagangan dan investasi;", "b. pendidikan; dan", "c. bidang lain yang disepakati."]
    paper.line(72, 90, "Kerja sama ini ditandatangani oleh kedua wali kota di Bandung pada tanggal")
    paper.line(72, 104, "12. Agustus 1997 dan meliputi bidang-bidang sebagai berikut:")
    for n, item in enumerate(items):
        paper.line(90, 118 + 14 * n, item)
    document = read_one(paper.data())
    assert texts(document, "list_item") == items
    assert texts(document, "paragraph")[0].endswith(
        "pada tanggal 12. Agustus 1997 dan meliputi bidang-bidang sebagai berikut:"
    )


def test_signatures_side_by_side_are_read_side_by_side() -> None:
    paper = Paper()
    y = (
        paper.flow(72, 90, 450, "Dibuat di Bandung pada tanggal 5 Mei 2015 dalam rangkap dua, dalam bahasa Indonesia.")
        + 30
    )
    sides = (
        ["UNTUK PEMERINTAH KOTA", "BANDUNG", "M. RIDWAN KAMIL", "WALI KOTA"],
        ["UNTUK PEMERINTAH KOTA", "PETALING JAYA", "DATIN PADUKA ALINAH", "MAYOR"],
    )
    for n, pair in enumerate(zip(*sides, strict=True)):
        for x, text in zip((150, 430), pair, strict=True):
            paper.centred(y + 14 * n + (50 if n > 1 else 0), text, x=x)
    document = read_one(paper.data())
    signed = [block for block in document.blocks if block.kind == "signature"]
    assert [[document.text[c.start : c.end] for c in block.cells] for block in signed] == [list(side) for side in sides]


def test_words_broken_at_line_ends_are_mended() -> None:
    paper = Paper()
    for n, line in enumerate(
        ["Kedua pemerintah sepakat meningkatkan kerja sama pendi-", "dikan antara kota-kota di Indonesia dan kota-",
         "kota di Jepang serta hubungan Indonesia-", "Jepang pada umumnya."]
    ):  # fmt: skip
        paper.line(72, 90 + 14 * n, line)
    document = read_one(paper.data())
    assert (
        "kerja sama pendidikan antara kota-kota di Indonesia dan kota-kota di Jepang serta hubungan Indonesia-Jepang"
        in document.text
    )
    parts = [document.text[w.start : w.end] for w in document.words]
    assert ("pendi", "dikan") in list(pairwise(parts))


def test_a_name_list_is_read_row_by_row() -> None:
    paper = Paper()
    paper.line(72, 90, "Kami yang bertanda tangan di bawah ini:")
    pairs = [
        (
            "1. Drs. H. AHMAD SUBARJO",
            [": Wali Kota Magelang, bertindak untuk dan atas", "nama Pemerintah Kota Magelang."],
        ),
        ("2. H. GUSTI MUHAMMAD", [": Bupati Banjar, bertindak untuk dan atas", "nama Pemerintah Kabupaten Banjar."]),
    ]
    y = 120.0
    for name, said in pairs:
        paper.line(72, y, name)
        for line in said:
            paper.line(260, y, line)
            y += 14
    assert texts(read_one(paper.data()))[1:] == [f"{name} {' '.join(said)}" for name, said in pairs]


def test_a_watermark_across_the_page_is_noise() -> None:
    paper = Paper()
    paper.flow(72, 90, 450, ID_TEXT)
    paper.canvas.saveState()
    paper.canvas.translate(200, 400)
    paper.canvas.rotate(45)
    paper.canvas.setFont("Helvetica", 60)
    paper.canvas.drawString(0, 0, "SALINAN")
    paper.canvas.restoreState()
    document = read_one(paper.data())
    assert texts(document, "paragraph") == [ID_TEXT]
    assert texts(document, "noise") == ["SALINAN"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_reads_as_it_is_seen(turn: int) -> None:
    paper = Paper()
    canvas = paper.canvas
    canvas.setPageRotation(turn)
    canvas.saveState()
    # reportlab turns the paper too: the page is seen upright, only what is drawn lies down.
    moves = {0: (0, 0, 0), 90: (HEIGHT, 0, 90), 180: (WIDTH, HEIGHT, 180), 270: (0, WIDTH, 270)}
    dx, dy, angle = moves[turn]
    canvas.translate(dx, dy)
    canvas.rotate(angle)
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(72, HEIGHT - 100, "Wali Kota Bandung menandatangani nota kesepahaman")
    canvas.restoreState()
    document = read_one(paper.data())
    assert document.text == "Wali Kota Bandung menandatangani nota kesepahaman"
    assert document.words[0].box.x0 == pytest.approx(72, abs=1)
    assert document.words[0].box.bottom == pytest.approx(103, abs=2)
    assert document.pages[0].height == pytest.approx(HEIGHT, abs=1)


@pytest.mark.parametrize("angle", [90, 270])
def test_text_that_runs_up_the_page_is_read_and_warned_of(angle: int) -> None:
    paper = Paper()
    paper.canvas.translate(*((300, 100) if angle == 90 else (300, 700)))
    paper.canvas.rotate(angle)
    for n, line in enumerate(wrap(ID_TEXT, 450)):
        paper.canvas.drawString(0, -14 * n, line)
    document = read_one(paper.data())
    assert texts(document) == [ID_TEXT]
    assert "sideways" in document.warnings[0]


def test_boxes_stand_on_their_words_on_a_page_with_an_offset() -> None:
    paper = Paper()
    paper.canvas.setCropBox((50, 60, 500, 800))
    paper.line(100, 100, "Bandung")
    document = read_one(paper.data())
    box = document.words[0].box
    assert (box.x0, box.bottom) == (pytest.approx(50, abs=1), pytest.approx(100 - (HEIGHT - 800) + 2.5, abs=2))


# ------------------------------------------------------------------------------------------ what cannot be read


def jpeg() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (60, 40), "white").save(buffer, "JPEG")
    return buffer.getvalue()


def picture_pdf() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (600, 800), "white").save(buffer, "PDF")
    return buffer.getvalue()


def text_pdf(password: str | None = None) -> bytes:
    paper = Paper(password=password)
    paper.line(72, 90, "Nota kesepahaman")
    return paper.data()


def pdf_without_pages() -> bytes:
    buffer = BytesIO()
    pypdfium2.PdfDocument.new().save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        pytest.param(b"", "empty", "empty", id="no-bytes"),
        pytest.param(b" \n ", "empty", "empty", id="white-space"),
        pytest.param(jpeg(), "unsupported", "a JPEG picture although its name ends in '.pdf'", id="jpeg-named-pdf"),
        pytest.param(text_pdf("rahasia"), "encrypted", "password", id="locked"),
        pytest.param(pdf_without_pages(), "broken", "no pages", id="zero-pages"),
        pytest.param(b"%PDF-1.7\nnot really", "broken", "cannot be opened", id="cut-off"),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(600), "unsupported", "old Microsoft Office", id="doc"),
        pytest.param(bytes(range(256)) * 8, "broken", "cannot be opened", id="binary"),
    ],
)
def test_files_that_cannot_be_read_say_why_and_what_to_do(data: bytes, code: str, says: str) -> None:
    with pytest.raises(ReadError) as caught:
        list(read(data, "folder/mou.pdf", ReaderSettings()))
    assert (caught.value.code, caught.value.source) == (code, "folder/mou.pdf")
    assert says in caught.value.cause
    assert caught.value.remedy.endswith(".")


def test_pictures_without_text_point_to_ocr() -> None:
    with pytest.raises(ReadError) as caught:
        list(read(picture_pdf(), "scan.pdf", ReaderSettings(ocr="off")))
    assert caught.value.code == "no_text"
    assert "--ocr" in caught.value.remedy


def test_a_known_password_opens_the_file() -> None:
    document = read_one(text_pdf("rahasia"), settings=ReaderSettings(passwords=("salah", "rahasia")))
    assert document.text == "Nota kesepahaman"


def test_limits_of_size() -> None:
    for settings in (ReaderSettings(max_bytes=100), ReaderSettings(max_characters=5)):
        with pytest.raises(ReadError) as caught:
            list(read(text_pdf(), "mou.pdf", settings))
        assert caught.value.code == "too_large"


def test_both_backends_give_the_same_words_in_the_same_places() -> None:
    paper = Paper()
    paper.flow(72, 90, 450, ID_TEXT)
    data = paper.data()
    one, two = (read_one(data, settings=ReaderSettings(pdf_backend=b)) for b in ("pdfium", "pdfplumber"))
    assert one.text == two.text
    for left, right in zip(one.words, two.words, strict=True):
        assert left.box.x0 == pytest.approx(right.box.x0, abs=1.5)
        assert left.box.top == pytest.approx(right.box.top, abs=4)


def test_a_header_that_stands_on_one_later_page_only() -> None:
    paper = Paper()
    paper.flow(72, 90, 450, ID_TEXT)
    paper.next_page()
    paper.line(72, 40, "MoU Bandung / Suwon", size=8)
    paper.flow(72, 90, 450, EN_TEXT)
    document = read_one(paper.data())
    assert texts(document, "header") == ["MoU Bandung / Suwon"]
    assert texts(document, "paragraph") == [ID_TEXT, EN_TEXT]


def test_damaged_files_give_documents_or_read_errors() -> None:
    paper = Paper()
    paper.flow(72, 90, 450, ID_TEXT)
    paper.table(72, 200, ROWS, [30, 140, 100, 60])
    data = bytearray(paper.data())
    step = len(data) // 60
    for at in range(9, len(data), step):
        for broken in (bytes(data[:at]), bytes(data[:at] + b"\x00\xff<<" + data[at + 4 :])):
            try:
                list(read(broken, "mou.pdf", ReaderSettings(ocr="off")))
            except ReadError as error:
                assert error.code in ("broken", "no_text", "unsupported", "encrypted")  # noqa: PT017
