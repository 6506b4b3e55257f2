"""Heights: every vertex as close to the mean of its neighbours as its column allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hds_policy.report.graph.layout.links import Layered

_ROUNDS, _MORE_ROUNDS, _SMALL = 12, 60, 300
"""Sweeps; a small part can afford more, and its lines become straighter."""


def heights_of(layered: Layered, room: Mapping[int, float], gap: float) -> dict[int, float]:
    """Top of each vertex and stop, whose heights are ``room``; columns keep their order and nothing overlaps."""
    # Settled by middles, so that a high block stands beside the middle of what it belongs to.
    place: dict[int, float] = {}
    for column in layered.columns:
        top = 0.0
        for vertex in column:
            place[vertex] = top + room[vertex] / 2
            top += room[vertex] + gap
    for round_ in range(_MORE_ROUNDS if len(room) < _SMALL else _ROUNDS):
        order = layered.columns if round_ % 2 == 0 else reversed(layered.columns)
        for column in order:
            _settle(column, layered, place, room, gap)
    return {vertex: round(middle - room[vertex] / 2, 1) for vertex, middle in place.items()}


def _settle(
    column: Sequence[int], layered: Layered, place: dict[int, float], room: Mapping[int, float], gap: float
) -> None:
    """Move a column to the least sum of squares of the distances to what its members wish, their order kept.

    Wishes less the room above are a sequence that must not fall: its isotonic regression, by pooling neighbours.
    """
    above = 0.0
    offsets = []
    pools: list[tuple[float, int]] = []
    for vertex in column:
        near = (*layered.left.get(vertex, ()), *layered.right.get(vertex, ()))
        wish = sum(place[other] for other in near) / len(near) if near else place[vertex]
        middle = above + room[vertex] / 2
        offsets.append(middle)
        total, size = wish - middle, 1
        while pools and pools[-1][0] * size > total * pools[-1][1]:
            before, members = pools.pop()
            total, size = total + before, size + members
        pools.append((total, size))
        above += room[vertex] + gap
    settled = [total / size for total, size in pools for _ in range(size)]
    for vertex, base, offset in zip(column, settled, offsets, strict=True):
        place[vertex] = base + offset
