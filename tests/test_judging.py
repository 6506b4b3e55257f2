"""Findings joined back to placements, and exit codes."""

from __future__ import annotations

from itertools import permutations

import pytest
from building import (
    resource,
)
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hds_policy.errors import ExitCode
from hds_policy.judging import exit_code_of, judge_resources
from hds_policy.model import (
    ASSUMED,
    LAYERS,
    Actor,
    ActorKind,
    Basis,
    Cause,
    Classification,
    Finding,
    Input,
    InputStatus,
    Inventory,
    Layer,
    Level,
    Located,
    Placed,
    Placement,
    Result,
    Rule,
    Severity,
    SubjectKind,
    Unread,
    worst,
)

RESULTS = list(Result)
HEALTH = Classification(True, Basis.DECLARED, "tag hds = true")
DENIED = Classification(False, Basis.NONE, "tag hds = no")
CLEARED = Classification(False, Basis.NONE, ASSUMED)
OPEN_CLASS = Classification(False, Basis.UNCLASSIFIED)
UNREAD = (Unread("module.x", Cause.MODULE_NOT_AVAILABLE, "not found"),)
FAILED = (Input("a.tf", InputStatus.FAILED, "syntax"),)
SKIPPED = (Input("a.txt", InputStatus.SKIPPED, "not Terraform"),)


def finding(result: Result, **given: object) -> Finding:
    return Finding("R-1", result, SubjectKind.RESOURCE, "cloud_database.a", resources=("cloud_database.a",), **given)


@pytest.mark.parametrize(
    ("results", "classes", "seen", "strict", "expected"),
    [
        ([Result.PASS], [HEALTH], (), False, ExitCode.OK),
        ([], [DENIED], (), False, ExitCode.OK),
        ([Result.EXEMPT, Result.NOT_APPLICABLE, Result.PASS], [HEALTH], (), True, ExitCode.OK),
        ([Result.FAIL], [HEALTH], (), False, ExitCode.FAIL),
        ([Result.UNDETERMINED, Result.FAIL], [HEALTH], FAILED, True, ExitCode.FAIL),
        ([Result.UNDETERMINED], [HEALTH], (), False, ExitCode.UNDETERMINED),
        ([Result.REVIEW], [HEALTH], (), False, ExitCode.OK),
        ([Result.REVIEW], [HEALTH], (), True, ExitCode.UNDETERMINED),
        ([Result.PASS], [HEALTH], UNREAD, False, ExitCode.UNDETERMINED),
        ([Result.FAIL], [HEALTH], UNREAD, False, ExitCode.FAIL),
        ([Result.PASS], [HEALTH], FAILED, False, ExitCode.UNDETERMINED),
        ([Result.PASS], [HEALTH], SKIPPED, False, ExitCode.OK),
        ([Result.PASS], [HEALTH, CLEARED], (), False, ExitCode.OK),
        ([], [DENIED, CLEARED], (), False, ExitCode.OK),
        ([], [], (), False, ExitCode.NOTHING),
        ([], [], SKIPPED, True, ExitCode.NOTHING),
        ([], [CLEARED], (), False, ExitCode.NOTHING),
        ([Result.REVIEW], [CLEARED], (), False, ExitCode.NOTHING),
        ([Result.UNDETERMINED], [OPEN_CLASS], (), False, ExitCode.UNDETERMINED),
        ([], [], UNREAD, False, ExitCode.UNDETERMINED),
        ([], [CLEARED], FAILED, False, ExitCode.UNDETERMINED),
    ],
)
def test_exit_codes(
    results: list[Result],
    classes: list[Classification],
    seen: tuple[Unread | Input, ...],
    strict: bool,
    expected: ExitCode,
) -> None:
    """``classes``: of the resources; ``seen``: what was not read, or not as Terraform."""
    whole = Inventory(
        unread=tuple(one for one in seen if isinstance(one, Unread)),
        inputs=tuple(one for one in seen if isinstance(one, Input)),
    )
    by_key = {f"cloud_database.r{number}": found for number, found in enumerate(classes)}
    assert exit_code_of([finding(result) for result in results], whole, by_key, strict=strict) is expected


def test_the_worst_result_is_taken_and_nothing_is_no_pass() -> None:
    order = [
        Result.NOT_APPLICABLE,
        Result.PASS,
        Result.EXEMPT,
        Result.REVIEW,
        Result.UNDETERMINED,
        Result.FAIL,
    ]
    assert worst([]) is Result.NOT_APPLICABLE
    for number, result in enumerate(order, 1):
        assert worst(order[:number]) is result
    assert all(worst(some) is max(some, key=order.index) for some in permutations(order, 2))


