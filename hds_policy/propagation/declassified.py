"""Flows that the estate declares to carry no personal health data: the class does not travel along them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from hds_policy.catalogue import Catalogue, Role, Travel
from hds_policy.config.patterns import matches_address
from hds_policy.model import Declassification, Edge, Resource

_SAME_DATA = frozenset({"replicates_to", "snapshots", "backs_up", "restores_from"})
"""Kinds whose end holds what the source holds, bit by bit: no declaration changes that."""
_COPY = "copies_to"
_KEEPS = frozenset({Role.STORES, Role.BACKS_UP})


class DeclassifiedFlows:
    """Which edges the declassifications of an estate stop on a day.

    Args:
        resources: by key.
        on: day of the evaluation; None when there is none, and then no declaration counts.
    """

    def __init__(
        self,
        entries: Sequence[Declassification],
        edges: Iterable[Edge],
        resources: Mapping[str, Resource],
        catalogue: Catalogue,
        on: date | None,
    ) -> None:
        self._catalogue = catalogue
        self._resources = resources
        self._valid = [entry for entry in entries if on is not None and on <= entry.expires]
        self._stopped: dict[tuple[Edge, str], list[Declassification]] = defaultdict(list)
        self._same_data: list[tuple[str, Declassification]] = []
        for edge in edges if self._valid else ():
            travels = catalogue.edge_types[edge.kind].travels
            if travels is Travel.NONE:
                continue
            if self._is_same_data(edge):
                self._same_data.extend((edge.source, entry) for entry in self._fitting(edge.source, edge.target))
                continue
            self._note(edge, edge.source, edge.target)
            if travels is not Travel.FORWARD:
                self._note(edge, edge.target, edge.source)

    def stops(self, edge: Edge, target: str) -> bool:
        """Whether the class does not travel along an edge to this end of it."""
        return bool(self._stopped) and (edge, target) in self._stopped

    @property
    def edges(self) -> dict[Edge, Declassification]:
        """Every edge along which a declaration stops the class, in one direction at least, and the declaration."""
        return {edge: entries[0] for (edge, _), entries in sorted(self._stopped.items())}

    def unused(self, carrying: Collection[str]) -> tuple[Declassification, ...]:
        """Declarations in force of which no flow of health data is stopped; ``carrying``: keys of what carries it."""
        used = [
            entry
            for (edge, target), entries in self._stopped.items()
            for entry in entries
            if (edge.source if target == edge.target else edge.target) in carrying
        ]
        return tuple(entry for entry in self._valid if entry not in used)

    def powerless(self, carrying: Collection[str]) -> tuple[Declassification, ...]:
        """Those of the unused ones that fit a flow of health data whose end holds what its source holds."""
        fitting = [entry for source, entry in self._same_data if source in carrying]
        return tuple(entry for entry in self.unused(carrying) if entry in fitting)

    def _is_same_data(self, edge: Edge) -> bool:
        """Whether the end is the source once more: a store that is itself a copy, not what a task writes elsewhere."""
        if edge.kind != _COPY or edge.holder != edge.target:
            return edge.kind in _SAME_DATA
        target = self._resources.get(edge.target)
        decision = self._catalogue.decision(target.type, target.provider.name) if target else None
        return decision is None or decision.role in _KEEPS

    def _note(self, edge: Edge, source: str, target: str) -> None:
        for entry in self._fitting(source, target):
            self._stopped[edge, target].append(entry)

    def _fitting(self, source: str, target: str) -> Iterator[Declassification]:
        for entry in self._valid:
            if self._fits(entry.source, source) and self._fits(entry.target, target):
                yield entry

    def _fits(self, pattern: str, key: str) -> bool:
        resource = self._resources.get(key)
        return matches_address(pattern, key) or (resource is not None and matches_address(pattern, resource.address))
