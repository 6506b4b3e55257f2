"""The words of the layout: links, points, sizes, and a graph whose vertices stand in columns."""

from __future__ import annotations

from dataclasses import dataclass, field

Link = tuple[int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spacing:
    """Sizes in the units of the drawing: a vertex, the gaps between vertices, columns and parts, room for a heading."""

    width: float = 212
    height: float = 66
    gap: float = 18
    column_gap: float = 92
    part_gap: float = 44
    heading: float = 34


@dataclass(slots=True)
class Layered:
    """Vertices in columns, from left to right.

    Attributes:
        columns: vertices of each column, top first; negative numbers are stops of long links.
        right, left: neighbours of each vertex in the next and in the former column.
        stops: for each link as it was given, the stops of its line from source to target.
    """

    columns: list[list[int]]
    right: dict[int, list[int]] = field(default_factory=dict)
    left: dict[int, list[int]] = field(default_factory=dict)
    stops: dict[Link, tuple[int, ...]] = field(default_factory=dict)
