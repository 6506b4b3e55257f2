"""What the catalogue says: providers, hosting models, and a decision for each resource type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from hds_policy.model import Layer


class Role(StrEnum):
    """What a resource type is for health data; the strongest role of a type counts, in this order."""

    STORES = "stores"
    PROCESSES = "processes"
    BACKS_UP = "backs_up"
    TRANSPORTS = "transports"
    ADMINISTERS = "administers"
    CONFIGURES = "configures"
    NONE = "none"


CUSTOMER = "customer"
"""Operates a layer instead of the hoster: whoever the estate declares for the customer's side."""

NOBODY_KNOWN = "unknown"
"""Operates a layer instead of the hoster: it is not known who."""

DATA_ROLES = frozenset({Role.STORES, Role.PROCESSES, Role.BACKS_UP, Role.TRANSPORTS, Role.ADMINISTERS})
"""Roles that are judged layer by layer when health data is there."""


class Travel(StrEnum):
    """How the class travels along a kind of flow."""

    FORWARD = "forward"
    """From the source to the target."""
    BOTH = "both"
    """Either end classifies the other."""
    NESTED = "nested"
    """From the whole to its parts and from a part to the whole, but not from one part by the whole to another."""
    NONE = "none"
    """Not at all."""


class EdgeType(Struct, frozen=True):
    """A kind of edge between resources.

    Attributes:
        name: as flows of the catalogue name it.
        source, target: what stands at its ends, for a person.
        travels: whether the class travels along, and in which direction.
        copy: the target holds what the source holds, whatever its tags say.
        reason: why it travels, or does not.
    """

    name: str
    source: str
    target: str
    travels: Travel
    copy: bool
    reason: str


class Flow(Struct, frozen=True):
    """Data goes from ``source`` to ``target``: attribute paths that refer to resources, or ``.`` for itself."""

    source: str
    target: str
    kind: EdgeType


class HostingModel(Struct, frozen=True):
    """Which layers the hoster operates; the others are on the customer's side."""

    name: str
    title: str
    hoster: frozenset[Layer]


class Provider(Struct, frozen=True):
    """A Terraform provider.

    Attributes:
        hoster: hoster id; empty when it depends on the configuration.
        region: look-ups in order (see ``hds_policy.placement``).
        zone: pattern whose first group is the region of a zone; None when regions have no zones in names.
        zone_attributes: attributes that name a zone; one that does not fit ``zone`` lies outside its region.
        elsewhere: attributes that, when set, put the resource on a site that is not the hoster's region.
        on_customer_site: those of them that put it on a site of the customer's own.
        operators: hosters beside ``hoster`` that operate types of this provider.
        tags: attributes that hold tags or labels.
        native: attribute path → patterns of values that are the hoster's own HDS option.
        in_cluster: resources live in a Kubernetes cluster, whose place the estate may declare.
        endpoints: provider attributes that hold endpoint addresses, which decide the hoster; ``{service}`` stands for
            each key of the service a resource belongs to.
        sources: registry sources of this provider in lower case (``hashicorp/aws``); empty when there is none.
        endpoint_keys: service slug → keys of its endpoints, where they are not the slug without hyphens.
        partitions: pattern of a region → hoster behind it, where that is not ``hoster``; the first that fits counts.
        site_references: attributes that refer to what fixes the site, e.g. a subnet.
        pairs: region → the region its geo-redundant services copy to.
    """

    file: str
    names: tuple[str, ...]
    hoster: str
    region: tuple[str, ...]
    zone: re.Pattern[str] | None
    zone_attributes: tuple[str, ...]
    elsewhere: tuple[str, ...]
    tags: tuple[str, ...]
    endpoints: tuple[str, ...]
    native: Mapping[str, tuple[str, ...]]
    in_cluster: bool
    sources: frozenset[str] = frozenset()
    endpoint_keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    partitions: Mapping[str, str] = field(default_factory=dict)
    site_references: tuple[str, ...] = ()
    pairs: Mapping[str, str] = field(default_factory=dict)
    on_customer_site: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()


class Endpoint(Struct, frozen=True):
    """What stands behind an endpoint address.

    Attributes:
        hoster: hoster id.
        services: the hoster's own slug for services of the catalogue that was used, e.g. ``s3`` → ``object-storage``.
        region: region in the host name; empty when addresses of this kind name none, None when this one should.
    """

    hoster: str
    services: Mapping[str, str]
    region: str | None = ""


class Copies(Struct, frozen=True):
    """An attribute that makes a service copy the data to another region, the paired one where regions have pairs.

    Attributes:
        attribute: attribute path.
        values: shell-style patterns of values that do, without regard to case; booleans as ``true``.
        default: value when it is not set; empty when that copies nothing.
        unless: attribute path → values with which the service keeps the data in its region after all.
    """

    attribute: str
    values: tuple[str, ...]
    default: str
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Decision(Struct, frozen=True):
    """What one resource type is.

    Attributes:
        type: Terraform resource type.
        role: see ``Role``.
        model: hosting model; None for ``configures`` and ``none``.
        service: service slug as the hoster's HDS scope names it.
        persists: data is kept at rest.
        region: look-ups that replace the provider's; empty to use those.
        also_in: attribute paths with further regions where the same data is stored.
        flows: where data goes.
        suspected: the very purpose of the type is health data.
        reason: reason class for ``configures`` and ``none``.
        family: the family pattern that decided, empty for an entry of its own.
        copies: attributes that make the service copy the data to another region.
        operated_by: layers that somebody else than the provider's hoster operates: a hoster id, ``CUSTOMER`` or
            ``NOBODY_KNOWN``. Only layers that the model gives to the hoster stand here.
    """

    type: str
    role: Role
    model: HostingModel | None
    service: str
    persists: bool
    region: tuple[str, ...]
    also_in: tuple[str, ...]
    flows: tuple[Flow, ...]
    suspected: bool
    reason: str
    family: str
    copies: tuple[Copies, ...] = ()
    operated_by: Mapping[Layer, str] = field(default_factory=dict)
