"""What the script needs of each node, as JSON that no HTML parser reads as markup."""

from __future__ import annotations

from collections.abc import Mapping

from hds_policy.model import LAYERS, SourceRange
from hds_policy.model.graph import Graph, Link, Node
from hds_policy.report.encoding import inert_json
from hds_policy.report.graph.wording import because, kind_words, region_words, result_of, title
from hds_policy.report.words import NAMES, actor_words

_Places = Mapping[tuple[str, str, str], str]


def script_data(graph: Graph) -> str:
    """Nodes by key and links, compact."""
    # A step is told where the link of the same attribute stands.
    places = {(link.kind, link.attribute, link.holder): _place(link.location) for link in graph.links}
    data = {
        "names": {result.value: name for result, name in NAMES.items()},
        "nodes": {node.key: _node(node, places) for node in graph.nodes},
        "links": [_link(link) for link in graph.links],
    }
    return inert_json(data).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _place(location: SourceRange | None) -> str:
    return f"{location.file}:{location.start_line}" if location else ""


def _node(node: Node, places: _Places) -> dict[str, object]:
    layers = node.judged.layers if node.judged else {}
    return {
        "title": title(node),
        "address": node.address,
        "root": node.root,
        "type": kind_words(node),
        "role": node.role,
        "file": _place(node.location),
        "why": because(node),
        "path": _path(node, places),
        "result": node.result,
        "layers": [
            [
                layer.value,
                result_of(node, layer),
                [[actor_words(entry.placement.actor), region_words(entry), entry.result] for entry in layers[layer]],
            ]
            for layer in LAYERS
            if layer in layers
        ],
        "remarks": [[said.result, " ".join(said.rules), said.message] for said in node.remarks],
    }


def _path(node: Node, places: _Places) -> list[list[str]]:
    """Stops of the path: key, and by what data came there: edge type, attribute, place in a file."""
    steps = node.classification.path if node.classification else ()
    if not steps:
        return []
    first = [steps[0].source, "", "", ""]
    holders = ((step, places.get((step.flow, step.attribute, step.holder), "")) for step in steps)
    return [first, *([step.target, step.flow, step.attribute, place] for step, place in holders)]


def _link(link: Link) -> list[object]:
    return [link.source, link.target, link.kind, link.attribute, link.carries, link.reason, _place(link.location)]
