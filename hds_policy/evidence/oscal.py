"""OSCAL 1.2.1 assessment plan and results: one finding for each rule, one observation for each of its results.

The truth line by line is ``findings.jsonl``; these documents are for programs that manage audits. Identifiers are
UUIDv5 of the run, so that a bundle gives the same documents again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from hds_policy.evidence.layout import DATA, FINDINGS, OSCAL_PLAN
from hds_policy.model import Assessment, Finding, Result, worst
from hds_policy.report.counts import result_counts
from hds_policy.report.printable import inert, printable
from hds_policy.report.words import EXIT_MEANINGS, ORDER

VERSION: Final = "1.2.1"
_NS: Final = "https://hds-policy.dev/ns/oscal"
_SPACE: Final = uuid.UUID("5d5f2a1c-6a55-5b0e-9c5e-0d8a3f6f1b6e")
_REASONS: Final = {
    Result.PASS: "pass",
    Result.FAIL: "fail",
    Result.UNDETERMINED: "undetermined",
    Result.REVIEW: "review",
    Result.EXEMPT: "exempt",
}
"""``reason`` is an open list; what does not apply is no finding."""
_RISKS: Final = {Result.FAIL: "open", Result.UNDETERMINED: "open", Result.EXEMPT: "deviation-approved"}


class OscalRun(Struct, frozen=True):
    """What the documents say of the run: id, scope, times (UTC)."""

    id: str
    scope: str
    started_at: datetime
    finished_at: datetime

    def uuid(self, *names: str) -> str:
        """The identifier of a part of the documents."""
        return str(uuid.uuid5(_SPACE, "\0".join((self.id, *names))))


def plan(run: OscalRun) -> dict[str, Any]:
    """The assessment plan: every rule is asked of everything in scope."""
    declared = run.uuid("declarations")
    return inert(
        {
            "assessment-plan": {
                "uuid": run.uuid("plan"),
                "metadata": _metadata(run, "Plan"),
                "import-ssp": {"href": f"#{declared}", "remarks": "The declarations of the estate: there is no SSP."},
                "reviewed-controls": _everything(),
                "back-matter": {"resources": [_resource(declared, "declarations.json", "../declarations.json", "")]},
            }
        }
    )


def results(assessment: Assessment, run: OscalRun, plan_digest: str, findings_digest: str) -> dict[str, Any]:
    """The assessment results.

    Args:
        plan_digest, findings_digest: SHA-256 of the plan and of ``findings.jsonl``.
    """
    asked: dict[str, list[Finding]] = {}
    for finding in assessment.findings:
        asked.setdefault(finding.rule, []).append(finding)
    plan_id, rows = run.uuid("plan file"), run.uuid("findings file")
    resources = [
        _resource(plan_id, "assessment plan", OSCAL_PLAN.rpartition("/")[2], plan_digest),
        _resource(rows, FINDINGS.removeprefix(DATA), f"../{FINDINGS.removeprefix(DATA)}", findings_digest),
    ]
    document = {
        "uuid": run.uuid("results"),
        "metadata": _metadata(run, "Results"),
        "import-ap": {"href": f"#{plan_id}"},
        "results": [_result(assessment, run, asked, rows)],
        "back-matter": {"resources": resources},
    }
    return inert({"assessment-results": document})


def _metadata(run: OscalRun, what: str) -> dict[str, Any]:
    return {
        "title": f"{what} of the HDS assessment of {run.scope or 'the scope'}",
        "last-modified": _time(run.finished_at),
        "version": run.id,
        "oscal-version": VERSION,
    }


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _everything() -> dict[str, Any]:
    return {"control-selections": [{"description": "Every rule of rules.jsonl.", "include-all": {}}]}


def _resource(identity: str, title: str, href: str, digest: str) -> dict[str, Any]:
    link: dict[str, Any] = {"href": href}
    if digest:
        link["hashes"] = [{"algorithm": "SHA-256", "value": digest}]
    return {"uuid": identity, "title": title, "rlinks": [link]}


def _props(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "ns": _NS, "value": value} for name, value in pairs if value.strip()]


def _result(assessment: Assessment, run: OscalRun, asked: Mapping[str, list[Finding]], rows: str) -> dict[str, Any]:
    code = assessment.exit_code
    counts = ((f"count-{result.value}", str(number)) for result, number in result_counts(assessment).items())
    said: dict[str, Any] = {
        "uuid": run.uuid("result"),
        "title": f"hds-policy {assessment.tool_version}",
        "description": f"On {assessment.on}: {EXIT_MEANINGS[code]}.",
        "start": _time(run.started_at),
        "end": _time(run.finished_at),
        "props": _props((("run-id", run.id), ("exit-code", str(int(code))), *counts)),
        "reviewed-controls": _everything(),
    }
    subjects = sorted({(finding.subject_kind.value, finding.subject) for finding in assessment.findings})
    if subjects:
        items = [{"uuid": run.uuid("subject", *one), "description": f"{one[0]} {one[1]}"} for one in subjects]
        said["local-definitions"] = {"inventory-items": items}
    findings, observations, risks = [], [], []
    for rule, found in sorted(asked.items()):
        observations += [_observation(rule, result, found, run, rows) for result in _kinds(found)]
        verdict = worst(finding.result for finding in found)
        if verdict in _REASONS:
            findings.append(_finding(assessment, rule, verdict, found, run))
        if verdict in _RISKS:
            risks.append(_risk(assessment, rule, verdict, found, run))
    members = (("observations", observations), ("risks", risks), ("findings", findings))
    # An empty array is not valid OSCAL.
    return said | {name: rows for name, rows in members if rows}


def _kinds(found: Iterable[Finding]) -> list[Result]:
    return sorted({finding.result for finding in found}, key=ORDER.__getitem__)


def _observation(rule: str, result: Result, found: list[Finding], run: OscalRun, rows: str) -> dict[str, Any]:
    same = [finding for finding in found if finding.result is result]
    causes = sorted({finding.cause.value for finding in same if finding.cause})
    subjects = sorted({(finding.subject_kind.value, finding.subject) for finding in same})
    said = {
        "uuid": run.uuid("observation", rule, result.value),
        "description": f"{rule}: {result.value} for {len(same)}",
        "props": _props((("result", result.value), *(("cause", cause) for cause in causes))),
        "methods": ["TEST"],
        "subjects": [{"subject-uuid": run.uuid("subject", *one), "type": "inventory-item"} for one in subjects],
        "relevant-evidence": [{"href": f"#{rows}", "description": f"The lines of {rule} with {result.value}."}],
        "collected": _time(run.finished_at),
    }
    return said


def _finding(assessment: Assessment, rule: str, verdict: Result, found: list[Finding], run: OscalRun) -> dict[str, Any]:
    known = assessment.rules[rule]
    state = "satisfied" if verdict is Result.PASS else "not-satisfied"
    target = {"type": "objective-id", "target-id": rule, "title": known.title}
    said = {
        "uuid": run.uuid("finding", rule),
        "title": known.title,
        "description": " ".join(known.description.split()) or known.title,
        "props": _props((("severity", known.severity.value), *(("legal-basis", text) for text in known.legal_basis))),
        "target": {**target, "status": {"state": state, "reason": _REASONS[verdict]}},
        "related-observations": [
            {"observation-uuid": run.uuid("observation", rule, result.value)} for result in _kinds(found)
        ],
    }
    if verdict in _RISKS:
        said["related-risks"] = [{"risk-uuid": run.uuid("risk", rule)}]
    return said


def _risk(assessment: Assessment, rule: str, verdict: Result, found: list[Finding], run: OscalRun) -> dict[str, Any]:
    known = assessment.rules[rule]
    same = [finding for finding in found if finding.result is verdict]
    reasons = sorted({f"{one.waiver.reason} ({one.waiver.approved_by})" for one in same if one.waiver})
    messages = sorted({printable(one.message) for one in same if one.message})
    return {
        "uuid": run.uuid("risk", rule),
        "title": known.title,
        "description": " ".join(messages) or known.title,
        "statement": "; ".join(reasons) or " ".join(known.remediation.split()) or known.title,
        "status": _RISKS[verdict],
    }
