"""Regions and zones: country and EEA membership. A region name means nothing without its hoster."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from hds_policy.errors import RegistryError
from hds_policy.hosters.document import convert, parse, read
from hds_policy.model import Grade, Region

DEFAULT = Path(__file__).with_name("regions.toml")
_COUNTRY = re.compile(r"[A-Z]{2}")
_SITE = re.compile(r"([a-z]+)\*")
_SITE_NUMBER = re.compile(r"\d+")


class Regions(Struct, frozen=True):
    """All regions, by hoster and normalised name.

    Attributes:
        hosters: hoster id → normalised name → region.
        checked_on: day the facts were compiled.
    """

    hosters: Mapping[str, Mapping[str, Region]]
    checked_on: date
    _sites: Mapping[str, Mapping[str, Region]] = field(default_factory=dict)

    def find(self, hoster: str, name: str) -> Region | None:
        """The region or zone, or None when it is not known; case and spaces do not matter.

        A site with a number (``rbx8``) is found under its entry ``rbx*``, and keeps its own name.
        """
        key = _normalise(name)
        if found := self.hosters.get(hoster, {}).get(key):
            return found
        for prefix, region in self._sites.get(hoster, {}).items():
            if key.startswith(prefix) and _SITE_NUMBER.fullmatch(key, len(prefix)):
                return replace(region, name=name, parent=name)
        return None

    def names(self, hoster: str) -> tuple[str, ...]:
        """Names of all regions and zones of a hoster, in the order of the file."""
        return tuple(region.name for region in self.hosters.get(hoster, {}).values())


class _Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    country: str = ""
    eea: bool | None = None
    place: str = ""
    parent: str = ""
    grade: Grade = Grade.B


class _Hoster(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    regions: dict[str, _Region]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: int
    checked_on: date
    hosters: dict[str, _Hoster]


def load_regions(path: Path | None = None) -> Regions:
    """The regions file; the shipped one is read once.

    Raises:
        RegistryError: the file is not valid, or empty.
    """
    return _shipped() if path is None else _load(path)


@cache
def _shipped() -> Regions:
    return _load(DEFAULT)


def _normalise(name: str) -> str:
    return "".join(name.split()).casefold()


def _load(path: Path) -> Regions:
    file = convert(path, "regions", parse(path, read(path)), _File)
    if not file.hosters:
        raise RegistryError(f"{path}: no hoster", hint="An empty file cannot place anything.")
    hosters: dict[str, dict[str, Region]] = {}
    sites: dict[str, dict[str, Region]] = {}
    for hoster, entry in file.hosters.items():
        known = _regions(path, hoster, entry)
        sites[hoster] = {match[1]: known.pop(key) for key in list(known) if (match := _SITE.fullmatch(key))}
        hosters[hoster] = known
    return Regions(hosters, file.checked_on, sites)


def _regions(path: Path, hoster: str, entry: _Hoster) -> dict[str, Region]:
    if not entry.source.strip() or not entry.regions:
        raise RegistryError(f"{path}: hosters.{hoster}: no source or no region", hint="Each hoster needs both.")
    known: dict[str, Region] = {}
    for name, row in entry.regions.items():
        place = f"{path}: hosters.{hoster}.regions.{name}"
        if row.country and not _COUNTRY.fullmatch(row.country):
            raise RegistryError(f"{place}: country {row.country!r}", hint="Two capital letters (ISO 3166-1 alpha-2).")
        if row.parent and row.parent not in entry.regions:
            raise RegistryError(f"{place}: parent {row.parent!r} is not a region", hint="Add the region of the zone.")
        if _normalise(name) in known:
            raise RegistryError(f"{place}: stands twice", hint="Names that differ in case or spaces only are one.")
        known[_normalise(name)] = Region(
            hoster, name, row.country, row.eea, row.place, row.parent or name, entry.source, row.grade
        )
    return known
