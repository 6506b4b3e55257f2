"""The ZIP around a bundle: equal content gives equal bytes; reading is strict, in memory, and never extracts."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping

from hds_policy.evidence.layout import is_known, is_top
from hds_policy.evidence.problems import InvalidError

MAX_ARCHIVE = 1 << 28
"""Bytes of a ZIP that is looked at."""
MAX_TOTAL = 1 << 29
"""Bytes of all files together, unpacked."""
MAX_FILES = 5_000
_STAGE = "archive"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = stat.S_IFREG | 0o644
_UTF8_NAMES = 0x800
_LEVEL = 6


def packed(top: str, files: Mapping[str, bytes]) -> bytes:
    """A ZIP of the files below one folder, without times, owners or names of this machine."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{name}", _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _MODE << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return raw.getvalue()


def unpacked(data: bytes) -> tuple[str, dict[str, bytes]]:
    """The top folder and the files below it.

    Raises:
        InvalidError: it is no ZIP of one folder of plain files with known names inside the limits.
    """
    if len(data) > MAX_ARCHIVE:
        raise InvalidError(_STAGE, f"larger than {MAX_ARCHIVE >> 20} MiB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            tops = _checked(archive, entries)
            found: dict[str, bytes] = {}
            for entry in entries:
                found[entry.filename.split("/", 1)[1]] = _content(archive, entry)
            return tops, found
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise InvalidError(_STAGE, f"not a readable ZIP: {error}") from error


def _checked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    """The top folder, after everything the directory of the ZIP says has been found harmless."""
    if archive.comment:
        raise InvalidError(_STAGE, "the ZIP has a comment")
    if not entries or len(entries) > MAX_FILES:
        raise InvalidError(_STAGE, f"{len(entries)} files: expected 1 to {MAX_FILES}")
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise InvalidError(_STAGE, f"more than {MAX_TOTAL >> 20} MiB unpacked")
    if min(entry.header_offset for entry in entries) != 0:
        raise InvalidError(_STAGE, "something stands before the first file")
    for entry in entries:
        _demand_plain(entry)
    folded = {entry.filename.casefold() for entry in entries}
    if len(folded) != len(entries):
        raise InvalidError(_STAGE, "two files have one name")
    tops = {entry.filename.split("/", 1)[0] for entry in entries}
    if len(tops) != 1:
        raise InvalidError(_STAGE, "more than one top folder")
    return tops.pop()


def _demand_plain(entry: zipfile.ZipInfo) -> None:
    # zipfile cuts a name at a NUL and keeps what stood there.
    top, slash, name = entry.orig_filename.partition("/")
    if not slash or not is_top(top) or not is_known(name) or entry.orig_filename != entry.filename:
        raise InvalidError(_STAGE, f"a file of this name does not belong here: {entry.orig_filename[:200]!r}")
    mode = entry.external_attr >> 16
    if entry.is_dir() or (stat.S_IFMT(mode) not in {0, stat.S_IFREG}):
        raise InvalidError(_STAGE, f"{name}: not a plain file")
    if entry.flag_bits & ~_UTF8_NAMES or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise InvalidError(_STAGE, f"{name}: encrypted, or packed in another way")
    if entry.comment or entry.extra:
        raise InvalidError(_STAGE, f"{name}: has a comment or extra fields")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise InvalidError(_STAGE, f"{entry.filename}: not as long as the ZIP says")
    return data
