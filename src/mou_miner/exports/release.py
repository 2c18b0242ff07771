"""A release of the dataset: a versioned, dated and checksummed folder without personal data, and the same as a ZIP file."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from mou_miner import __version__
from mou_miner.errors import SettingsError
from mou_miner.exports.changelog import changes_csv, changes_markdown, differences
from mou_miner.exports.datasette import datasette_metadata
from mou_miner.exports.frames import Dataset, Frames, make_frames
from mou_miner.exports.masking import mask, public_source
from mou_miner.exports.network import write_geojson, write_gexf
from mou_miner.exports.package import DESCRIPTOR, LICENCE, descriptor, write_package
from mou_miner.exports.reading import read_dataset
from mou_miner.exports.report import make_report
from mou_miner.exports.wording import LANGUAGES
from mou_miner.records import ResolvedPartnership

MANIFEST = "release.json"
SUMS = "SHA256SUMS"
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,40}")
_NO_TEXT = frozenset(
    {"partnership_id", "doc_id", "text_sha256", "kemendagri_code", "partner_country", "media_type", "details"}
)
"""Columns that hold ids and codes, where nothing is masked, and JSON, which is masked by its values."""


class Release(NamedTuple):
    """What was written: the folder, the ZIP file, and how many of each kind of personal data were masked."""

    folder: Path
    archive: Path
    masked: Counter[str]
    last: str | None


def write_release(
    dataset: Dataset, folder: Path, *, version: str, on: str, by: Sequence[str], last: Path | None = None
) -> Release:
    """Write the release into a new folder in `folder`; it appears whole or not at all.

    The change log is against `last`, else against the latest release in the folder. The same dataset, version and date
    give the same bytes. Raises SettingsError where the version is taken, or `last` is no release.
    """
    if not _VERSION.fullmatch(version):
        raise SettingsError(f"--version {version}: use letters, digits, dots, hyphens and underscores, as 2026.1.")
    name = f"mou-miner-{version}"
    target, partial = folder / name, folder / f".{name}.partial"
    if target.exists():
        raise SettingsError(f"{target} is there already. Give the release another version.")
    before = last or latest_release(folder)
    if last is not None and not (last / MANIFEST).is_file():
        raise SettingsError(f"{last} is no release: it has no {MANIFEST}.")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        masked = _write(dataset, partial, version, on, by, before)
        partial.rename(target)
        archive = _zip(target, folder / f"{name}.zip")
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise SettingsError(f"{target} cannot be written ({error.strerror or error}). Name another folder.") from error
    return Release(target, archive, masked, _version_of(before))


def latest_release(folder: Path) -> Path | None:
    """Return the release of the folder with the latest date, None where there is none."""
    found = [path.parent for path in folder.glob(f"mou-miner-*/{MANIFEST}")]
    return max(found, key=lambda path: (json.loads((path / MANIFEST).read_text(encoding="utf-8"))["date"], path.name), default=None)  # fmt: skip


def _version_of(release: Path | None) -> str | None:
    return None if release is None else str(json.loads((release / MANIFEST).read_text(encoding="utf-8"))["version"])


def _write(dataset: Dataset, folder: Path, version: str, on: str, by: Sequence[str], last: Path | None) -> Counter[str]:
    frames, masked = mask_frames(make_frames(dataset))
    write_package(frames, folder)
    authors = [{"title": name, "role": "author"} for name in by]
    _json(folder / DESCRIPTOR, descriptor(version=version, created=f"{on}T00:00:00Z", contributors=authors))
    partnerships = [_public(item) for item in dataset.partnerships()]
    write_geojson(partnerships, folder)
    write_gexf(partnerships, folder)
    for language in LANGUAGES:
        page = make_report(partnerships, dataset.documents(), dataset.traces(), on=on, language=language)
        _text(folder / f"report.{language}.html", page)
    before = None if last is None else read_dataset(last)
    found = [] if before is None else differences(before, frames)
    _text(folder / "CHANGES.md", changes_markdown(found, before, frames, version, _version_of(last)))
    _text(folder / "changes.csv", "\ufeff" + changes_csv(found))
    _json(folder / "datasette.json", datasette_metadata())
    _text(folder / "CITATION.cff", _citation(version, on, by))
    _text(folder / "LICENSE.txt", _LICENCE_TEXT)
    _text(folder / "README.md", _readme(frames, version, on, masked))
    manifest = {
        "version": version, "date": on, "program": f"mou-miner {__version__}", "last": _version_of(last), "authors": list(by),
        "rows": {name: len(frame) for name, frame in frames.items()}, "masked": dict(sorted(masked.items())),
    }  # fmt: skip
    _json(folder / MANIFEST, manifest)
    files = sorted(path for path in folder.iterdir() if path.is_file())
    _text(folder / SUMS, "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files))
    return masked


# ---------------------------------------------------------------------------------------------- personal data


def mask_frames(frames: Frames) -> tuple[Frames, Counter[str]]:
    """Return the tables without personal data, and how many of each kind were found in different texts.

    Names of annotators are left out, and of a file on somebody's disk only its name is kept.
    """
    masked: Counter[str] = Counter()
    made = {
        name: frame.assign(**{column: _masked(frame[column], masked) for column in _free_texts(frame)})
        for name, frame in frames.items()
    }
    claims = made["claims"]
    by_person = claims["origin_kind"].eq("annotator").fillna(False)
    made["claims"] = claims.assign(
        origin_name=claims["origin_name"].mask(by_person, "annotator"),
        details=claims["details"].map(lambda value: _masked_json(value, masked), na_action="ignore").astype("string"),
    )
    documents = made["documents"]
    made["documents"] = documents.assign(
        source=documents["source"].map(public_source, na_action="ignore").astype("string")
    )
    return made, masked


def _free_texts(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame.columns if frame[name].dtype == "string" and name not in _NO_TEXT]


def _public(item: ResolvedPartnership) -> ResolvedPartnership:
    parties = {side: getattr(item, side) for side in ("indonesian_party", "partner")}
    return item.model_copy(
        update={side: party.model_copy(update={"name": mask(party.name).text}) for side, party in parties.items()}
    )


def _masked(column: pd.Series, masked: Counter[str]) -> pd.Series:
    instead: dict[str, str] = {}
    for value in column.dropna().unique():
        text, found = mask(str(value))
        if found:
            instead[str(value)] = text
            masked.update(found)
    return column.replace(instead) if instead else column


def _masked_json(value: str, masked: Counter[str]) -> str:
    return json.dumps(_masked_value(json.loads(value), masked), ensure_ascii=False)


def _masked_value(value: Any, masked: Counter[str]) -> Any:
    if isinstance(value, str):
        text, found = mask(value)
        masked.update(found)
        return text
    if isinstance(value, int | float) and not isinstance(value, bool):
        text, found = mask(f"{value:.0f}")
        masked.update(found)
        return text if found else value
    if isinstance(value, list):
        return [_masked_value(item, masked) for item in value]
    if isinstance(value, dict):
        return {key: _masked_value(item, masked) for key, item in value.items()}
    return value


# ---------------------------------------------------------------------------------------------- files around the data

_LICENCE_TEXT = f"""\
{LICENCE["title"]} International (CC BY 4.0)
{LICENCE["path"]}

