"""JSON under the versioned schema ``hds-policy/graph/1`` (``graph.schema.json``); every key is always present."""

from __future__ import annotations

from hds_policy.model import Classification, JudgedPlacement, SourceRange, Step, Unknown
from hds_policy.model.graph import Graph, Link, Node
from hds_policy.model.layer import LAYERS
from hds_policy.report.encoding import records_json

SCHEMA = "hds-policy/graph/1"


def place_record(location: SourceRange | None) -> dict[str, object] | None:
    """A place in a file."""
    if location is None:
        return None
    return {"file": location.file, "start_line": location.start_line, "end_line": location.end_line}


def step_record(step: Step) -> dict[str, str]:
    """A step of a path."""
    return {
        "source": step.source,
        "target": step.target,
        "flow": step.flow,
        "attribute": step.attribute,
        "holder": step.holder,
    }


def classification_record(found: Classification | None) -> dict[str, object] | None:
    """A classification with its path."""
    if found is None:
        return None
    return {
        "health": found.health,
        "basis": found.basis,
        "evidence": found.evidence,
        "path": [step_record(step) for step in found.path],
    }


def _placement(judged: JudgedPlacement) -> dict[str, object]:
    region = judged.placement.region
    return {
        "actor_kind": judged.placement.actor.kind,
        "actor": judged.placement.actor.id,
        "region": None if isinstance(region, Unknown) else region,
        "region_unknown": region.detail if isinstance(region, Unknown) else "",
        "result": judged.result,
    }


def node_record(node: Node) -> dict[str, object]:
    """A node."""
    layers = node.judged.layers if node.judged else {}
    return {
        "key": node.key,
        "kind": node.kind,
        "address": node.address,
        "root": node.root,
        "type": node.type,
        "role": node.role,
        "carries_health_data": node.carries,
        "classification": classification_record(node.classification),
        "in_scope": node.judged is not None,
        "result": node.result,
        "layers": {layer.value: [_placement(entry) for entry in layers.get(layer, ())] for layer in LAYERS},
        "remarks": [
            {"result": said.result, "rules": list(said.rules), "message": said.message, "cause": said.cause}
            for said in node.remarks
        ],
        "symbolic": node.symbolic,
        "location": place_record(node.location),
    }


def link_record(link: Link) -> dict[str, object]:
    """A link."""
    return {
        "source": link.source,
        "target": link.target,
        "kind": link.kind,
        "attribute": link.attribute,
        "holder": link.holder,
        "told_by": link.told_by,
        "carries_health_data": link.carries,
        "both_ways": link.both_ways,
        "reason": link.reason,
        "location": place_record(link.location),
    }


def render(graph: Graph) -> str:
    """The graph as JSON, one record a line."""
    return records_json(
        {
            "schema": SCHEMA,
            "tool": {"name": "hds-policy", "version": graph.tool_version},
            "on": graph.on.isoformat(),
            "whole": graph.whole,
            "left_out": graph.left_out,
            "incomplete": list(graph.incomplete),
            "nodes": [node_record(node) for node in graph.nodes],
            "links": [link_record(link) for link in graph.links],
        }
    )
