"""The journal of a scan: what is finished, on disk as soon as it is, so that a scan that broke off can go on.

One JSON document a line: a header, then one entry for each finished unit. The digest of an entry covers the one before
it, so that an entry that is altered, taken out or put in is found; as with a saved inventory, it finds damage, not
somebody who computes it anew. A line without its end is one that was being written: what it held is read again.
"""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import msgspec
from msgspec import Raw, Struct

from hds_policy import __version__
from hds_policy.errors import UsageError

FORMAT: Final = "hds-policy journal"
VERSION: Final = 1
LONGEST: Final = timedelta(hours=24)
"""How long after its beginning a scan can be resumed: what was read before that may no longer be true."""
_MAX_BYTES: Final = 1 << 31
_BEGINNING = b'{"format":"' + FORMAT.encode() + b'"'
_HINT = "name a new file, and the scan begins anew"


class _Header(Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    version: int
    scanner: str
    tool: str
    settings: str
    begun: datetime


class _Entry(Struct, frozen=True, forbid_unknown_fields=True):
    unit: str
    sha256: str
    content: Raw


class Journal:
    """A journal that is open, and that no other run can open meanwhile. ``add`` may be called from any thread.

    Attributes:
        finished: content of each entry that an earlier run left, by unit.
    """

    def __init__(self, descriptor: int, finished: Mapping[str, bytes], digest: str) -> None:
        self.finished = finished
        self._descriptor = descriptor
        self._digest = digest
        self._lock = threading.Lock()
        self._open = True

    def add(self, unit: str, content: bytes) -> None:
        """Note a unit as finished; after ``close``, nothing.

        Args:
            content: a JSON document.

        Raises:
            UsageError: it cannot be written.
        """
        with self._lock:
            if self._open:
                self._digest = _digest(self._digest, unit, content)
                _write(self._descriptor, msgspec.json.encode(_Entry(unit, self._digest, Raw(content))))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._open:
                self._open = False
                os.close(self._descriptor)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_journal(path: Path, scanner: str, settings: Mapping[str, Any], now: datetime) -> Journal:
    """Open the journal of a scan, or begin one where there is no file.

    Args:
        settings: options of the scan, see ``ScanRequest.settings``; of these the file holds a digest only.
        now: moment of the run, with its time zone.

    Raises:
        UsageError: it cannot be opened, another run has it, it is of another scan, version or time, or was altered.
    """
    chosen = hashlib.sha256(msgspec.json.encode(settings, order="sorted")).hexdigest()
    header = _Header(FORMAT, VERSION, scanner, __version__, chosen, now)
    descriptor = _opened(path)
    try:
        return _journal(path.name, descriptor, header)
    except BaseException:
        os.close(descriptor)
        raise


def _opened(path: Path) -> int:
    # A link could make us write anywhere, a pipe could stop us.
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags, 0o600)
    except OSError as error:
        raise UsageError(f"--resume {path}: cannot be opened: {error.strerror}") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode) or not _is_ours_alone(descriptor):
        os.close(descriptor)
        raise UsageError(f"--resume {path}: not a regular file, or another run has it open")
    return descriptor


def _is_ours_alone(descriptor: int) -> bool:
    try:
        import fcntl  # noqa: PLC0415 - not everywhere
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _journal(name: str, descriptor: int, header: _Header) -> Journal:
    size = os.fstat(descriptor).st_size
    if size > _MAX_BYTES:
        raise UsageError(f"--resume {name}: larger than {_MAX_BYTES >> 30} GiB", hint=_HINT)
    with os.fdopen(os.dup(descriptor), "rb") as stream:
        whole, end, rest = stream.read().rpartition(b"\n")
    if not end:
        # A first line that was cut while it was written is begun again; the file of somebody else is left alone.
        if not _BEGINNING.startswith(rest[: len(_BEGINNING)]):
            raise UsageError(f"--resume {name}: not a journal of a scan", hint=_HINT)
        first = msgspec.json.encode(header)
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        _write(descriptor, first)
        return Journal(descriptor, {}, hashlib.sha256(first).hexdigest())
    lines = whole.split(b"\n")
    try:
        _check(name, msgspec.json.decode(lines[0], type=_Header), header)
        entries, digest = _entries(name, lines)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"--resume {name}: not a journal of a scan, or it was altered", hint=_HINT) from error
    os.ftruncate(descriptor, len(whole) + 1)
    os.lseek(descriptor, 0, os.SEEK_END)
    return Journal(descriptor, entries, digest)


def _check(name: str, found: _Header, wanted: _Header) -> None:
    if (found.format, found.version) != (FORMAT, VERSION) or found.tool != wanted.tool:
        raise UsageError(f"--resume {name}: written by another version of hds-policy", hint=_HINT)
    if (found.scanner, found.settings) != (wanted.scanner, wanted.settings):
        raise UsageError(f"--resume {name}: of a scan with other options", hint=f"give the same options, or {_HINT}")
    if found.begun.tzinfo is None or not timedelta(minutes=-5) <= wanted.begun - found.begun <= LONGEST:
        hours = int(LONGEST.total_seconds() // 3600)
        raise UsageError(f"--resume {name}: of a scan that did not begin in the last {hours} hours", hint=_HINT)


def _entries(name: str, lines: list[bytes]) -> tuple[dict[str, bytes], str]:
    digest = hashlib.sha256(lines[0]).hexdigest()
    found: dict[str, bytes] = {}
    for line in lines[1:]:
        entry = msgspec.json.decode(line, type=_Entry)
        content = bytes(entry.content)
        digest = _digest(digest, entry.unit, content)
        if entry.sha256 != digest or entry.unit in found:
            raise UsageError(f"--resume {name}: the entry of {entry.unit} was altered", hint=_HINT)
        found[entry.unit] = content
    return found, digest


def _digest(before: str, unit: str, content: bytes) -> str:
    return hashlib.sha256(b"\n".join((before.encode(), unit.encode(), content))).hexdigest()


def _write(descriptor: int, line: bytes) -> None:
    rest = line + b"\n"
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError as error:
        raise UsageError(f"--resume: the journal cannot be written: {error.strerror}") from error
