"""Sections of the text report about the run: passing resources, what was not read, waivers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from hds_policy.language import _, plural
from hds_policy.model import Assessment, JudgedResource, Result, Unread, Waiver
from hds_policy.report.options import RenderOptions
from hds_policy.report.phrases import phrase
from hds_policy.report.printable import printable
from hds_policy.report.text.frame import place, title_of
from hds_policy.report.text.layers import layer_lines, place_line
from hds_policy.report.text.style import Style
from hds_policy.report.waivers import WaiverState, waiver_states
from hds_policy.report.words import cause_name

_PASSING_LISTED = 20
_UNREAD_LISTED = 5


def passing_lines(passing: Sequence[JudgedResource], options: RenderOptions, style: Style) -> list[str]:
    """Passing resources: one line each, a count when there are many, their layers too when verbose."""
    mark = style.mark(Result.PASS)
    if len(passing) > _PASSING_LISTED and not options.verbose:
        return [
            f"{mark} {_('{count} resources pass on every layer (--verbose lists them)').format(count=len(passing))}"
        ]
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
    written = [style.title(_("Not read ({count}): what stands there was not judged").format(count=len(unread)))]
    for cause, entries in sorted(by_cause.items()):
        shown = entries if options.verbose else entries[:_UNREAD_LISTED]
        for entry in shown:
            where = place(entry.location) if entry.location else ""
            what = "" if entry.location and entry.location.file == entry.what else printable(entry.what)
            name = " ".join(part for part in (where, what) if part)
            text = _("{what}: {evidence}").format(what=name, evidence=phrase(entry.detail)) if entry.detail else name
            written += style.bulleted(f"{cause_name(cause)}  {text}", Result.UNDETERMINED)
        if len(entries) > len(shown):
            more = _("… and {count} more with {cause} (--verbose lists them)")
            told = more.format(count=len(entries) - len(shown), cause=cause_name(cause))
            written.append(f"    {told}")
    return written


def _waiver_lines(waiver: Waiver, note: str, style: Style) -> list[str]:
    what = f"{waiver.rule} {waiver.address}"
    if waiver.place:
        what += " " + _("(comment in {place})").format(place=place(waiver.place))
    told = _("{note}, approved by {person}: {reason}").format(
        note=note, person=waiver.approved_by, reason=waiver.reason
    )
    text = _("{what}: {evidence}").format(what=what, evidence=told)
    return style.bulleted(text, Result.EXEMPT)


def _findings(number: int) -> str:
    return plural("{count} finding", "{count} findings", number)


def declassification_lines(assessment: Assessment, style: Style) -> list[str]:
    """Every declassified flow: in force, stopping nothing, or past its end."""
    if not assessment.declassifications:
        return []
    written = [style.title(_("Declassified flows"))]
    for entry in assessment.declassifications:
        if assessment.on > entry.expires:
            note = _("EXPIRED on {day}, the flow counts again").format(day=entry.expires)
        elif entry in assessment.unused_declassifications:
            note = _("in force until {day} but stops nothing").format(day=entry.expires)
        else:
            note = _("in force until {day}").format(day=entry.expires)
        told = _("{note}, approved by {person}: {reason}").format(
            note=note, person=entry.approved_by, reason=entry.reason
        )
        what = f"{entry.source} → {entry.target}"
        text = _("{what}: {evidence}").format(what=what, evidence=f"{entry.data}, {told}")
        written += style.bulleted(text, Result.EXEMPT)
    return written


def waiver_lines(assessment: Assessment, style: Style) -> list[str]:
    """Every waiver: in force with what it covers, covering nothing, past its end; and comments that are none."""
    states = waiver_states(assessment)
    if not states and not assessment.refused_waivers:
        return []
    covered = Counter(finding.waiver for finding in assessment.findings if finding.waiver)
    written = [style.title(_("Waivers"))]
    for waiver, state in states:
        if state is WaiverState.EXPIRED:
            note = _("EXPIRED on {day}, counts no more").format(day=waiver.expires)
        elif state is WaiverState.UNUSED:
            note = _("in force until {day} but covers nothing").format(day=waiver.expires)
        else:
            note = _("in force until {day}, covers {findings}").format(
                day=waiver.expires, findings=_findings(covered[waiver])
            )
        written += _waiver_lines(waiver, note, style)
    for refused in assessment.refused_waivers:
        text = _("{place}: DOES NOT COUNT: {reason}: {text}").format(
            place=place(refused.place), reason=phrase(refused.reason), text=refused.text
        )
        written += style.bulleted(text, Result.UNDETERMINED)
    return written
