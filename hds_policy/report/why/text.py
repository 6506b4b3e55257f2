"""The answer for people: the class, the way the data took, what was looked at and not followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from hds_policy.config import ClassificationRule
from hds_policy.graph.why import Explanation, Stop
from hds_policy.language import _, marked
from hds_policy.model import Basis, Classification, Result, SourceRange
from hds_policy.model.graph import Link, Node
from hds_policy.report.phrases import phrase
from hds_policy.report.printable import printable, without_commands
from hds_policy.report.text.style import Style
from hds_policy.report.words import UNBROKEN, result_name

_Item = TypeVar("_Item")
_LISTED = 12
_BASES = {
    Basis.DECLARED: marked("carries health data: declared"),
    Basis.NATIVE: marked("carries health data: its own nature or option says so"),
    Basis.PROPAGATED: marked("carries health data: data flows here"),
    Basis.ASSUMED: marked("is treated as health data: nothing says otherwise, and the default does"),
    Basis.SUSPECTED: marked("may carry health data: something hints at it, and a person must decide"),
    Basis.NONE: marked("carries no health data"),
    Basis.UNCLASSIFIED: marked("is not classified: nothing says whether it carries health data"),
}


class WhyText:
    """Writes explanations."""

    def __init__(
        self, style: Style, unused: Sequence[tuple[ClassificationRule, SourceRange | None]], *, verbose: bool
    ) -> None:
        self._style = style
        self._unused = unused
        self._verbose = verbose

    def render(self, explanations: Sequence[Explanation]) -> str:
        """All of them, then the rules of the estate that fit nothing."""
        blocks = ["\n".join(self._block(one)) for one in explanations]
        if self._unused:
            blocks.append("\n".join(self._unused_rules()))
        return without_commands("\n\n".join(blocks).replace(UNBROKEN, " ") + "\n")

    def _line(self, words: str, indent: int) -> list[str]:
        return self._style.wrapped(words, " " * indent, " " * (indent + 2))

    def _block(self, one: Explanation) -> Iterator[str]:
        node = one.node
        title = node.address
        if node.root != ".":
            title = _("{address} (root {root})").format(address=node.address, root=node.root)
        name = self._style.paint(printable(title), bold=True)
        yield f"{name}  {self._style.paint(_place(node.location), 'blue')}".rstrip()
        yield from self._line(_verdict(one), 2)
        yield from self._way(one)
        yield from self._results(node)
        yield from self._links(
            _("Edges along which health data travels"), [link for link in one.links if link.carries], node
        )
        yield from self._links(_("Looked at, and not followed"), [link for link in one.links if not link.carries], node)
        yield from self._mentions(one)
        for waiver in one.waivers:
            said = _("waived until {day} by {person}: {reason}").format(
                day=waiver.expires, person=waiver.approved_by, reason=f"{waiver.rule}, {waiver.reason}"
            )
            yield from self._line(said, 2)
        if one.unread:
            yield from self._title(_("Not read in this root module: a flow from there is not known"))
            for gap in self._some(one.unread):
                yield from self._line(f"{gap.what} {_at(gap.location)}: {phrase(gap.detail)}", 4)
            yield from self._more(one.unread)

    def _title(self, words: str) -> Iterator[str]:
        yield ""
        yield f"  {self._style.title(words)}"

    def _way(self, one: Explanation) -> Iterator[str]:
        start = one.origin or one.node
        found = start.classification
        if one.origin is None:
            if found and found.evidence:
                yield from self._line(_because(found, one.declared_at), 2)
            return
        yield from self._title(_("How it comes here"))
        yield from self._line(f"1. {start.address} {_at(start.location)}", 4)
        if found:
            yield from self._line(_because(found, one.declared_at), 7)
        for number, stop in enumerate(one.stops, 2):
            yield from self._line(f"{number}. → {_short(stop.step.target, one.node.root)}", 4)
            yield from self._line(_told(stop, one.node.root), 7)

    def _results(self, node: Node) -> Iterator[str]:
        if node.judged is None or node.result is Result.PASS:
            return
        yield from self._title(_("What follows: {result}").format(result=result_name(node.result)))
        for said in self._some(node.remarks):
            yield from self._line(f"{result_name(said.result)} [{' '.join(said.rules)}] {said.message}", 4)
        yield from self._more(node.remarks)

    def _links(self, title: str, links: Sequence[Link], node: Node) -> Iterator[str]:
        if not links:
            return
        yield from self._title(title)
        for link in self._some(links):
            arrow, other = ("→", link.target) if link.source == node.key else ("←", link.source)
            arrow = "↔" if link.both_ways else arrow
            told = _by(link.kind, link.attribute, _at(link.location))
            yield from self._line(f"{arrow} {_short(other, node.root)}: {told}: {link.reason}", 4)
        yield from self._more(links)

    def _mentions(self, one: Explanation) -> Iterator[str]:
        if not one.mentions:
            return
        yield from self._title(_("References that are no edge: their type of attribute moves no data"))
        for reference in self._some(one.mentions):
            ahead = reference.source == one.node.key
            other = _short(reference.target if ahead else reference.source, one.node.root)
            said = _("{name}: its {attribute}") if ahead else _("{name}: whose {attribute}")
            yield from self._line(said.format(name=other, attribute=reference.attribute), 4)
        yield from self._more(one.mentions)

    def _unused_rules(self) -> Iterator[str]:
        yield self._style.title(_("Rules of the estate that fit nothing that was read"))
        for rule, place in self._unused:
            chosen = rule.selector
            given = [f"{key} = {value}" for key in ("match", "type", "root", "tag") if (value := getattr(chosen, key))]
            yield from self._line(f"{', '.join(given)} {_at(place)}: {rule.reason}", 2)

    def _some(self, items: Sequence[_Item]) -> Sequence[_Item]:
        return items if self._verbose else items[:_LISTED]

    def _more(self, items: Sequence[object]) -> Iterator[str]:
        if len(items) > _LISTED and not self._verbose:
            more = _("… and {count} more (--verbose lists them)").format(count=len(items) - _LISTED)
            yield f"    {more}"


def _verdict(one: Explanation) -> str:
    node = one.node
    if node.classification is None:
        if node.carries:
            return _("health data passes through; it holds none of its own")
        return _("holds no data of its own ({type}: {role})").format(
            type=node.type, role=node.role or _("type not known")
        )
    said = _(_BASES[node.classification.basis])
    return f"{said} {_('(number of instances not known)')}" if node.symbolic else said


def _because(found: Classification, place: SourceRange | None) -> str:
    return f"{phrase(found.evidence)} {_at(place)}".rstrip()


def _told(stop: Stop, root: str) -> str:
    holder = stop.step.holder
    attribute = stop.step.attribute
    if holder not in {"", stop.step.source, stop.step.target}:
        attribute = _("{attribute} of {holder}").format(attribute=attribute, holder=_short(holder, root))
    said = _by(stop.step.flow, attribute, _at(stop.location))
    return f"{said}: {stop.reason}" if stop.reason else said


def _by(flow: str, attribute: str, place: str) -> str:
    return _("{flow} by {attribute} {place}").format(flow=flow, attribute=attribute, place=place)


def _short(key: str, root: str) -> str:
    return key.removeprefix(f"{root}:")


def _place(location: SourceRange | None) -> str:
    return f"{printable(location.file)}:{location.start_line}" if location else ""


def _at(location: SourceRange | None) -> str:
    return f"({location.file}:{location.start_line})" if location else ""
