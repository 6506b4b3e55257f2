"""The order inside the columns: each vertex near the middle of its neighbours, so that few lines cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hds_policy.report.graph.layout.links import Layered

_SWEEPS = 8


def order_columns(layered: Layered) -> None:
    """Order every column in place by sweeps to the right and to the left; the best order found is kept."""
    best = [list(column) for column in layered.columns]
    fewest = _crossings(layered)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        if sweep % 2:
            for index in range(len(layered.columns) - 2, -1, -1):
                _sort(layered.columns, index, index + 1, layered.right)
        else:
            for index in range(1, len(layered.columns)):
                _sort(layered.columns, index, index - 1, layered.left)
        crossings = _crossings(layered)
        if crossings < fewest:
            fewest, best = crossings, [list(column) for column in layered.columns]
    layered.columns[:] = best


def _sort(columns: list[list[int]], index: int, beside: int, neighbours: Mapping[int, Sequence[int]]) -> None:
    place = {vertex: number for number, vertex in enumerate(columns[beside])}
    own = {vertex: number for number, vertex in enumerate(columns[index])}

    def wish(vertex: int) -> tuple[float, int]:
        near = [place[other] for other in neighbours.get(vertex, ())]
        # Without a neighbour there it stays where it is, in the scale of the other column.
        middle = sum(near) / len(near) if near else own[vertex] * len(place) / len(own)
        return (middle, own[vertex])

    columns[index].sort(key=wish)


def _crossings(layered: Layered) -> int:
    """Pairs of crossing lines between neighbouring columns, by counting inversions in a binary indexed tree."""
    total = 0
    for index in range(len(layered.columns) - 1):
        place = {vertex: number for number, vertex in enumerate(layered.columns[index + 1])}
        counts = [0] * (len(place) + 1)
        seen = 0
        for vertex in layered.columns[index]:
            ends = sorted(place[other] for other in layered.right.get(vertex, ()))
            for end in ends:
                total += seen - _up_to(counts, end + 1)
            for end in ends:
                _add(counts, end + 1)
            seen += len(ends)
    return total


def _up_to(counts: Sequence[int], index: int) -> int:
    found = 0
    while index:
        found += counts[index]
        index &= index - 1
    return found


def _add(counts: list[int], index: int) -> None:
    while index < len(counts):
        counts[index] += 1
        index += index & -index
