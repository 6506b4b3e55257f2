"""What a baseline knows, in the text report: old findings in a line each, what is gone, and the row of the summary."""

from __future__ import annotations

from collections.abc import Sequence

from hds_policy.language import _
from hds_policy.model import Assessment
from hds_policy.report.compared import gone_text
from hds_policy.report.grouping import Reason
from hds_policy.report.options import RenderOptions
from hds_policy.report.text.style import Style
from hds_policy.report.words import MARKS

_LISTED = 20


def known_lines(
    known: Sequence[tuple[str, Sequence[Reason]]], assessment: Assessment, options: RenderOptions, style: Style
) -> list[str]:
    """Subjects on which nothing is new, in a line each; the first of them unless verbose."""
    if assessment.baseline is None or not known:
        return []
    written = [
        style.title(
            _("Known ({source}): nothing new here; --verbose tells all of it").format(source=assessment.baseline.source)
        )
    ]
    shown = known if options.verbose else known[:_LISTED]
    for subject, reasons in shown:
        said = ", ".join(f"{MARKS[reason.result]} {' '.join(reason.rules)}" for reason in reasons)
        written += style.wrapped(f"{subject}  {said}", "  ", "    ")
    if len(known) > len(shown):
        written.append(_more(len(known) - len(shown)))
    return written


def gone_lines(assessment: Assessment, options: RenderOptions, style: Style) -> list[str]:
    """What was there before and is no more."""
    comparison = assessment.baseline
    if comparison is None or not comparison.gone:
        return []
    written = [style.title(_("Gone since {source}").format(source=comparison.source))]
    shown = comparison.gone if options.verbose else comparison.gone[:_LISTED]
    for entry in shown:
        written += style.wrapped(gone_text(entry), "  ", "    ")
    if len(comparison.gone) > len(shown):
        written.append(_more(len(comparison.gone) - len(shown)))
    return written


def _more(count: int) -> str:
    return "  " + _("… and {count} more (--verbose lists them)").format(count=count)
