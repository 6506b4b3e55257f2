"""From an Assessment and what stands behind it to a graph that can be drawn, and to the answer to "why?". Pure."""

from hds_policy.graph.building import build_graph

__all__ = ["build_graph"]
