"""Cycles broken, a column for each vertex, and stops where a link crosses a column."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from hds_policy.report.graph.layout.links import Layered, Link

_LONGEST_WITH_STOPS = 12
"""Links over more columns are drawn in one curve: stops for them would cost more than they show."""


def columns_of(vertices: Sequence[int], links: Iterable[Link]) -> Layered:
    """Columns by the longest way from a vertex without a link into it, so that links go to the right."""
    given = dict.fromkeys(link for link in links if link[0] != link[1])
    forward = _without_cycles(vertices, given)
    column = _columns(vertices, forward)
    layered = Layered([[] for _ in range(max(column.values()) + 1)])
    for vertex in vertices:
        layered.columns[column[vertex]].append(vertex)
    for source, target in forward:
        stops = _stops(layered, source, target, column)
        for link, way in (((source, target), stops), ((target, source), stops[::-1])):
            if link in given:
                layered.stops[link] = way
    return layered


def _without_cycles(vertices: Sequence[int], links: Iterable[Link]) -> list[Link]:
    """The links with those that close a cycle turned around; each pair of vertices once."""
    targets: dict[int, list[int]] = {vertex: [] for vertex in vertices}
    entered = dict.fromkeys(vertices, 0)
    for source, target in links:
        targets[source].append(target)
        entered[target] += 1
    state = dict.fromkeys(vertices, 0)
    forward: dict[Link, None] = {}
    # Vertices that nothing leads to come first: what they reach is then to their right.
    for start in sorted(vertices, key=lambda vertex: (entered[vertex] > 0, vertex)):
        if state[start]:
            continue
        state[start] = 1
        stack = [(start, iter(targets[start]))]
        while stack:
            vertex, rest = stack[-1]
            target = next(rest, -1)
            if target < 0:
                state[vertex] = 2
                stack.pop()
            elif state[target] == 1:
                forward[target, vertex] = None
            else:
                forward[vertex, target] = None
                if not state[target]:
                    state[target] = 1
                    stack.append((target, iter(targets[target])))
    return list(forward)


def _columns(vertices: Sequence[int], forward: Sequence[Link]) -> dict[int, int]:
    """Longest way from the left; what has nothing to its left moves as close as it can to what it leads to."""
    targets: dict[int, list[int]] = {vertex: [] for vertex in vertices}
    waiting = dict.fromkeys(vertices, 0)
    for source, target in forward:
        targets[source].append(target)
        waiting[target] += 1
    column = dict.fromkeys(vertices, 0)
    starts = [vertex for vertex in vertices if not waiting[vertex]]
    ready = deque(starts)
    while ready:
        vertex = ready.popleft()
        for target in targets[vertex]:
            column[target] = max(column[target], column[vertex] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    for vertex in starts:
        if targets[vertex]:
            column[vertex] = min(column[target] for target in targets[vertex]) - 1
    return column


def _stops(layered: Layered, source: int, target: int, column: Mapping[int, int]) -> tuple[int, ...]:
    """Put a stop into every column between two vertices and link neighbours; nothing for a very long link."""
    if column[target] - column[source] > _LONGEST_WITH_STOPS:
        return ()
    stops: list[int] = []
    here = source
    for at in range(column[source] + 1, column[target]):
        stop = -1 - sum(map(len, layered.columns)) if not stops else stops[-1] - 1
        layered.columns[at].append(stop)
        _neighbours(layered, here, stop)
        stops.append(stop)
        here = stop
    _neighbours(layered, here, target)
    return tuple(stops)


def _neighbours(layered: Layered, left: int, right: int) -> None:
    layered.right.setdefault(left, []).append(right)
    layered.left.setdefault(right, []).append(left)
