"""The points a line goes through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hds_policy.report.graph.layout.links import Link, Point


@dataclass(frozen=True, slots=True)
class Router:
    """Lines between placed vertices: from the side of one that faces the other, past the stops, to its side."""

    places: Sequence[Point]
    bends: Mapping[Link, tuple[Point, ...]]
    width: float
    height: float

    def line(self, source: int, target: int) -> tuple[Point, ...]:
        """Points of one line."""
        (x, y), (to_x, to_y) = self.places[source], self.places[target]
        middle = self.height / 2
        if source == target:
            right = x + self.width
            return (
                (right, y + 12),
                (right + 24, y + 12),
                (right + 24, y + self.height - 12),
                (right, y + self.height - 12),
            )
        bends = self.bends.get((source, target), ())
        rightwards = (bends[0][0] > x) if bends else to_x > x
        leave = (x + self.width, y + middle) if rightwards else (x, y + middle)
        enter = (to_x, to_y + middle) if rightwards else (to_x + self.width, to_y + middle)
        return tuple((round(px, 1), round(py, 1)) for px, py in (leave, *bends, enter))
