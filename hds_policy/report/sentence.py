"""A finding in one sentence that says what kind of result it is, for readers who see no more than a message."""

from __future__ import annotations

from hds_policy.model import Finding, Result


def sentence(finding: Finding) -> str:
    """Subject and message; whatever is not a plain fail says so first, since viewers take every result for one."""
    said = f"{finding.subject or finding.subject_kind}: {finding.message or finding.code}"
    if finding.result is Result.UNDETERMINED:
        return f"Undetermined ({finding.cause or 'no cause'}). {said}"
    if finding.result is Result.REVIEW:
        return f"To be reviewed by a person. {said}"
    if finding.result is Result.EXEMPT and finding.waiver:
        waiver = finding.waiver
        return f"Exempt until {waiver.expires}, approved by {waiver.approved_by}. {said}"
    return said
