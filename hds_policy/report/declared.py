"""Whatever the estate or a comment declares that takes something out of the result: every report shows all of it."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from hds_policy.language import _, plural
from hds_policy.model import Assessment, Result, Waiver
from hds_policy.report.phrases import phrase
from hds_policy.report.subjects import place
from hds_policy.report.waivers import WaiverState, waiver_states


class Declared(Struct, frozen=True):
    """One declaration.

    Attributes:
        result: whose mark it gets.
        what: what it concerns.
        said: its state, who answers for it and why; raw text.
    """

    result: Result
    what: str
    said: str


def _answered(note: str, person: str, reason: str) -> str:
    return _("{note}, approved by {person}: {reason}").format(note=note, person=person, reason=reason)


def waivers(assessment: Assessment) -> list[Declared]:
    """Every waiver: in force with what it covers, covering nothing, past its end; and comments that are none."""
    covered = Counter(finding.waiver for finding in assessment.findings if finding.waiver)
    found = []
    for waiver, state in waiver_states(assessment):
        what = f"{waiver.rule} {waiver.address}"
        if waiver.place:
            what += " " + _("(comment in {place})").format(place=place(waiver.place))
        note = _note(waiver, state, covered[waiver])
        found.append(Declared(Result.EXEMPT, what, _answered(note, waiver.approved_by, waiver.reason)))
    for refused in assessment.refused_waivers:
        said = _("DOES NOT COUNT: {reason}: {text}").format(reason=phrase(refused.reason), text=refused.text)
        found.append(Declared(Result.UNDETERMINED, place(refused.place), said))
    return found


def _note(waiver: Waiver, state: WaiverState, covered: int) -> str:
    if state is WaiverState.EXPIRED:
        return _("EXPIRED on {day}, counts no more").format(day=waiver.expires)
    if state is WaiverState.UNUSED:
        return _("in force until {day} but covers nothing").format(day=waiver.expires)
    findings = plural("{count} finding", "{count} findings", covered)
    return _("in force until {day}, covers {findings}").format(day=waiver.expires, findings=findings)


def declassified_flows(assessment: Assessment) -> list[Declared]:
    """Every declassified flow: in force, stopping nothing, or past its end."""
    found = []
    for entry in assessment.declassifications:
        if assessment.on > entry.expires:
            note = _("EXPIRED on {day}, the flow counts again").format(day=entry.expires)
        elif entry in assessment.unused_declassifications:
            note = _("in force until {day} but stops nothing").format(day=entry.expires)
        else:
            note = _("in force until {day}").format(day=entry.expires)
        said = f"{entry.data}, {_answered(note, entry.approved_by, entry.reason)}"
        found.append(Declared(Result.EXEMPT, f"{entry.source} → {entry.target}", said))
    return found


def declared(assessment: Assessment) -> list[tuple[str, list[Declared]]]:
    """Titles and what stands under them; nothing without entries."""
    sections = ((_("Waivers"), waivers(assessment)), (_("Declassified flows"), declassified_flows(assessment)))
    return [(title, entries) for title, entries in sections if entries]
