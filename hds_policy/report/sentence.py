"""A finding in one sentence that says what kind of result it is, for readers who see no more than a message."""

from __future__ import annotations

from hds_policy.model import BaselineState, Cause, Finding, Result, Waiver
from hds_policy.report.grouping import Reason


def sentence(finding: Finding) -> str:
    """Subject and message; whatever is not a plain fail says so first, since viewers take every result for one."""
    said = f"{finding.subject or finding.subject_kind}: {finding.message or finding.code}"
    return _known(_marked(said, finding.result, finding.cause, finding.waiver), finding.baseline)


def sentence_of(reason: Reason, subject: str) -> str:
    """The same for findings that say the same of several layers."""
    layers = f" [{', '.join(reason.layers)}]" if reason.layers else ""
    said = f"{subject}{layers}: {' '.join(reason.messages) or reason.code}"
    return _known(_marked(said, reason.result, reason.cause, reason.waiver), reason.baseline)


def _known(said: str, state: BaselineState | None) -> str:
    return f"Known before, does not count as new. {said}" if state is BaselineState.UNCHANGED else said


def _marked(said: str, result: Result, cause: Cause | None, waiver: Waiver | None) -> str:
    if result is Result.UNDETERMINED:
        return f"Undetermined ({cause or 'no cause'}). {said}"
    if result is Result.REVIEW:
        return f"To be reviewed by a person. {said}"
    if result is Result.EXEMPT and waiver:
        return f"Exempt until {waiver.expires}, approved by {waiver.approved_by}. {said}"
    return said