You may share and adapt the data for any purpose, as long as you name its authors (see CITATION.cff), link to the licence
and say what you changed. Places and their coordinates are of GeoNames (https://www.geonames.org/), CC BY 4.0, changed.
Quoted words belong to the documents they were read from.
"""


def _citation(version: str, on: str, by: Sequence[str]) -> str:
    authors = "".join(f"  - name: {json.dumps(name, ensure_ascii=False)}\n" for name in by)
    return (
        'cff-version: 1.2.0\nmessage: "Please cite this dataset as below."\ntype: dataset\n'
        'title: "City partnerships of Indonesia"\n'
        f"version: {json.dumps(version)}\ndate-released: {on}\nlicense: {LICENCE['name']}\nauthors:\n{authors}"
    )


def _readme(frames: Frames, version: str, on: str, masked: Counter[str]) -> str:
    rows = "\n".join(f"| `{name}.csv` | {len(frame)} |" for name, frame in frames.items())
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(masked.items())) or "none found"
    return (
        f"# City partnerships of Indonesia, release {version} of {on}\n\n"
        "Read from documents by a program: check what matters to you against the sources in `supports.csv`.\n\n"
        f"| table | rows |\n|---|---|\n{rows}\n\n"
        "`datapackage.json` describes the tables; `codebook.en.md` and `codebook.id.md` explain every column and code.\n"
        "`report.en.html` and `report.id.html` show the dataset; `partnerships.geojson` and `network.gexf` are for maps and\n"
        "graphs. `CHANGES.md` says what changed. Check the files with `sha256sum -c SHA256SUMS`.\n\n"
        f"Personal data in quoted words was masked ({kinds}).\n"
        "An apostrophe before =, +, - or @ keeps spreadsheet programs from running a text; it is no part of the text.\n"
    )


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _json(path: Path, value: Any) -> None:
    _text(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _zip(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.name}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return target
