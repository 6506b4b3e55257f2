"""Which resources carry health data, on what basis, and by which path. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from hds_policy.catalogue import Catalogue, Role
from hds_policy.config import ClassificationRule, Estate
from hds_policy.model import (
    Administrator,
    Backups,
    Classification,
    Declassification,
    Edge,
    Inventory,
    Opened,
    OpenFlow,
    Resource,
)
from hds_policy.propagation.administration import administrators
from hds_policy.propagation.backups import backups_of
from hds_policy.propagation.declared import Declarations
from hds_policy.propagation.declassified import DeclassifiedFlows
from hds_policy.propagation.ends import Ends
from hds_policy.propagation.flows import flows_of
from hds_policy.propagation.openings import opened
from hds_policy.propagation.outside_services import named_services
from hds_policy.propagation.spreading import spread
from hds_policy.propagation.unknown_sources import unknown_sources

_WITHOUT_DATA = frozenset({Role.CONFIGURES, Role.NONE})


class Classified(Struct, frozen=True):
    """The outcome.

    Attributes:
        classes: by key, of every resource that has a data role or whose type is not known; data sources only when they
            carry health data.
        open_flows: health data that goes to something that was not read, sorted.
        tagged: keys of resources that a tag of their own calls health data, but whose type holds none.
        unused_rules: classification rules of the estate that fit nothing.
        unused_declassifications: declassifications in force that stop no flow of health data.
        powerless_declassifications: those of them that fit one which no declaration may stop: a replica, a snapshot.
        edges: edges between the resources, sorted; those along which no data travels, or that a declaration stops, too.
        opened: health data that everybody, or another account, may read, sorted.
        administrators: parties outside that access control lets in, sorted.
        backups: by root module, whether its stores of health data are backed up.
        declassified: the edges along which a declaration of the estate stops the class.
        contradictory: by key, what a resource itself says for and against health data, both.
        overruled: by key, what a resource itself says for health data, and why the estate clears it.
    """

    classes: Mapping[str, Classification]
    open_flows: tuple[OpenFlow, ...] = ()
    tagged: tuple[str, ...] = ()
    unused_rules: tuple[ClassificationRule, ...] = ()
    unused_declassifications: tuple[Declassification, ...] = ()
    powerless_declassifications: tuple[Declassification, ...] = ()
    edges: tuple[Edge, ...] = ()
    declassified: Mapping[Edge, Declassification] = {}
    opened: tuple[Opened, ...] = ()
    backups: tuple[Backups, ...] = ()
    administrators: tuple[Administrator, ...] = ()
    contradictory: Mapping[str, tuple[str, str]] = {}
    overruled: Mapping[str, tuple[str, str]] = {}


def classify(inventory: Inventory, catalogue: Catalogue, estate: Estate, on: date | None = None) -> Classified:
    """Classify every resource.

    Declarations of the estate come first, then tags and labels and the hoster's own HDS options; what is left is
    reached by data flows or not; hints and the estate's default decide on the rest.

    Args:
        on: day of the evaluation; without one no declassification of the estate counts, as each of them has an end.
    """
    declarations = Declarations(catalogue, estate, inventory.resources)
    # A tag on what holds no data (a key, a security group under default_tags) says nothing: data only passes through.
    holders = [resource for resource in inventory.resources if _may_hold_data(resource, catalogue)]
    declared = {resource.key: declarations.of(resource) for resource in holders}
    attribute_ends = Ends(inventory, catalogue)
    flows = flows_of(inventory, catalogue, attribute_ends)
    cleared = {
        resource.key: declarations.is_cleared_by_estate(resource)
        for resource in holders
        if (found := declared[resource.key]) is not None and not found.health
    }
    start = [key for key, found in declared.items() if found is not None and found.health]
    kinds = catalogue.edge_types
    copies = {name for name, kind in kinds.items() if kind.copy}
    resources = {resource.key: resource for resource in inventory.resources} if estate.declassifications else {}
    declassified = DeclassifiedFlows(estate.declassifications, flows.edges, resources, catalogue, on)

    def stops(edge: Edge, target: str) -> bool:
        # A copy holds what it was made from, whatever its tag says: only a rule of the estate can say no.
        by_estate = cleared.get(target)
        cleared_here = by_estate is not None and (by_estate or edge.kind not in copies)
        return cleared_here or declassified.stops(edge, target)

    reached = spread(flows.edges, kinds, start, stops)
    classes: dict[str, Classification] = {}
    for resource in holders:
        found = reached.get(resource.key) or declared[resource.key]
        if found is not None and (found.health or not resource.is_data):
            classes[resource.key] = found
        elif not resource.is_data:
            classes[resource.key] = declarations.otherwise(resource, copied=flows.copies.get(resource.key, ""))
    carrying = {key for key, found in classes.items() if found.health} | reached.keys()
    ends = {end for key in carrying for end in flows.ends.get(key, ())}
    ends.update(unknown_sources(flows.doubts, inventory.resources, catalogue, carrying))
    ends.update(named_services(inventory.resources, catalogue, carrying))
    held = {resource.key for resource in holders}
    tagged = [
        r.key
        for r in inventory.resources
        if not r.is_data and r.key not in held and not declarations.is_inherited(r) and declarations.own_tag(r)
    ]
    # What contradicts itself says, among other things, that it holds health data.
    said = [r for r in holders if not r.is_data and (found := declared[r.key]) is not None and found.health]
    return Classified(
        classes,
        tuple(sorted(ends)),
        tuple(tagged),
        declarations.unused_rules(),
        declassified.unused(carrying),
        declassified.powerless(carrying),
        tuple(flows.edges),
        declassified.edges,
        opened(inventory, catalogue, attribute_ends, carrying),
        backups_of(inventory, catalogue, attribute_ends, flows, classes),
        administrators(inventory, catalogue, attribute_ends, carrying, estate.operators),
        {r.key: both for r in said if (both := declarations.contradictory(r))},
        {r.key: both for r in holders if not r.is_data and (both := declarations.overruled(r))},
    )


def _may_hold_data(resource: Resource, catalogue: Catalogue) -> bool:
    decision = catalogue.decision(resource.type, resource.provider.name)
    return decision is None or decision.role not in _WITHOUT_DATA
