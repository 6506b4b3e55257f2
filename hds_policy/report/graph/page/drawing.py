"""The drawing: cards for nodes in columns, curves for links, as SVG that needs no script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from hds_policy.model import Basis, Result, Step
from hds_policy.model.graph import Graph, Link, Node, NodeKind
from hds_policy.report.graph.layout import Layout, Spacing, lay_out
from hds_policy.report.graph.page.markup import cut, text
from hds_policy.report.graph.wording import kind_words, title, where
from hds_policy.report.words import NAMES, ORDER

LIMIT = 3000
"""Nodes that are drawn: a browser stays quick, and nobody reads more. The list has all of them."""
_SPACING = Spacing()
_MARGIN = 40
_LABELLED = 40
_GLYPHS = {
    Result.PASS: ('<circle cx="12" cy="12" r="11"/>', "M6.8 12.4l3.5 3.6 6.9-7.6"),
    Result.FAIL: ('<path d="M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z"/>', "M8 8l8 8M16 8l-8 8"),
    Result.UNDETERMINED: ('<path d="M12 1.5L23.5 22H.5z"/>', "M9.5 12.2c0-3.4 5-3.2 5-.3 0 2-2.5 2-2.5 4M12 19v.2"),
    Result.REVIEW: ('<path d="M12 .5L23.5 12 12 23.5.5 12z"/>', "M12 6.5v7M12 17.2v.2"),
    Result.EXEMPT: ('<path d="M6.5 2h11L23 12l-5.5 10h-11L1 12z"/>', "M6.5 13c2-3.5 3.8-2.5 5.5-1s3.5 2.5 5.5-1"),
    Result.NOT_APPLICABLE: ('<rect x="3" y="3" width="18" height="18" rx="4"/>', "M8 12h8"),
}


def symbols() -> str:
    """Shapes of the results and the head of an arrow, to be used by the icons and the drawing."""
    shapes = "".join(
        f'<symbol id="s-{result}" viewBox="0 0 24 24"><g class="shape">{shape}</g>'
        f'<path class="glyph" d="{glyph}"/></symbol>'
        for result, (shape, glyph) in _GLYPHS.items()
    )
    heads = "".join(
        f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" markerHeight="11" '
        'markerUnits="userSpaceOnUse" '
        f'orient="auto-start-reverse"><path class="{kind}" d="M0 .8L9.5 5 0 9.2z"/></marker>'
        for name, kind in (("head", "head"), ("head-carries", "head carries"))
    )
    return f"<defs>{shapes}{heads}</defs>"


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawing as markup; ``complete`` when every node is in it."""

    svg: str
    complete: bool

    @classmethod
    def of(cls, graph: Graph) -> Drawing:
        """Draw a graph; the worst nodes when it is larger than the limit."""
        drawn = sorted(graph.nodes, key=lambda node: (not node.carries, ORDER[node.result], node.key))[:LIMIT]
        # What reads first comes first: the order also settles which part of the drawing is on top.
        order = {node.key: number for number, node in enumerate(drawn)}
        inside = [link for link in graph.links if link.source in order and link.target in order]
        pairs = _pairs(inside, {(step.source, step.target) for node in drawn for step in _path(node)})
        roots = sorted({node.root for node in drawn})
        groups = [roots.index(node.root) for node in drawn] if roots not in ([], ["."]) else []
        layout = lay_out(len(drawn), [(order[source], order[target]) for source, target in pairs], groups, _SPACING)
        width, height = layout.width + 2 * _MARGIN, layout.height + 2 * _MARGIN
        lines = "".join(_lines(pairs, layout))
        cards = "".join(_card(node, number, layout) for number, node in enumerate(drawn))
        headings = "".join(
            f'<text class="root" x="0" y="{top + 16:g}">{cut(_root(roots[group]), 60)}</text>'
            for group, top in layout.headings
        )
        sizes = {
            "width": f"{width:g}",
            "height": f"{height:g}",
            "margin": f"{_MARGIN}",
            "card": f"{_SPACING.width:g}",
            "row": f"{_SPACING.height:g}",
        }
        told = " ".join(f'data-{name}="{value}"' for name, value in sizes.items())
        svg = (
            f'<svg id="drawing" viewBox="{-_MARGIN} {-_MARGIN} {width:g} {height:g}" {told} role="group" '
            'aria-label="Drawing of the flows; the list holds the same resources">'
            f'<g aria-hidden="true">{headings}{lines}</g>{cards}</svg>'
        )
        return cls(svg, len(drawn) == len(graph.nodes))


