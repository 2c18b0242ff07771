"""The command line as a person meets it: real commands on real files, what they say, and what they leave behind."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pytest
from jsonschema import Draft202012Validator
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas
from spacy.language import Language
from typer.testing import CliRunner

from mou_miner import __version__
from mou_miner.cli import app
from mou_miner.mentions.pipeline import build_nlp
from mou_miner.rules.schema import Rules

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
RULES = Path(str(files("mou_miner.rules")))
PROGRAM = [sys.executable, "-m", "mou_miner.cli"]
PIECES = [
    CORPUS / "dev" / name
    for name in ("id-loi-wonosobo-dalat.pdf", "id-kupang-palmerston-antarnegara.txt", "id-rsud-praya.html")
]


class Said(NamedTuple):
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, with nothing set in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("MOU_MINER_DB", "MOU_MINER_WORKERS", "MOU_MINER_CORRECTIONS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture(scope="session", autouse=True)
def _pipelines_built_once() -> Iterator[None]:
    """Commands in this process share the pipeline of the same rules: building it takes seconds."""
    built: dict[str, Language] = {}

    def build_once(rules: Rules) -> Language:
        if rules.version not in built:
            built[rules.version] = build_nlp(rules)
        return built[rules.version]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mou_miner.mentions.pipeline.build_nlp", build_once)
        yield


def call(*arguments: object) -> Said:
    """Run a command in this process; an exception that is no exit is the test's own failure."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)