@given(st.lists(st.sampled_from(RESULTS)), st.sampled_from(RESULTS))
def test_one_more_result_never_improves_the_worst(results: list[Result], more: Result) -> None:
    order = ["not_applicable", "pass", "exempt", "review", "undetermined", "fail"]
    assert order.index(worst([*results, more])) >= order.index(worst(results))


RULES = {
    "R-1": Rule("R-1", "r1", "", "", Severity.HIGH, Level.LAW, (), (), "", "placements/physical", {}, None, ""),
    "R-2": Rule("R-2", "r2", "", "", Severity.HIGH, Level.LAW, (), (), "", "locations", {}, None, ""),
    "R-3": Rule("R-3", "r3", "", "", Severity.HIGH, Level.LAW, (), (), "", "conditions", {}, None, ""),
}
NIMBUS, ACME = Actor(ActorKind.HOSTER, "nimbus"), Actor(ActorKind.OPERATOR, "acme")


def placed(*places: str) -> Placed:
    entry = resource("cloud_database.a")
    located = tuple(Located(place, "") for place in places)
    actors = {layer: NIMBUS if layer not in {Layer.ADMIN, Layer.BACKUP} else ACME for layer in LAYERS}
    placements = tuple(
        Placement(entry.key, layer, actors[layer], "s", place, stores=True) for place in places for layer in LAYERS
    )
    return Placed(entry, NIMBUS, located, placements, ())


def judged(entry: Placed, *findings: Finding) -> tuple[dict[Layer, list[Result]], Result]:
    classes = {entry.resource.key: Classification(True, Basis.DECLARED)}
    (found,) = judge_resources([entry], classes, findings, RULES)
    return {layer: [one.result for one in places] for layer, places in found.layers.items()}, found.result


def test_a_finding_of_a_layer_concerns_that_layer_in_that_region() -> None:
    found = [
        finding(Result.FAIL, layer=Layer.PHYSICAL, region="far"),
        finding(Result.PASS, layer=Layer.PHYSICAL, region="near"),
    ]
    layers, whole = judged(placed("near", "far"), *found)
    assert layers[Layer.PHYSICAL] == [Result.PASS, Result.FAIL]
    assert layers[Layer.HARDWARE] == [Result.NOT_APPLICABLE, Result.NOT_APPLICABLE]
    assert whole is Result.FAIL


def test_a_finding_of_a_location_concerns_the_physical_layer_there() -> None:
    given = replace(finding(Result.FAIL, region="far"), rule="R-2")
    layers, whole = judged(placed("near", "far"), given)
    assert layers[Layer.PHYSICAL] == [Result.NOT_APPLICABLE, Result.FAIL]
    assert layers[Layer.VIRTUAL] == [Result.NOT_APPLICABLE, Result.NOT_APPLICABLE]
    assert whole is Result.FAIL


def test_what_nobody_is_declared_for_concerns_its_layer_everywhere() -> None:
    """One finding for the estate, of no region: every placement of that layer is open."""
    given = Finding(
        "R-1",
        Result.UNDETERMINED,
        SubjectKind.ESTATE,
        "backup",
        layer=Layer.BACKUP,
        resources=("cloud_database.a",),
    )
    layers, whole = judged(placed("near", "far"), given)
    assert layers[Layer.BACKUP] == [Result.UNDETERMINED] * 2
    assert layers[Layer.ADMIN] == [Result.NOT_APPLICABLE] * 2
    assert whole is Result.UNDETERMINED


def test_a_condition_concerns_every_layer_of_the_hoster_and_no_other() -> None:
    given = Finding("R-3", Result.UNDETERMINED, SubjectKind.HOSTER, "nimbus", resources=("cloud_database.a",))
    layers, whole = judged(placed("near"), given)
    assert [layers[layer] for layer in LAYERS] == [[Result.UNDETERMINED]] * 4 + [[Result.NOT_APPLICABLE]] * 2
    assert whole is Result.UNDETERMINED


def test_a_finding_about_another_resource_or_a_hoster_as_such_does_not_count() -> None:
    other = replace(finding(Result.FAIL, layer=Layer.PHYSICAL), resources=("cloud_database.b",))
    about_hoster = Finding("R-1", Result.FAIL, SubjectKind.HOSTER, "nimbus", resources=("cloud_database.a",))
    layers, whole = judged(placed("near"), other, about_hoster)
    assert layers[Layer.PHYSICAL] == [Result.NOT_APPLICABLE]
    assert whole is Result.NOT_APPLICABLE


# --- Laws: the whole pipeline on a made-up world. One fact at a time becomes unknown; no result becomes better.
