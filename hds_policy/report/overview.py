"""The summary of a run as rows of a label and a text: what every report says at its beginning or end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import structs

from hds_policy.errors import ExitCode
from hds_policy.language import _, marked, plural
from hds_policy.model import Assessment, Result
from hds_policy.report.compared import comparison_text, verdict_meaning
from hds_policy.report.counts import result_counts
from hds_policy.report.phrases import phrase
from hds_policy.report.words import MARKS, ORDER, result_name, severity_name, unbroken

Row = tuple[str, str]
LIMITS = marked(
    "This report judges what the configuration and the declarations say. It is neither a certificate nor legal advice: "
    "certificates are what the sources named here say of them."
)


def verdict_of(code: ExitCode) -> Result:
    """The result whose mark and colour an exit code gets."""
    if code is ExitCode.OK:
        return Result.PASS
    return Result.UNDETERMINED if code in {ExitCode.UNDETERMINED, ExitCode.NOTHING} else Result.FAIL


def verdict(assessment: Assessment) -> str:
    """The exit code in words."""
    code = int(assessment.exit_code)
    return _("Exit code {code}: {meaning}").format(code=code, meaning=_(verdict_meaning(assessment)))


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


def _choice(assessment: Assessment) -> list[Row]:
    """Profile and custom policies: whatever was asked less, more or otherwise than the shipped rules."""
    choice = assessment.choice
    rows = []
    if choice.profile:
        text = choice.profile
        if choice.left_out:
            told = _("leaves out {rules}").format(rules=", ".join(choice.left_out))
            text = _("{what}: {evidence}").format(what=choice.profile, evidence=told)
        rows.append((_("profile"), text))
    for namespace, number in choice.custom:
        rules = plural("{count} rule", "{count} rules", number)
        rows.append((_("custom"), _("{what}: {evidence}").format(what=namespace, evidence=rules)))
    for change in choice.severities:
        text = _("{rule}: {now} instead of {shipped}, says {by}: {reason}").format(
            rule=change.rule,
            now=severity_name(change.now),
            shipped=severity_name(change.shipped),
            by=change.by,
            reason=change.reason,
        )
        rows.append((_("severity"), text))
    if choice.unlimited:
        rows.append((_("custom"), _("CPU and memory of custom policies are not limited on this platform")))
    return rows


def _excluded(assessment: Assessment) -> list[Row]:
    """What declares resources to hold no health data."""
    rows = []
    for entry in assessment.exclusions:
        number = plural("{count} resource", "{count} resources", entry.resources)
        rows.append((_("left out"), _("{what}: {evidence}").format(what=phrase(entry.evidence), evidence=number)))
    return rows


def _narrowed(assessment: Assessment) -> list[Row]:
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
    return [(_("part"), text)]


def overview(assessment: Assessment) -> list[Row]:
    """Counts by result, resources, files, day, and what was chosen for the run; raw text."""
    coverage = assessment.coverage
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
    return [
        (_("results"), _counted(result_counts(assessment), zeros=True)),
        (_("resources"), resources),
        (_("in scope"), _in_scope(assessment)),
        (_("files"), files),
        (_("evaluated"), evaluated),
        *_excluded(assessment),
        *_choice(assessment),
        *_narrowed(assessment),
        *([(_("baseline"), comparison_text(assessment))] if assessment.baseline else []),
    ]
