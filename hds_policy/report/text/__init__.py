"""Text report, for people: resources that need attention first, the summary last."""

from __future__ import annotations

from collections.abc import Sequence

from hds_policy.model import Assessment
from hds_policy.report.compared import all_known
from hds_policy.report.grouping import Reason, arrange
from hds_policy.report.options import RenderOptions
from hds_policy.report.printable import printable, without_commands
from hds_policy.report.subjects import KIND_ORDER, subject_title, title_of
from hds_policy.report.text.compared import gone_lines, known_lines
from hds_policy.report.text.resource import Reasons, resource_block, subject_block
from hds_policy.report.text.sections import declared_lines, passing_lines, unread_lines
from hds_policy.report.text.style import Style
from hds_policy.report.text.summary import legend, summary_lines
from hds_policy.report.words import UNBROKEN


def _sections(assessment: Assessment, options: RenderOptions, style: Style) -> list[Sequence[str]]:
    arranged = arrange(assessment)
    writer = Reasons(assessment, options, style)
    hidden = assessment.baseline is not None and not options.verbose
    known: list[tuple[str, Sequence[Reason]]] = []
    sections: list[Sequence[str]] = []
    for judged, reasons in arranged.troubled:
        if hidden and all_known(reasons):
            known.append((printable(title_of(judged.resource)), reasons))
        else:
            sections.append(resource_block(judged, reasons, writer, style))
    sections.append(passing_lines(arranged.passing, options, style))
    for kind in KIND_ORDER:
        for other, subject, reasons in arranged.others:
            if other is kind and hidden and all_known(reasons):
                known.append((printable(subject_title(kind, subject)), reasons))
            elif other is kind:
                sections.append(subject_block(kind, subject, reasons, writer, options, style))
    sections.append(known_lines(known, assessment, options, style))
    sections.append(gone_lines(assessment, options, style))
    sections.append(unread_lines(assessment.unread, options, style))
    sections += declared_lines(assessment, style)
    sections.append(summary_lines(assessment, style))
    sections.append([legend(style)])
    return sections


def render(assessment: Assessment, options: RenderOptions) -> str:
    """The report as text with line breaks; styled only when ``options.colour``."""
    style = Style.of(options.colour, options.width)
    blocks = ["\n".join(section) for section in _sections(assessment, options, style) if section]
    # Lines are wrapped: a space that held words together would only keep them from being searched for.
    return without_commands("\n\n".join(blocks).replace(UNBROKEN, " ") + "\n")
