"""The BagIt 1.0 folder (RFC 8493): manifests and their check."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from hds_policy.evidence.layout import BAG_INFO, BAGIT, DATA, MANIFEST, SIGNATURE, TAG_MANIFEST
from hds_policy.evidence.problems import InvalidError

_STAGE = "manifests"
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LINE = re.compile(rb"([0-9a-f]{64})  ([A-Za-z0-9_./-]+)")


def bagged(payload: Mapping[str, bytes], top: str, day: str, agent: str) -> dict[str, bytes]:
    """The payload with the tag files of a bag.

    Args:
        payload: files by name, each below ``data/``.
        top: name of the folder, kept inside so that a renamed one is noticed.
        day: bagging date, YYYY-MM-DD.
        agent: program and version.
    """
    octets = sum(map(len, payload.values()))
    info = (
        f"Bag-Software-Agent: {agent}\nBagging-Date: {day}\nExternal-Identifier: {top}\n"
        f"Payload-Oxum: {octets}.{len(payload)}\n"
    )
    tags = {BAGIT: _DECLARATION, BAG_INFO: info.encode(), MANIFEST: _manifest(payload)}
    return {**payload, **tags, TAG_MANIFEST: _manifest(tags)}


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return b"".join(f"{digest(files[name])}  {name}\n".encode() for name in sorted(files))


def digest(data: bytes) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def check_bag(files: Mapping[str, bytes], top: str) -> None:
    """Every file but the signature is in exactly one manifest and is what that says; none is missing.

    Raises:
        InvalidError: names the file.
    """
    if files.get(BAGIT) != _DECLARATION:
        raise InvalidError(_STAGE, f"{BAGIT} is missing or another one")
    tags = {name for name in files if not name.startswith(DATA) and name not in {SIGNATURE, TAG_MANIFEST}}
    _compare(files, TAG_MANIFEST, tags)
    _compare(files, MANIFEST, {name for name in files if name.startswith(DATA)})
    if f"External-Identifier: {top}\n".encode() not in files[BAG_INFO]:
        raise InvalidError(_STAGE, "the top folder is not the one the bag was made with")


def _compare(files: Mapping[str, bytes], manifest: str, expected: Iterable[str]) -> None:
    listed: dict[str, str] = {}
    lines = files.get(manifest, b"").split(b"\n")
    if lines.pop() != b"" or not lines:
        raise InvalidError(_STAGE, f"{manifest} is missing, empty, or its last line is cut")
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            raise InvalidError(_STAGE, f"{manifest}: a line is not a digest and a name")
        listed[match[2].decode()] = match[1].decode()
    if list(listed) != sorted(listed) or len(listed) != len(lines):
        raise InvalidError(_STAGE, f"{manifest}: not sorted, or a name occurs twice")
    for name in sorted(set(expected) ^ set(listed)):
        where = "is not there" if name in listed else "is in no manifest"
        raise InvalidError(_STAGE, f"{name} {where}")
    for name, wanted in listed.items():
        if digest(files[name]) != wanted:
            raise InvalidError(_STAGE, f"{name} was changed: its digest is another one")
