"""JUnit XML, as test reports of CI systems read it: a suite for each rule, a case for each finding, passes included.

| ours           | case                                                   |
|----------------|--------------------------------------------------------|
| fail           | ``failure``; ``skipped`` when the baseline knows it    |
| undetermined   | ``error``: whoever counts only failures sees it too    |
| review         | ``skipped``, with the question for a person            |
| exempt         | ``skipped``, with the waiver                           |
| not_applicable | ``skipped``                                            |
| pass           | nothing in it                                          |

The last suite, ``run``, has an ``error`` for each thing that was not read, and a case ``exit code`` that is green only
when the run is: no report is green for a run that is not. Elements and attributes are those that the schema of Apache
Ant's JUnit task, which is the strictest in use, allows. Times are zero and the time stamp is the day of the
evaluation, so that equal runs give equal bytes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from hds_policy.errors import ExitCode
from hds_policy.model import Assessment, Finding, Result, Rule, SourceRange
from hds_policy.report.compared import is_known_fail, verdict_meaning
from hds_policy.report.gaps import Gap, gaps
from hds_policy.report.options import RenderOptions
from hds_policy.report.printable import printable, shortened, without_commands
from hds_policy.report.sentence import sentence
from hds_policy.report.waived import left_out
from hds_policy.report.where import Where

_LONGEST = 2000
_ELEMENTS: dict[Result, str] = {
    Result.FAIL: "failure",
    Result.UNDETERMINED: "error",
    Result.REVIEW: "skipped",
    Result.EXEMPT: "skipped",
    Result.NOT_APPLICABLE: "skipped",
    Result.PASS: "",
}


class _Case(Struct, frozen=True):
    """A test case; ``element`` is what stands in it, empty for a success."""

    name: str
    element: str = ""
    kind: str = ""
    message: str = ""
    details: str = ""


def _attribute(text: str) -> str:
    # A token of XML Schema has no two spaces side by side.
    return quoteattr(" ".join(shortened(text, _LONGEST).split()))


def _place(location: SourceRange | None) -> str:
    return f"{location.file}:{location.start_line}" if location else ""


def _details(lines: Iterable[str]) -> str:
    return "\n".join(shortened(" ".join(line.split()), _LONGEST) for line in lines if line)


class _Cases:
    """Makes the cases of one Assessment."""

    def __init__(self, assessment: Assessment) -> None:
        self._rules = assessment.rules
        self._where = Where(assessment)
        self._told: dict[str, str] = {}

    def of(self, finding: Finding) -> _Case:
        """The case of a finding."""
        parts = [finding.subject or finding.subject_kind.value, finding.layer or "", finding.region or ""]
        name = " · ".join(part for part in parts if part)
        element = "skipped" if is_known_fail(finding) else _ELEMENTS[finding.result]
        if not element:
            return _Case(name)
        said = sentence(finding) if finding.result is not Result.NOT_APPLICABLE else "Does not apply."
        kind = str(finding.cause or finding.code or finding.result)
        return _Case(name, element, kind, said, self._about(finding) if element != "skipped" else "")

    def _about(self, finding: Finding) -> str:
        rule: Rule | None = self._rules.get(finding.rule)
        others = [key for key in finding.resources if key != finding.subject]
        own = [
            _place(self._where.best(finding)),
            finding.message,
            f"Resources: {', '.join(others)}" if others else "",
        ]
        return _details(own) + (self._next(rule) if rule else "")

    def _next(self, rule: Rule) -> str:
        """What to do and why, the same for all findings of the rule."""
        if rule.id not in self._told:
            lines = [f"What to do: {rule.remediation}", f"Legal basis: {', '.join(rule.legal_basis)}"]
            self._told[rule.id] = "\n" + _details(lines)
        return self._told[rule.id]


def _of_gap(gap: Gap) -> _Case:
    name = f"read {gap.what}" if gap.root == "." else f"read {gap.root}: {gap.what}"
    details = _details([_place(gap.location), gap.detail])
    return _Case(name, "error", gap.cause, f"Not judged ({gap.cause}): {gap.what}: {gap.detail}", details)


def _verdict(assessment: Assessment) -> _Case:
    code = assessment.exit_code
    name = f"exit code {int(code)}"
    if code is ExitCode.OK:
        return _Case(name)
    return _Case(name, "failure" if code is ExitCode.FAIL else "error", code.name.lower(), verdict_meaning(assessment))


def _case(case: _Case, suite: str, seen: Counter[str]) -> str:
    shown = shortened(case.name, _LONGEST)
    seen[shown] += 1
    name = shown if seen[shown] == 1 else f"{shown} ({seen[shown]})"
    opening = f'    <testcase name={_attribute(name)} classname={_attribute(suite)} time="0"'
    if not case.element:
        return f"{opening}/>"
    kind = "" if case.element == "skipped" else f" type={_attribute(case.kind)}"
    inside = f"<{case.element} message={_attribute(case.message)}{kind}>{escape(case.details)}</{case.element}>"
    return f"{opening}>{inside}</testcase>"


def _suite(name: str, cases: Iterable[_Case], number: int, properties: Mapping[str, str], day: str) -> str:
    listed = list(cases)
    counts = Counter(case.element for case in listed)
    seen: Counter[str] = Counter()
    said = "".join(
        f"<property name={_attribute(key)} value={quoteattr(printable(value))}/>" for key, value in properties.items()
    )
    lines = [
        f'  <testsuite name={_attribute(name)} package="hds-policy" id="{number}" timestamp="{day}T00:00:00"'
        f' hostname="localhost" tests="{len(listed)}" failures="{counts["failure"]}" errors="{counts["error"]}"'
        f' skipped="{counts["skipped"]}" time="0">',
        f"    <properties>{said}</properties>",
        *(_case(case, name, seen) for case in listed),
        "    <system-out/>",
        "    <system-err/>",
        "  </testsuite>",
    ]
    return "\n".join(lines)


def render(assessment: Assessment, options: RenderOptions) -> str:  # noqa: ARG001 - the signature of Renderer
    """The report as JUnit XML."""
    maker = _Cases(assessment)
    by_rule: dict[str, list[_Case]] = defaultdict(list)
    for finding in assessment.findings:
        by_rule[finding.rule].append(maker.of(finding))
    day = assessment.on.isoformat()
    suites = []
    for number, (rule_id, cases) in enumerate(sorted(by_rule.items())):
        rule = assessment.rules.get(rule_id)
        about = {"title": rule.title, "severity": rule.severity.value} if rule else {}
        suites.append(_suite(rule_id, cases, number, about, day))
    run = [*(_of_gap(gap) for gap in gaps(assessment)), _verdict(assessment)]
    tool = {"tool": "hds-policy", "version": assessment.tool_version, "evaluated on": day}
    tool |= {f"left out {number}": text for number, text in enumerate(left_out(assessment), 1)}
    suites.append(_suite("run", run, len(suites), tool, day))
    body = without_commands("\n".join(suites))
    return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n' + body + "\n</testsuites>\n"
