"""GitHub Actions: workflow commands that the runner turns into annotations on the lines of a pull request.

GitHub shows ten annotations of each level for a step: the first line is the verdict with the counts, then comes the
worst. Findings of one subject that say the same of several layers are one annotation. In a command a percent sign and
line breaks are escaped, in its properties colons and commas too, so that no name of the scanned tree can begin another
command; see GitHub's "Workflow commands".
"""

from __future__ import annotations

from hds_policy.errors import ExitCode
from hds_policy.model import Assessment, Result, Severity, SourceRange
from hds_policy.report.compared import is_known_fail, verdict_meaning
from hds_policy.report.counts import counted, result_counts
from hds_policy.report.gaps import gaps
from hds_policy.report.grouping import Reason, arrange, listed
from hds_policy.report.options import RenderOptions
from hds_policy.report.printable import shortened
from hds_policy.report.sentence import sentence_of
from hds_policy.report.waived import left_out
from hds_policy.report.where import Where

_LONGEST = 1000
_FAIL: dict[Severity, str] = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "warning",
}
_OTHER: dict[Result, str] = {Result.UNDETERMINED: "error", Result.REVIEW: "notice", Result.EXEMPT: "notice"}


def _data(text: str) -> str:
    return shortened(text, _LONGEST).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _command(level: str, title: str, said: str, place: SourceRange | None = None) -> str:
    properties = []
    if place:
        first = max(place.start_line, 1)
        properties = [f"file={_property(place.file)}", f"line={first}", f"endLine={max(place.end_line, first)}"]
    properties.append(f"title={_property(title)}")
    return f"::{level} {','.join(properties)}::{_data(said)}"


def _reason(reason: Reason, subject: str, level: str, where: Where) -> str:
    title = f"hds-policy {' '.join(reason.rules)}"
    return _command(level, title, sentence_of(reason, subject), where.best(reason.findings[0]))


def render(assessment: Assessment, options: RenderOptions) -> str:  # noqa: ARG001 - the signature of Renderer
    """The report as workflow commands, one a line."""
    code = assessment.exit_code
    tally = counted(result_counts(assessment))
    verdict = f"{tally or 'no finding'}. Exit code {int(code)}: {verdict_meaning(assessment)}."
    level = "notice" if code is ExitCode.OK else "error"
    lines = [_command(level, f"hds-policy {assessment.tool_version} on {assessment.on}", verdict)]
    where = Where(assessment)
    for subject, reason in listed(arrange(assessment)):
        rule = assessment.rules.get(reason.rules[0])
        level = _OTHER.get(reason.result) or (_FAIL[rule.severity] if rule else "error")
        level = "notice" if is_known_fail(reason) else level
        lines.append(_reason(reason, subject, level, where))
    for gap in gaps(assessment):
        said = f"Not judged ({gap.cause}): {gap.what}: {gap.detail}"
        lines.append(_command("error", "hds-policy: not read", said, gap.location))
    if apart := left_out(assessment):
        # One notice for all of them: GitHub shows ten of each level.
        lines.append(_command("notice", "hds-policy: left out", "; ".join(apart)))
    return "\n".join(lines) + "\n"
