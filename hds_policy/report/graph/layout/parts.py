"""Weakly connected parts of a graph."""

from __future__ import annotations

from collections.abc import Iterable

from hds_policy.report.graph.layout.links import Link


def parts_of(count: int, links: Iterable[Link]) -> list[list[int]]:
    """Vertices of each part in rising order; large parts first, then by their first vertex."""
    parent = list(range(count))

    def root(vertex: int) -> int:
        while parent[vertex] != vertex:
            parent[vertex] = parent[parent[vertex]]
            vertex = parent[vertex]
        return vertex

    for source, target in links:
        first, second = sorted((root(source), root(target)))
        parent[second] = first
    parts: dict[int, list[int]] = {}
    for vertex in range(count):
        parts.setdefault(root(vertex), []).append(vertex)
    return sorted(parts.values(), key=lambda part: (-len(part), part[0]))
