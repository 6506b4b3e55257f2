"""Formats of a graph: each renders a Graph and adds nothing to it. A module is imported when its format is rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from hds_policy.model.graph import Graph

__all__ = ["GRAPH_FORMATS", "GraphRenderer"]

GraphRenderer = Callable[[Graph], str]
"""Pure, deterministic, ends with a line break."""


def _lazy(module: str) -> GraphRenderer:
    def render(graph: Graph) -> str:
        written: str = import_module(f"hds_policy.report.graph.{module}").render(graph)
        return written

    return render


GRAPH_FORMATS: Mapping[str, GraphRenderer] = MappingProxyType(
    {
        name: _lazy(module)
        for name, module in (("dot", "dot"), ("mermaid", "mermaid"), ("json", "records"), ("html", "page"))
    }
)
