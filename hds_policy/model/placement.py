"""Placements: who performs which layer for a resource, where."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from hds_policy.model.layer import Layer
from hds_policy.model.resource import Resource
from hds_policy.model.value import Unknown


class ActorKind(StrEnum):
    """Who performs a layer."""

    HOSTER = "hoster"
    """A hoster, on the strength of the catalogue."""
    OPERATOR = "operator"
    """An actor the estate declares (an infogéreur, or a hoster in that role)."""
    CONTROLLER = "controller"
    """The controller itself, for its own account: outside the obligation (CSP L.1111-8)."""
    EXEMPT = "exempt"
    """Declared exempt, with a reason."""
    UNDECLARED = "undeclared"
    """On the customer's side, and nothing is declared."""
    UNKNOWN = "unknown"
    """The hoster cannot be told from what was read."""


class Actor(Struct, frozen=True):
    """Who: kind, id of the hoster or operator (empty when there is none), and why (unknown, exempt) for a person."""

    kind: ActorKind
    id: str = ""
    note: str = ""


class ConditionState(Struct, frozen=True):
    """State of one condition of a hoster (its id) for a resource: ``met``, ``not_met`` or ``unknown``."""

    id: str
    state: str
    attribute: str
    found: str
    hoster: str = ""


class Placement(Struct, frozen=True):
    """(resource, layer, actor, service, region).

    Attributes:
        resource: resource key.
        layer: activity.
        actor: who performs it.
        service: service as the hoster's HDS scope names it.
        region: region name of the hoster, or Unknown.
        region_origin: where the region was read, for a person, e.g. ``provider aws.paris (providers.tf:4)``.
        stores: whether data is stored in this place (requirement 28 applies).
    """

    resource: str
    layer: Layer
    actor: Actor
    service: str
    region: str | Unknown
    region_origin: str = ""
    stores: bool = False


class Located(Struct, frozen=True):
    """A region name (or Unknown), where it was read, and the line of the attribute when it stands on the resource."""

    region: str | Unknown
    origin: str
    line: int | None = None


class Placed(Struct, frozen=True):
    """A resource in scope, placed.

    Attributes:
        hoster: who offers it, and names its regions; the layers may be operated by others.
        located: its regions, the own one first.
        placements: one for each region and layer, in this order.
        conditions: state of the hoster's conditions that concern it.
    """

    resource: Resource
    hoster: Actor
    located: tuple[Located, ...]
    placements: tuple[Placement, ...]
    conditions: tuple[ConditionState, ...]


class SeenCluster(Struct, frozen=True):
    """A cluster whose place the estate declares and the configuration tells as well.

    Attributes:
        hoster, region: as declared; both empty for a site of the estate, which ``site`` names.
        found_hoster, found_region: as the address of the cluster, or the cluster in the code, tells; the region is
            empty when it does not.
        evidence: what tells, for a person.
        resources: keys of the resources with health data in it, sorted.
    """

    hoster: str
    region: str
    site: str
    found_hoster: str
    found_region: str
    evidence: str
    resources: tuple[str, ...]
