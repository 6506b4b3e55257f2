"""Entries of the registry file: their schema, and how they become the model."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from hds_policy.errors import RegistryError
from hds_policy.hosters.document import SourceEntry, source
from hds_policy.hosters.law import load_law
from hds_policy.hosters.regions import Regions
from hds_policy.model import (
    WEAK,
    Answer,
    Certificate,
    CertificateEvent,
    CertificateState,
    Condition,
    Guarantee,
    Hoster,
    HosterStatus,
    Layer,
    Scope,
    Source,
    Subcontractor,
    Topic,
)

FACTS = ("layers", "services", "regions", "referential", "valid_from", "valid_until", "number", "body")
"""Fields of a certificate that may have a source of their own."""


class NamesEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of names, and whether it is the whole list."""

    names: list[str]
    complete: bool


class EventEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that happened to a certificate; ``in_force``: a suspension is lifted."""

    state: Literal["suspended", "withdrawn", "replaced", "in_force"]
    on: date
    source: SourceEntry


class CertificateEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ``certificates`` table."""

    layers: list[Layer]
    services: NamesEntry | Literal["all", "unknown"]
    regions: NamesEntry | Literal["all", "eea", "unknown"]
    source: SourceEntry
    referential: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    number: str = ""
    body: str = ""
    layers_unknown: list[Layer] = []
    sources: dict[str, SourceEntry] = {}
    events: list[EventEntry] = []


class ConditionEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ``conditions`` table."""

    id: str
    title: str
    kind: Literal["option", "exclusion"]
    source: SourceEntry
    services: list[str] = []
    types: list[str] = []
    attribute: str = ""
    values: list[str | bool] = []
    allowed: list[str] = []


class GuaranteeEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ``guarantees`` table."""

    topic: Topic
    answer: Answer
    source: SourceEntry
    layers: list[Layer] = []
    scope: str = ""
    detail: str = ""
    address: str = ""
    until: date | None = None


class SubcontractorEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ``subcontractors`` table."""

    name: str
    source: SourceEntry
    hoster: str = ""
    layers: list[Layer] = []
    regions: list[str] = []
    services: list[str] = []


class HosterEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ``hosters.<id>`` table."""

    name: str
    brands: list[str]
    status: HosterStatus
    source: SourceEntry
    notes: str = ""
    certificates: list[CertificateEntry] = []
    conditions: list[ConditionEntry] = []
    guarantees: list[GuaranteeEntry] = []
    subcontractors: list[SubcontractorEntry] = []


