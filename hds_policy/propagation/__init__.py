"""Which resources carry health data, on what basis, and by which path. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from hds_policy.catalogue import Catalogue, Role
from hds_policy.config import ClassificationRule, Estate
from hds_policy.model import Basis, Classification, Inventory, OpenFlow, Resource, Step
from hds_policy.propagation.declared import Declarations
from hds_policy.propagation.flows import COPIES, Flows, flows_of

_WITHOUT_DATA = frozenset({Role.CONFIGURES, Role.NONE})
_SHOWN_STEPS = 24


@dataclass(frozen=True, slots=True)
class Classified:
    """The outcome.

    Attributes:
        classes: by key, of every resource that has a data role or whose type is not known; data sources only when they
            carry health data.
        open_flows: health data that goes to something that was not read, sorted.
        tagged: keys of resources that a tag of their own calls health data, but whose type holds none.
        unused_rules: classification rules of the estate that fit nothing.
    """

    classes: Mapping[str, Classification]
    open_flows: tuple[OpenFlow, ...] = ()
    tagged: tuple[str, ...] = ()
    unused_rules: tuple[ClassificationRule, ...] = ()


def classify(inventory: Inventory, catalogue: Catalogue, estate: Estate) -> Classified:
    """Classify every resource.

    Declarations of the estate come first, then tags and labels and the hoster's own HDS options; what is left is
    reached by data flows or not; hints and the estate's default decide on the rest.
    """
    declarations = Declarations(catalogue, estate)
    # A tag on what holds no data (a key, a security group under default_tags) says nothing: data only passes through.
    holders = [resource for resource in inventory.resources if _may_hold_data(resource, catalogue)]
    declared = {resource.key: declarations.of(resource) for resource in holders}
    flows = flows_of(inventory, catalogue)
    cleared = {
        resource.key: declarations.is_cleared_by_estate(resource)
        for resource in holders
        if (found := declared[resource.key]) is not None and not found.health
    }
    reached = _propagate(flows, declared, cleared)
    classes: dict[str, Classification] = {}
    for resource in holders:
        found = reached.get(resource.key) or declared[resource.key]
        if found is not None and (found.health or not resource.is_data):
            classes[resource.key] = found
        elif not resource.is_data:
            classes[resource.key] = declarations.otherwise(resource, copied=flows.copies.get(resource.key, ""))
    carrying = {key for key, found in classes.items() if found.health} | reached.keys()
    ends = {end for key in carrying for end in flows.ends.get(key, ())}
    held = {resource.key for resource in holders}
    tagged = [r.key for r in inventory.resources if not r.is_data and r.key not in held and declarations.own_tag(r)]
    return Classified(classes, tuple(sorted(ends)), tuple(tagged), declarations.unused_rules())


def _may_hold_data(resource: Resource, catalogue: Catalogue) -> bool:
    decision = catalogue.decision(resource.type, resource.provider.name)
    return decision is None or decision.role not in _WITHOUT_DATA


@dataclass(frozen=True, slots=True)
class _Arrival:
    """How the data came to a resource: the last step, where it started, and how many steps it took."""

    step: Step | None
    origin: str
    distance: int


def _propagate(
    flows: Flows, declared: Mapping[str, Classification | None], cleared: Mapping[str, bool]
) -> dict[str, Classification]:
    """Breadth first from every declared resource: the first way found is a shortest one, in the order of the keys."""
    start = sorted(key for key, found in declared.items() if found is not None and found.health)
    arrivals = {key: _Arrival(None, key, 0) for key in start}
    queue = deque(start)
    while queue:
        key = queue.popleft()
        here = arrivals[key]
        for step in sorted(flows.steps.get(key, ()), key=lambda step: (step.target, step.flow, step.attribute)):
            if step.target not in arrivals and not _stops(step, cleared):
                arrivals[step.target] = _Arrival(step, here.origin, here.distance + 1)
                queue.append(step.target)
    return {key: _classification(key, arrivals) for key, arrival in arrivals.items() if arrival.step is not None}


def _stops(step: Step, cleared: Mapping[str, bool]) -> bool:
    """Whether a flow ends at what is declared free of health data.

    A copy holds what it was made from, whatever its tag says: only a rule of the estate, with its reason, can say no.
    """
    by_estate = cleared.get(step.target)
    return by_estate is not None and (by_estate or step.flow not in COPIES)


def _classification(key: str, arrivals: Mapping[str, _Arrival]) -> Classification:
    """The class with its path; of a long one, the last steps."""
    here = arrivals[key]
    path: list[Step] = []
    step = here.step
    while step is not None and len(path) < _SHOWN_STEPS:
        path.append(step)
        step = arrivals[step.source].step
    path.reverse()
    evidence = f"data flows here from {here.origin}"
    if here.distance > _SHOWN_STEPS:
        evidence += f", over {here.distance} steps of which the last {_SHOWN_STEPS} are shown"
    return Classification(True, Basis.PROPAGATED, evidence, tuple(path))
