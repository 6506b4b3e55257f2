"""Does a resource carry health data, on what basis, and by which path?"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

ASSUMED = "assumed by default"
"""Evidence of a classification that only the default of the estate or ``--assume`` decided."""


class Basis(StrEnum):
    """Why a resource is, or is not, considered to carry health data."""

    DECLARED = "declared"
    """A tag, a label or the estate says so."""
    NATIVE = "native"
    """The resource type or a hoster's own HDS option says so."""
    SUSPECTED = "suspected"
    """Something hints at it; a human must decide."""
    PROPAGATED = "propagated"
    """Data flows here from a resource that carries health data."""
    ASSUMED = "assumed"
    """The default of the estate or of ``--assume`` says so."""
    NONE = "none"
    """Declared, or assumed by default, to hold no health data."""
    UNCLASSIFIED = "unclassified"
    """Nothing says anything."""


class Exclusion(Struct, frozen=True):
    """What says that resources hold no health data (a rule of the estate, its default, a tag), and of how many."""

    evidence: str
    resources: int


class Step(Struct, frozen=True):
    """One step of a path: data goes from ``source`` to ``target`` by a flow of kind ``flow``, told by ``attribute``.

    ``holder`` is the key of the resource that has this attribute, which may be a link between both.
    """

    source: str
    target: str
    flow: str
    attribute: str
    holder: str = ""

    @property
    def told_at(self) -> str:
        """Name of the place of the attribute in ``Assessment.places``."""
        return f"{self.holder} {self.attribute}"


class Classification(Struct, frozen=True):
    """Classification of one resource.

    Attributes:
        health: whether it is considered to carry health data.
        basis: on what basis.
        evidence: what says so, e.g. ``tag data_classification = health``; for a person.
        path: steps from a declared resource; empty unless propagated.
    """

    health: bool
    basis: Basis
    evidence: str = ""
    path: tuple[Step, ...] = ()


class Opened(Struct, frozen=True, order=True):
    """Health data that others may read.

    Attributes:
        source: key of the resource that is opened.
        holder: key of the resource whose attribute opens it.
        attribute: path of that attribute.
        to: ``public``, ``account`` or ``unknown``.
        name: value of the attribute; empty when it is not known.
    """

    source: str
    holder: str
    attribute: str
    to: str
    name: str


class Doubt(StrEnum):
    """Why it is not told whether data goes there at all."""

    NONE = ""
    """It is told: the data goes there."""
    SELECTION = "selection"
    """A selection, by a tag or a pattern that is not known, perhaps chooses it."""
    SOURCE = "source"
    """What the data comes from is not known, and may be it."""
    SERVICE = "service"
    """A setting names a service outside; what is sent to it is not told."""


class OpenFlow(Struct, frozen=True, order=True):
    """Health data that goes to something that was not read.

    Attributes:
        source: key of the resource whose data goes there.
        holder: key of the resource whose attribute names the end.
        attribute: path of that attribute.
        flow: kind of flow.
        region: region of the end, told by an ARN; empty when not told.
        partition: partition of that ARN, e.g. ``aws-cn``; empty when not told.
        hoster: id of the hoster whose region it is; empty when not told.
        doubt: why it is not even told whether the data goes there; ``NONE`` when it does.
        service: host name of the service outside that a setting names; empty without one.
    """

    source: str
    holder: str
    attribute: str
    flow: str
    region: str
    partition: str = ""
    hoster: str = ""
    doubt: Doubt = Doubt.NONE
    service: str = ""
