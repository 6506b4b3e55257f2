"""JSON report: the whole Assessment under the versioned schema ``hds-policy/assessment/1``.

The schema stands beside this module in ``assessment.schema.json``. Every key is always present: what does not apply
is ``null`` or empty, what could not be known is an object with ``cause``, ``detail`` and ``references``. Attribute
values of resources are left out on purpose, since they may be secret: all a reader needs of them is in the findings.
"""

from __future__ import annotations

from collections.abc import Mapping

from hds_policy.model import (
    LAYERS,
    Assessment,
    Classification,
    Coverage,
    Finding,
    Input,
    JudgedPlacement,
    JudgedResource,
    Resource,
    Rule,
    SourceRange,
    Step,
    Unknown,
    Unread,
)
from hds_policy.report.chain_records import chain_record
from hds_policy.report.compared import comparison_record, verdict_meaning
from hds_policy.report.declassified import declassifications
from hds_policy.report.encoding import range_record, records_json
from hds_policy.report.nearby import nearest_record
from hds_policy.report.options import RenderOptions
from hds_policy.report.waived import exclusion_records, refused_records, waiver_record, waiver_records
from hds_policy.report.words import ORDER

SCHEMA = "hds-policy/assessment/1"
_Places = Mapping[str, SourceRange]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "name": rule.name,
        "title": rule.title,
        "description": _folded(rule.description),
        "title_fr": rule.title_fr,
        "description_fr": _folded(rule.description_fr),
        "severity": rule.severity,
        "level": rule.level,
        "legal_basis": list(rule.legal_basis),
        "related_resources": list(rule.related_resources),
        "remediation": _folded(rule.remediation),
        "subjects": rule.subjects,
        "messages": dict(sorted(rule.messages.items())),
        "effective_from": rule.effective_from.isoformat() if rule.effective_from else None,
        "path": rule.path,
    }


def _region(region: str | Unknown) -> object:
    if isinstance(region, Unknown):
        return {"cause": region.cause, "detail": region.detail, "references": list(region.references)}
    return region


def _placement(judged: JudgedPlacement) -> dict[str, object]:
    placement = judged.placement
    return {
        "result": judged.result,
        "actor": {"kind": placement.actor.kind, "id": placement.actor.id, "note": placement.actor.note},
        "service": placement.service,
        "region": _region(placement.region),
        "region_origin": placement.region_origin,
        "stores": placement.stores,
    }


def _step(step: Step, places: _Places) -> dict[str, object]:
    return {
        "source": step.source,
        "target": step.target,
        "flow": step.flow,
        "attribute": step.attribute,
        "holder": step.holder,
        "location": range_record(places.get(step.told_at)),
    }


def _classification(classification: Classification, places: _Places) -> dict[str, object]:
    return {
        "health": classification.health,
        "basis": classification.basis,
        "evidence": classification.evidence,
        "path": [_step(step, places) for step in classification.path],
    }


def _provider(resource: Resource) -> dict[str, object]:
    provider = resource.provider
    return {
        "name": provider.name,
        "source": provider.source,
        "alias": provider.alias,
        "declared": provider.declared,
        "location": range_record(provider.location),
    }


def _resource(judged: JudgedResource, places: _Places) -> dict[str, object]:
    resource = judged.resource
    return {
        "key": resource.key,
        "address": resource.address,
        "root": resource.root,
        "type": resource.type,
        "name": resource.name,
        "data": resource.is_data,
        "symbolic": resource.symbolic,
        "location": range_record(resource.location),
        "provider": _provider(resource),
        "classification": _classification(judged.classification, places),
        "result": judged.result,
        "layers": {layer.value: [_placement(each) for each in judged.layers.get(layer, ())] for layer in LAYERS},
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "result": finding.result,
        "subject_kind": finding.subject_kind,
        "subject": finding.subject,
        "code": finding.code,
        "reasons": list(finding.reasons),
        "message": finding.message,
        "cause": finding.cause,
        "layer": finding.layer,
        "region": finding.region,
        "resources": list(finding.resources),
        "facts": [{"name": name, "value": value} for name, value in finding.facts],
        "location": range_record(finding.location),
        "underlying": finding.underlying,
        "baseline": finding.baseline,
        "nearest": nearest_record(finding.nearest),
        "waiver": waiver_record(finding.waiver) if finding.waiver else None,
    }


def _coverage(coverage: Coverage) -> dict[str, object]:
    inputs = {name: getattr(coverage, name) for name in ("seen", "parsed", "skipped", "failed")}
    resources = ("resources", "in_scope", "out_of_scope", "unclassified", "unsupported", "not_instantiated")
    return {**inputs, **{name: getattr(coverage, name) for name in resources}}


def _input(entry: Input) -> dict[str, object]:
    return {
        "path": entry.path,
        "status": entry.status,
        "reason": entry.reason,
        "sha256": entry.sha256,
        "size": entry.size,
    }


def _unread(entry: Unread) -> dict[str, object]:
    return {
        "what": entry.what,
        "cause": entry.cause,
        "detail": entry.detail,
        "location": range_record(entry.location),
        "root": entry.root,
    }


def _choice(assessment: Assessment) -> dict[str, object]:
    choice = assessment.choice
    return {
        "profile": choice.profile or None,
        "left_out": list(choice.left_out),
        "custom": [{"namespace": namespace, "rules": number} for namespace, number in choice.custom],
        "severities": [
            {"rule": c.rule, "shipped": c.shipped, "now": c.now, "reason": c.reason, "by": c.by}
            for c in choice.severities
        ],
        "unlimited": choice.unlimited,
    }


def _counts(assessment: Assessment) -> dict[str, int]:
    counts = {result.value: 0 for result in sorted(ORDER, key=ORDER.__getitem__)}
    for finding in assessment.findings:
        counts[finding.result.value] += 1
    return counts


def document(assessment: Assessment) -> dict[str, object]:
    """The report as plain data, before its strings are made inert."""
    code = assessment.exit_code
    return {
        "schema": SCHEMA,
        "tool": {"name": "hds-policy", "version": assessment.tool_version},
        "on": assessment.on.isoformat(),
        "exit": {"code": int(code), "meaning": verdict_meaning(assessment)},
        "counts": _counts(assessment),
        "coverage": _coverage(assessment.coverage),
        "resources": [_resource(judged, assessment.places) for judged in assessment.resources],
        "findings": [_finding(finding) for finding in assessment.findings],
        "waivers": waiver_records(assessment),
        "refused_waivers": refused_records(assessment),
        "exclusions": exclusion_records(assessment),
        "baseline": comparison_record(assessment),
        "narrowed": _narrowed(assessment),
        "declassifications": declassifications(assessment),
        "chain": [chain_record(actor) for actor in assessment.chain],
        "policies": _choice(assessment),
        "rules": [_rule(rule) for _, rule in sorted(assessment.rules.items())],
        "inputs": [_input(entry) for entry in assessment.inputs],
        "unread": [_unread(entry) for entry in assessment.unread],
        "names": dict(sorted(assessment.names.items())),
    }


def _narrowed(assessment: Assessment) -> dict[str, object] | None:
    found = assessment.narrowed
    if found is None:
        return None
    return {"ref": found.ref, "commit": found.commit, "roots": list(found.roots), "among": found.among}


def render(assessment: Assessment, options: RenderOptions) -> str:  # noqa: ARG001 - the signature of Renderer
    """The report as JSON, UTF-8 text, one record a line."""
    return records_json(document(assessment))
