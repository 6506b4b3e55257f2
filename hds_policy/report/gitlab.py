"""GitLab Code Quality: a list of issues for the widget and the diff of a merge request.

Fields and severities are those GitLab documents: ``description``, ``check_name``, ``fingerprint``, ``severity`` (info,
minor, major, critical, blocker), ``location.path`` and ``location.lines.begin``. Findings of one subject that say the
same of several layers are one issue. What was not read is an issue too, and a run that is not green always has one.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from hds_policy.errors import ExitCode
from hds_policy.model import Assessment, InputStatus, Result, Rule, Severity, SourceRange
from hds_policy.report.compared import is_known_fail, verdict_meaning
from hds_policy.report.encoding import inert_json
from hds_policy.report.fingerprints import identity
from hds_policy.report.gaps import Gap, gaps
from hds_policy.report.grouping import Reason, arrange, listed
from hds_policy.report.options import RenderOptions
from hds_policy.report.printable import shortened
from hds_policy.report.sentence import sentence_of
from hds_policy.report.waived import left_out
from hds_policy.report.where import Where

_LONGEST = 1000
_ESTATE_FILE = "hds-policy.toml"
_FAIL: dict[Severity, str] = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
}
_OTHER: dict[Result, str] = {Result.UNDETERMINED: "major", Result.REVIEW: "minor", Result.EXEMPT: "info"}


class _Issues:
    """Collects issues; equal identities are told apart by their number, since GitLab drops what it has seen."""

    def __init__(self, assessment: Assessment) -> None:
        self._where = Where(assessment)
        self._rules = assessment.rules
        self._seen: Counter[str] = Counter()
        # GitLab wants a path; without any file, the one in which the reader can say something is the nearest.
        files = sorted(entry.path for entry in assessment.inputs if entry.status is not InputStatus.SKIPPED)
        self._nowhere = SourceRange(files[0] if files else _ESTATE_FILE, 1, 1)
        self.written: list[dict[str, object]] = []

    def reason(self, subject: str, reason: Reason) -> None:
        """Add findings that say the same."""
        rule: Rule | None = self._rules.get(reason.rules[0])
        severity = _OTHER.get(reason.result) or (_FAIL[rule.severity] if rule else "critical")
        if is_known_fail(reason):
            severity = "info"
        name = " ".join(reason.rules)
        place = self._where.best(reason.findings[0])
        key = "\n".join(sorted(identity(finding) for finding in reason.findings))
        self._add(f"{name}: {sentence_of(reason, subject)}", name, key, severity, place)

    def gap(self, gap: Gap) -> None:
        """Add something that was not judged."""
        said = f"Not judged ({gap.cause}): {gap.what}: {gap.detail}"
        self._add(said, gap.cause, "\n".join((gap.cause, gap.root, gap.what)), "major", gap.location)

    def note(self, text: str) -> None:
        """Add something that takes a finding, or a resource, out of the verdict."""
        self._add(f"Left out: {text}", "left_out", f"left out\n{text}", "info", SourceRange(_ESTATE_FILE, 1, 1))

    def verdict(self, assessment: Assessment) -> None:
        """Add the exit code itself."""
        code = assessment.exit_code
        self._add(f"Exit code {int(code)}: {verdict_meaning(assessment)}.", "exit_code", code.name, "major", None)

    def _add(self, said: str, name: str, key: str, severity: str, place: SourceRange | None) -> None:
        self._seen[key] += 1
        shown = place or self._nowhere
        self.written.append(
            {
                "description": shortened(said, _LONGEST),
                "check_name": name,
                "fingerprint": sha256(f"{key}\n{self._seen[key]}".encode("utf-8", "backslashreplace")).hexdigest(),
                "severity": severity,
                "location": {"path": shown.file, "lines": {"begin": max(shown.start_line, 1)}},
            }
        )


def render(assessment: Assessment, options: RenderOptions) -> str:  # noqa: ARG001 - the signature of Renderer
    """The report as the JSON GitLab reads, an issue a line, worst first."""
    issues = _Issues(assessment)
    for subject, reason in listed(arrange(assessment)):
        issues.reason(subject, reason)
    for gap in gaps(assessment):
        issues.gap(gap)
    if assessment.exit_code is not ExitCode.OK and not issues.written:
        issues.verdict(assessment)
    for text in left_out(assessment):
        issues.note(text)
    if not issues.written:
        return "[]\n"
    return "[\n  " + ",\n  ".join(inert_json(issue) for issue in issues.written) + "\n]\n"
