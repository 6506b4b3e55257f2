"""Findings as SARIF ``result`` objects.

| ours         | kind   | level            | besides |
|--------------|--------|------------------|---------|
| fail         | fail   | error or warning | by the severity of the rule; note when the baseline knows it |
| undetermined | fail   | error            | tag ``undetermined``, the cause, a notification |
| review       | review | (note)           | see below |
| exempt       | fail   | note             | suppression: accepted, external or inSource, with the waiver's reason |

GitHub takes every result for a problem whatever its ``kind``, so ``open`` would not say that a result is undetermined;
it is an error until somebody supplies the fact. A review has kind ``review`` and no ``level``: SARIF allows only
``none`` beside that kind, and GitHub then takes the level of the rule's descriptor, which is ``note``. Passes and
what does not apply are left out, since GitHub would show them as alerts. GitHub does not read suppressions either:
the message of an exempt finding says that it is exempt, and its level does not block a merge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hds_policy.model import Assessment, Finding, Result, Rule
from hds_policy.report.compared import is_known_fail
from hds_policy.report.fingerprints import Fingerprints
from hds_policy.report.sarif.message import SarifObject, message
from hds_policy.report.sarif.places import Places, logical, physical
from hds_policy.report.sarif.rules import LEVELS, descriptor_id
from hds_policy.report.sentence import sentence

FINGERPRINT = "hdsPolicy/v1"


def _level(finding: Finding, rules: Mapping[str, Rule]) -> SarifObject:
    if finding.result is Result.REVIEW:
        return {"kind": "review"}
    if finding.result is Result.EXEMPT:
        return {"kind": "fail", "level": "note"}
    if is_known_fail(finding):
        return {"kind": "fail", "level": "note"}
    rule = rules.get(finding.rule)
    if finding.result is Result.UNDETERMINED or rule is None:
        return {"kind": "fail", "level": "error"}
    return {"kind": "fail", "level": LEVELS[rule.severity]}


def _suppressions(finding: Finding) -> list[SarifObject]:
    if finding.result is not Result.EXEMPT or not finding.waiver:
        return []
    waiver = finding.waiver
    reason = f"{waiver.reason} (approved by {waiver.approved_by}, until {waiver.expires})"
    written: SarifObject = {"kind": "external", "status": "accepted", "justification": message(reason)["text"]}
    if waiver.place:
        written |= {"kind": "inSource", "location": {"physicalLocation": physical(waiver.place)}}
    return [written]


def _properties(finding: Finding) -> SarifObject:
    properties: SarifObject = {"tags": [finding.result.value], "result": finding.result.value, "code": finding.code}
    if finding.cause:
        properties["cause"] = finding.cause.value
    if finding.layer:
        properties["layer"] = finding.layer.value
    if finding.underlying:
        properties["underlying"] = finding.underlying.value
    if finding.facts:
        properties["facts"] = dict(finding.facts)
    if len(finding.resources) > 1:
        properties["resourceCount"] = len(finding.resources)
    return properties


class Results:
    """Writes the results of one Assessment."""

    def __init__(self, assessment: Assessment, indexes: Mapping[str, int]) -> None:
        self._rules = assessment.rules
        self._indexes = indexes
        self._places = Places(assessment)
        self._classifications = {judged.resource.key: judged.classification for judged in assessment.resources}

    def of(self, findings: Sequence[Finding]) -> list[SarifObject]:
        """One result for each finding; equal identities are told apart by their number."""
        fingerprints = Fingerprints()
        return [self._result(finding, fingerprints.of(finding)) for finding in findings]

    def _result(self, finding: Finding, fingerprint: str) -> SarifObject:
        rule = descriptor_id(finding)
        location: SarifObject = {"logicalLocations": logical(finding.subject_kind, finding.subject)}
        best = self._places.best(finding)
        if best:
            location["physicalLocation"] = physical(best)
        classification = self._classifications.get(finding.subject)
        optional = {
            "baselineState": finding.baseline.value if finding.baseline else None,
            "relatedLocations": self._places.related(finding),
            "codeFlows": self._places.flow(classification) if classification else [],
            "suppressions": _suppressions(finding),
        }
        return {
            "ruleId": rule,
            "ruleIndex": self._indexes[rule],
            **_level(finding, self._rules),
            "message": message(sentence(finding)),
            "locations": [location],
            **{name: value for name, value in optional.items() if value},
            "partialFingerprints": {FINGERPRINT: fingerprint},
            "properties": _properties(finding),
        }
