"""Summary of the text report: counts, coverage, what to do about unclassified stores, the exit code in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from hds_policy.errors import ExitCode
from hds_policy.model import Assessment, Result
from hds_policy.report.counts import result_counts
from hds_policy.report.printable import printable
from hds_policy.report.text.style import COLOURS, Style, unbroken
from hds_policy.report.words import EXIT_MEANINGS, MARKS, NAMES, ORDER

_LABEL = 11


def legend(style: Style) -> str:
    """What each mark means."""
    return "Legend: " + "  ".join(f"{style.mark(result)} {NAMES[result]}" for result in Result)


def _row(label: str, text: str, style: Style) -> list[str]:
    return style.wrapped(text, f"  {label:<{_LABEL}}", " " * (_LABEL + 2))


def _counted(counts: Mapping[Result, int], *, zeros: bool) -> str:
    shown = [(result, number) for result, number in counts.items() if number or zeros]
    return " · ".join(unbroken(f"{MARKS[result]} {number} {NAMES[result]}") for result, number in shown)


def _in_scope(assessment: Assessment) -> str:
    counts = Counter(judged.result for judged in assessment.resources)
    ordered = {result: counts[result] for result in sorted(counts, key=ORDER.__getitem__)}
    if not ordered:
        return "no resource"
    number = len(assessment.resources)
    return f"{number} resource{'' if number == 1 else 's'}: {_counted(ordered, zeros=False)}"


def unclassified_lines(count: int, style: Style) -> list[str]:
    """The three ways to say whether a store holds health data, word for word as they are typed."""
    if count <= 0:
        return []
    many = "1 resource that may hold data is" if count == 1 else f"{count} resources that may hold data are"
    return [
        *style.wrapped(f"{many} not classified. Say which hold health data, in one of three ways:", "  ", "  "),
        '    1. tag the resource         data_classification = "health"',
        "    2. a rule in hds-policy.toml",
        "         [[classification.rules]]",
        '         match  = "module.ehr.*"     # pattern on the address',
        "         health = true               # or false: holds no health data",
        '         reason = "…"',
        "    3. take every such resource for health data in this run:  --assume health",
    ]


def choice_rows(assessment: Assessment, style: Style) -> list[str]:
    """Profile and custom policies: whatever was asked less, more or otherwise than the shipped rules."""
    choice = assessment.choice
    written = []
    if choice.profile:
        text = f"{choice.profile}: leaves out {', '.join(choice.left_out)}" if choice.left_out else choice.profile
        written += _row("profile", text, style)
    for namespace, number in choice.custom:
        written += _row("custom", f"{namespace}: {number} rule{'' if number == 1 else 's'}", style)
    for change in choice.severities:
        text = f"{change.rule}: {change.now} instead of {change.shipped}, says {change.by}: {change.reason}"
        written += _row("severity", text, style)
    if choice.unlimited:
        written += _row("custom", "CPU and memory of custom policies are not limited on this platform", style)
    return written


def summary_lines(assessment: Assessment, style: Style) -> list[str]:
    """Counts by result, resources, files, date and exit code."""
    coverage = assessment.coverage
    counts = _counted(result_counts(assessment), zeros=True)
    resources = (
        f"{coverage.resources} read: {coverage.in_scope} in scope · {coverage.out_of_scope} out of scope · "
        f"{coverage.unclassified} unclassified · {coverage.unsupported} of an unsupported type"
    )
    if coverage.not_instantiated:
        resources += f" ({coverage.not_instantiated} more blocks have no instance)"
    files = f"{coverage.seen} seen = {coverage.parsed} parsed + {coverage.skipped} skipped + {coverage.failed} failed"
    written = [
        style.title("Summary"),
        *_row("results", counts, style),
        *_row("resources", resources, style),
        *_row("in scope", _in_scope(assessment), style),
        *_row("files", files, style),
        *_row(
            "evaluated",
            f"on {assessment.on} with {len(assessment.rules)} rules, hds-policy {assessment.tool_version}",
            style,
        ),
        *choice_rows(assessment, style),
        *unclassified_lines(coverage.unclassified, style),
    ]
    code = assessment.exit_code
    colour = COLOURS[Result.PASS] if code is ExitCode.OK else COLOURS[Result.FAIL]
    if code in {ExitCode.UNDETERMINED, ExitCode.NOTHING}:
        colour = COLOURS[Result.UNDETERMINED]
    meaning = EXIT_MEANINGS.get(code, "not documented")
    written.append(style.paint(f"Exit code {int(code)}: {printable(meaning)}", colour, bold=True))
    return written
