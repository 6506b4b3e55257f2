"""Graphviz DOT, to be drawn by ``dot -Tsvg``. Shape and mark tell the result, not colour alone."""

from __future__ import annotations

from collections.abc import Iterator

from hds_policy.model import Result
from hds_policy.model.graph import Graph, Link, Node, NodeKind
from hds_policy.report.graph.wording import kind_words, title, where
from hds_policy.report.printable import printable
from hds_policy.report.words import MARKS, NAMES

_SHAPES = {
    Result.FAIL: ("octagon", "#cf222e", "#ffebe9"),
    Result.UNDETERMINED: ("hexagon", "#9a6700", "#fff8c5"),
    Result.REVIEW: ("diamond", "#0969da", "#ddf4ff"),
    Result.EXEMPT: ("parallelogram", "#8250df", "#fbefff"),
    Result.PASS: ("ellipse", "#1a7f37", "#dafbe1"),
    Result.NOT_APPLICABLE: ("box", "#6e7781", "#f6f8fa"),
}


def quoted(text: str) -> str:
    """A DOT string that shows the text as it is: no escape of Graphviz in it means anything."""
    escaped = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _label(*lines: str) -> str:
    inside = "\\n".join(quoted(line)[1:-1] for line in lines if line)
    return f'"{inside}"'


def _node(node: Node) -> str:
    shape, line, fill = _SHAPES[node.result]
    style = "filled" if node.carries and node.kind is not NodeKind.NOT_READ else "filled,dashed"
    label = _label(f"{MARKS[node.result]} {title(node)}", kind_words(node), where(node))
    told = f"{NAMES[node.result]}: {node.address}"
    return (
        f"{quoted(node.key)} [label={label}, shape={shape}, style={quoted(style)}, color={quoted(line)}, "
        f"fillcolor={quoted(fill)}, tooltip={quoted(told)}]"
    )


def _link(link: Link) -> str:
    looks = ["color=" + quoted("#b35900" if link.carries else "#8c959f")]
    if not link.carries:
        looks.append("style=dashed")
    if link.both_ways:
        looks.append("dir=both")
    ends = f"{quoted(link.source)} -> {quoted(link.target)}"
    return (
        f"{ends} [label={quoted(link.kind)}, {', '.join(looks)}, tooltip={quoted(f'{link.attribute}: {link.reason}')}]"
    )


def _lines(graph: Graph) -> Iterator[str]:
    yield "digraph hds {"
    for gap in graph.incomplete:
        yield f"  // incomplete: {printable(gap)}"
    yield '  graph [rankdir=LR, fontname="Helvetica", nodesep=0.3, ranksep=0.9]'
    yield '  node [fontname="Helvetica", fontsize=11]'
    yield '  edge [fontname="Helvetica", fontsize=9]'
    roots = sorted({node.root for node in graph.nodes})
    for number, root in enumerate(roots):
        yield f"  subgraph cluster_{number} {{"
        yield f"    label={quoted('' if root == '.' else root)}"
        yield '    color="#d0d7de"'
        yield from (f"    {_node(node)}" for node in graph.nodes if node.root == root)
        yield "  }"
    yield from (f"  {_link(link)}" for link in graph.links)
    yield "}"


def render(graph: Graph) -> str:
    """The graph as DOT."""
    return "\n".join(_lines(graph)) + "\n"
