"""A layered layout of a directed graph: data flows from left to right, related things stand close. Pure, deterministic.

The steps are those of Sugiyama, Tagawa and Toda (1981): break cycles, give every vertex a column, order the columns so
that few lines cross, then choose heights. Each weakly connected part is laid out by itself, and the parts are packed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hds_policy.report.graph.layout.links import Link, Point, Spacing
from hds_policy.report.graph.layout.packing import pack, width_for
from hds_policy.report.graph.layout.part import Part, lay_out_part
from hds_policy.report.graph.layout.parts import parts_of
from hds_policy.report.graph.layout.routing import Router

__all__ = ["Layout", "Spacing", "lay_out"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands.

    Attributes:
        places: left upper corner of each vertex.
        lines: for each link that was given, the points its line goes through, from the source's side to the target's;
            two for neighbouring columns, more when it crosses columns; four for a link of a vertex to itself.
        headings: for each group that occurs, its number and the height at which room is left for its heading.
        width, height: of the whole drawing.
    """

    places: tuple[Point, ...]
    lines: tuple[tuple[Point, ...], ...]
    headings: tuple[tuple[int, float], ...]
    width: float
    height: float


def lay_out(count: int, links: Sequence[Link], groups: Sequence[int] = (), spacing: Spacing | None = None) -> Layout:
    """Lay out vertices ``0 … count-1`` and links between them.

    Args:
        count: number of vertices.
        links: pairs of (source, target); repeated ones and loops are allowed.
        groups: group of each vertex; connected parts of one group stand together under a heading, a part that several
            groups share in that of its first vertex. Empty for no groups and no headings.
        spacing: sizes.
    """
    spacing = spacing or Spacing()
    members = parts_of(count, links)
    part_of = {vertex: number for number, part in enumerate(members) for vertex in part}
    own: list[list[Link]] = [[] for _ in members]
    for link in links:
        own[part_of[link[0]]].append(link)
    parts = [lay_out_part(part, inside, spacing) for part, inside in zip(members, own, strict=True)]
    limit = width_for([(part.width, part.height) for part in parts], spacing.part_gap, spacing.width * 6)
    by_group: dict[int, list[Part]] = {}
    for part, vertices in zip(parts, members, strict=True):
        by_group.setdefault(groups[vertices[0]] if groups else 0, []).append(part)
    places: list[Point] = [(0.0, 0.0)] * count
    bends: dict[Link, tuple[Point, ...]] = {}
    headings = []
    width = bottom = 0.0
    for group in sorted(by_group):
        headings.append((group, round(bottom, 1)))
        start = bottom + (spacing.heading if groups else 0.0)
        wide, high = _set(by_group[group], start, limit, spacing, places, bends)
        width, bottom = max(width, wide), start + high + spacing.part_gap
    router = Router(places, bends, spacing.width, spacing.height)
    return Layout(
        places=tuple(places),
        lines=tuple(router.line(*link) for link in links),
        headings=tuple(headings) if groups else (),
        width=round(width, 1),
        height=round(max(0.0, bottom - spacing.part_gap), 1),
    )


def _set(
    parts: Sequence[Part],
    top: float,
    limit: float,
    spacing: Spacing,
    places: list[Point],
    bends: dict[Link, tuple[Point, ...]],
) -> Point:
    """Put the parts of a group on shelves below ``top``; their width and height."""
    corners, width, height = pack([(part.width, part.height) for part in parts], spacing.part_gap, limit)
    for part, (left, above) in zip(parts, corners, strict=True):
        for vertex, (x, y) in part.places.items():
            places[vertex] = (round(left + x, 1), round(top + above + y, 1))
        for link, points in part.bends.items():
            bends[link] = tuple((left + x, top + above + y) for x, y in points)
    return width, height
