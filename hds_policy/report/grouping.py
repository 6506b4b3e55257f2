"""Findings arranged for a reader: by resource, and merged over layers when the reason is the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from hds_policy.model import (
    LAYERS,
    Assessment,
    BaselineState,
    Cause,
    Finding,
    JudgedResource,
    Layer,
    Result,
    Rule,
    SourceRange,
    SubjectKind,
    Waiver,
)
from hds_policy.report.telling import told, with_layers
from hds_policy.report.words import ORDER

SHOWN = frozenset({Result.FAIL, Result.UNDETERMINED, Result.REVIEW, Result.EXEMPT})
"""Results a reader must hear of one by one."""


class Reason(Struct, frozen=True):
    """Findings on one subject that say the same thing.

    Attributes:
        result, code, cause, location, underlying, waiver, baseline: as in ``Finding``, the same for all of them.
        rules: rule ids, sorted.
        layers: activities concerned, in the order of the law; empty when the rules judge none.
        messages: distinct sentences, the layers of all findings named in each.
        resources: keys of all resources concerned, sorted.
        findings: the findings themselves, in the order of the Assessment.
    """

    result: Result
    code: str
    cause: Cause | None
    location: SourceRange | None
    underlying: Result | None
    waiver: Waiver | None
    rules: tuple[str, ...]
    layers: tuple[Layer, ...]
    messages: tuple[str, ...]
    resources: tuple[str, ...]
    findings: tuple[Finding, ...]
    baseline: BaselineState | None = None


class Arranged(Struct, frozen=True):
    """All shown findings of an Assessment in the order of a report.

    Attributes:
        troubled: resources in scope that are not all-pass, worst first, with their reasons.
        passing: resources in scope on which nothing is shown and whose result is a pass.
        others: subjects that are not resources in scope (hosters, folders, types, other resources), with their reasons.
    """

    troubled: tuple[tuple[JudgedResource, tuple[Reason, ...]], ...]
    passing: tuple[JudgedResource, ...]
    others: tuple[tuple[SubjectKind, str, tuple[Reason, ...]], ...]


def _merged(findings: Sequence[Finding], rules: Mapping[str, Rule]) -> Reason:
    first = findings[0]
    found = {finding.layer for finding in findings}
    layers = tuple(layer for layer in LAYERS if layer in found)
    return Reason(
        result=first.result,
        code=first.code,
        cause=first.cause,
        location=first.location,
        underlying=first.underlying,
        waiver=first.waiver,
        rules=tuple(sorted({finding.rule for finding in findings})),
        layers=layers,
        messages=tuple(dict.fromkeys(told(finding, rules, layers) for finding in findings)),
        resources=tuple(sorted({key for finding in findings for key in finding.resources})),
        findings=tuple(findings),
        baseline=first.baseline,
    )


def reasons(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> tuple[Reason, ...]:
    """The findings of one subject merged by reason, worst result first, then by layer; ``rules`` are those asked."""
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        # Findings that differ only in the name of their layer get one sentence.
        key = (
            finding.result,
            finding.code,
            with_layers(finding, ""),
            finding.cause,
            finding.location,
            finding.underlying,
            finding.waiver,
            finding.baseline,
        )
        groups[key].append(finding)
    merged = [_merged(group, rules) for group in groups.values()]
    return tuple(
        sorted(
            merged,
            key=lambda reason: (
                reason.baseline is BaselineState.UNCHANGED,
                ORDER[reason.result],
                [LAYERS.index(layer) for layer in reason.layers],
                reason.rules,
                reason.code,
                reason.messages,
            ),
        )
    )


def _all_pass(judged: JudgedResource) -> bool:
    placements = [placement for layer in LAYERS for placement in judged.layers.get(layer, ())]
    if any(not judged.layers.get(layer) for layer in LAYERS):
        return False
    fine = {Result.PASS, Result.NOT_APPLICABLE}
    return judged.result is Result.PASS and all(placement.result in fine for placement in placements)


def arrange(assessment: Assessment) -> Arranged:
    """Every shown finding exactly once, under its resource when that is in scope."""
    of_resource: dict[str, list[Finding]] = defaultdict(list)
    of_other: dict[tuple[SubjectKind, str], list[Finding]] = defaultdict(list)
    in_scope = {judged.resource.key for judged in assessment.resources}
    for finding in assessment.findings:
        if finding.result not in SHOWN:
            continue
        if finding.subject_kind is SubjectKind.RESOURCE and finding.subject in in_scope:
            of_resource[finding.subject].append(finding)
        else:
            of_other[finding.subject_kind, finding.subject].append(finding)
    troubled = [
        (judged, reasons(of_resource[judged.resource.key], assessment.rules))
        for judged in assessment.resources
        if of_resource.get(judged.resource.key) or not _all_pass(judged)
    ]
    passing = [
        judged for judged in assessment.resources if not of_resource.get(judged.resource.key) and _all_pass(judged)
    ]
    others = [(kind, subject, reasons(found, assessment.rules)) for (kind, subject), found in of_other.items()]
    return Arranged(
        troubled=tuple(sorted(troubled, key=lambda entry: (ORDER[entry[0].result], entry[0].resource.key))),
        passing=tuple(passing),
        others=tuple(sorted(others, key=lambda entry: (ORDER[entry[2][0].result], entry[0], entry[1]))),
    )


def listed(arranged: Arranged) -> list[tuple[str, Reason]]:
    """Every reason with its subject, worst first: for reports that are one list."""
    found = [(judged.resource.key, reason) for judged, reasons in arranged.troubled for reason in reasons]
    found += [(subject or kind.value, reason) for kind, subject, reasons in arranged.others for reason in reasons]
    return sorted(found, key=lambda entry: ORDER[entry[1].result])
