"""Read a saved inventory. It may come from anybody: it is bounded, and whatever does not fit is refused."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from hds_policy.errors import UsageError
from hds_policy.model import Inventory, ProviderConfig, Resource, Value
from hds_policy.saved.shape import FORMAT, MAX_BYTES, VERSION, RawContent, RawFile, RawProvider, RawResource
from hds_policy.saved.values import BadValueError, unpacked

_BEGINNING = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"' + re.escape(FORMAT.encode()) + rb'"')
_LOOKED_AT = 256
_HINT = "save it again with: hds-policy scan … --save FILE"


class Saved(Struct, frozen=True):
    """A saved inventory: what was read, by which scanner, for which day."""

    inventory: Inventory
    scanner: str
    on: date


def is_saved(path: Path) -> bool:
    """Whether a file begins as a saved inventory does; False for what cannot be read."""
    try:
        return path.is_file() and begins_as_saved(_read(path, _LOOKED_AT))
    except OSError:
        return False


def begins_as_saved(data: bytes) -> bool:
    """Whether a document begins as a saved inventory does."""
    return _BEGINNING.match(data) is not None


def read_saved(path: Path) -> Saved:
    """Read a saved inventory.

    Raises:
        UsageError: it cannot be read, is too large, was altered or cut, is of another version, or is not one.
    """
    try:
        data = _read(path, MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path.name}: cannot be read: {error.strerror}") from error
    return saved_of(path.name, data)


def saved_of(name: str, data: bytes) -> Saved:
    """What the bytes of a saved inventory hold; ``name`` is for messages, errors are those of ``read_saved``."""
    if len(data) > MAX_BYTES:
        raise UsageError(f"{name}: larger than {MAX_BYTES >> 20} MiB", hint="scan in several runs")
    try:
        return _saved(data)
    except (BadValueError, msgspec.DecodeError, msgspec.ValidationError, RecursionError, UnicodeDecodeError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise UsageError(f"{name}: not a saved inventory: {reason}", hint=_HINT) from error


def _read(path: Path, most: int) -> bytes:
    # A named pipe must not stop us.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a regular file")
        return stream.read(most)


def _saved(data: bytes) -> Saved:
    file = msgspec.json.decode(data, type=RawFile)
    if file.format != FORMAT:
        raise BadValueError(f"its format is not {FORMAT!r}")
    if file.version != VERSION:
        raise BadValueError(f"version {file.version} of the format; this hds-policy reads version {VERSION}")
    if hashlib.sha256(file.content).hexdigest() != file.sha256:
        raise BadValueError("its content does not have the digest it names: it was altered, reformatted or cut")
    raw = msgspec.json.decode(file.content, type=RawContent)
    providers = tuple(map(_provider, raw.providers))
    resources = tuple(_resource(entry, providers) for entry in raw.resources)
    keys = {resource.key for resource in resources}
    if len(keys) != len(resources):
        raise BadValueError("two resources have the same address")
    if not keys.issuperset(raw.focus or ()) or not all(reference.source in keys for reference in raw.references):
        raise BadValueError("it names a resource that is not there")
    inventory = Inventory(
        resources=resources,
        references=raw.references,
        unread=raw.unread,
        inputs=raw.inputs,
        not_instantiated=raw.not_instantiated,
        roots=raw.roots,
        focus=None if raw.focus is None else frozenset(raw.focus),
        looked_outside=raw.looked_outside,
    )
    return Saved(inventory, raw.scanner, raw.on)


def _provider(raw: RawProvider) -> ProviderConfig:
    return ProviderConfig(
        raw.name, raw.source, raw.alias, _attributes(raw.attributes), raw.location, declared=raw.declared
    )


def _resource(raw: RawResource, providers: tuple[ProviderConfig, ...]) -> Resource:
    if raw.provider >= len(providers):
        raise BadValueError("a resource names a provider that is not there")
    return Resource(
        address=raw.address,
        type=raw.type,
        name=raw.name,
        root=raw.root,
        provider=providers[raw.provider],
        attributes=_attributes(raw.attributes),
        location=raw.location,
        lines=raw.lines,
        is_data=raw.is_data,
        symbolic=raw.symbolic,
    )


def _attributes(attributes: Mapping[str, Any]) -> dict[str, Value]:
    return {name: unpacked(value) for name, value in attributes.items()}
