"""Sections of the text report about the run: passing resources, what was not read, waivers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from hds_policy.model import Assessment, JudgedResource, Result, Unread, Waiver
from hds_policy.report.options import RenderOptions
from hds_policy.report.printable import printable
from hds_policy.report.text.frame import place, title_of
from hds_policy.report.text.layers import layer_lines, place_line
from hds_policy.report.text.style import Style
from hds_policy.report.waivers import WaiverState, waiver_states

_PASSING_LISTED = 20
_UNREAD_LISTED = 5


def passing_lines(passing: Sequence[JudgedResource], options: RenderOptions, style: Style) -> list[str]:
    """Passing resources: one line each, a count when there are many, their layers too when verbose."""
    mark = style.mark(Result.PASS)
    if len(passing) > _PASSING_LISTED and not options.verbose:
        return [f"{mark} {len(passing)} resources pass on every layer (--verbose lists them)"]
    written = []
    for judged in passing:
        resource = judged.resource
        where = f"  {style.paint(place(resource.location), 'blue')}" if resource.location else ""
        line = f"{mark} {style.paint(printable(title_of(resource)), bold=True)}{where}"
        written.append(f"{line}  {style.paint(place_line(judged), dim=True)}")
        if options.verbose:
            written += layer_lines(judged, style)
    return written


def unread_lines(unread: Sequence[Unread], options: RenderOptions, style: Style) -> list[str]:
    """What could not be read and why, by cause; the first few of each cause unless verbose."""
    if not unread:
        return []
    by_cause: dict[str, list[Unread]] = defaultdict(list)
    for entry in unread:
        by_cause[entry.cause].append(entry)
    written = [style.title(f"Not read ({len(unread)}): what stands there was not judged")]
    for cause, entries in sorted(by_cause.items()):
        shown = entries if options.verbose else entries[:_UNREAD_LISTED]
        for entry in shown:
            where = place(entry.location) if entry.location else ""
            what = "" if entry.location and entry.location.file == entry.what else printable(entry.what)
            name = " ".join(part for part in (where, what) if part)
            text = f"{name}: {entry.detail}" if entry.detail else name
            written += style.bulleted(f"{cause}  {text}", Result.UNDETERMINED)
        if len(entries) > len(shown):
            written.append(f"    … and {len(entries) - len(shown)} more with {cause} (--verbose lists them)")
    return written


def _waiver_lines(waiver: Waiver, note: str, style: Style) -> list[str]:
    where = f" (comment in {place(waiver.place)})" if waiver.place else ""
    text = f"{waiver.rule} {waiver.address}{where}: {note}, approved by {waiver.approved_by}: {waiver.reason}"
    return style.bulleted(text, Result.EXEMPT)


def _findings(number: int) -> str:
    return f"{number} finding{'' if number == 1 else 's'}"


def declassification_lines(assessment: Assessment, style: Style) -> list[str]:
    """Every declassified flow: in force, stopping nothing, or past its end."""
    if not assessment.declassifications:
        return []
    written = [style.title("Declassified flows")]
    for entry in assessment.declassifications:
        if assessment.on > entry.expires:
            note = f"EXPIRED on {entry.expires}, the flow counts again"
        elif entry in assessment.unused_declassifications:
            note = f"in force until {entry.expires} but stops nothing"
        else:
            note = f"in force until {entry.expires}"
        text = f"{entry.source} → {entry.target}: {entry.data}, {note}, approved by {entry.approved_by}: {entry.reason}"
        written += style.bulleted(text, Result.EXEMPT)
    return written


def waiver_lines(assessment: Assessment, style: Style) -> list[str]:
    """Every waiver: in force with what it covers, covering nothing, past its end; and comments that are none."""
    states = waiver_states(assessment)
    if not states and not assessment.refused_waivers:
        return []
    covered = Counter(finding.waiver for finding in assessment.findings if finding.waiver)
    written = [style.title("Waivers")]
    for waiver, state in states:
        if state is WaiverState.EXPIRED:
            note = f"EXPIRED on {waiver.expires}, counts no more"
        elif state is WaiverState.UNUSED:
            note = f"in force until {waiver.expires} but covers nothing"
        else:
            note = f"in force until {waiver.expires}, covers {_findings(covered[waiver])}"
        written += _waiver_lines(waiver, note, style)
    for refused in assessment.refused_waivers:
        text = f"{place(refused.place)}: DOES NOT COUNT: {refused.reason}: {refused.text}"
        written += style.bulleted(text, Result.UNDETERMINED)
    return written
