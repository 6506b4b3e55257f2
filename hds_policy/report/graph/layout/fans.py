"""Many ends of one vertex, folded into a block: a store with a thousand readers is no column of a thousand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hds_policy.report.graph.layout.links import Link, Point, Spacing

_FOLDED = 8
_INSET = 28.0
"""Room between columns of a block, through which the lines to its members go."""


@dataclass(frozen=True, slots=True)
class Fan:
    """Vertices whose only neighbour is ``hub``, all on one side of it: ``outward`` when the links lead to them."""

    hub: int
    members: tuple[int, ...]
    outward: bool

    @property
    def across(self) -> int:
        """Columns of the block, so that it is about as high as it is wide."""
        return max(1, round(math.sqrt(len(self.members) / 3)))

    def size(self, spacing: Spacing) -> tuple[float, float]:
        """Width and height of the block."""
        rows = -(-len(self.members) // self.across)
        wide = self.across * (spacing.width + _INSET) - _INSET
        return wide, rows * (spacing.height + spacing.gap) - spacing.gap

    def places(self, left: float, top: float, spacing: Spacing) -> dict[int, Point]:
        """Corner of each member, row by row."""
        return {
            member: (
                left + number % self.across * (spacing.width + _INSET),
                top + number // self.across * (spacing.height + spacing.gap),
            )
            for number, member in enumerate(self.members)
        }

    def bends(self, left: float, top: float, spacing: Spacing) -> dict[Link, tuple[Point, ...]]:
        """Way of each line between the rows, for both directions of its link."""
        right = left + self.size(spacing)[0]
        found: dict[Link, tuple[Point, ...]] = {}
        for member, (x, y) in self.places(left, top, spacing).items():
            between = y - spacing.gap / 2
            if self.outward:
                way = ((left - _INSET / 2, between), (x - _INSET / 2, between)) if x > left else ()
                found[self.hub, member], found[member, self.hub] = way, way[::-1]
            else:
                end = x + spacing.width
                way = ((end + _INSET / 2, between), (right + _INSET / 2, between)) if end < right else ()
                found[member, self.hub], found[self.hub, member] = way, way[::-1]
        return found


def fans_of(vertices: Sequence[int], links: Iterable[Link]) -> list[Fan]:
    """Fans of more members than a column shows well, by their first member."""
    near: dict[int, set[int]] = {vertex: set() for vertex in vertices}
    entered: set[int] = set()
    for source, target in links:
        if source != target and source in near:
            near[source].add(target)
            near[target].add(source)
            entered.add(target)
    groups: dict[tuple[int, bool], list[int]] = {}
    for vertex in vertices:
        if len(near[vertex]) == 1:
            (hub,) = near[vertex]
            groups.setdefault((hub, vertex in entered), []).append(vertex)
    fans = [Fan(hub, tuple(members), outward) for (hub, outward), members in groups.items() if len(members) > _FOLDED]
    return sorted(fans, key=lambda fan: fan.members)
