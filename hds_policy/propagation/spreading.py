"""How the class spreads along the edges: breadth first, so that the first way found is a shortest one."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from hds_policy.catalogue import EdgeType, Travel
from hds_policy.model import Basis, Classification, Edge, Step

_SHOWN_STEPS = 24

Stops = Callable[[Edge, str], bool]
"""Whether the class does not travel along an edge to the resource of this key."""


class _Arrival(Struct, frozen=True):
    """How the data came to a resource: where it started, how many steps it took, and the last of them.

    ``from_part``: it came from a part of it, so that the other parts are not reached by it.
    """

    origin: str
    distance: int = 0
    path: tuple[Step, ...] = ()
    from_part: bool = False


class _Ways:
    """Where the class travels from a resource."""

    def __init__(self, edges: Iterable[Edge], kinds: Mapping[str, EdgeType]) -> None:
        self._ahead: dict[str, list[Edge]] = defaultdict(list)
        self._back: dict[str, list[Edge]] = defaultdict(list)
        self._nested = {name for name, kind in kinds.items() if kind.travels is Travel.NESTED}
        none = {name for name, kind in kinds.items() if kind.travels is Travel.NONE}
        forward = {name for name, kind in kinds.items() if kind.travels is Travel.FORWARD}
        for edge in edges:
            if edge.kind not in none:
                self._ahead[edge.source].append(edge)
                if edge.kind not in forward:
                    self._back[edge.target].append(edge)

    def of(self, key: str, *, from_part: bool) -> Iterator[tuple[Edge, str, bool]]:
        """Edge, the resource it leads to, and whether it leads from a part to the whole; by name of the resource."""
        back = self._back.get(key)
        if back is None and not from_part:
            # Sorted edges of one source are in the order of their targets.
            for edge in self._ahead.get(key, ()):
                yield edge, edge.target, False
            return
        found = [
            (edge.target, edge, False)
            for edge in self._ahead.get(key, ())
            if not (from_part and edge.kind in self._nested)
        ]
        found += [(edge.source, edge, edge.kind in self._nested) for edge in back or ()]
        for target, edge, to_whole in sorted(found) if len(found) > 1 else found:
            yield edge, target, to_whole


def spread(
    edges: Iterable[Edge], kinds: Mapping[str, EdgeType], start: Iterable[str], stops: Stops
) -> dict[str, Classification]:
    """Classification, with its path, of every resource that the class reaches from the resources it starts from.

    Args:
        edges: sorted.
        stops: whether the class does not travel along an edge to one end of it.

    A whole that was first reached from a part may be reached again from elsewhere: then its other parts are, too.
    """
    ways = _Ways(edges, kinds)
    first: dict[str, _Arrival] = {}
    open_to_parts: set[str] = set()
    queue: deque[tuple[str, _Arrival]] = deque()
    for key in sorted(start):
        first[key] = _Arrival(key)
        open_to_parts.add(key)
        queue.append((key, first[key]))
    while queue:
        key, here = queue.popleft()
        for edge, target, to_whole in ways.of(key, from_part=here.from_part):
            if target in open_to_parts or (to_whole and target in first) or stops(edge, target):
                continue
            step = Step(key, target, edge.kind, edge.attribute, edge.holder)
            arrival = _Arrival(here.origin, here.distance + 1, (*here.path[1 - _SHOWN_STEPS :], step), to_whole)
            first.setdefault(target, arrival)
            if not to_whole:
                open_to_parts.add(target)
            queue.append((target, arrival))
    return {key: _classification(arrival) for key, arrival in first.items() if arrival.path}


def _classification(here: _Arrival) -> Classification:
    """The class with its path."""
    evidence = f"data flows here from {here.origin}"
    if here.distance > _SHOWN_STEPS:
        evidence += f", over {here.distance} steps of which the last {_SHOWN_STEPS} are shown"
    return Classification(True, Basis.PROPAGATED, evidence, here.path)
