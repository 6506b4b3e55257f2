"""What becomes of certificates and of the registry, on the shipped rules: statements, suspensions, old age."""

from __future__ import annotations

from datetime import date

import pytest
from building import certificate, hoster, inventory, resource
from msgspec.structs import replace

from hds_policy.config import Estate, Operation, Operator, OperatorStatus, Selector, Settings
from hds_policy.errors import ExitCode
from hds_policy.model import (
    Assessment,
    Cause,
    Certificate,
    CertificateEvent,
    CertificateState,
    Grade,
    Layer,
    Result,
    Source,
    SubjectKind,
)
from hds_policy.pipeline import Knowledge, assess

ON = date(2026, 11, 24)
STATEMENT = replace(certificate("aws", until=date(2029, 12, 31)), number="")
BUCKET = resource("aws_s3_bucket.a", {"tags": {"hds": "yes"}}, settings={"region": "eu-west-3"})
OURS = replace(
    Estate.default(),
    operators={"us": Operator("us", "Us", OperatorStatus.CONTROLLER, "for its own account")},
    operations=(Operation(frozenset({Layer.PLATFORM, Layer.ADMIN, Layer.BACKUP}), Selector(), "us"),),
)


def judged(
    shipped: Knowledge, *held: Certificate, estate: Estate = OURS, on: date = ON, attached: bool = False
) -> Assessment:
    registry = shipped.registry
    if not attached:
        registry = replace(registry, hosters={**registry.hosters, "aws": hoster("aws", *held)})
    else:
        registry = replace(registry, hosters={**registry.hosters, "aws": hoster("aws")})
        estate = replace(estate, certificates=held)
    return assess(inventory(BUCKET), estate, replace(shipped, registry=registry), on)


def of(found: Assessment, rule: str) -> list[tuple[Result, str]]:
    return [(one.result, one.code) for one in found.findings if one.rule == rule]


def test_a_statement_with_dates_passes_and_asks_for_the_copy(shipped: Knowledge) -> None:
    found = judged(shipped, STATEMENT)
    assert of(found, "HDS-001") == [(Result.PASS, "")]
    assert of(found, "HDS-018") == [(Result.REVIEW, "certificate_not_seen")]
    assert found.exit_code is ExitCode.OK
    (asked,) = [one for one in found.findings if one.rule == "HDS-018"]
    assert (asked.subject_kind, asked.subject, asked.resources) == (SubjectKind.HOSTER, "aws", (BUCKET.key,))
    assert "valid until 2029-12-31" in asked.message


def test_a_statement_without_dates_does_not_pass(shipped: Knowledge) -> None:
    found = judged(shipped, replace(STATEMENT, valid_until=None))
    assert of(found, "HDS-001") == [(Result.UNDETERMINED, "certificate_validity_unknown")]
    assert of(found, "HDS-018") == [(Result.PASS, "")]


def test_a_copy_that_is_attached_counts(shipped: Knowledge) -> None:
    copy = replace(certificate("aws", grade=Grade.ESTATE), number="N-9")
    found = judged(shipped, copy, attached=True)
    assert of(found, "HDS-001") == [(Result.PASS, "")]
    assert of(found, "HDS-018") == [(Result.PASS, "")]


@pytest.mark.parametrize(
    ("state", "grade", "layers", "rule"),
    [
        ("suspended", Grade.A, (Result.FAIL, "certificate_suspended"), (Result.FAIL, "certificate_suspended")),
        ("withdrawn", Grade.B, (Result.FAIL, "certificate_withdrawn"), (Result.FAIL, "certificate_withdrawn")),
        ("replaced", Grade.A, (Result.FAIL, "certificate_replaced"), (Result.PASS, "")),
        (
            "withdrawn",
            Grade.C,
            (Result.UNDETERMINED, "certificate_state_unknown"),
            (Result.UNDETERMINED, "certificate_state_unknown"),
        ),
    ],
)
def test_a_certificate_that_is_no_longer_in_force(shipped: Knowledge, state, grade, layers, rule) -> None:
    event = CertificateEvent(CertificateState(state), date(2026, 11, 1), Source("letter", date(2026, 11, 2), grade))
    lost = replace(certificate("aws"), events=(event,))
    assert of(judged(shipped, lost, on=date(2026, 10, 31)), "HDS-001") == [(Result.PASS, "")]
    found = judged(shipped, lost)
    assert of(found, "HDS-001") == [layers]
    assert of(found, "HDS-020") == [rule]


def test_no_weak_fact_alone_makes_a_pass(shipped: Knowledge) -> None:
    whole = certificate("aws")
    assert of(judged(shipped, whole), "HDS-001") == [(Result.PASS, "")]
    for fact in ("layers", "services", "regions", "referential", "valid_until"):
        claim = replace(whole, sources={fact: Source("a blog", date(2026, 1, 1), Grade.C)})
        assert {result for result, _ in of(judged(shipped, claim), "HDS-001")} == {Result.UNDETERMINED}, fact
    assert {result for result, _ in of(judged(shipped, certificate("aws", grade=Grade.K)), "HDS-001")} == {
        Result.UNDETERMINED
    }


def test_a_registry_that_is_too_old_leaves_what_rests_on_it_open(shipped: Knowledge) -> None:
    held = replace(certificate("aws", until=date(2029, 12, 31)))
    last = date(2027, 11, 24)
    assert shipped.registry.updated == date(2026, 11, 24)
    assert judged(shipped, held, on=last).exit_code is ExitCode.OK
    found = judged(shipped, held, on=date(2027, 11, 25))
    (stale,) = [one for one in found.findings if one.rule == "HDS-019"]
    assert (stale.result, stale.cause) == (Result.UNDETERMINED, Cause.REGISTRY_STALE)
    assert stale.subject_kind is SubjectKind.REGISTRY
    assert found.exit_code is ExitCode.UNDETERMINED
    patient = replace(OURS, settings=Settings(90, 400))
    assert judged(shipped, held, on=date(2027, 11, 25), estate=patient).exit_code is ExitCode.OK


def test_a_copy_that_is_held_does_not_age_with_the_registry(shipped: Knowledge) -> None:
    copy = certificate("aws", until=date(2029, 12, 31), grade=Grade.ESTATE)
    assert judged(shipped, copy, attached=True, on=date(2028, 1, 1)).exit_code is ExitCode.OK
