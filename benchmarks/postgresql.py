"""A PostgreSQL server of our own for benchmarks and tests; only this user can reach it, and it is gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server(*, fsync: bool = False) -> Iterator[str]:
    """Start a server and give its address. Raises FileNotFoundError where PostgreSQL is not installed."""
    binaries = _binaries()
    if binaries is None:
        raise FileNotFoundError("PostgreSQL is not installed: apt-get install -y postgresql")
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="mou-miner-pg-"))
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)

    def call(program: str, *arguments: str) -> None:
        user = None if account is None else account.pw_uid
        group = None if account is None else account.pw_gid
        subprocess.run(
            [binaries / program, "-D", folder / "data", *arguments],
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, user=user, group=group, cwd=folder,
        )  # fmt: skip

    try:
        call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync={'on' if fsync else 'off'} -c max_connections=20"
        call("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def clear(address: str) -> None:
    """Take everything out of the server's database."""
    from sqlalchemy import create_engine, text

    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)
