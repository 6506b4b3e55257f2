"""Summary of the text report: counts, coverage, what to do about unclassified stores, the exit code in words."""

from __future__ import annotations

from hds_policy.language import _, plural
from hds_policy.model import Assessment, Result
from hds_policy.report.overview import overview, verdict, verdict_of
from hds_policy.report.printable import printable
from hds_policy.report.text.style import COLOURS, Style
from hds_policy.report.words import result_name

_LABEL = 11


def legend(style: Style) -> str:
    """What each mark means."""
    return _("Legend:") + " " + "  ".join(f"{style.mark(result)} {result_name(result)}" for result in Result)


def _row(label: str, text: str, style: Style) -> list[str]:
    return style.wrapped(text, f"  {label:<{_LABEL}}", " " * (_LABEL + 2))


def unclassified_lines(count: int, style: Style) -> list[str]:
    """The three ways to say whether a store holds health data, word for word as they are typed."""
    if count <= 0:
        return []
    said = plural(
        "{count} resource that may hold data is not classified. Say which hold health data, in one of three ways:",
        "{count} resources that may hold data are not classified. Say which hold health data, in one of three ways:",
        count,
    )
    return [
        *style.wrapped(said, "  ", "  "),
        "    1. " + _("tag the resource") + '         data_classification = "health"',
        "    2. " + _("a rule in hds-policy.toml"),
        "         [[classification.rules]]",
        '         match  = "module.ehr.*"     # ' + _("pattern on the address"),
        "         health = true               # " + _("or false: holds no health data"),
        '         reason = "…"',
        "    3. " + _("take every such resource for health data in this run:") + "  --assume health",
    ]


def summary_lines(assessment: Assessment, style: Style) -> list[str]:
    """The overview, what to do about unclassified stores, and the exit code."""
    written = [style.title(_("Summary"))]
    for label, text in overview(assessment):
        written += _row(label, text, style)
    written += unclassified_lines(assessment.coverage.unclassified, style)
    code = assessment.exit_code
    written.append(style.paint(printable(verdict(assessment)), COLOURS[verdict_of(code)], bold=True))
    return written
