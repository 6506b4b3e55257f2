"""The registry of hosters: all of it is valid, or none of it is used."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from hds_policy.errors import RegistryError
from hds_policy.hosters.document import convert, parse, read
from hds_policy.hosters.entries import EntryReader, HosterEntry
from hds_policy.hosters.regions import load_regions
from hds_policy.model import Hoster

DEFAULT = Path(__file__).with_name("certified.toml")


class Registry(Struct, frozen=True):
    """All hosters of the registry.

    Attributes:
        hosters: by id.
        brands, notes: what the registry adds for a person, by hoster id.
        updated: day the registry was last reviewed.
        sha256: hex digest of the file, for the evidence.
    """

    hosters: Mapping[str, Hoster]
    brands: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, str]
    updated: date
    sha256: str

    def get(self, hoster: str) -> Hoster | None:
        """The hoster, or None when the registry says nothing of it, which is not "not certified"."""
        return self.hosters.get(hoster)


class _End(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    complete: Literal[True]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: int
    updated: date
    hosters: dict[str, Any]
    end: _End


def load_registry(path: Path | None = None) -> Registry:
    """The registry; the shipped one is read once.

    Raises:
        RegistryError: not readable, not TOML, unknown or missing key, duplicate, contradiction, or empty.
    """
    return _shipped() if path is None else _load(path)


@cache
def _shipped() -> Registry:
    return _load(DEFAULT)


def _load(path: Path) -> Registry:
    return read_registry(path, read(path))


def read_registry(path: Path, data: bytes) -> Registry:
    """The registry in the bytes of a file; ``path`` is for messages.

    Raises:
        RegistryError: as ``load_registry``, but for a file that cannot be read.
    """
    document = parse(path, data)
    if "end" not in document:
        raise RegistryError(f"{path}: the last table, [end], is missing", hint="The file may be cut off: get it again.")
    file = convert(path, "registry", document, _File)
    if not file.hosters:
        raise RegistryError(f"{path}: no hoster", hint="An empty registry cannot judge anything.")
    regions = load_regions()
    entries = {hoster: convert(path, f"hosters.{hoster}", raw, HosterEntry) for hoster, raw in file.hosters.items()}
    hosters = {hoster: EntryReader(path, file.updated, hoster, regions).read(item) for hoster, item in entries.items()}
    for hoster in hosters.values():
        stray = next((one.hoster for one in hoster.subcontractors if one.hoster and one.hoster not in hosters), None)
        if stray is not None:
            raise RegistryError(f"{path}: hosters.{hoster.id}.subcontractors: no hoster {stray!r}", hint="Add it.")
    return Registry(
        hosters=hosters,
        brands={hoster: tuple(item.brands) for hoster, item in entries.items()},
        notes={hoster: item.notes for hoster, item in entries.items()},
        updated=file.updated,
        sha256=hashlib.sha256(data).hexdigest(),
    )
