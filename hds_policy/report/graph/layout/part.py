"""One connected part of a drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hds_policy.report.graph.layout.columns import columns_of
from hds_policy.report.graph.layout.fans import fans_of
from hds_policy.report.graph.layout.heights import heights_of
from hds_policy.report.graph.layout.links import Link, Point, Spacing
from hds_policy.report.graph.layout.ordering import order_columns

_STOP = 18.0
"""Height of a stop of a long line."""


@dataclass(frozen=True, slots=True)
class Part:
    """A connected part, laid out from its own corner; ``bends`` are points between the ends of links."""

    places: dict[int, Point]
    bends: dict[Link, tuple[Point, ...]]
    width: float
    height: float


def lay_out_part(vertices: Sequence[int], links: Iterable[Link], spacing: Spacing) -> Part:
    """Lay out connected vertices."""
    inside = set(vertices)
    own = [link for link in links if link[0] in inside]
    fans = {fan.members[0]: fan for fan in fans_of(vertices, own)}
    hidden = {member for fan in fans.values() for member in fan.members[1:]}
    layered = columns_of(
        [vertex for vertex in vertices if vertex not in hidden],
        [link for link in own if link[0] not in hidden and link[1] not in hidden],
    )
    order_columns(layered)
    sizes = {name: fan.size(spacing) for name, fan in fans.items()}
    room = {
        vertex: sizes[vertex][1] if vertex in sizes else spacing.height if vertex >= 0 else _STOP
        for column in layered.columns
        for vertex in column
    }
    tops = heights_of(layered, room, spacing.gap)
    highest = min(tops.values())
    places: dict[int, Point] = {}
    left = width = 0.0
    for column in layered.columns:
        width = max(sizes[vertex][0] if vertex in sizes else spacing.width for vertex in column)
        for vertex in column:
            places[vertex] = (left, tops[vertex] - highest)
        left += width + spacing.column_gap
    height = max(top - highest + room[vertex] for vertex, top in tops.items())
    bends = {link: _way(stops, places, spacing) for link, stops in layered.stops.items()}
    for name, fan in fans.items():
        corner = places[name]
        places.update(fan.places(*corner, spacing))
        bends.update(fan.bends(*corner, spacing))
    return Part({vertex: at for vertex, at in places.items() if vertex >= 0}, bends, left - spacing.column_gap, height)


def _way(stops: Iterable[int], places: dict[int, Point], spacing: Spacing) -> tuple[Point, ...]:
    return tuple((places[stop][0] + spacing.width / 2, places[stop][1] + _STOP / 2) for stop in stops)
