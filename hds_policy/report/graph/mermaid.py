"""Mermaid flowchart, as GitHub, GitLab and many wikis draw it in a ``mermaid`` block.

Mermaid draws at most 500 links in 50,000 characters unless its host allows more; beyond that the text says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hds_policy.model import Result
from hds_policy.model.graph import Graph, Link, Node, NodeKind
from hds_policy.report.graph.wording import kind_words, title, where
from hds_policy.report.printable import printable, shortened
from hds_policy.report.words import MARKS

MOST_LINKS, MOST_CHARACTERS = 500, 50_000
_LONGEST = 120
_SHAPES = {
    Result.FAIL: ('{{"', '"}}'),
    Result.UNDETERMINED: ('[/"', '"/]'),
    Result.REVIEW: ('>"', '"]'),
    Result.EXEMPT: ('[["', '"]]'),
    Result.PASS: ('(["', '"])'),
    Result.NOT_APPLICABLE: ('["', '"]'),
}
_STYLES = {
    Result.FAIL: "fill:#ffebe9,stroke:#cf222e,color:#1f2328",
    Result.UNDETERMINED: "fill:#fff8c5,stroke:#9a6700,color:#1f2328",
    Result.REVIEW: "fill:#ddf4ff,stroke:#0969da,color:#1f2328",
    Result.EXEMPT: "fill:#fbefff,stroke:#8250df,color:#1f2328",
    Result.PASS: "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
    Result.NOT_APPLICABLE: "fill:#f6f8fa,stroke:#6e7781,color:#1f2328",
}
_PLAIN = re.compile(r"[^A-Za-z0-9 _.,:/✓✗~–·→-]")


def escaped(text: str) -> str:
    """Text inside a quoted label; everything that Mermaid, Markdown or HTML might read is an entity code."""
    return _PLAIN.sub(lambda found: f"#{ord(found.group())};", shortened(text, _LONGEST))


def _node(name: str, node: Node) -> str:
    before, after = _SHAPES[node.result]
    lines = (f"{MARKS[node.result]} {title(node)}", kind_words(node), where(node))
    style = f":::{node.result.value}"
    return f"{name}{before}{'<br/>'.join(escaped(line) for line in lines if line)}{after}{style}"


def _link(link: Link, names: dict[str, str]) -> str:
    line = "-->" if link.carries else "-.->"
    start = "<" if link.both_ways else ""
    return f'{names[link.source]} {start}{line}|"{escaped(link.kind)}"| {names[link.target]}'


def _lines(graph: Graph) -> Iterator[str]:
    yield "flowchart LR"
    for gap in graph.incomplete:
        yield f"  %% incomplete: {printable(gap).replace('{', '(').replace('}', ')')}"
    names = {node.key: f"n{number}" for number, node in enumerate(graph.nodes)}
    for number, root in enumerate(sorted({node.root for node in graph.nodes})):
        inside = [node for node in graph.nodes if node.root == root]
        yield f'  subgraph r{number}["{"&nbsp;" if root == "." else escaped(root)}"]'
        yield from (f"    {_node(names[node.key], node)}" for node in inside)
        yield "  end"
    yield from (f"  {_link(link, names)}" for link in graph.links)
    for result, style in _STYLES.items():
        yield f"  classDef {result.value} {style}"
    open_ends = [names[node.key] for node in graph.nodes if node.kind is NodeKind.NOT_READ]
    yield from (f"  style {name} stroke-dasharray:4 3" for name in open_ends)


def render(graph: Graph) -> str:
    """The graph as a Mermaid flowchart."""
    text = "\n".join(_lines(graph)) + "\n"
    if len(graph.links) > MOST_LINKS or len(text) > MOST_CHARACTERS:
        first, _, rest = text.partition("\n")
        said = f"  %% larger than Mermaid draws by default ({MOST_LINKS} links, {MOST_CHARACTERS} characters)"
        return f"{first}\n{said}\n{rest}"
    return text