def _root(root: str) -> str:
    return "top folder" if root == "." else root


def _path(node: Node) -> Sequence[Step]:
    return node.classification.path if node.classification else ()


def _pairs(links: Iterable[Link], ways: Set[tuple[str, str]]) -> dict[tuple[str, str], list[Link]]:
    """Links between the same two nodes are one line, in the direction in which health data came."""
    pairs: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        straight, turned = (link.source, link.target), (link.target, link.source)
        against = turned in ways and straight not in ways
        pairs[turned if turned in pairs or (against and straight not in pairs) else straight].append(link)
    return pairs


def _lines(pairs: dict[tuple[str, str], list[Link]], layout: Layout) -> Iterator[str]:
    for ((source, target), links), points in zip(pairs.items(), layout.lines, strict=True):
        carries = any(link.carries for link in links)
        head = "head-carries" if carries else "head"
        back = any(link.both_ways or link.source == target for link in links)
        ahead = any(link.both_ways or link.source == source for link in links)
        ends = (f' marker-end="url(#{head})"' if ahead else "") + (f' marker-start="url(#{head})"' if back else "")
        kinds = ", ".join(dict.fromkeys(link.kind for link in links))
        yield (
            f'<g class="link{" carries" if carries else ""}" data-source="{text(source)}" data-target="{text(target)}">'
            f'<path class="edge{" carries" if carries else ""}" d="{_curve(points)}"{ends}/>'
            f"{_label(kinds, points)}</g>"
        )


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """A smooth line that leaves and enters horizontally."""
    (x, y), *rest = points
    path = f"M{x:g} {y:g}"
    for to_x, to_y in rest:
        middle = (x + to_x) / 2
        path += f"C{middle:g} {y:g} {middle:g} {to_y:g} {to_x:g} {to_y:g}"
        x, y = to_x, to_y
    return path


def _label(kinds: str, points: Sequence[tuple[float, float]]) -> str:
    """The edge types on the last stretch of a line, where that is long enough to bear them."""
    (x, y), (to_x, to_y) = points[-2:]
    if abs(to_x - x) < _LABELLED:
        return ""
    return f'<text class="kind" x="{(x + to_x) / 2:g}" y="{(y + to_y) / 2 - 5:g}">{cut(kinds, 24)}</text>'


def _card(node: Node, number: int, layout: Layout) -> str:
    x, y = layout.places[number]
    classes = ["node", f"r-{node.result}"]
    classes += ["open"] if node.kind is NodeKind.NOT_READ else []
    classes += [] if node.carries else ["idle"]
    starts = node.basis in {Basis.DECLARED, Basis.NATIVE, Basis.ASSUMED} and node.carries
    badge = _badge(node.basis.value) if starts and node.basis else ""
    shown = (cut(title(node), 19), cut(kind_words(node), 26), cut(where(node), 26))
    # Whoever speaks to the page says what is seen: the name begins with the same words in the same order.
    said = [NAMES[node.result], " ".join(part for part in (*shown, str(node.basis) if badge else "") if part)]
    said += [text(node.address)] if any("…" in part for part in shown) else []
    lines = " ".join(
        f'<text class="{name}" x="46" y="{below}">{part}</text>'
        for name, below, part in zip(("name", "type", "place"), (23, 40, 56), shown, strict=True)
    )
    return (
        f'<g class="{" ".join(classes)}" data-key="{text(node.key)}" transform="translate({x:g} {y:g})" role="button" '
        f'tabindex="{-1 if number else 0}" aria-label="{", ".join(said)}" aria-pressed="false">'
        f'<rect class="card" width="{_SPACING.width:g}" height="{_SPACING.height:g}" rx="9"/>'
        f'<use class="mark" href="#s-{node.result}" x="11" y="20" width="26" height="26"/>{lines} {badge}</g>'
    )


def _badge(word: str) -> str:
    """A label on the upper edge of a card: health data starts here."""
    width = 8 * len(word) + 12
    left = _SPACING.width - width - 12
    return (
        f'<rect class="badge" x="{left:g}" y="-9" width="{width}" height="17" rx="8.5"/>'
        f'<text class="start" x="{left + width / 2:g}" y="3.5">{word}</text>'
    )
