"""CSV for spreadsheets and scripts: one table of records, machine words in English, every result included.

The column ``record`` says what a row is: ``run`` (the first one: day, version, exit code), ``finding``, ``gap`` (what
was not read), ``waiver`` or ``declassification``. UTF-8 without a byte order mark, lines end with a line feed, cells
are quoted as RFC 4180 says. A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, "CSV
Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from hds_policy.model import Assessment, Finding, Rule, SourceRange
from hds_policy.report.compared import verdict_meaning
from hds_policy.report.declassified import declassifications
from hds_policy.report.fingerprints import Fingerprints
from hds_policy.report.gaps import gaps
from hds_policy.report.options import RenderOptions
from hds_policy.report.printable import printable
from hds_policy.report.waivers import waiver_states
from hds_policy.report.where import Where
from hds_policy.report.words import ORDER

COLUMNS = (
    "record",
    "result",
    "rule",
    "severity",
    "title",
    "subject_kind",
    "subject",
    "layer",
    "region",
    "code",
    "cause",
    "message",
    "file",
    "line",
    "remediation",
    "legal_basis",
    "resources",
    "underlying",
    "waived_until",
    "waived_by",
    "waiver_reason",
    "fingerprint",
    "baseline",
)
_FORMULA = tuple("=+-@")


def cell(value: object) -> str:
    """A value as an inert cell."""
    shown = printable(str(value))
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


def _place(location: SourceRange | None) -> dict[str, object]:
    return {"file": location.file, "line": location.start_line} if location else {}


def _finding(finding: Finding, rules: Mapping[str, Rule], where: Where, fingerprint: str) -> dict[str, object]:
    rule = rules.get(finding.rule)
    about: dict[str, object] = {}
    if rule:
        remedy, basis = " ".join(rule.remediation.split()), "; ".join(rule.legal_basis)
        about = {"severity": rule.severity, "title": rule.title, "remediation": remedy, "legal_basis": basis}
    if finding.waiver:
        waiver = finding.waiver
        about |= {"waived_until": waiver.expires, "waived_by": waiver.approved_by, "waiver_reason": waiver.reason}
    return {
        "record": "finding",
        "result": finding.result,
        "rule": finding.rule,
        "subject_kind": finding.subject_kind,
        "subject": finding.subject,
        "layer": finding.layer or "",
        "region": finding.region or "",
        "code": finding.code,
        "cause": finding.cause or "",
        "message": finding.message,
        "resources": " ".join(finding.resources),
        "underlying": finding.underlying or "",
        "fingerprint": fingerprint,
        "baseline": finding.baseline or "",
        **_place(where.best(finding)),
        **about,
    }


def _declared(assessment: Assessment) -> Iterator[dict[str, object]]:
    for waiver, state in waiver_states(assessment):
        yield {
            "record": "waiver",
            "rule": waiver.rule,
            "subject": waiver.address,
            "code": state,
            "waived_until": waiver.expires,
            "waived_by": waiver.approved_by,
            "waiver_reason": waiver.reason,
            **_place(waiver.place),
        }
    for exclusion in assessment.exclusions:
        yield {"record": "exclusion", "message": exclusion.evidence, "resources": exclusion.resources}
    for refused in assessment.refused_waivers:
        about = {"record": "waiver", "subject": refused.text, "code": "refused", "message": refused.reason}
        yield {**about, **_place(refused.place)}
    for entry in declassifications(assessment):
        yield {
            "record": "declassification",
            "subject": f"{entry['from']} → {entry['to']}",
            "code": "expired" if entry["expired"] else "unused" if entry["unused"] else "in_force",
            "message": entry["data"],
            "waived_until": entry["expires"],
            "waived_by": entry["approved_by"],
            "waiver_reason": entry["reason"],
        }


def records(assessment: Assessment) -> Iterator[dict[str, object]]:
    """Every row as a mapping of column to value; columns that say nothing are absent. Worst findings first."""
    code = assessment.exit_code
    yield {
        "record": "run",
        "result": code.name.lower(),
        "code": int(code),
        "message": verdict_meaning(assessment),
        "title": f"hds-policy {assessment.tool_version} on {assessment.on}",
    }
    where, fingerprints = Where(assessment), Fingerprints()
    for finding in sorted(assessment.findings, key=lambda each: ORDER[each.result]):
        yield _finding(finding, assessment.rules, where, fingerprints.of(finding))
    for gap in gaps(assessment):
        about = {"record": "gap", "subject": gap.what, "cause": gap.cause, "message": gap.detail}
        yield {**about, **_place(gap.location)}
    yield from _declared(assessment)


def table(columns: tuple[str, ...], rows: Iterator[dict[str, object]]) -> str:
    """A header and the rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(name, "")) for name in columns] for row in rows)
    return out.getvalue()


def render(assessment: Assessment, options: RenderOptions) -> str:  # noqa: ARG001 - the signature of Renderer
    """The report as CSV."""
    return table(COLUMNS, records(assessment))
