"""Hosters, their certificates, and regions; every fact with its source."""

from __future__ import annotations

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
        source: where this was read.
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


class Hoster(Struct, frozen=True):
    """A hoster of the registry."""

    id: str
    name: str
    status: HosterStatus
    certificates: tuple[Certificate, ...]
    conditions: tuple[Condition, ...]
    source: Source


class Region(Struct, frozen=True):
    """A region or zone of a hoster.

    Attributes:
        hoster: hoster id: a region name means nothing without its hoster.
        name: as the hoster writes it.
        country: ISO 3166-1 alpha-2; empty when it spans countries or is not known.
        eea: whether all of it lies in the European Economic Area; None when not known.
        place: city or description.
        parent: region of a zone; the name itself for a region.
        source: where this was read.
    """

    hoster: str
    name: str
    country: str
    eea: bool | None
    place: str
    parent: str
    source: str
