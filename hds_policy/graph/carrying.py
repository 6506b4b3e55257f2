"""Which links carry health data, and why the others do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hds_policy.catalogue import EdgeType, Travel
from hds_policy.model import Basis, Classification, Declassification, Edge, Resource, Step
from hds_policy.model.graph import Link
from hds_policy.propagation.places import attribute_place


@dataclass(frozen=True, slots=True)
class Carrying:
    """Judges edges.

    Attributes:
        kinds: edge types of the catalogue.
        resources: by key.
        classes: classification of each resource that has one.
        reached: keys that health data is at, or passes through.
        steps: the steps of all paths, each as (source, target, flow, attribute).
        declassified: edges that the estate declares to carry no personal health data.
    """

    kinds: Mapping[str, EdgeType]
    resources: Mapping[str, Resource]
    classes: Mapping[str, Classification]
    reached: frozenset[str]
    steps: frozenset[tuple[str, str, str, str]]
    declassified: Mapping[Edge, Declassification] = field(default_factory=dict)

    def link(self, edge: Edge) -> Link:
        """The edge as a link of the graph."""
        kind = self.kinds[edge.kind]
        carries, reason = self._judge(edge, kind)
        return Link(
            source=edge.source,
            target=edge.target,
            kind=edge.kind,
            attribute=edge.attribute,
            holder=edge.holder,
            told_by=edge.told_by,
            carries=carries,
            both_ways=kind.travels in {Travel.BOTH, Travel.NESTED},
            reason=reason,
            location=attribute_place(self.resources[edge.holder], edge.attribute),
        )

    def _judge(self, edge: Edge, kind: EdgeType) -> tuple[bool, str]:
        if kind.travels is Travel.NONE:
            return False, f"moves no data: {kind.reason}"
        ends = [(edge.source, edge.target)]
        if kind.travels is not Travel.FORWARD:
            ends.append((edge.target, edge.source))
        if any((source, target, edge.kind, edge.attribute) in self.steps for source, target in ends):
            return True, kind.reason
        targets = [target for source, target in ends if source in self.reached]
        if not targets:
            return False, f"{edge.source} is not considered to carry health data"
        if entry := self.declassified.get(edge):
            until = f"until {entry.expires}, approved by {entry.approved_by}"
            return False, f"declassified as {entry.data} {until}: {entry.reason}"
        if targets[0] in self.reached:
            return True, kind.reason
        return False, self._stopped(targets[0], kind)

    def _stopped(self, target: str, kind: EdgeType) -> str:
        found = self.classes.get(target)
        if found is not None and found.basis is Basis.NONE:
            return f"stopped: {target} is declared to hold no health data ({found.evidence})"
        if kind.travels is Travel.NESTED:
            return f"does not lead from one part to another: {kind.reason}"
        return f"stopped before {target}"


def steps_of(classes: Mapping[str, Classification]) -> frozenset[tuple[str, str, str, str]]:
    """Every step of every path."""
    return frozenset(map(_step, (step for found in classes.values() for step in found.path)))


def _step(step: Step) -> tuple[str, str, str, str]:
    return (step.source, step.target, step.flow, step.attribute)
