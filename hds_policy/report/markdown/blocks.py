"""One subject in Markdown: a line that can be opened, then its six layers and each reason."""

from __future__ import annotations

from collections.abc import Sequence

from hds_policy.language import _, plural
from hds_policy.model import LAYERS, Assessment, BaselineState, JudgedResource, SubjectKind
from hds_policy.report.cells import cells_of
from hds_policy.report.grouping import Reason
from hds_policy.report.markdown.inline import code, in_cell, plain_html, tagged, words
from hds_policy.report.paths import Paths
from hds_policy.report.subjects import WITHOUT_LINE, about, place, subject_title, title_of
from hds_policy.report.words import MARKS, cause_name, layer_name, layer_names, result_name

_LISTED = 5


def details(summary: str, lines: Sequence[str]) -> str:
    """A ``details`` element; ``summary`` is HTML, the lines are Markdown."""
    body = "\n".join(lines)
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>\n"


def _tally(reasons: Sequence[Reason]) -> str:
    counts: dict[str, int] = {}
    for reason in reasons:
        name = result_name(reason.result)
        counts[name] = counts.get(name, 0) + len(reason.findings)
    return ", ".join(f"{number} {name}" for name, number in counts.items())


class Blocks:
    """Writes the subjects of one Assessment."""

    def __init__(self, assessment: Assessment) -> None:
        self._paths = Paths(assessment)

    def resource(self, judged: JudgedResource, reasons: Sequence[Reason]) -> str:
        """A resource in scope."""
        resource = judged.resource
        summary = f"{MARKS[judged.result]} {tagged(title_of(resource))}"
        if resource.location:
            summary += f" — {tagged(place(resource.location))}"
        if reasons:
            summary += f" — {plain_html(_tally(reasons))}"
        lines = [words(about(judged, self._paths)), "", *_layers(judged), ""]
        return details(summary, lines + _reasons(reasons))

    def subject(self, kind: SubjectKind, subject: str, reasons: Sequence[Reason]) -> str:
        """Anything else."""
        title = tagged(subject_title(kind, subject))
        summary = f"{MARKS[reasons[0].result]} {title} — {plain_html(_tally(reasons))}"
        return details(summary, _reasons(reasons, placed=kind not in WITHOUT_LINE, subject=subject))


def _layers(judged: JudgedResource) -> list[str]:
    named = " | ".join(layer_name(layer) for layer in LAYERS)
    cells = []
    for layer in LAYERS:
        parts = (f"{MARKS[cell.result]} {in_cell(cell.place)}" for cell in cells_of(judged, layer))
        cells.append("<br>".join(parts))
    return [f"| {named} |", "|" + " --- |" * len(LAYERS), f"| {' | '.join(cells)} |"]


def _reasons(reasons: Sequence[Reason], *, placed: bool = True, subject: str | None = None) -> list[str]:
    lines = []
    for reason in reasons:
        rules = " ".join(code(rule) for rule in reason.rules)
        said = " ".join(words(message) for message in reason.messages) or words(reason.code)
        known = " " + _("(known)") if reason.baseline is BaselineState.UNCHANGED else ""
        line = f"- {MARKS[reason.result]} **{result_name(reason.result)}**{known} {rules}: {said}"
        if reason.location and placed:
            line += f" ({code(place(reason.location))})"
        lines.append(line)
        lines += [f"  - {note}" for note in _notes(reason, subject)]
    return lines


def _notes(reason: Reason, subject: str | None) -> list[str]:
    notes = []
    if reason.layers:
        notes.append(words(_("layers: {names}").format(names=layer_names(reason.layers))))
    if reason.cause:
        notes.append(words(_("cause: {name}").format(name=cause_name(reason.cause))))
    if reason.waiver:
        waiver = reason.waiver
        told = _("waived until {day} by {person}: {reason}")
        notes.append(words(told.format(day=waiver.expires, person=waiver.approved_by, reason=waiver.reason)))
    others = [] if subject is None else [key for key in reason.resources if key != subject]
    if others:
        shown = ", ".join(code(key) for key in others[:_LISTED])
        more = ", …" if len(others) > _LISTED else ""
        notes.append(f"{plural('{count} resource:', '{count} resources:', len(others))} {shown}{more}")
    return notes
