"""Summary of the text report: counts, coverage, what to do about unclassified stores, the exit code in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import structs

from hds_policy.errors import ExitCode
from hds_policy.language import _, plural
from hds_policy.model import Assessment, Result
from hds_policy.report.compared import verdict_meaning
from hds_policy.report.counts import result_counts
from hds_policy.report.printable import printable
from hds_policy.report.text.compared import comparison_text
from hds_policy.report.text.style import COLOURS, Style, unbroken
from hds_policy.report.words import MARKS, ORDER, result_name, severity_name

_LABEL = 11


def legend(style: Style) -> str:
    """What each mark means."""
    return _("Legend:") + " " + "  ".join(f"{style.mark(result)} {result_name(result)}" for result in Result)


def _row(label: str, text: str, style: Style) -> list[str]:
    return style.wrapped(text, f"  {label:<{_LABEL}}", " " * (_LABEL + 2))


def _counted(counts: Mapping[Result, int], *, zeros: bool) -> str:
    shown = [(result, number) for result, number in counts.items() if number or zeros]
    return " · ".join(unbroken(f"{MARKS[result]} {number} {result_name(result)}") for result, number in shown)


def _in_scope(assessment: Assessment) -> str:
    counts = Counter(judged.result for judged in assessment.resources)
    ordered = {result: counts[result] for result in sorted(counts, key=ORDER.__getitem__)}
    if not ordered:
        return _("no resource")
    resources = plural("{count} resource:", "{count} resources:", len(assessment.resources))
    return f"{resources} {_counted(ordered, zeros=False)}"


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


def choice_rows(assessment: Assessment, style: Style) -> list[str]:
    """Profile and custom policies: whatever was asked less, more or otherwise than the shipped rules."""
    choice = assessment.choice
    written = []
    if choice.profile:
        text = choice.profile
        if choice.left_out:
            told = _("leaves out {rules}").format(rules=", ".join(choice.left_out))
            text = _("{what}: {evidence}").format(what=choice.profile, evidence=told)
        written += _row(_("profile"), text, style)
    for namespace, number in choice.custom:
        rules = plural("{count} rule", "{count} rules", number)
        written += _row(_("custom"), _("{what}: {evidence}").format(what=namespace, evidence=rules), style)
    for change in choice.severities:
        text = _("{rule}: {now} instead of {shipped}, says {by}: {reason}").format(
            rule=change.rule,
            now=severity_name(change.now),
            shipped=severity_name(change.shipped),
            by=change.by,
            reason=change.reason,
        )
        written += _row(_("severity"), text, style)
    if choice.unlimited:
        written += _row(_("custom"), _("CPU and memory of custom policies are not limited on this platform"), style)
    return written


def narrowed_rows(assessment: Assessment, style: Style) -> list[str]:
    """That only a part was judged, and which."""
    found = assessment.narrowed
    if found is None:
        return []
    text = _("only what changed since {ref} ({commit}): {count} of {among} root modules: {names}").format(
        ref=found.ref,
        commit=found.commit[:12],
        count=len(found.roots),
        among=found.among,
        names=", ".join(found.roots) or _("none"),
    )
    return _row(_("part"), text, style)


def summary_lines(assessment: Assessment, style: Style) -> list[str]:
    """Counts by result, resources, files, date and exit code."""
    coverage = assessment.coverage
    counts = _counted(result_counts(assessment), zeros=True)
    resources = _(
        "{resources} read: {in_scope} in scope · {out_of_scope} out of scope · {unclassified} unclassified · "
        "{unsupported} of an unsupported type"
    ).format(**structs.asdict(coverage))
    if coverage.not_instantiated:
        resources += " " + _("({count} more blocks have no instance)").format(count=coverage.not_instantiated)
    files = _("{seen} seen = {parsed} parsed + {skipped} skipped + {failed} failed").format(**structs.asdict(coverage))
    evaluated = _("on {day} with {count} rules, hds-policy {version}").format(
        day=assessment.on, count=len(assessment.rules), version=assessment.tool_version
    )
    written = [
        style.title(_("Summary")),
        *_row(_("results"), counts, style),
        *_row(_("resources"), resources, style),
        *_row(_("in scope"), _in_scope(assessment), style),
        *_row(_("files"), files, style),
        *_row(_("evaluated"), evaluated, style),
        *choice_rows(assessment, style),
        *narrowed_rows(assessment, style),
        *(_row(_("baseline"), comparison_text(assessment), style) if assessment.baseline else ()),
        *unclassified_lines(coverage.unclassified, style),
    ]
    code = assessment.exit_code
    colour = COLOURS[Result.PASS] if code is ExitCode.OK else COLOURS[Result.FAIL]
    if code in {ExitCode.UNDETERMINED, ExitCode.NOTHING}:
        colour = COLOURS[Result.UNDETERMINED]
    told = _("Exit code {code}: {meaning}").format(code=int(code), meaning=_(verdict_meaning(assessment)))
    written.append(style.paint(printable(told), colour, bold=True))
    return written
