"""Join findings back to placements, count what was seen, and settle the exit code. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hds_policy.errors import ExitCode
from hds_policy.model import (
    ASSUMED,
    ActorKind,
    Basis,
    Classification,
    Coverage,
    Finding,
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
        own = [(finding, rules[finding.rule].subjects) for finding in by_resource[entry.resource.key]]
        layers: dict[Layer, list[JudgedPlacement]] = defaultdict(list)
        for placement in entry.placements:
            results = (finding.result for finding, table in own if _concerns(finding, table, placement))
            layers[placement.layer].append(JudgedPlacement(placement, worst(results)))
        judged.append(
            JudgedResource(
                entry.resource,
                classes[entry.resource.key],
                {layer: tuple(found) for layer, found in layers.items()},
                worst(finding.result for finding, _ in own),
            )
        )
    return tuple(judged)


def _concerns(finding: Finding, table: str, placement: Placement) -> bool:
    region = placement.region if isinstance(placement.region, str) else ""
    here = finding.region is None or finding.region == region
    if finding.layer is not None:
        return finding.layer is placement.layer and here
    if table == "locations":
        return placement.layer is Layer.PHYSICAL and here
    # A condition binds everything the hoster does.
    return table == _CONDITIONS and placement.actor.kind is ActorKind.HOSTER


def coverage_of(
    inventory: Inventory, judged: Sequence[JudgedResource], unclassified: int, unsupported: int
) -> Coverage:
    """Counts of inputs and resources."""
    status = [entry.status for entry in inventory.inputs]
    managed = sum(not resource.is_data for resource in inventory.resources)
    in_scope = sum(not entry.resource.is_data for entry in judged)
    return Coverage(
        seen=len(status),
        parsed=status.count(InputStatus.PARSED),
        skipped=status.count(InputStatus.SKIPPED),
        failed=status.count(InputStatus.FAILED),
        resources=managed,
        in_scope=in_scope,
        out_of_scope=managed - in_scope - unclassified - unsupported,
        unclassified=unclassified,
        unsupported=unsupported,
        not_instantiated=inventory.not_instantiated,
    )


def unread_count(inventory: Inventory) -> int:
    """How many places, or else inputs, could not be read; an answer about the rest is incomplete unless it is 0."""
    # An input that failed is mostly among the unread places too.
    return len(inventory.unread) or sum(entry.status is InputStatus.FAILED for entry in inventory.inputs)


def exit_code_of(
    findings: Iterable[Finding], inventory: Inventory, classes: Mapping[str, Classification], *, strict: bool
) -> ExitCode:
    """The exit code.

    Nothing to check is an inventory in which nothing carries health data and nothing was decided not to: a default that
    clears everything is no decision.

    Args:
        strict: a review counts like an undetermined result.
    """
    results = {finding.result for finding in findings}
    if Result.FAIL in results:
        return ExitCode.FAIL
    if Result.UNDETERMINED in results or unread_count(inventory) or (strict and Result.REVIEW in results):
        return ExitCode.UNDETERMINED
    if not any(found.health or _is_decided(found) for found in classes.values()):
        return ExitCode.NOTHING
    return ExitCode.OK


def _is_decided(found: Classification) -> bool:
    """Whether anybody decided on it; a hint decides nothing."""
    return found.evidence != ASSUMED and found.basis is not Basis.SUSPECTED
