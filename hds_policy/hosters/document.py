"""Read a TOML file of facts: bytes, syntax, schema, sources. What is wrong is a RegistryError with file and place."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from hds_policy.cache.facts import parsed
from hds_policy.errors import RegistryError
from hds_policy.model import Grade, Source

T = TypeVar("T")


class SourceEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a fact was read."""

    reference: str
    checked_on: date
    grade: Grade


def parse(path: Path, data: bytes) -> dict[str, Any]:
    """The table of a TOML file that has ``schema = 1``.

    Raises:
        RegistryError: not UTF-8, not TOML (duplicate keys included), empty, or another schema.
    """
    try:
        document: dict[str, Any] = parsed(data, "toml", tomllib.loads)
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: not UTF-8 at byte {error.start}", hint="Save the file as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(f"{path}: not valid TOML: {error}", hint="Correct the file at that place.") from error
    if document.get("schema") != 1:
        found = document.get("schema", "missing")
        raise RegistryError(f"{path}: schema is {found}, expected 1", hint="Use a file made for this version.")
    return document


def read(path: Path) -> bytes:
    """Bytes of the file.

    Raises:
        RegistryError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read: {error.strerror}", hint="Check path and rights.") from error


def convert(path: Path, place: str, value: object, kind: type[T]) -> T:
    """Check a part of the document against its schema.

    Args:
        place: where the part stands, e.g. ``hosters.scaleway``; comes first in the message.

    Raises:
        RegistryError: unknown key, missing key, wrong type, or a value that is not allowed.
    """
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        hint = "See the entries of the shipped file for the expected keys and values."
        raise RegistryError(f"{path}: {place}: {error}", hint=hint) from error


def source(path: Path, place: str, entry: SourceEntry, updated: date) -> Source:
    """The source of a fact.

    Raises:
        RegistryError: the reference is empty, or it was read after the file's own date.
    """
    if not entry.reference.strip():
        raise RegistryError(f"{path}: {place}: source without a reference", hint="Say where the fact was read.")
    if entry.checked_on > updated:
        message = f"{path}: {place}: checked_on {entry.checked_on} is after updated {updated}"
        raise RegistryError(message, hint="Correct one of the two dates.")
    return Source(entry.reference, entry.checked_on, entry.grade)
