"""Join findings back to placements, count what was seen, and settle the exit code. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hds_policy.errors import ExitCode
from hds_policy.model import (
    ActorKind,
    Basis,
    Classification,
    Coverage,
    Finding,
    Input,
    InputStatus,
    Inventory,
    JudgedPlacement,
    JudgedResource,
    Layer,
    Placed,
    Placement,
    Result,
    Rule,
    SubjectKind,
    worst,
)

_CONDITIONS = "conditions"


def judge_resources(
    placed: Iterable[Placed],
    classes: Mapping[str, Classification],
    findings: Iterable[Finding],
    rules: Mapping[str, Rule],
) -> tuple[JudgedResource, ...]:
    """Each placed resource with the worst result of the findings that concern each of its placements."""
    by_resource: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_placement = finding.subject_kind in {SubjectKind.RESOURCE, SubjectKind.ESTATE}
        if by_placement or rules[finding.rule].subjects == _CONDITIONS:
            for key in finding.resources:
                by_resource[key].append(finding)
    judged = []
    for entry in placed:
        own = [
            (finding, rules[finding.rule].subjects, dict(finding.facts)) for finding in by_resource[entry.resource.key]
        ]
        layers: dict[Layer, list[JudgedPlacement]] = defaultdict(list)
        for placement in entry.placements:
            results = (finding.result for finding, table, facts in own if _concerns(finding, table, facts, placement))
            layers[placement.layer].append(JudgedPlacement(placement, worst(results)))
        judged.append(
            JudgedResource(
                entry.resource,
                classes[entry.resource.key],
                {layer: tuple(found) for layer, found in layers.items()},
                worst(finding.result for finding, _, _ in own),
            )
        )
    return tuple(judged)


def _concerns(finding: Finding, table: str, facts: Mapping[str, str], placement: Placement) -> bool:
    here = not isinstance(placement.region, str) or facts.get("region", placement.region) == placement.region
    if finding.layer is not None:
        return finding.layer is placement.layer and here
    if table == "locations":
        return placement.layer is Layer.PHYSICAL and here
    # A condition binds everything the hoster does.
    return table == _CONDITIONS and placement.actor.kind is ActorKind.HOSTER


def coverage_of(
    inventory: Inventory,
    classes: Mapping[str, Classification],
    judged: Sequence[JudgedResource],
    unclassified: int,
    unsupported: int,
) -> Coverage:
    """Counts of inputs and resources."""
    status = [entry.status for entry in inventory.inputs]
    managed = [resource for resource in inventory.resources if not resource.is_data]
    decided = sum(1 for resource in managed if resource.key not in classes or classes[resource.key].basis is Basis.NONE)
    return Coverage(
        seen=len(status),
        parsed=status.count(InputStatus.PARSED),
        skipped=status.count(InputStatus.SKIPPED),
        failed=status.count(InputStatus.FAILED),
        resources=len(managed),
        in_scope=len(judged),
        out_of_scope=decided,
        unclassified=unclassified,
        unsupported=unsupported,
        not_instantiated=inventory.not_instantiated,
    )


def exit_code_of(
    findings: Iterable[Finding], inventory: Inventory, inputs: Iterable[Input], *, strict: bool
) -> ExitCode:
    """The exit code; ``strict`` makes a review count like an undetermined result."""
    results = {finding.result for finding in findings}
    if Result.FAIL in results:
        return ExitCode.FAIL
    incomplete = bool(inventory.unread) or any(entry.status is InputStatus.FAILED for entry in inputs)
    if Result.UNDETERMINED in results or incomplete or (strict and Result.REVIEW in results):
        return ExitCode.UNDETERMINED
    if not any(not resource.is_data for resource in inventory.resources):
        return ExitCode.NOTHING
    return ExitCode.OK
