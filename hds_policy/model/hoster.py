"""Hosters, their certificates, and regions; every fact with its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from hds_policy.model.layer import Layer


class Grade(StrEnum):
    """How a fact was obtained. C and K alone never yield a pass."""

    A = "A"
    """Read in a primary source."""
    B = "B"
    """Secondary source that names a primary one."""
    C = "C"
    """Marketing text or a bare claim."""
    K = "K"
    """General knowledge, not verified."""
    ESTATE = "estate"
    """Declared by the customer in the estate file, who holds the document (CSP R.1111-8-8 II)."""


class Source(Struct, frozen=True):
    """Where a fact was read: address or title, the day it was read, grade."""

    reference: str
    checked_on: date
    grade: Grade


WEAK = frozenset({Grade.C, Grade.K})
"""Grades that prove nothing: what only they say is not known."""


class HosterStatus(StrEnum):
    """What is known of a hoster as a whole; ``unknown`` is not ``not_certified``."""

    CERTIFIED = "certified"
    NOT_CERTIFIED = "not_certified"
    UNKNOWN = "unknown"


class Scope(Struct, frozen=True):
    """A set of names a certificate covers.

    Attributes:
        known: whether the set is known at all; when False the other fields mean nothing.
        everything: all names are covered.
        names: names covered, when not everything is.
        complete: whether ``names`` is the whole list: a name that is missing from an incomplete list is unknown.
    """

    known: bool
    everything: bool = False
    names: frozenset[str] = frozenset()
    complete: bool = True


class CertificateState(StrEnum):
    """What became of a certificate, apart from its dates."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """Another certificate took its place, e.g. with another scope."""
    UNKNOWN = "unknown"
    """A bare claim says that something happened to it."""


class CertificateEvent(Struct, frozen=True):
    """From ``on`` on, the certificate is in that state (``in_force``: a suspension is lifted)."""

    state: CertificateState
    on: date
    source: Source


class Certificate(Struct, frozen=True):
    """What an HDS certificate, or a public statement of one, covers.

    Attributes:
        holder: id of the hoster or operator.
        layers: activities covered; a layer in neither set is not covered.
        layers_unknown: activities of which sources disagree, or do not say, whether they are covered.
        services: names of services (catalogue ``service``).
        regions: region names of the hoster.
        referential: ``1.1`` or ``2.0``; None when not known.
        valid_from, valid_until: first and last day; None when not known.
        number, body: certificate number and certification body; empty when not known.
        source: where this was read, but for the facts in ``sources``.
        sources: field → its own source, where that differs.
        events: what happened to it, in the order of days.
    """

    holder: str
    layers: frozenset[Layer]
    services: Scope
    regions: Scope
    referential: str | None
    valid_from: date | None
    valid_until: date | None
    number: str
    body: str
    source: Source
    layers_unknown: frozenset[Layer] = frozenset()
    sources: Mapping[str, Source] = {}
    events: tuple[CertificateEvent, ...] = ()

    def source_of(self, name: str) -> Source:
        """Where a field was read."""
        return self.sources.get(name, self.source)

    def state(self, on: date) -> CertificateState:
        """What became of it until that day; the events of a bare claim leave it unknown."""
        past = [event for event in self.events if event.on <= on]
        if not past:
            return CertificateState.IN_FORCE
        return CertificateState.UNKNOWN if past[-1].source.grade in WEAK else past[-1].state


class Condition(Struct, frozen=True):
    """Something that must be switched on, or must not be used, for a hosting to be inside the certified scope.

    Attributes:
        id: stable name, unique for the hoster, e.g. ``hds-flag``.
        title: for a person.
        kind: ``option`` (must be on) or ``exclusion`` (must not be used).
        services: services it concerns; empty for all.
        types: Terraform types it concerns; empty for all.
        attribute: attribute path it is read from; empty when only the estate can tell (contract).
        values: for an option, values that mean on; for an exclusion, shell-style patterns that are excluded.
        source: where this was read.
        allowed: for an exclusion, patterns known to be inside the scope: a value that fits neither list is unknown;
            empty when everything that is not excluded is inside.
    """

    id: str
    title: str
    kind: str
    services: frozenset[str]
    types: frozenset[str]
    attribute: str
    values: tuple[str | bool, ...]
    source: Source
    allowed: tuple[str, ...] = ()


class Topic(StrEnum):
    """Questions of the table of guarantees (referential 2.0, chapter 8, requirements 29 to 31)."""

    ACCESS_OUTSIDE_EEA = "access_outside_eea"
    """Is the data accessed from outside the European Economic Area?"""
    THIRD_COUNTRY_LAW = "third_country_law"
    """Can the law of a third country impose an access in breach of EU law?"""
    SECNUMCLOUD = "secnumcloud"
    """Is the service qualified under SecNumCloud 3.2?"""
    TRANSFER_MAP = "transfer_map"
    """Is there a public map of transfers?"""


class Answer(StrEnum):
    """Answer of a source; a topic without an answer is not known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """The source speaks of it without an answer."""


class Guarantee(Struct, frozen=True):
    """What a source answers to one question of the table of guarantees.

    Attributes:
        topic, answer: the question and the answer.
        layers: activities the answer concerns; empty for all.
        scope: services or regions it concerns, as the source says; empty for all.
        detail: the countries, the safeguards, for a person.
        address: of the map of transfers; empty when there is none.
        until: last day; None when no end is known.
        source: where this was read.
    """

    topic: Topic
    answer: Answer
    source: Source
    layers: frozenset[Layer] = frozenset()
    scope: str = ""
    detail: str = ""
    address: str = ""
    until: date | None = None


class Subcontractor(Struct, frozen=True):
    """A hoster that performs activities for another one (requirements 12 and 22).

    Attributes:
        name: as the source names it.
        hoster: its id in the registry; empty when it is not there.
        layers: activities it performs; empty when not known.
        regions, services: of the contracting hoster that it concerns; empty for all, or not known.
        source: where this was read.
    """

    name: str
    hoster: str
    layers: frozenset[Layer]
    regions: frozenset[str]
    services: frozenset[str]
    source: Source


class Hoster(Struct, frozen=True):
    """A hoster of the registry."""

    id: str
    name: str
    status: HosterStatus
    certificates: tuple[Certificate, ...]
    conditions: tuple[Condition, ...]
    source: Source
    guarantees: tuple[Guarantee, ...] = ()
    subcontractors: tuple[Subcontractor, ...] = ()


class Region(Struct, frozen=True):
    """A region or zone of a hoster.

    Attributes:
        hoster: hoster id: a region name means nothing without its hoster.
        name: as the hoster writes it.
        country: ISO 3166-1 alpha-2; empty when it spans countries or is not known.
        eea: whether all of it lies in the European Economic Area; None when not known.
        place: city or description.
        parent: region of a zone; the name itself for a region.
        source, grade: where this was read, and how sure it is.
    """

    hoster: str
    name: str
    country: str
    eea: bool | None
    place: str
    parent: str
    source: str
    grade: Grade = Grade.B

    @property
    def certain_eea(self) -> bool | None:
        """Whether it lies in the EEA, as a verdict may use it: what only a weak source calls inside is not known."""
        return None if self.eea and self.grade in WEAK else self.eea
