"""What counts as new: by hand, on findings made for it."""

from collections.abc import Sequence

import pytest
from building import ON

from hds_policy.baseline import against, entries_of
from hds_policy.errors import ExitCode
from hds_policy.model import (
    Assessment,
    BaselineEntry,
    BaselineState,
    Cause,
    Coverage,
    Finding,
    Layer,
    Result,
    SourceRange,
    SubjectKind,
    Unread,
)

NEW, OLD = BaselineState.NEW, BaselineState.UNCHANGED


def finding(subject: str = "aws_s3_bucket.a", result: Result = Result.FAIL, **more: object) -> Finding:
    given: dict[str, object] = {
        "code": "service_not_covered",
        "layer": Layer.PHYSICAL,
        "region": "eu-west-3",
        "resources": (subject,),
        "facts": (("holder", "Nimbus"), ("holder_id", "nimbus"), ("on", "2026-11-23")),
        "location": SourceRange("main.tf", 3, 9),
        **more,
    }
    return Finding("HDS-001", result, SubjectKind.RESOURCE, subject, **given)  # type: ignore[arg-type]  # fields of it


def assessment(*findings: Finding, code: ExitCode = ExitCode.FAIL, unread: Sequence[Unread] = ()) -> Assessment:
    coverage = Coverage(1, 1, 0, 0, 1, 1, 0, 0, 0, 0)
    return Assessment("1", ON, {}, (), findings, (), (), (), coverage, (), tuple(unread), {}, code)


def states(before: Sequence[Finding], now: Sequence[Finding]) -> list[BaselineState | None]:
    return [one.baseline for one in against(assessment(*now), entries_of(before), "x", strict=False).findings]


def test_the_same_finding_is_known_wherever_it_stands() -> None:
    moved = finding(location=SourceRange("other/place.tf", 90, 99))
    reworded = finding(facts=(("holder", "Nimbus SAS"), ("holder_id", "nimbus"), ("on", "2027-01-01")), message="other")
    assert states([finding()], [moved]) == [OLD]
    assert states([finding()], [reworded]) == [OLD]


@pytest.mark.parametrize(
    "changed",
    [
        finding("aws_s3_bucket.b"),
        finding("prod:aws_s3_bucket.a"),
        finding(layer=Layer.HARDWARE),
        finding(region="us-east-1"),
        finding(facts=(("holder_id", "stratus"),)),
        finding(code="certificate_expired"),
        finding(facts=(("holder_id", "nimbus"), ("condition", "support-level"))),
        finding(facts=(("holder_id", "nimbus"), ("attribute", "replica.arn"))),
    ],
)
def test_whatever_else_differs_is_new(changed: Finding) -> None:
    assert states([finding()], [changed]) == [NEW]


def test_one_mended_and_one_new_do_not_cancel() -> None:
    before = [finding("aws_s3_bucket.a"), finding("aws_s3_bucket.b")]
    after = against(
        assessment(finding("aws_s3_bucket.b"), finding("aws_s3_bucket.c")), entries_of(before), "x", strict=False
    )
    assert [one.baseline for one in after.findings] == [OLD, NEW]
    assert after.baseline is not None
    assert (after.baseline.new, after.baseline.unchanged) == (1, 1)
    assert [entry.resource for entry in after.baseline.gone] == ["aws_s3_bucket.a"]
    assert after.exit_code is ExitCode.FAIL


def test_of_equal_findings_as_many_are_known_as_there_were() -> None:
    assert sorted(map(str, states([finding()], [finding(), finding()]))) == ["new", "unchanged"]
    assert states([finding(), finding()], [finding(), finding()]) == [OLD, OLD]


def test_a_grouped_finding_that_grows_is_new_and_one_that_shrinks_is_known() -> None:
    group = [finding("aws", resources=("a", "b"))]
    assert states(group, [finding("aws", resources=("a", "b", "c"))]) == [NEW]
    assert states(group, [finding("aws", resources=("a",))]) == [OLD]
    assert states(group, [finding("aws", resources=("b", "c"))]) == [NEW]


@pytest.mark.parametrize(
    ("before", "now", "state"),
    [
        (Result.REVIEW, Result.FAIL, NEW),
        (Result.UNDETERMINED, Result.FAIL, NEW),
        (Result.REVIEW, Result.UNDETERMINED, NEW),
        (Result.FAIL, Result.UNDETERMINED, OLD),
        (Result.FAIL, Result.REVIEW, OLD),
    ],
)
def test_what_turns_worse_is_new(before: Result, now: Result, state: BaselineState) -> None:
    assert states([finding(result=before)], [finding(result=now)]) == [state]


def test_a_milder_finding_does_not_use_up_what_a_worse_one_needs() -> None:
    before = [finding(), finding(result=Result.REVIEW)]
    assert states(before, [finding(result=Result.REVIEW), finding()]) == [OLD, OLD]


@pytest.mark.parametrize("result", [Result.PASS, Result.EXEMPT, Result.NOT_APPLICABLE])
def test_other_results_are_not_compared(result: Result) -> None:
    assert entries_of([finding(result=result)]) == ()
    assert states([], [finding(result=result)]) == [None]


def test_a_waived_finding_is_new_when_the_waiver_ends() -> None:
    assert states([finding(result=Result.EXEMPT)], [finding()]) == [NEW]


UNSURE = finding("aws_s3_bucket.u", Result.UNDETERMINED, cause=Cause.UNRESOLVED_VALUE)
ASKED = finding("aws_s3_bucket.r", Result.REVIEW)
GAP = Unread("module.x", Cause.MODULE_NOT_AVAILABLE, "not there")


@pytest.mark.parametrize(
    ("now", "unread", "strict", "code"),
    [
        ((finding(),), (), False, ExitCode.OK),
        ((finding(), ASKED), (), False, ExitCode.OK),
        ((finding(), ASKED), (), True, ExitCode.UNDETERMINED),
        ((finding(), UNSURE), (), False, ExitCode.UNDETERMINED),
        ((finding(),), (GAP,), False, ExitCode.UNDETERMINED),
        ((finding(), UNSURE, finding("aws_s3_bucket.z")), (GAP,), False, ExitCode.FAIL),
    ],
)
def test_only_fails_can_be_known_away(
    now: tuple[Finding, ...], unread: tuple[Unread, ...], strict: bool, code: ExitCode
) -> None:
    before = entries_of([finding(), UNSURE, ASKED])
    assert against(assessment(*now, unread=unread), before, "x", strict=strict).exit_code is code


@pytest.mark.parametrize("code", [code for code in ExitCode if code is not ExitCode.FAIL])
def test_no_other_exit_code_changes(code: ExitCode) -> None:
    now = assessment(UNSURE, code=code)
    assert against(now, entries_of([UNSURE]), "x", strict=False).exit_code is code


def test_an_entry_says_what_it_is_about() -> None:
    assert entries_of([finding()]) == (
        BaselineEntry(
            "HDS-001",
            Result.FAIL,
            "resource",
            "aws_s3_bucket.a",
            "aws_s3_bucket.a",
            Layer.PHYSICAL,
            "nimbus",
            "eu-west-3",
            "service_not_covered",
        ),
    )
