"""SARIF 2.1.0 report, inside the limits of GitHub code scanning.

Limits (GitHub documentation, "SARIF support for code scanning", 2026): 25,000 results in a run of which 5,000 are
shown, 20 tags on a rule, 10 MB compressed. What does not fit is cut from the mildest results on, and a notification
says so.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import msgspec

from hds_policy.errors import ExitCode
from hds_policy.model import Assessment, Finding
from hds_policy.report.compared import comparison_record, verdict_meaning
from hds_policy.report.declassified import declassifications
from hds_policy.report.encoding import inert_json
from hds_policy.report.grouping import SHOWN
from hds_policy.report.options import RenderOptions
from hds_policy.report.sarif.message import SarifObject
from hds_policy.report.sarif.notifications import cut, notifications
from hds_policy.report.sarif.places import ROOT
from hds_policy.report.sarif.results import Results
from hds_policy.report.sarif.rules import descriptors
from hds_policy.report.waived import exclusion_records, refused_records, waiver_records
from hds_policy.report.words import ORDER

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MAX_RESULTS = 25_000
MAX_COMPRESSED = 10_000_000
_COMPRESSION = 1  # the uploader compresses harder, so this errs on the safe side
_BROKEN = frozenset({ExitCode.USAGE, ExitCode.INTERNAL, ExitCode.INTERRUPTED})


def _invocation(assessment: Assessment, left_out: Sequence[Finding]) -> SarifObject:
    code = assessment.exit_code
    return {
        "executionSuccessful": code not in _BROKEN,
        "exitCode": int(code),
        "exitCodeDescription": verdict_meaning(assessment),
        "toolExecutionNotifications": [*cut(left_out), *notifications(assessment)],
    }


def _listed(assessment: Assessment) -> dict[str, object]:
    """Whatever takes something out of the verdict, and what is gone."""
    return {
        "waivers": waiver_records(assessment),
        "refusedWaivers": refused_records(assessment),
        "declassifications": declassifications(assessment),
        "exclusions": exclusion_records(assessment),
        "gone": (comparison_record(assessment) or {}).get("gone", []),
    }


def document(assessment: Assessment, findings: Sequence[Finding], left_out: Sequence[Finding]) -> SarifObject:
    """The SARIF log as plain data with results for ``findings``."""
    rules = descriptors([rule for _, rule in sorted(assessment.rules.items())], list(findings))
    indexes = {descriptor["id"]: number for number, descriptor in enumerate(rules)}
    coverage = assessment.coverage
    run = {
        "tool": {
            "driver": {
                "name": "hds-policy",
                "version": assessment.tool_version,
                "rules": rules,
            }
        },
        "invocations": msgspec.Raw(inert_json([_invocation(assessment, left_out)])),
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that was checked."}}},
        "results": msgspec.Raw(inert_json(Results(assessment, indexes).of(findings))),
        "properties": {
            "evaluatedOn": assessment.on.isoformat(),
            "inputsSeen": coverage.seen,
            "inputsParsed": coverage.parsed,
            "inputsSkipped": coverage.skipped,
            "inputsFailed": coverage.failed,
            **{name: msgspec.Raw(inert_json(found)) for name, found in _listed(assessment).items() if found},
        },
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _encoded(assessment: Assessment, findings: Sequence[Finding], kept: int) -> bytes:
    # The worst come first in the file too: GitHub shows the first 5,000 of equal severity.
    return msgspec.json.encode(document(assessment, findings[:kept], findings[kept:]))


def render(assessment: Assessment, options: RenderOptions) -> str:  # noqa: ARG001 - the signature of Renderer
    """The report as indented SARIF, UTF-8 text."""
    findings = sorted(
        (finding for finding in assessment.findings if finding.result in SHOWN),
        key=lambda finding: ORDER[finding.result],
    )
    kept = min(len(findings), MAX_RESULTS)
    encoded = _encoded(assessment, findings, kept)
    while kept and len(encoded) > MAX_COMPRESSED and len(zlib.compress(encoded, _COMPRESSION)) > MAX_COMPRESSED:
        kept = kept * 3 // 4
        encoded = _encoded(assessment, findings, kept)
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