def call_apart(*arguments: object) -> Said:
    """Run a command as a program of its own."""
    done = subprocess.run(
        [*PROGRAM, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    return Said(done.returncode, done.stdout, done.stderr)


def database(folder: Path, name: str = "mou.sqlite") -> str:
    return f"sqlite:///{folder / name}"


def rows(said: Said) -> list[dict[str, str]]:
    """Return the tab-separated lines of a command by their header."""
    head, *lines = said.out.splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a database with three documents; only to be read."""
    folder = tmp_path_factory.mktemp("held")
    corrections = os.environ | {"MOU_MINER_CORRECTIONS": str(folder / "corrections")}
    pieces = [str(path.relative_to(ROOT)) for path in PIECES]
    command = [*PROGRAM, "run", *pieces, "--db", database(folder)]
    subprocess.run(command, env=corrections, cwd=ROOT, check=True, capture_output=True)
    return database(folder)


# ---------------------------------------------------------------------------------------------- help


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    code = (
        "import sys, time\n"
        "from mou_miner.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = [m for m in ('spacy', 'pandas', 'sqlalchemy', 'pypdfium2', 'numpy', 'lxml') if m in sys.modules]\n"
        "print(heavy, time.process_time())"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    heavy, seconds = said.splitlines()[-1].rsplit(" ", 1)
    assert heavy == "[]"
    assert float(seconds) < 1


COMMANDS = [
    ["run"], ["extract"], ["show", "documents"], ["show", "partnerships"], ["show", "failures"], ["export"],
    ["evaluate"], ["doctor"], ["corrections", "import"],
    ["corrections", "export"], ["train", "confidence"], ["review"], ["annotations", "export"], ["annotations", "import"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_command_has_help_with_an_example(command: list[str]) -> None:
    said = call(*command, "--help")
    assert said.code == 0
    assert f"mou-miner {' '.join(command)}" in said.out.split("Example", 1)[1]


def test_version() -> None:
    assert call("--version").out == f"mou-miner {__version__}\n"


# ---------------------------------------------------------------------------------------------- wrong use


def broken_rules(folder: Path) -> Path:
    shutil.copytree(RULES, folder / "rules")
    (folder / "rules" / "scopes" / "health.yaml").write_text("id: health\nphrases: [kesehatan\n", encoding="utf-8")
    return folder / "rules"


def not_a_database(folder: Path) -> str:
    (folder / "notes.sqlite").write_text("Catatan rapat, bukan basis data. " * 50, encoding="utf-8")
    return database(folder, "notes.sqlite")


def empty_folder(folder: Path) -> Path:
    (folder / "x.pdf").mkdir()
    return folder / "x.pdf"


WRONG: list[tuple[str, Callable[[Path], list[object]], list[str]]] = [
    ("missing-path", lambda f: ["run", f / "none.pdf"], ["none.pdf does not exist", "Give the path"]),
    ("folder-without-files", lambda f: ["run", empty_folder(f)], ["x.pdf: no file that can be read", "Put PDF"]),
    ("broken-rule", lambda f: ["run", PIECES[1], "--rules", broken_rules(f)], ["health.yaml", "not YAML", "Mend"]),
    ("broken-rule-extract", lambda f: ["extract", PIECES[1], "--rules", broken_rules(f)], ["health.yaml", "Mend"]),
    ("rules-folder-missing", lambda f: ["extract", PIECES[1], "--rules", f / "none"], ["is missing", "Mend"]),
    ("database-in-missing-folder", lambda f: ["run", PIECES[1], "--db", database(f / "none")],
     ["does not exist", "mkdir -p"]),
    ("database-is-no-database", lambda f: ["run", PIECES[1], "--db", not_a_database(f)],
     ["not an SQLite database", "Name another file"]),
    ("database-address", lambda f: ["run", PIECES[1], "--db", "mou.sqlite"], ["no address of a database", "sqlite:///"]),
    ("no-database-yet", lambda f: ["show", "documents", "--db", database(f)], ["no such database yet", "first"]),
    ("pdf-backend", lambda f: ["run", PIECES[1], "--pdf-backend", "acrobat"], ["pdfium", "pdfplumber"]),
    ("show-what", lambda f: ["show", "cities"], ["documents", "partnerships", "failures"]),
    ("ocr", lambda f: ["run", PIECES[1], "--ocr", "maybe"], ["ocr cannot be 'maybe'", "'auto', 'off' or 'force'"]),
    ("limit", lambda f: ["run", PIECES[1], "--limit", "max_size=1"], ["no limit 'max_size'", "max_bytes"]),
    ("limit-value", lambda f: ["run", PIECES[1], "--limit", "max_bytes=big"], ["max_bytes cannot be 'big'"]),
    ("gold-missing", lambda f: ["evaluate", "--gold", f / "none.jsonl"], ["none.jsonl cannot be read", "gold file"]),
    ("corrections-missing", lambda f: ["corrections", "import", f / "none.jsonl"], ["none.jsonl", "cannot be read"]),
]  # fmt: skip


@pytest.mark.parametrize(("command", "told"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_wrong_use_ends_with_one_clear_message(
    command: Callable[[Path], list[object]], told: list[str], here: Path
) -> None:
    said = call(*command(here))
    assert said.code == 2
    assert said.out == ""
    assert "Traceback" not in said.err
    assert all(part in said.err for part in told), said.err


def test_an_unknown_format_is_named_with_those_that_are_known(here: Path, held: str) -> None:
    said = call("export", "--format", "dbf", "--to", here / "out", "--db", held)
    assert said.code == 2
    assert "'dbf' is no format" in said.err
    assert "csv, datapackage, jsonl, parquet, xlsx, geojson, gexf" in said.err
    assert not (here / "out").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write to files that are read-only")
def test_a_read_only_database_is_told_with_its_remedy(here: Path, held: str) -> None:
    copy = here / "copy.sqlite"
    shutil.copy(held.removeprefix("sqlite:///"), copy)
    copy.chmod(0o444)
    here.chmod(0o555)
    try:
        said = call("run", PIECES[0], "--db", database(here, copy.name))
    finally:
        here.chmod(0o755)
    assert said.code == 2
    assert "may only be read" in said.err
    assert "name another" in said.err


def test_the_environment_must_make_sense(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOU_MINER_WORKERS", "many")
    said = call("run", PIECES[0])
    assert said.code == 2
    assert "MOU_MINER_WORKERS is 'many'" in said.err


# ---------------------------------------------------------------------------------------------- bad files


def locked_pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=pdfencrypt.StandardEncryption("rahasia", ownerPassword="pemilik"))
    for number, words in enumerate(
        [
            "Pemerintah Kota Bandung dan Kota Suwon, Korea Selatan,",
            "menandatangani MoU kota kembar pada 25 Agustus 1997.",
        ]
    ):
        canvas.drawString(72, 700 - 20 * number, words)
    canvas.save()
    return buffer.getvalue()


NO_PAGES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 200
SHELL = (
    b"<!doctype html><html><head><title></title></head><body><div id=app></div><script>start()</script></body></html>"
)
BAD: dict[str, tuple[bytes | None, str, str, str, str]] = {
    # name: bytes, status, problem, words of the cause, words of the remedy
    "dangling.pdf": (None, "failed", "unreadable", "cannot be", "Check"),
    "empty.pdf": (b"", "failed", "empty", "is empty", "Fetch it again"),
    "locked.pdf": (locked_pdf(), "failed", "encrypted", "password", "--password"),
    "nopages.pdf": (NO_PAGES, "failed", "broken", "no pages", "again"),
    "photo.pdf": (JPEG, "failed", "unsupported", "JPEG", "PDF"),
    "shell.html": (SHELL, "skipped", "no_text", "no text", "save the page"),
}


@pytest.fixture
def mixed(here: Path) -> Path:
    """A folder with every bad file there is between two good ones."""
    folder = here / "mixed"
    folder.mkdir()
    for name, (data, *_) in BAD.items():
        if data is None:
            (folder / name).symlink_to("nowhere.pdf")
        else:
            (folder / name).write_bytes(data)
    (folder / "inner.pdf").mkdir()
    shutil.copy(PIECES[0], folder / "aaa.pdf")
    shutil.copy(PIECES[1], folder / "zzz.txt")
    if os.geteuid() != 0:
        (folder / "secret.txt").write_text("Kota Bandung", encoding="utf-8")
        (folder / "secret.txt").chmod(0)
    return folder


def test_bad_files_become_outcomes_and_the_others_go_on(mixed: Path, here: Path) -> None:
    said = call_apart("run", "mixed", "--db", "sqlite:///mou.sqlite", "--workers", 2)
    assert said.code == 1
    assert "Traceback" not in said.err
    secret = os.geteuid() != 0
    assert f"2 read, 0 unchanged, 1 skipped, {5 + secret} failed" in said.out
    assert "mou-miner show failures --db sqlite:///mou.sqlite" in said.out
    told = {row["source"].removeprefix("mixed/"): row for row in rows(call("show", "failures", "--db", database(here)))}
    assert set(told) == set(BAD) | ({"secret.txt"} if secret else set())
    for name, (_, status, problem, cause, remedy) in BAD.items():
        row = told[name]
        assert (row["status"], row["problem"]) == (status, problem)
        assert cause in row["cause"], row
        assert remedy in row["remedy"], row
        lines = [line for line in said.err.splitlines() if line.startswith(f"mixed/{name}: ")]
        assert lines == [f"mixed/{name}: {row['cause']}. {row['remedy']}"]
    documents = rows(call("show", "documents", "--db", database(here)))
    assert [row["source"] for row in documents] == ["mixed/aaa.pdf", "mixed/zzz.txt"]


def test_extract_has_no_line_for_bad_files(mixed: Path) -> None:
    said = call_apart("extract", "mixed")
    assert said.code == 1
    assert [json.loads(line)["document"]["source"] for line in said.out.splitlines()] == [
        "mixed/aaa.pdf",
        "mixed/zzz.txt",
    ]
    for name in BAD:
        assert said.err.count(f"mixed/{name}: ") == 1
    assert "Traceback" not in said.err


def test_a_password_opens_the_pdf(mixed: Path) -> None:
    said = call("extract", mixed / "locked.pdf", "--password", "salah", "--password", "rahasia", "--workers", 0)
    assert said.code == 0, said.err
    (partnership,) = json.loads(said.out)["partnerships"]
    assert (partnership["indonesian_party"]["name"], partnership["partner"]["name"]) == ("Kota Bandung", "Suwon")


def test_the_same_content_twice_is_read_once(here: Path) -> None:
    for name in ("a.txt", "b.txt"):
        shutil.copy(PIECES[1], here / name)
    said = call("run", ".", "--db", database(here), "--workers", 0)
    assert "1 read, 1 unchanged" in said.out
    assert [row["source"] for row in rows(call("show", "documents", "--db", database(here)))] == ["a.txt"]


# ---------------------------------------------------------------------------------------------- run, show, export


def test_a_second_run_changes_nothing(here: Path) -> None:
    address = database(here)
    assert call("run", *PIECES, "--db", address, "--workers", 0).code == 0
    first = exported(here / "first", address)
    said = call("run", *PIECES, "--db", address)
    assert "0 read, 3 unchanged, 0 skipped, 0 failed" in said.out
    assert exported(here / "second", address) == first


def exported(folder: Path, address: str, format: str = "csv") -> dict[str, bytes]:
    said = call("export", "--format", format, "--to", folder, "--db", address)
    assert said.code == 0, said.err
    return {Path(line).name: Path(line).read_bytes() for line in said.out.splitlines()}


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet", "xlsx"])
def test_each_format_writes_files_that_hold_the_partnerships(format: str, here: Path, held: str) -> None:
    tables = exported(here / "out", held, format)
    if format in ("csv", "jsonl"):
        assert "Kabupaten Wonosobo" in tables[f"partnerships.{format}"].decode("utf-8-sig")
    else:
        assert tables[{"parquet": "partnerships.parquet", "xlsx": "mou-miner.xlsx"}[format]][:2] in (b"PA", b"PK")


def test_show_tells_documents_and_partnerships(held: str) -> None:
    documents = rows(call("show", "documents", "--db", held))
    assert [Path(row["source"]).name for row in documents] == sorted(path.name for path in PIECES)
    partnerships = {
        (row["indonesian"], row["partner"], row["country"]) for row in rows(call("show", "partnerships", "--db", held))
    }
    assert ("Kabupaten Wonosobo", "Da Lat", "VN") in partnerships
    assert sum(int(row["partnerships"]) for row in documents) == len(partnerships)
    assert rows(call("show", "failures", "--db", held)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("what", ["documents", "partnerships"])
def test_tables_fit_a_terminal_of_100_columns(what: str, held: str) -> None:
    shown = on_terminal([*PROGRAM, "show", what, "--db", held])
    assert max(len(line) for line in shown.splitlines()) <= 100
    assert len(shown.splitlines()) < 5 * len(rows(call("show", what, "--db", held)))


def on_terminal(command: list[str]) -> str:
    """Run a command on a pseudo-terminal and return what it shows without colours."""
    import pty
    import re

    ours, theirs = pty.openpty()
    settings = {**os.environ, "COLUMNS": "100", "TERM": "xterm"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=settings) as program:
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            said += piece
        os.close(ours)
        assert program.wait() == 0
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", said.decode()).replace("\r", "")


# ---------------------------------------------------------------------------------------------- extract


def test_extract_adds_the_text_when_asked(here: Path) -> None:
    said = call("extract", PIECES[1], "--with-text", "--workers", 0)
    line = json.loads(said.out)
    (partnership, *_) = line["partnerships"]
    for span in partnership["spans"]:
        assert line["document"]["text"][span["start"] : span["end"]] == span["text"]
    assert not list(here.iterdir())


@pytest.mark.slow
def test_extract_is_valid_and_the_same_every_time(here: Path) -> None:
    first = call_apart("extract", CORPUS / "train")
    second = call_apart("extract", CORPUS / "train", "--workers", 2)
    assert (first.code, first.err) == (0, "")
    assert first.out == second.out
    validator = Draft202012Validator(
        json.loads(files("mou_miner").joinpath("extraction.schema.json").read_text("utf-8"))
    )
    lines = [json.loads(line) for line in first.out.splitlines()]
    assert [
        f"{line['document']['source']}: {error.message}" for line in lines for error in validator.iter_errors(line)
    ] == []
    assert len(lines) == sum(path.is_file() for path in (CORPUS / "train").iterdir())
    assert sum(len(line["partnerships"]) for line in lines) > 40


@pytest.mark.slow
def test_both_pdf_backends_find_the_same_partnerships(here: Path) -> None:
    papers = sorted(CORPUS.glob("*/*.pdf"))
    assert len(papers) > 20
    found = [pairs(call_apart("extract", *papers, "--pdf-backend", name)) for name in ("pdfium", "pdfplumber")]
    assert found[0] == found[1]
    assert sum(map(len, found[0].values())) > 20


def pairs(said: Said) -> dict[str, list[tuple[str, str]]]:
    return {
        Path(line["document"]["source"]).name: sorted(
            (item["indonesian_party"]["name"], item["partner"]["name"]) for item in line["partnerships"]
        )
        for line in map(json.loads, said.out.splitlines())
    }


# ---------------------------------------------------------------------------------------------- interrupted runs


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tables after a run over corpus/train that nothing disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    said = call_apart("run", CORPUS / "train", "--db", database(folder))
    assert said.code == 0, said.err
    return exported(folder / "out", database(folder))


@pytest.mark.slow
def test_a_killed_run_continues_and_ends_like_an_undisturbed_one(here: Path, undisturbed: dict[str, bytes]) -> None:
    address = database(here)
    with started("run", CORPUS / "train", "--db", address) as program:
        wait_for_documents(here / "mou.sqlite", 5)
        children = children_of(program.pid)
        program.send_signal(signal.SIGKILL)
        program.wait()
    left = documents_in(here / "mou.sqlite")
    assert 5 <= left < len(list((CORPUS / "train").iterdir()))
    said = call_apart("run", CORPUS / "train", "--db", address)
    assert said.code == 0, said.err
    assert f" {left} unchanged, 0 skipped, 0 failed" in said.out
    assert exported(here / "out", address) == undisturbed
    assert not [child for child in children if Path(f"/proc/{child}").exists() and is_ours(child)]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").exists(), reason="worker processes are found by /proc")
def test_a_worker_that_dies_costs_its_own_file_only(here: Path, undisturbed: dict[str, bytes]) -> None:
    address = database(here)
    with started("run", CORPUS / "train", "--db", address, "--workers", 2) as program:
        wait_for_documents(here / "mou.sqlite", 3)
        workers = [child for child in children_of(program.pid) if is_busy_worker(child)]
        os.kill(workers[-1], signal.SIGKILL)
        assert program.wait(timeout=300) in (0, 1)
    lost = rows(call("show", "failures", "--db", address))
    assert len(lost) <= 1
    assert documents_in(here / "mou.sqlite") + len(lost) == len(list((CORPUS / "train").iterdir()))
    assert call_apart("run", CORPUS / "train", "--db", address).code == 0
    assert exported(here / "out", address) == undisturbed


def started(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*PROGRAM, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def documents_in(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])


def wait_for_documents(path: Path, number: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if path.exists() and documents_in(path) >= number:
                return
        except sqlite3.OperationalError:
            pass  # the schema is being made
        time.sleep(0.05)
    raise AssertionError(f"no {number} documents after two minutes")


def children_of(parent: int) -> list[int]:
    """Return all processes that the process started, and those that they started."""
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found += [int(path.parent.name), *children_of(int(path.parent.name))]
    return found


def is_ours(process: int) -> bool:
    try:
        return b"multiprocessing" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def is_busy_worker(process: int) -> bool:
    """Whether this is a process that understands documents: it has loaded spaCy."""
    try:
        return "spacy" in Path(f"/proc/{process}/maps").read_text()
    except OSError:
        return False


# ---------------------------------------------------------------------------------------------- corrections


def correction(**changes: object) -> str:
    plain = {
        "source": PIECES[1].name, "field": "scope", "value": "education", "on": "Kota Kupang|Palmerston",
        "verdict": "add", "quote": "Palmerston", "annotator": "rina", "at": "2026-03-01T09:00:00+07:00",
    }  # fmt: skip
    return json.dumps({**plain, **changes}) + "\n"


def test_corrections_outlive_the_database(here: Path) -> None:
    address, decided = database(here), here / "rina.jsonl"
    run = ["run", PIECES[1], "--db", address, "--workers", 0]
    assert call(*run).code == 0
    before = scopes(here / "before", address)
    decided.write_text(correction(), encoding="utf-8")
    said = call("corrections", "import", decided, "--db", address)
    assert (said.code, "1 new corrections" in said.err) == (0, True)
    assert "1 read, 0 unchanged" in call(*run).out
    corrected = scopes(here / "corrected", address)
    assert corrected != before
    assert "education" in corrected
    (here / "mou.sqlite").unlink()
    decided.unlink()
    assert call(*run).code == 0
    assert scopes(here / "again", address) == corrected
    assert call("corrections", "export", here / "all.jsonl", "--db", address).code == 0
    assert json.loads((here / "all.jsonl").read_text("utf-8"))["annotator"] == "rina"


def scopes(folder: Path, address: str) -> str:
    return exported(folder, address)["scopes.csv"].decode("utf-8-sig")


def test_importing_twice_adds_nothing(here: Path) -> None:
    (here / "rina.jsonl").write_text(correction() + correction(value="tourism"), encoding="utf-8")
    assert "2 new" in call("corrections", "import", "rina.jsonl", "--db", database(here)).err
    kept = (here / "annotations/corrections/rina.jsonl").read_bytes()
    assert "0 new" in call("corrections", "import", "rina.jsonl", "--db", database(here)).err
    assert (here / "annotations/corrections/rina.jsonl").read_bytes() == kept


def test_lines_that_cannot_be_used_are_named_and_the_others_kept(here: Path) -> None:
    (here / "rina.jsonl").write_text(correction() + "{\n" + correction(field="colour"), encoding="utf-8")
    said = call("corrections", "import", "rina.jsonl", "--db", database(here))
    assert said.code == 1
    assert "1 new corrections" in said.err
    assert "rina.jsonl, line 2: " in said.err
    assert "rina.jsonl, line 3: " in said.err


def test_a_correction_whose_words_are_gone_is_told(here: Path) -> None:
    folder = here / "annotations/corrections"
    folder.mkdir(parents=True)
    (folder / "rina.jsonl").write_text(correction(quote="kata yang tidak ada"), encoding="utf-8")
    said = call("run", PIECES[1], "--db", database(here), "--workers", 0)
    assert said.code == 0
    assert "'kata yang tidak ada' are gone" in said.err


# ---------------------------------------------------------------------------------------------- evaluate, train, doctor


@pytest.fixture
def small_gold(here: Path) -> Path:
    names = {path.name for path in PIECES}
    lines = (ROOT / "annotations/gold/dev.jsonl").read_text("utf-8").splitlines()
    path = here / "gold.jsonl"
    path.write_text(
        "\n".join(line for line in lines if Path(json.loads(line)["source"]).name in names), encoding="utf-8"
    )
    return path


def test_evaluate_measures_the_gold(small_gold: Path, here: Path) -> None:
    said = call("evaluate", "--gold", small_gold, "--documents", ROOT, "--json", here / "scores.json")
    assert said.code == 0, said.err
    scores = json.loads((here / "scores.json").read_text("utf-8"))
    whole = scores["all"]
    assert whole["documents"] == 3
    assert whole["negatives"]["of"] == 1
    assert {"kind=loi", "kind=news", "language=id"} <= set(scores)
    partnership = whole["fields"]["partnership"]
    assert partnership["right"] >= 2
    line = next(line for line in said.out.splitlines() if line.startswith("all\tpartnership"))
    assert line.split("\t")[5:] == [str(partnership[name]) for name in ("right", "false", "missed")]


def test_evaluate_says_where_a_document_is_missing(small_gold: Path, here: Path) -> None:
    said = call("evaluate", "--gold", small_gold, "--documents", here)
    assert said.code == 2
    assert "--documents DIR" in said.err


def test_training_writes_the_same_table_every_time(small_gold: Path, here: Path) -> None:
    command = ["train", "confidence", "--gold", small_gold, "--documents", ROOT, "--to"]
    assert call(*command, here / "a.json").code == 0
    assert call(*command, here / "b.json").code == 0
    assert (here / "a.json").read_bytes() == (here / "b.json").read_bytes()
    table = json.loads((here / "a.json").read_text("utf-8"))["rules"]
    assert table["partnership"]["right"] >= 2
    for row in table.values():
        assert row["confidence"] == round((row["right"] + 1) / (row["found"] + 2), 4)


def test_the_doctor_finds_all_needed_parts(here: Path) -> None:
    said = call("doctor")
    assert said.code == 0, said.out
    states = {row["part"]: row["state"] for row in rows(said)}
    assert {states[part] for part in ("mou-miner", "spacy", "gazetteer", "rules")} == {"ok"}
    assert all(row["remedy"] for row in rows(said) if row["state"] != "ok")


@pytest.mark.slow
def test_the_doctor_names_a_rule_that_misses_its_own_example(here: Path) -> None:
    shutil.copytree(RULES, here / "rules")
    path = here / "rules/scopes/health.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("examples:\n", "examples:\n  - {text: tidak ada apa-apa di sini, finds: [kesehatan]}\n", 1),
        "utf-8",
    )
    said = call("doctor", "--rules", here / "rules")
    assert said.code == 1
    (row,) = [row for row in rows(said) if row["state"] == "broken"]
    assert row["part"] == "rules"
    assert "health" in row["detail"]
    assert "tidak ada apa-apa di sini" in row["detail"]
