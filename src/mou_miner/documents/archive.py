"""ZIP archives: the files within, one by one, within limits of number, size, packing and depth. Nothing is written."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from mou_miner.documents.turns import Turns
from mou_miner.errors import ReadError
from mou_miner.settings import ReaderSettings

CHUNK = 1 << 20


def members(
    data: bytes, source: str, settings: ReaderSettings, turns: Turns | None = None
) -> Iterator[tuple[str, bytes] | ReadError]:
    """Yield name and bytes of each file in an archive that may be a document, or the error of that one file.

    `turns` counts what is unpacked over all archives within an archive: the limit is on the whole.
    """
    archive, turns = open_archive(data, source, settings), turns or Turns()
    with archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            name = clean_name(info.filename)
            if info.is_dir() or not name or _is_aside(name):
                continue
            where = f"{source}!{name}"
            left = settings.max_unpacked - turns.unpacked
            try:
                content = read_member(archive, info, where, settings, left)
            except ReadError as error:
                yield error
                if error.code == "too_large" and left < info.file_size:
                    return
                continue
            turns.unpacked += len(content)
            yield where, content


def open_archive(data: bytes, source: str, settings: ReaderSettings) -> zipfile.ZipFile:
    """Return the open archive; raise `ReadError` where it is broken or has too many files."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        count = len(archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
        raise ReadError(
            source, "broken", f"the archive cannot be opened ({error})", "Fetch it again or pack it anew."
        ) from error
    if count > settings.max_members:
        cause = f"the archive holds {count:,} files, the limit is {settings.max_members:,}"
        raise ReadError(source, "too_large", cause, "Unpack it and read the folder, or raise the limit (max_members).")
    return archive


def read_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: str, settings: ReaderSettings, left: int | None = None
) -> bytes:
    """Return the bytes of one file; what its header says of its size is checked while it is unpacked."""
    limit = min(settings.max_bytes, settings.max_unpacked if left is None else left)
    limit = min(limit, max(10 * CHUNK, settings.max_ratio * max(1, info.compress_size)))
    if info.file_size > limit:
        raise _too_large(source, info.file_size, limit)
    for password in (None, *settings.passwords) if info.flag_bits & 1 else (None,):
        try:
            with archive.open(info, pwd=password.encode() if password else None) as file:
                content = file.read(limit + 1)
        except NotImplementedError as error:  # a RuntimeError, as a wrong password is
            cause = f"this file is packed in a way that is not known here ({error})"
            raise ReadError(source, "unsupported", cause, "Pack the archive anew, as plain ZIP.") from error
        except RuntimeError:
            continue
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise ReadError(
                source, "broken", f"this file cannot be unpacked ({error})", "Pack the archive anew."
            ) from error
        if len(content) > limit:
            raise _too_large(source, len(content), limit)
        return content
    raise ReadError(source, "encrypted", "this file in the archive is protected by a password",
                    "Give its password with --password, or unpack it first.")  # fmt: skip


def clean_name(name: str) -> str:
    """Return the name of a packed file without drive, leading slashes and steps upwards."""
    parts = [
        part
        for part in PurePosixPath(name.replace("\\", "/")).parts
        if part not in ("/", "..", ".") and ":" not in part
    ]
    return "/".join(parts)


def _is_aside(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _too_large(source: str, size: int, limit: int) -> ReadError:
    cause = f"this file in the archive unpacks to {size:,} bytes or more, the limit is {limit:,}"
    remedy = "Unpack the archive if you trust it, or raise max_bytes, max_unpacked or max_ratio."
    return ReadError(source, "too_large", cause, remedy)
