"""A subject in the page: what it is, its six layers, and each reason with its line."""

from __future__ import annotations

from collections.abc import Sequence

from hds_policy.language import _, plural
from hds_policy.model import LAYERS, Assessment, BaselineState, JudgedResource, Result, SourceRange, SubjectKind, worst
from hds_policy.report.cells import cells_of
from hds_policy.report.grouping import Reason
from hds_policy.report.html.markup import badge, hidden, mark, text
from hds_policy.report.html.sections import anchors
from hds_policy.report.options import RenderOptions
from hds_policy.report.paths import Paths
from hds_policy.report.printable import shortened
from hds_policy.report.sources import source_line
from hds_policy.report.subjects import WITHOUT_LINE, about, place, subject_title, title_of
from hds_policy.report.words import cause_name, layer_name, layer_names, result_name

_LONGEST = 400


class Articles:
    """Writes the subjects of one Assessment."""

    def __init__(self, assessment: Assessment, options: RenderOptions) -> None:
        self._paths = Paths(assessment)
        self._options = options
        self._anchors = anchors(assessment)

    def resource(self, judged: JudgedResource, reasons: Sequence[Reason]) -> str:
        """A resource in scope."""
        resource = judged.resource
        where = f'<p class="where"><code>{text(place(resource.location))}</code></p>' if resource.location else ""
        inside = f"{where}<p>{text(about(judged, self._paths))}</p>\n{_layers(judged)}"
        known: set[SourceRange | None] = {resource.location} if resource.location else set()
        return self._article(judged.result, title_of(resource), inside, self._reasons(reasons, known))

    def subject(self, kind: SubjectKind, subject: str, reasons: Sequence[Reason]) -> str:
        """Anything else, with the resources concerned."""
        known = {reason.location for reason in reasons} if kind in WITHOUT_LINE else set()
        written = self._reasons(reasons, known, subject)
        return self._article(reasons[0].result, subject_title(kind, subject), "", written)

    @staticmethod
    def _article(result: Result, title: str, inside: str, reasons: str) -> str:
        heading = f"{mark(result)}{hidden(result_name(result))}<span>{text(title)}</span>"
        return f'<article class="r-{result}">\n<h3>{heading}</h3>\n{inside}\n{reasons}\n</article>'

    def _reasons(self, reasons: Sequence[Reason], known: set[SourceRange | None], subject: str | None = None) -> str:
        if not reasons:
            return ""
        items = []
        for reason in reasons:
            said = " ".join(reason.messages) or reason.code
            rules = " ".join(map(self._rule, reason.rules))
            line = "" if reason.location in known else self._line(reason.location)
            known.add(reason.location)
            before = " " + _("(known)") if reason.baseline is BaselineState.UNCHANGED else ""
            told = f"<p>{badge(reason.result)}{text(before)} {rules} {text(said)}</p>"
            items.append(f"<li>{told}{line}{_notes(reason)}{_others(reason, subject)}</li>")
        return f'<ul class="reasons">{"".join(items)}</ul>'

    def _rule(self, rule: str) -> str:
        anchor = self._anchors.get(rule)
        return f'<a href="#{anchor}">{text(rule)}</a>' if anchor else f"<code>{text(rule)}</code>"

    def _line(self, location: SourceRange | None) -> str:
        if location is None:
            return ""
        shown = shortened(source_line(location, self._options).strip(), _LONGEST)
        line = f"\n<code>{text(shown)}</code>" if shown else ""
        return f'<div class="line"><code class="place">{text(place(location))}</code>{line}</div>'


def _layers(judged: JudgedResource) -> str:
    items = []
    for layer in LAYERS:
        cells = cells_of(judged, layer)
        parts = "".join(
            f'<span class="cell">{mark(cell.result)}{hidden(result_name(cell.result))} {text(cell.place)}</span>'
            for cell in cells
        )
        result = worst(cell.result for cell in cells)
        items.append(f'<li class="r-{result}"><span class="layer">{text(layer_name(layer))}</span>{parts}</li>')
    return f'<ol class="layers">{"".join(items)}</ol>'


def _notes(reason: Reason) -> str:
    notes = []
    if reason.layers:
        notes.append(_("layers: {names}").format(names=layer_names(reason.layers)))
    if reason.cause:
        notes.append(_("cause: {name}").format(name=cause_name(reason.cause)))
    if reason.waiver:
        waiver = reason.waiver
        told = _("waived until {day} by {person}: {reason}")
        notes.append(told.format(day=waiver.expires, person=waiver.approved_by, reason=waiver.reason))
    return f'<p class="note">{text(" · ".join(notes))}</p>' if notes else ""


def _others(reason: Reason, subject: str | None) -> str:
    keys = [] if subject is None else [key for key in reason.resources if key != subject]
    if not keys:
        return ""
    title = plural("{count} resource:", "{count} resources:", len(keys))
    items = "".join(f"<li><code>{text(key)}</code></li>" for key in keys)
    return f'<p class="note">{text(title)}</p><ul class="keys">{items}</ul>'
