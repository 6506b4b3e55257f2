"""One subject in the text report: what it is, its six layers, and each reason with what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from hds_policy.language import _, plural
from hds_policy.model import Assessment, BaselineState, JudgedResource, SourceRange, SubjectKind
from hds_policy.report.grouping import Reason
from hds_policy.report.options import RenderOptions
from hds_policy.report.paths import Paths
from hds_policy.report.printable import printable
from hds_policy.report.subjects import WITHOUT_LINE, about, place, subject_title, title_of
from hds_policy.report.text.explained import explanations
from hds_policy.report.text.frame import source_frame
from hds_policy.report.text.layers import layer_lines
from hds_policy.report.text.style import COLOURS, Style
from hds_policy.report.words import MARKS, cause_name, layer_names, result_name, unbroken

_LISTED = 5


class Reasons:
    """Writes reasons; the remediation of a rule is given in full once in a report, later by reference."""

    def __init__(self, assessment: Assessment, options: RenderOptions, style: Style) -> None:
        self._rules = assessment.rules
        self._options = options
        self._style = style
        self.paths = Paths(assessment)
        self._explained: set[tuple[str, ...]] = set()
        self._told: set[str] = set()

    def block(self, reasons: Sequence[Reason], known: SourceRange | None = None) -> list[str]:
        """All reasons of one subject; ``known`` is a place the reader has been told already."""
        written = []
        framed = {known} if known else set()
        for reason in reasons:
            written += self._head(reason)
            if reason.location and reason.location not in framed:
                written += source_frame(reason.location, self._options, self._style)
                framed.add(reason.location)
            written += self._notes(reason)
        return written

    def _head(self, reason: Reason) -> list[str]:
        style = self._style
        # Rule ids are ours, but a custom policy may bring its own.
        name, rules = result_name(reason.result), printable(" ".join(reason.rules))
        known = " " + _("(known)") if reason.baseline is BaselineState.UNCHANGED else ""
        first = f"  {MARKS[reason.result]} {name}[{rules}]{known}: "
        shown = style.paint(name, COLOURS[reason.result], bold=True)
        painted = f"  {style.mark(reason.result)} {shown}[{rules}]{known}: "
        messages = reason.messages or (reason.code,)
        written = style.wrapped(messages[0], first, "    ", painted=painted)
        for message in messages[1:]:
            written += style.wrapped(message, "    ", "    ")
        return written

    def _note(self, text: str) -> list[str]:
        return self._style.wrapped(text, "    = ", "      ")

    def _notes(self, reason: Reason) -> list[str]:
        about = [_("layers: {names}").format(names=layer_names(reason.layers))] if reason.layers else []
        about += [_("cause: {name}").format(name=cause_name(reason.cause))] if reason.cause else []
        written = self._note(" · ".join(about)) if about else []
        if reason.waiver:
            waiver = reason.waiver
            covers = f"{result_name(reason.underlying)} " if reason.underlying else ""
            told = _("waived until {day} by {person}: {reason}").format(
                day=waiver.expires, person=waiver.approved_by, reason=waiver.reason
            )
            return written + self._note(f"{covers}{told}")
        return written + self._explanations(reason) + self._next(reason)

    def _explanations(self, reason: Reason) -> list[str]:
        if not self._options.explain:
            return []
        rules = [self._rules[rule] for rule in reason.rules if rule in self._rules]
        new = [rule for rule in rules if rule.id not in self._told]
        self._told |= {rule.id for rule in new}
        return [line for text in explanations(reason, new) for line in self._note(text)]

    def _next(self, reason: Reason) -> list[str]:
        known = [self._rules[rule] for rule in reason.rules if rule in self._rules]
        remedies = tuple(dict.fromkeys(rule.remediation for rule in known if rule.remediation))
        if not remedies:
            return []
        if remedies in self._explained:
            explain = unbroken(f"hds-policy explain {reason.rules[0]}")
            return self._note(_("next: as above ({command})").format(command=explain))
        self._explained.add(remedies)
        written = []
        for remedy in remedies:
            written += self._note(_("next: {remedy}").format(remedy=_(remedy)))
        basis = tuple(dict.fromkeys(text for rule in known for text in rule.legal_basis))
        if basis:
            written += self._note(_("basis: {texts}").format(texts=", ".join(unbroken(_(text)) for text in basis)))
        return written


def _header(mark: str, name: str, where: str, what: str, style: Style) -> list[str]:
    """Mark, address, file:line and classification on one line if they fit, else the classification below."""
    line = f"{mark} {style.paint(name, bold=True)}"
    used = 2 + len(name)
    if where:
        line += f"  {style.paint(where, 'blue')}"
        used += 2 + len(where)
    if not what:
        return [line]
    if used + 2 + len(what) <= style.width:
        return [f"{line}  {what}"]
    return [line, *style.wrapped(what, "  ", "    ")]


def resource_block(judged: JudgedResource, reasons: Sequence[Reason], writer: Reasons, style: Style) -> list[str]:
    """A resource in scope in full."""
    resource = judged.resource
    where = place(resource.location) if resource.location else ""
    what = printable(about(judged, writer.paths))
    written = _header(style.mark(judged.result), printable(title_of(resource)), where, what, style)
    written += layer_lines(judged, style)
    return written + writer.block(reasons, resource.location)


def subject_block(
    kind: SubjectKind, subject: str, reasons: Sequence[Reason], writer: Reasons, options: RenderOptions, style: Style
) -> list[str]:
    """A hoster, a folder, a type, or a resource that is not in scope, with the resources concerned."""
    written = _header(style.mark(reasons[0].result), printable(subject_title(kind, subject)), "", "", style)
    listed: tuple[str, ...] = ()
    for reason in reasons:
        # The place of such a finding is only that of the first of its resources: no line there is at fault.
        written += writer.block((reason,), reason.location if kind in WITHOUT_LINE else None)
        others = tuple(key for key in reason.resources if key != subject)
        if others != listed:
            written += _resource_list(others, options, style)
        listed = others
    return written


def _resource_list(keys: Sequence[str], options: RenderOptions, style: Style) -> list[str]:
    shown = keys if options.verbose else keys[:_LISTED]
    written = ["    " + plural("{count} resource:", "{count} resources:", len(keys))] if shown else []
    for key in shown:
        written += style.wrapped(key, "      ", "        ")
    if len(keys) > len(shown):
        more = _("… and {count} more (--verbose lists them)").format(count=len(keys) - len(shown))
        written.append(f"      {more}")
    return written
