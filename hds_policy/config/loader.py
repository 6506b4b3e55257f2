"""Find and read ``hds-policy.toml``. It is pure data: nothing in it is ever executed or fetched."""

from __future__ import annotations

import hashlib
import os
import stat
import tomllib
from collections.abc import Iterable
from pathlib import Path

from hds_policy.config import check
from hds_policy.config.convert import convert
from hds_policy.config.estate import Estate
from hds_policy.config.known import Known
from hds_policy.config.problems import Problems
from hds_policy.config.registry_file import read_registry_entry, registry_bytes
from hds_policy.config.schema import RawEstate
from hds_policy.errors import EstateError

FILE_NAME = "hds-policy.toml"
VERSION = 1
MAX_BYTES = 1_000_000
_MAX_DOTS = 50
_HINT = 'start from the file that "hds-policy init" writes'


def find_estate(paths: Iterable[Path]) -> Path | None:
    """The estate file at the top of the checked folders, or beside a checked file; None when there is none.

    Only these folders are looked at: no parent, no subfolder.

    Raises:
        EstateError: several folders have one; which of them holds cannot be guessed.
    """
    found = [folder / FILE_NAME for folder in estate_folders(paths) if os.path.lexists(folder / FILE_NAME)]
    if len(found) > 1:
        raise EstateError(
            f"several estate files: {', '.join(map(str, found))}", hint="name the one that holds with --config"
        )
    return found[0] if found else None


def estate_folders(paths: Iterable[Path]) -> list[Path]:
    """The folders in which an estate file is looked for, each once."""
    folders = {folder.resolve(): folder for folder in map(_folder_of, paths) if folder is not None}
    return list(folders.values())


def _folder_of(path: Path) -> Path | None:
    if path.is_dir():
        return path
    if not path.is_file():
        return None
    # A module is where its file is, not where a link to it is.
    return path.resolve().parent if path.is_symlink() else path.parent


def load_estate(path: Path, known: Known) -> Estate:
    """Read and check an estate file.

    Args:
        path: a regular file, not a symbolic link, of at most 1 MB. A caller that trusts a link resolves it first.
        known: names the file may refer to.

    Raises:
        EstateError: it cannot be read, is not TOML, or says something that is not understood: all problems at
            once, each with file, line, key and the nearest known word.
    """
    content = _read(path)
    text, raw = _parse(path, content)
    problems = Problems(str(path), text)
    check.plain_text(problems, raw)
    problems.raise_if_any()
    top = problems.read(raw, RawEstate, ())
    if top is not None and top.version != VERSION:
        problems.add(("version",), f"must be {VERSION}: this hds-policy reads no other version of the format")
    if top is None or top.version != VERSION:
        problems.raise_if_any()
        raise AssertionError("a table that was not read has a problem")
    estate = convert(problems, top, known, file=str(path), sha256=hashlib.sha256(content).hexdigest())
    problems.raise_if_any()
    return estate


def own_registry(path: Path) -> tuple[Path, bytes] | None:
    """The registry file that an estate file names, for the names in it; None when it names none that can be told.

    What is wrong with the estate file itself is left to ``load_estate``.

    Raises:
        EstateError: the file cannot be read, is not TOML, or the registry it names is not there or not the one meant.
    """
    text, raw = _parse(path, _read(path))
    table = raw.get("registry")
    problems = Problems(str(path), text)
    entry = read_registry_entry(problems, table) if isinstance(table, dict) else None
    problems.raise_if_any()
    return registry_bytes(path, entry, _read) if entry else None


def tables_of(path: Path) -> dict[str, object]:
    """The raw tables of an estate file, nothing checked.

    Raises:
        EstateError: the file cannot be read, or is not TOML.
    """
    return _parse(path, _read(path))[1]


def _read(path: Path) -> bytes:
    try:
        if path.is_symlink():
            raise EstateError(f"{path}: is a symbolic link and is not followed", hint="name its target with --config")
        # O_NONBLOCK: a named pipe must not stop us; O_NOFOLLOW: the file may be exchanged after the look at it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise EstateError(f"{path}: is not a regular file", hint=_HINT)
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise EstateError(f"{path}: cannot be read: {error.strerror}", hint=_HINT) from error
    if len(content) > MAX_BYTES:
        raise EstateError(f"{path}: is larger than {MAX_BYTES} bytes", hint="an estate file is written by people")
    return content


def _parse(path: Path, content: bytes) -> tuple[str, dict[str, object]]:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        _refuse_long_keys(path, text)
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise EstateError(f"{path}: is not UTF-8 text (byte {error.start})", hint=_HINT) from error
    except (ValueError, RecursionError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else f"is not valid TOML: {error}"
        raise EstateError(f"{path}: {reason}", hint="https://toml.io describes the format") from error


def _refuse_long_keys(path: Path, text: str) -> None:
    """No key of the format has five parts; tomllib takes quadratic time for one with thousands."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MAX_DOTS and not line.lstrip().startswith("#"):
            raise EstateError(f"{path}:{number}: more than {_MAX_DOTS} dots on one line", hint="use several lines")
