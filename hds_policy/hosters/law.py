"""Dated texts: referentials, since when storage must be inside the EEA, and which countries that is."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Struct

from hds_policy.errors import RegistryError
from hds_policy.hosters.document import SourceEntry, convert, parse, read, source
from hds_policy.model import Source

DEFAULT = Path(__file__).with_name("law.toml")


class Referential(Struct, frozen=True):
    """A version of the HDS certification referential.

    Attributes:
        version: as the texts print it, e.g. ``2.0``.
        approved, published: dates; None when not known or not there yet.
        accepted_until: last day on which a certificate under it counts; None when no end is known.
        notes: for a person.
    """

    version: str
    approved: date | None
    published: date | None
    accepted_until: date | None
    notes: str
    source: Source

    def accepted(self, on: date) -> bool:
        """Whether a certificate under this version counts on that day; one that is only announced does not."""
        begins = self.published or self.approved
        return begins is not None and begins <= on and (self.accepted_until is None or on <= self.accepted_until)


class DatedText(Struct, frozen=True):
    """A text, its first day, and the rules that rest on it from then on."""

    text: str
    since: date
    source: Source
    rules: tuple[str, ...] = ()


class Law(Struct, frozen=True):
    """Dated texts; see the attributes' types.

    ``never_accepted`` names what never counts as a certificate; ``eea`` holds the countries of the European Economic
    Area (ISO 3166-1 alpha-2), ``eea_open`` territories with a code of their own of which it is not settled here.
    """

    referentials: tuple[Referential, ...]
    storage_in_eea: tuple[DatedText, ...]
    never_accepted: frozenset[str]
    eea: frozenset[str]
    eea_open: frozenset[str]
    updated: date
    texts: tuple[DatedText, ...] = ()

    def referential(self, version: str) -> Referential | None:
        """The version, or None when it is not known."""
        return next((item for item in self.referentials if item.version == version), None)

    def accepted(self, version: str, on: date) -> bool:
        """Whether a certificate under ``version`` counts on that day; an unknown version does not."""
        found = self.referential(version)
        return found is not None and found.accepted(on)

    def storage_rules(self, on: date) -> tuple[DatedText, ...]:
        """Texts in force on that day that ask for storage inside the EEA."""
        return tuple(item for item in self.storage_in_eea if item.since <= on)

    def in_force(self, on: date) -> tuple[DatedText, ...]:
        """Every text that binds on that day, the oldest first."""
        return tuple(item for item in self.all_texts if item.since <= on)

    @property
    def all_texts(self) -> tuple[DatedText, ...]:
        """Every dated text, the oldest first."""
        return tuple(sorted((*self.texts, *self.storage_in_eea), key=lambda item: item.since))

    def first_day(self, rule: str) -> date | None:
        """The first day of the oldest text that a rule rests on; None when no text here names the rule."""
        return next((item.since for item in self.all_texts if rule in item.rules), None)

    def in_eea(self, country: str) -> bool | None:
        """Whether a country (ISO 3166-1 alpha-2) lies in the European Economic Area; None when not known."""
        return None if not country or country in self.eea_open else country in self.eea


class _Referential(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    source: SourceEntry
    approved: date | None = None
    published: date | None = None
    accepted_until: date | None = None
    notes: str = ""


class _Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    text: str
    since: date
    source: SourceEntry
    rules: tuple[str, ...] = ()


class _Never(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    notes: str
    source: SourceEntry


_Country = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]


class _Eea(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    countries: list[_Country]
    unsettled: list[_Country]
    notes: str
    source: SourceEntry


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: int
    updated: date
    referentials: list[_Referential]
    storage_in_eea: list[_Text]
    texts: list[_Text]
    never_accepted: list[_Never]
    eea: _Eea


def load_law(path: Path | None = None) -> Law:
    """The law file; the shipped one is read once.

    Raises:
        RegistryError: the file is not valid.
    """
    return _shipped() if path is None else _load(path)


@cache
def _shipped() -> Law:
    return _load(DEFAULT)


def _load(path: Path) -> Law:
    file = convert(path, "law", parse(path, read(path)), _File)
    versions = [item.version for item in file.referentials]
    never = [item.name for item in file.never_accepted]
    if not versions or not file.storage_in_eea or not never or not file.eea.countries:
        raise RegistryError(f"{path}: an empty list", hint="Each of the four lists needs an entry.")
    if len({*versions, *never}) != len(versions) + len(never):
        raise RegistryError(f"{path}: a version stands twice", hint="Keep one entry for each version.")
    countries = [*file.eea.countries, *file.eea.unsettled]
    if len(set(countries)) != len(countries):
        raise RegistryError(f"{path}: eea: a country stands twice", hint="Keep one of them.")
    source(path, "eea", file.eea.source, file.updated)
    for item in file.never_accepted:
        source(path, item.name, item.source, file.updated)
    return Law(
        referentials=tuple(_referential(path, item, file.updated) for item in file.referentials),
        storage_in_eea=tuple(_dated(path, item, file.updated) for item in file.storage_in_eea),
        never_accepted=frozenset(never),
        eea=frozenset(file.eea.countries),
        eea_open=frozenset(file.eea.unsettled),
        updated=file.updated,
        texts=tuple(_dated(path, item, file.updated) for item in file.texts),
    )


def _dated(path: Path, entry: _Text, updated: date) -> DatedText:
    return DatedText(entry.text, entry.since, source(path, entry.text, entry.source, updated), entry.rules)


def _referential(path: Path, entry: _Referential, updated: date) -> Referential:
    return Referential(
        version=entry.version,
        approved=entry.approved,
        published=entry.published,
        accepted_until=entry.accepted_until,
        notes=entry.notes,
        source=source(path, f"referential {entry.version}", entry.source, updated),
    )
