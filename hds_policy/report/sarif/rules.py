"""Rules as SARIF ``reportingDescriptor`` objects, one for each way a rule is reported.

GitHub reads the severity of an alert from its rule and ignores ``kind`` and ``suppressions``: with one descriptor a
waived finding or a question for a person would block a merge as a critical alert. Reviews and exempt findings
therefore have descriptors of their own, ``HDS-001/review`` and ``HDS-001/exempt`` (hierarchical ids, SARIF 2.1.0
section 3.27.5), at level ``note`` and without a security severity.
"""

from __future__ import annotations

from hds_policy.model import Finding, Result, Rule, Severity
from hds_policy.report.printable import inert, paragraphs, printable
from hds_policy.report.sarif.message import SarifObject, message

_TAGS = 20  # GitHub refuses more tags on a rule
LEVELS: dict[Severity, str] = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "warning",
}
# GitHub: over 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low.
_SECURITY_SEVERITY: dict[Severity, str] = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
}
_SOFT = frozenset({Result.REVIEW, Result.EXEMPT})


def _soft(finding: Finding) -> str:
    return finding.result.value if finding.result in _SOFT else ""


def descriptor_id(finding: Finding) -> str:
    """Id of the descriptor a finding is reported under."""
    soft = _soft(finding)
    return printable(f"{finding.rule}/{soft}" if soft else finding.rule)


def _help(rule: Rule) -> SarifObject:
    basis = printable(", ".join(rule.legal_basis))
    description, remedy = paragraphs(rule.description), paragraphs(rule.remediation)
    links = "".join(f"\n- <{printable(address)}>" for address in rule.related_resources)
    return {
        "text": f"{description}\n\nWhat to do: {remedy}\n\nLegal basis: {basis}.",
        "markdown": f"{description}\n\n**What to do**: {remedy}\n\n**Legal basis**: {basis}.\n{links}",
    }


def _tags(rule: Rule, soft: str) -> list[str]:
    first = [soft] if soft else ["security"]
    every = [*first, "compliance", "hds", rule.level.value, *rule.legal_basis]
    return list(dict.fromkeys(every))[:_TAGS]


def _descriptor(rule: Rule, soft: str) -> SarifObject:
    properties: SarifObject = {"tags": inert(_tags(rule, soft)), "severity": rule.severity.value}
    if not soft:
        properties["security-severity"] = _SECURITY_SEVERITY[rule.severity]
    descriptor: SarifObject = {
        "id": printable(f"{rule.id}/{soft}" if soft else rule.id),
        "name": printable(rule.name),
        "shortDescription": message(f"{rule.title} ({soft})" if soft else rule.title),
        "fullDescription": message(rule.description),
        "help": _help(rule),
        "defaultConfiguration": {"level": "note" if soft else LEVELS[rule.severity]},
        "properties": properties,
    }
    if rule.related_resources:
        descriptor["helpUri"] = printable(rule.related_resources[0])
    return descriptor


def descriptors(rules: list[Rule], findings: list[Finding]) -> list[SarifObject]:
    """All rules by id, then a descriptor for each soft result and each unknown rule that occurs."""
    written = [_descriptor(rule, "") for rule in rules]
    by_id = {rule.id: rule for rule in rules}
    extra = sorted({(finding.rule, _soft(finding), descriptor_id(finding)) for finding in findings})
    for rule_id, soft, descriptor in extra:
        if rule_id not in by_id:
            written.append({"id": descriptor})
        elif soft:
            written.append(_descriptor(by_id[rule_id], soft))
    return written
