"""The verdict, the counts and the overview in pages."""

from __future__ import annotations

from hds_policy.model import Assessment
from hds_policy.report.counts import result_counts
from hds_policy.report.html.markup import badge, mark, text
from hds_policy.report.overview import overview, verdict, verdict_of


def verdict_line(assessment: Assessment) -> str:
    """The exit code in words, with the mark and colour of its result."""
    result = verdict_of(assessment.exit_code)
    return f'<p class="verdict r-{result}">{mark(result)}<span>{text(verdict(assessment))}</span></p>'


def count_list(assessment: Assessment) -> str:
    """How many findings of each result, zeros left out."""
    items = "".join(
        f"<li>{badge(result, number)}</li>" for result, number in result_counts(assessment).items() if number
    )
    return f'<ul class="counts">{items}</ul>' if items else ""


def summary_list(assessment: Assessment) -> str:
    """The rows of the overview."""
    rows = "".join(f"<div><dt>{text(label)}</dt><dd>{text(said)}</dd></div>" for label, said in overview(assessment))
    return f'<dl class="rows">{rows}</dl>'
