"""The same nodes as a table: for those who do not see the drawing, and for paper."""

from __future__ import annotations

from hds_policy.model.graph import Graph, Node
from hds_policy.report.graph.page.markup import icon, text
from hds_policy.report.graph.wording import because, kind_words, title, where
from hds_policy.report.words import NAMES, ORDER


def listing(graph: Graph) -> str:
    """All nodes, worst result first."""
    rows = "".join(map(_row, sorted(graph.nodes, key=lambda node: (ORDER[node.result], node.key))))
    return (
        '<section class="list" aria-label="List"><table id="list"><caption>Resources, worst result first</caption>'
        '<thead><tr><th scope="col">Result</th><th scope="col">Resource</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></section>"
    )


def _row(node: Node) -> str:
    lies = f'<span class="place">{text(where(node))}</span>' if node.judged else ""
    return (
        f'<tr data-key="{text(node.key)}" class="r-{node.result}"><td>{icon(node.result)}'
        f'<span class="result">{text(NAMES[node.result])}</span></td><td>'
        f'<button type="button" class="open">{text(title(node))}</button> '
        f'<span class="type">{text(kind_words(node))}</span> {lies}'
        f'<span class="why">{text(because(node))}</span></td></tr>'
    )
