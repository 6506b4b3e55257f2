"""Markdown for the comment of a merge request: the verdict, then what fails, then the rest as far as there is room.

It stays under 60,000 bytes, since GitHub takes no comment of more than 65,536 characters; what does not fit is counted,
never dropped in silence. The first line is a comment by which a script finds the report to replace it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from hds_policy.language import _, plural
from hds_policy.model import Assessment
from hds_policy.report.grouping import Reason, arrange
from hds_policy.report.markdown.blocks import Blocks
from hds_policy.report.markdown.frame import closing, opening
from hds_policy.report.options import RenderOptions
from hds_policy.report.printable import without_commands
from hds_policy.report.subjects import KIND_ORDER

LIMIT = 60_000
"""Bytes of the whole report."""
_ROOM_FOR_NOTES = 600


def _size(text: str) -> int:
    return len(text.encode())


def _subjects(assessment: Assessment) -> Iterator[tuple[Callable[[], str], tuple[Reason, ...]]]:
    """Subjects in the order of the report: how to write each (most of a large report has no room), and its reasons."""
    arranged = arrange(assessment)
    blocks = Blocks(assessment)
    for judged, reasons in arranged.troubled:
        yield partial(blocks.resource, judged, reasons), reasons
    for kind in KIND_ORDER:
        for other, subject, reasons in arranged.others:
            if other is kind:
                yield partial(blocks.subject, kind, subject, reasons), reasons


def _left_out(left: list[tuple[Reason, ...]]) -> str:
    if not left:
        return ""
    subjects = plural("{count} more subject", "{count} more subjects", len(left))
    findings = plural("{count} finding", "{count} findings", sum(len(r.findings) for group in left for r in group))
    told = _("**Left out for want of room: {subjects} with {findings}.** Other formats hold all of them.")
    return told.format(subjects=subjects, findings=findings) + "\n"


def render(assessment: Assessment, options: RenderOptions) -> str:  # noqa: ARG001 - the signature of Renderer
    """The report as Markdown, of at most ``LIMIT`` bytes."""
    head = opening(assessment)
    room = LIMIT - _size(head) - _ROOM_FOR_NOTES
    # What was waived and what was not read must be seen: both have their room before the findings.
    end = closing(assessment, room // 3)
    room -= _size(end)
    written: list[str] = []
    left: list[tuple[Reason, ...]] = []
    for write, reasons in _subjects(assessment):
        # Once one does not fit, all that are less bad stay out: a gap in the order would mislead.
        block = "" if left else write()
        size = _size(block) + 1
        if left or size > room:
            left.append(reasons)
            continue
        written.append(block)
        room -= size
    parts = [head, *written, _left_out(left), end]
    return without_commands("\n".join(part for part in parts if part))
