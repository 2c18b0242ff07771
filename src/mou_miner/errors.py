"""What can go wrong in a way a person can mend: each error names the thing, the cause and the remedy."""

from __future__ import annotations

from pathlib import Path


class MouMinerError(Exception):
    """Base of all errors whose message is meant for the person at the keyboard."""


class SettingsError(MouMinerError):
    """A setting or an option has a value that cannot be used."""


class RuleError(MouMinerError):
    """A rule file is broken: the run stops, since every result would rest on it."""

    def __init__(self, path: Path, rule_id: str | None, cause: str) -> None:
        self.path, self.rule_id, self.cause = path, rule_id, cause
        where = f"{path}, rule '{rule_id}'" if rule_id else str(path)
        super().__init__(f"{where}: {cause}. Mend the file and run again.")


class ReadError(MouMinerError):
    """A source cannot be read as a document; `code` is the problem code of its outcome."""

    def __init__(self, source: str, code: str, cause: str, remedy: str) -> None:
        self.source, self.code, self.cause, self.remedy = source, code, cause, remedy
        super().__init__(f"{source}: {cause}. {remedy}")

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str, str]]:
        return type(self), (self.source, self.code, self.cause, self.remedy)


class StoreError(MouMinerError):
    """The database cannot be opened, read or written."""


class ImportFileError(MouMinerError):
    """A line of an imported file cannot be used; `line` counts from 1."""

    def __init__(self, path: Path, line: int, cause: str) -> None:
        self.path, self.line, self.cause = path, line, cause
        super().__init__(f"{path}, line {line}: {cause}")