class EntryReader(Struct, frozen=True):
    """Turns entries into the model; knows the file and the hoster for messages."""

    path: Path
    updated: date
    hoster: str
    regions: Regions

    def place(self, part: str) -> str:
        """Where a part stands, for messages."""
        return f"hosters.{self.hoster}{part}"

    def refuse(self, part: str, message: str, hint: str) -> RegistryError:
        """The error for a part that is not valid."""
        return RegistryError(f"{self.path}: {self.place(part)}: {message}", hint=hint)

    def read(self, entry: HosterEntry) -> Hoster:
        """The hoster, checked as a whole."""
        if not (entry.name.strip() and all(brand.strip() for brand in entry.brands)):
            raise self.refuse("", "empty name or brand", "Give the legal name and the brands.")
        if entry.certificates and entry.status is not HosterStatus.CERTIFIED:
            raise self.refuse("", f"certificates with status {entry.status}", "Only a certified hoster has them.")
        if entry.status is HosterStatus.NOT_CERTIFIED and entry.source.grade in WEAK:
            raise self.refuse("", f"not_certified on grade {entry.source.grade}", "A bare claim leaves it unknown.")
        ids = [condition.id for condition in entry.conditions]
        if len(set(ids)) != len(ids):
            raise self.refuse(".conditions", "an id stands twice", "Ids are unique for the hoster.")
        return Hoster(
            id=self.hoster,
            name=entry.name,
            status=entry.status,
            certificates=tuple(self.certificate(item, number) for number, item in enumerate(entry.certificates)),
            conditions=tuple(self.condition(item) for item in entry.conditions),
            source=self.source(entry.source, ""),
            guarantees=tuple(self.guarantee(item, number) for number, item in enumerate(entry.guarantees)),
            subcontractors=tuple(self.subcontractor(item, number) for number, item in enumerate(entry.subcontractors)),
        )

    def source(self, entry: SourceEntry, part: str) -> Source:
        """Where a part was read."""
        return source(self.path, self.place(part), entry, self.updated)

    def certificate(self, entry: CertificateEntry, number: int) -> Certificate:
        """One certificate."""
        part = f".certificates[{number}]"
        named = [*entry.layers, *entry.layers_unknown]
        if not named or len(set(named)) != len(named):
            raise self.refuse(part, "no layer, or one twice", "List each layer that is covered once.")
        if entry.referential is not None and load_law().referential(entry.referential) is None:
            raise self.refuse(part, f"referential {entry.referential!r}", "Use a version of law.toml, or leave it out.")
        stray = [name for name in entry.sources if name not in FACTS]
        if stray:
            raise self.refuse(f"{part}.sources", f"{stray[0]!r} is no fact", f"One of: {', '.join(FACTS)}.")
        if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
            raise self.refuse(part, "valid_from is after valid_until", "Correct one of the two dates.")
        return Certificate(
            holder=self.hoster,
            layers=frozenset(entry.layers),
            services=self.scope(entry.services, f"{part}.services"),
            regions=self.scope(entry.regions, f"{part}.regions"),
            referential=entry.referential,
            valid_from=entry.valid_from,
            valid_until=entry.valid_until,
            number=entry.number,
            body=entry.body,
            source=self.source(entry.source, part),
            layers_unknown=frozenset(entry.layers_unknown),
            sources={name: self.source(item, f"{part}.sources.{name}") for name, item in entry.sources.items()},
            events=self.events(entry.events, part),
        )

    def events(self, entries: list[EventEntry], part: str) -> tuple[CertificateEvent, ...]:
        """What happened to a certificate, in the order of days."""
        days = [entry.on for entry in entries]
        if days != sorted(set(days)):
            raise self.refuse(f"{part}.events", "not in the order of days", "One event a day, the oldest first.")
        return tuple(
            CertificateEvent(CertificateState(entry.state), entry.on, self.source(entry.source, f"{part}.events"))
            for entry in entries
        )

    def guarantee(self, entry: GuaranteeEntry, number: int) -> Guarantee:
        """One answer to a question of the table of guarantees."""
        part = f".guarantees[{number}]"
        if bool(entry.address) != (entry.topic is Topic.TRANSFER_MAP and entry.answer is Answer.YES):
            raise self.refuse(part, "an address belongs to a map of transfers", "Give it there, and nowhere else.")
        return Guarantee(
            topic=entry.topic,
            answer=entry.answer,
            source=self.source(entry.source, part),
            layers=frozenset(entry.layers),
            scope=entry.scope,
            detail=entry.detail,
            address=entry.address,
            until=entry.until,
        )

    def subcontractor(self, entry: SubcontractorEntry, number: int) -> Subcontractor:
        """One hoster that performs activities for this one."""
        part = f".subcontractors[{number}]"
        if not entry.name.strip() or entry.hoster == self.hoster:
            raise self.refuse(part, "no name, or the hoster itself", "Name the actor that the source names.")
        return Subcontractor(
            name=entry.name,
            hoster=entry.hoster,
            layers=frozenset(entry.layers),
            regions=frozenset(entry.regions),
            services=frozenset(entry.services),
            source=self.source(entry.source, part),
        )

    def scope(self, entry: NamesEntry | str, part: str) -> Scope:
        """A set of services or regions."""
        if isinstance(entry, NamesEntry):
            self.distinct(entry.names, part)
            return Scope(known=True, names=frozenset(entry.names), complete=entry.complete)
        if entry == "eea":
            inside = [
                region.name for region in self.regions.hosters.get(self.hoster, {}).values() if region.certain_eea
            ]
            # Not complete: the hoster may open a region in the EEA that regions.toml does not know yet.
            return Scope(known=bool(inside), names=frozenset(inside), complete=False)
        return Scope(known=entry == "all", everything=entry == "all")

    def condition(self, entry: ConditionEntry) -> Condition:
        """One condition."""
        part = f".conditions.{entry.id}"
        if not (entry.id.strip() and entry.title.strip()):
            raise self.refuse(part, "empty id or title", "Each condition needs both.")
        if bool(entry.attribute) != bool(entry.values):
            raise self.refuse(part, "attribute and values go together", "Give both, or neither (a contract).")
        if entry.kind == "exclusion" and not all(isinstance(value, str) for value in entry.values):
            raise self.refuse(part, "an exclusion has patterns", 'Write the value as text, e.g. "true".')
        if entry.allowed and entry.kind != "exclusion":
            raise self.refuse(part, "allowed belongs to an exclusion", "Write the values of an option as values.")
        for names in (entry.services, entry.types, entry.allowed):
            if names:
                self.distinct(names, part)
        return Condition(
            id=entry.id,
            title=entry.title,
            kind=entry.kind,
            services=frozenset(entry.services),
            types=frozenset(entry.types),
            attribute=entry.attribute,
            values=tuple(entry.values),
            source=self.source(entry.source, part),
            allowed=tuple(entry.allowed),
        )

    def distinct(self, names: list[str], part: str) -> None:
        """Refuse an empty list, an empty name, or a name that stands twice."""
        if not names or not all(name.strip() for name in names) or len(set(names)) != len(names):
            raise self.refuse(part, "empty list, empty name, or one twice", 'List each name once, or write "unknown".')
