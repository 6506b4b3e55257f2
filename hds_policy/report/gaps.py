"""What makes an answer incomplete besides undetermined findings: a report that is green without them would lie."""

from __future__ import annotations

from msgspec import Struct

from hds_policy.errors import ExitCode
from hds_policy.model import Assessment, InputStatus, SourceRange

NOTHING = "nothing_to_check"
"""Cause of the gap of a run that had nothing to check."""
FAILED = "not_read"
"""Cause of the gap of an input that failed and of which nothing else is told."""


class Gap(Struct, frozen=True):
    """Something that was not judged.

    Attributes:
        what: file, module call or unit; ``.`` for the whole run.
        cause: from the closed list of causes, or one of the constants of this module.
        detail: why, for a person.
        location: where, when it stands in a file.
        root: root module folder it belongs to.
    """

    what: str
    cause: str
    detail: str
    location: SourceRange | None = None
    root: str = "."


def gaps(assessment: Assessment) -> list[Gap]:
    """Everything that was not read, every input that failed, and a run without anything to check, each once."""
    found = [Gap(one.what, one.cause.value, one.detail, one.location, one.root) for one in assessment.unread]
    told = {gap.what for gap in found} | {gap.location.file for gap in found if gap.location}
    found += [
        Gap(entry.path, FAILED, entry.reason, SourceRange(entry.path, 1, 1))
        for entry in assessment.inputs
        if entry.status is InputStatus.FAILED and entry.path not in told
    ]
    if assessment.exit_code is ExitCode.NOTHING:
        found.append(Gap(".", NOTHING, "Nothing carries health data and nothing was decided not to."))
    return found
