"""Files that hold other files or several stories: Word, mail, ZIP, JSON Lines, CSV."""

# ruff: noqa: E501 - texts and pages are given as they are

from __future__ import annotations

import json
import zipfile
from email.message import EmailMessage
from io import BytesIO
from xml.sax.saxutils import escape

import pytest

from mou_miner.documents import read, read_each
from mou_miner.errors import ReadError
from mou_miner.records import Document
from mou_miner.settings import ReaderSettings

from .paper import EN_TEXT, ID_TEXT, Paper, read_one, rows, texts

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(*body: str, **parts: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {NAMESPACE}><w:body>{''.join(body)}</w:body></w:document>")
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return buffer.getvalue()


def par(text: str, *, style: str = "", list_id: str = "", level: int = 0, bold: bool = False) -> str:
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>' if list_id else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{number}</w:pPr><w:r><w:rPr>{"<w:b/>" if bold else ""}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def table(grid: list[list[str]]) -> str:
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{par(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in grid)
    return f"<w:tbl>{cells}</w:tbl>"


NUMBERING = f"""<w:numbering {NAMESPACE}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="PASAL %1"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def test_word_files_keep_title_headings_numbers_and_tables() -> None:
    data = docx(
        par("NOTA KESEPAHAMAN ANTARA PEMERINTAH KOTA BANDUNG DAN PEMERINTAH KOTA SUWON", style="Title"),
        par("TUJUAN", list_id="3"), par(ID_TEXT),
        par("BIDANG", list_id="3"), par("pendidikan;", list_id="3", level=1), par("kebudayaan.", list_id="3", level=1),
        table([["Kota", "Negara", "Tahun"], ["Suwon", "Korea", "1997"], ["Cuenca", "Ekuador", "2016"]]),
        par("Dibuat di Bandung pada tanggal 5 Mei 2015 dalam rangkap dua."),
        numbering=NUMBERING,
    )  # fmt: skip
    document = read_one(data, "naskah.docx")
    assert document.kind == "mou"
    assert texts(document, "heading") == ["PASAL 1 TUJUAN", "PASAL 2 BIDANG"]
    assert texts(document, "list_item") == ["a) pendidikan;", "b) kebudayaan."]
    assert rows(document)[2] == {"Kota": "Cuenca", "Negara": "Ekuador", "Tahun": "2016"}


def test_a_bilingual_word_table_is_read_column_by_column() -> None:
    document = read_one(docx(table([[ID_TEXT, EN_TEXT], [ID_TEXT[:120], EN_TEXT[:120]]])), "naskah.docx")
    assert [block.language for block in document.blocks] == ["id", "id", "en", "en"]
    assert document.language == "id+en"


def test_text_deleted_in_word_is_gone_and_inserted_text_is_there() -> None:
    body = f"<w:p><w:r><w:t>{ID_TEXT} berlaku </w:t></w:r><w:del><w:r><w:delText>tiga</w:delText></w:r></w:del><w:ins><w:r><w:t>lima</w:t></w:r></w:ins><w:r><w:t> tahun.</w:t></w:r></w:p>"
    assert read_one(docx(body), "a.docx").text.endswith("berlaku lima tahun.")


def test_a_word_file_without_text_says_so() -> None:
    with pytest.raises(ReadError) as caught:
        list(read(docx(par("")), "a.docx", ReaderSettings()))
    assert caught.value.code == "no_text"


# ------------------------------------------------------------------------------------------------------ mail


def mail(body: str, *attached: tuple[str, bytes], html: str | None = None) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "humas@kota.example",
        "b@c.example",
        "Siaran pers: kota kembar Suwon",
    )
    message["Date"] = "Tue, 05 May 2015 09:00:00 +0700"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def pdf(text: str) -> bytes:
    paper = Paper()
    paper.flow(72, 90, 450, text)
    return paper.data()


def test_a_mail_gives_its_letter_and_what_is_attached() -> None:
    data = mail(f"{ID_TEXT}\n\n-- \nHumas\n", ("mou.pdf", pdf(EN_TEXT)), ("foto.bin", bytes(range(256)) * 9))
    items = list(read_each(data, "surat.eml", ReaderSettings()))
    letter, attached, failed = items
    assert isinstance(letter, Document)
    assert isinstance(attached, Document)
    assert isinstance(failed, ReadError)
    assert (letter.title, letter.date_published) == ("Siaran pers: kota kembar Suwon", "2015-05-05")
    assert texts(letter, "paragraph") == [ID_TEXT]
    assert (attached.source, attached.text) == ("surat.eml!mou.pdf", EN_TEXT)
    assert (failed.source, failed.code) == ("surat.eml!foto.bin", "unsupported")
    assert [item.source for item in read(data, "surat.eml", ReaderSettings())] == ["surat.eml", "surat.eml!mou.pdf"]


# ------------------------------------------------------------------------------------------------------- ZIP


def packed(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def sources(data: bytes, **limits: int) -> list[tuple[str, str]]:
    found = []
    for item in read_each(data, "arsip.zip", ReaderSettings(**limits)):  # type: ignore[arg-type]
        found.append((item.source, item.code if isinstance(item, ReadError) else "read"))
    return found


def test_each_file_of_an_archive_has_its_own_result() -> None:
    data = packed(
        {
            "b/mou.pdf": pdf(ID_TEXT),
            "a.txt": EN_TEXT.encode(),
            "kosong.txt": b"",
            "__MACOSX/x": b"x",
            "rusak.pdf": b"%PDF-1.4 x",
        }
    )
    assert sources(data) == [
        ("arsip.zip!a.txt", "read"), ("arsip.zip!b/mou.pdf", "read"), ("arsip.zip!kosong.txt", "empty"), ("arsip.zip!rusak.pdf", "broken")]  # fmt: skip


def test_names_in_an_archive_lead_nowhere() -> None:
    data = packed({"../../etc/a.txt": EN_TEXT.encode(), "/b.txt": EN_TEXT.encode(), "C:\\c.txt": EN_TEXT.encode()})
    assert {source for source, _ in sources(data)} == {"arsip.zip!etc/a.txt", "arsip.zip!b.txt", "arsip.zip!c.txt"}


@pytest.mark.parametrize(
    ("files", "limits", "bad"),
    [
        pytest.param({"a.txt": b"a " * 40_000_000}, {}, "arsip.zip!a.txt", id="packing-bomb"),
        pytest.param({"a.txt": b"ab " * 1000}, {"max_bytes": 2000}, "arsip.zip!a.txt", id="one-too-large"),
        pytest.param(
            {"a.txt": EN_TEXT.encode(), "b.txt": EN_TEXT.encode()},
            {"max_unpacked": 500},
            "arsip.zip!b.txt",
            id="all-too-large",
        ),
        pytest.param({f"{n}.txt": b"x" for n in range(5)}, {"max_members": 4}, "arsip.zip", id="too-many"),
    ],
)
def test_limits_of_archives(files: dict[str, bytes], limits: dict[str, int], bad: str) -> None:
    assert (bad, "too_large") in sources(packed(files), **limits)


def test_archives_within_archives_end_somewhere() -> None:
    data = packed({"a.txt": EN_TEXT.encode()})
    for _ in range(5):
        data = packed({"b.zip": data})
    assert [code for _, code in sources(data)] == ["too_large"]
    assert [code for _, code in sources(packed({"b.zip": packed({"a.txt": EN_TEXT.encode()})}))] == ["read"]


# ------------------------------------------------------------------------------------------------------ dumps

STORY = {
    "url": "https://warta.example/1", "title": "Bandung-Suwon Kembar | Warta Priangan", "date": "2015-05-05 10:00", "media": "Warta Priangan",
    "text": f"BANDUNG - {ID_TEXT}\n\nBaca juga: Cuaca besok\n\n{ID_TEXT}",
}  # fmt: skip


def test_json_lines_with_the_usual_names() -> None:
    data = "\n".join(
        [json.dumps(STORY), "{broken", "", json.dumps({"url": "https://warta.example/2", "text": ""})]
    ).encode()
    story, broken, empty = read_each(data, "dump.jsonl", ReaderSettings())
    assert isinstance(story, Document)
    assert (story.source, story.title, story.date_published) == (
        "https://warta.example/1",
        "Bandung-Suwon Kembar",
        "2015-05-05",
    )
    assert (story.kind, story.publisher) == ("news", "Warta Priangan")
    assert texts(story, "noise") == ["Baca juga: Cuaca besok"]
    assert isinstance(broken, ReadError)
    assert (broken.code, broken.source) == ("broken", "dump.jsonl#2")
    assert isinstance(empty, ReadError)
    assert empty.code == "no_text"


def test_fields_may_be_called_anything() -> None:
    data = (
        b"tautan;isi_berita;naik_tayang\nhttps://a.example/1;Wali Kota Bandung menerima tamu dari Suwon.;5 Mei 2015\n"
    )
    settings = ReaderSettings(fields={"text": "isi_berita", "date": "naik_tayang"})
    document = read_one(data, "dump.csv", settings)
    assert (document.source, document.date_published) == ("https://a.example/1", "2015-05-05")
    with pytest.raises(ReadError, match="--field"):
        list(read(data, "dump.csv", ReaderSettings()))


def test_html_in_a_dump_is_read_as_a_page() -> None:
    html = f"<html><head><title>Bandung dan Suwon Kembar - Warta</title></head><body><h1>Bandung dan Suwon Kembar</h1><p>{ID_TEXT}</p><p class='share'>Bagikan</p></body></html>"
    document = read_one(json.dumps({"url": "https://a.example/1", "html": html}).encode() + b"\n", "dump.jsonl")
    assert (document.title, texts(document, "paragraph")) == ("Bandung dan Suwon Kembar", [ID_TEXT])


def test_the_same_record_has_the_same_identity_wherever_it_stands() -> None:
    line = json.dumps(STORY).encode()
    one, two = (list(read(data, "d.jsonl", ReaderSettings()))[-1].doc_id for data in (line + b"\n", b"{}\n" + line))
    assert one == two
