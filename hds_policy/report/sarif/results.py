"""Findings as SARIF ``result`` objects.

| ours         | kind   | level            | besides |
|--------------|--------|------------------|---------|
| fail         | fail   | error or warning | by the severity of the rule |
| undetermined | fail   | error            | tag ``undetermined``, the cause, a notification |
| review       | review | (note)           | see below |
| exempt       | fail   | note             | suppression: external, accepted, with the reason of the waiver |

GitHub takes every result for a problem whatever its ``kind``, so ``open`` would not say that a result is undetermined;
it is an error until somebody supplies the fact. A review has kind ``review`` and no ``level``: SARIF allows only
``none`` beside that kind, and GitHub then takes the level of the rule's descriptor, which is ``note``. Passes and
what does not apply are left out, since GitHub would show them as alerts. GitHub does not read suppressions either:
the message of an exempt finding says that it is exempt, and its level does not block a merge.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from hds_policy.model import Assessment, Finding, Result, Rule
from hds_policy.report.sarif.message import SarifObject, message
from hds_policy.report.sarif.places import Places, logical, physical
from hds_policy.report.sarif.rules import LEVELS, descriptor_id

FINGERPRINT = "hdsPolicy/v1"
_HOSTER_FACTS = ("holder_id", "hoster_id", "hoster", "holder")
"""Facts that name the hoster, ids before display names, which may be reworded."""
_CONDITION_FACTS = ("condition", "title")
"""Facts that tell two conditions of one hoster apart."""


def identity(finding: Finding) -> str:
    """What stays the same when lines move: rule, subject (its root included), layer, hoster, region and condition."""
    facts = dict(finding.facts)
    parts = [
        finding.rule,
        finding.subject_kind,
        finding.subject,
        finding.layer or "",
        next((facts[name] for name in _HOSTER_FACTS if facts.get(name)), ""),
        facts.get("region", ""),
        next((facts[name] for name in _CONDITION_FACTS if facts.get(name)), ""),
    ]
    return sha256(json.dumps(parts).encode()).hexdigest()


def _text(finding: Finding) -> str:
    said = f"{finding.subject or finding.subject_kind}: {finding.message or finding.code}"
    if finding.result is Result.UNDETERMINED:
        return f"Undetermined ({finding.cause or 'no cause'}). {said}"
    if finding.result is Result.REVIEW:
        return f"To be reviewed by a person. {said}"
    if finding.result is Result.EXEMPT and finding.waiver:
        waiver = finding.waiver
        return f"Exempt until {waiver.expires}, approved by {waiver.approved_by}. {said}"
    return said


def _level(finding: Finding, rules: Mapping[str, Rule]) -> SarifObject:
    if finding.result is Result.REVIEW:
        return {"kind": "review"}
    if finding.result is Result.EXEMPT:
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
    return [{"kind": "external", "status": "accepted", "justification": message(reason)["text"]}]


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
        seen: Counter[str] = Counter()
        written = []
        for finding in findings:
            key = identity(finding)
            seen[key] += 1
            written.append(self._result(finding, f"{key[:32]}:{seen[key]}"))
        return written

    def _result(self, finding: Finding, fingerprint: str) -> SarifObject:
        rule = descriptor_id(finding)
        location: SarifObject = {"logicalLocations": logical(finding.subject_kind, finding.subject)}
        best = self._places.best(finding)
        if best:
            location["physicalLocation"] = physical(best)
        classification = self._classifications.get(finding.subject)
        optional = {
            "relatedLocations": self._places.related(finding),
            "codeFlows": self._places.flow(classification) if classification else [],
            "suppressions": _suppressions(finding),
        }
        return {
            "ruleId": rule,
            "ruleIndex": self._indexes[rule],
            **_level(finding, self._rules),
            "message": message(_text(finding)),
            "locations": [location],
            **{name: value for name, value in optional.items() if value},
            "partialFingerprints": {FINGERPRINT: fingerprint},
            "properties": _properties(finding),
        }
