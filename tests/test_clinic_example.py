"""The clinic of ``examples/``: a pass, a fail and an open question for every layer, each for the reason said here.

The expected rows were worked out by hand from the Terraform files, ``hds-policy.toml`` and the registry, as
examples/clinic/README.md tells them; not taken from a run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from command import Completed, hds_policy

CLINIC = Path(__file__).resolve().parents[1] / "examples" / "clinic"
ON = ("--on", "2026-11-23")
LAYERS = ("physical", "hardware", "virtual", "platform", "admin", "backup")
RULES = dict(zip(LAYERS, ("HDS-001", "HDS-002", "HDS-003", "HDS-004", "HDS-005", "HDS-006"), strict=True))
FIVE = tuple(layer for layer in LAYERS if layer != "admin")

APPOINTMENTS = "clevercloud_postgresql.appointments"
ARCHIVE = "clevercloud_postgresql.archive"
PATIENTS = "module.patients.aws_db_instance.main"
PACS = "scaleway_instance_server.pacs"

# (address, layer, result, main code): zone parhds is in the scope of a valid certificate; without a region it is the
# zone par, which is not; the copy of the AWS certificate is superseded, and the public statement has no dates.
TABLE = [
    *((APPOINTMENTS, layer, "pass", "") for layer in FIVE),
    *((ARCHIVE, layer, "fail", "region_not_covered") for layer in FIVE),
    *((PATIENTS, layer, "undetermined", None) for layer in FIVE),
    (PATIENTS, "admin", "pass", ""),
    (PACS, "admin", "fail", "holder_not_certified"),
    (APPOINTMENTS, "admin", "undetermined", "certificate_not_seen"),
]

PORTAL_STORES = [
    f"portal:{name}"
    for name in ("clevercloud_postgresql.appointments", "clevercloud_postgresql.archive", "scalingo_addon.sessions")
]


@pytest.fixture(scope="module")
def failing() -> Completed:
    return hds_policy("check", CLINIC / "failing", *ON, "--format", "json")


@pytest.fixture(scope="module")
def mended() -> Completed:
    return hds_policy("check", CLINIC / "mended", *ON, "--format", "json")


def by_address(report: Any) -> dict[str, Any]:
    return {entry["address"]: entry for entry in report["resources"] if "layers" in entry}


def finding(report: Any, rule: str, address: str) -> Any:
    (found,) = [f for f in report["findings"] if f["rule"] == rule and f["subject"].rpartition(":")[2] == address]
    return found


@pytest.mark.parametrize(("address", "layer", "result", "code"), TABLE)
def test_what_a_person_can_check_by_hand(
    failing: Completed, address: str, layer: str, result: str, code: str | None
) -> None:
    report = failing.json
    (place,) = by_address(report)[address]["layers"][layer]
    assert place["result"] == result
    found = finding(report, RULES[layer], address)
    assert found["result"] == result
    if code is None:
        assert "certificate_validity_unknown" in found["reasons"]
    else:
        assert found["code"] == code


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_has_a_pass_a_fail_and_an_open_question(failing: Completed, layer: str) -> None:
    placed = [place for entry in by_address(failing.json).values() for place in entry["layers"][layer]]
    assert {"pass", "fail", "undetermined"} <= {place["result"] for place in placed}


def test_the_exit_code_of_the_failing_clinic(failing: Completed) -> None:
    assert failing.code == 1
    assert failing.json["exit"]["code"] == 1


FAILS = {
    ("aws_db_snapshot_copy.disaster", "HDS-007", "outside_eea"),
    ("scaleway_instance_server.pacs", "HDS-010", "excluded"),
    ("scalingo_app.portal", "HDS-010", "option_off"),
    ("scaleway_object_bucket.studies", "HDS-001", "region_not_covered"),
    ("aws", "HDS-008", "referential_superseded"),
}


@pytest.mark.parametrize(("address", "rule", "code"), sorted(FAILS))
def test_the_other_faults_built_into_the_failing_clinic(failing: Completed, address: str, rule: str, code: str) -> None:
    found = [f for f in failing.json["findings"] if f["rule"] == rule and f["subject"].rpartition(":")[2] == address]
    assert ("fail", code) in {(f["result"], f["code"]) for f in found}


def test_the_log_sink_that_nobody_tagged_is_reached(failing: Completed) -> None:
    path = by_address(failing.json)["aws_s3_bucket.analytics"]["classification"]
    assert path["basis"] == "propagated"
    ends = [step["target"].rpartition(":")[2] for step in path["path"]]
    assert ends == [
        "aws_lambda_function.api",
        "aws_cloudwatch_log_group.api",
        "aws_kinesis_firehose_delivery_stream.analytics",
        "aws_s3_bucket.analytics",
    ]
    assert path["path"][0]["source"].endswith(PATIENTS)


def test_the_disaster_copy_fails_where_its_provider_says(failing: Completed) -> None:
    found = finding(failing.json, "HDS-007", "aws_db_snapshot_copy.disaster")
    facts = {fact["name"]: fact["value"] for fact in found["facts"]}
    assert (facts["region"], facts["country"]) == ("us-east-1", "US")


def test_the_website_is_no_health_data_and_open(failing: Completed) -> None:
    assert "aws_s3_bucket.website" not in {
        address for address, entry in by_address(failing.json).items() if entry["classification"]["health"]
    }


def test_the_mended_clinic_has_passes_and_what_only_a_person_can_examine(mended: Completed) -> None:
    """Nothing fails; asked is for backups that are not written down, for what hosters declare, and for subcontractors.

    No hoster of the example declares anything of requirements 29 to 31, but one; two have known subcontractors. The
    referential does not ask for backups: where none is written down, a person is asked.
    """
    assert mended.code == 0, mended.out
    report = mended.json
    assert {found["result"] for found in report["findings"]} == {"pass", "review"}
    asked = [found for found in report["findings"] if found["result"] == "review"]
    backups = [(found["subject"], found["resources"]) for found in asked if found["rule"] == "HDS-026"]
    assert backups == [
        ("imaging", ["imaging:scaleway_object_bucket.studies"]),
        ("portal", PORTAL_STORES),
        ("record", ["record:aws_s3_bucket.analytics"]),
    ]
    holders = ["acme-infogerance", "aws", "clevercloud", "ovhcloud", "scaleway", "scalingo"]
    assert sorted((found["rule"], found["subject"]) for found in asked if found["rule"] != "HDS-026") == [
        *((rule, holder) for rule in ("HDS-029", "HDS-030", "HDS-031") for holder in holders),
        ("HDS-032", "ovhcloud/aiven"),
        ("HDS-032", "scalingo/outscale"),
    ]
    entries = by_address(report).values()
    results = [place["result"] for entry in entries for layer in LAYERS for place in entry["layers"][layer]]
    assert set(results) == {"pass"}
    assert len(results) >= 6 * len(entries)


def test_both_clinics_hold_the_same_health_data(failing: Completed, mended: Completed) -> None:
    assert set(by_address(failing.json)) <= set(by_address(mended.json))


def test_a_day_too_late_and_the_mended_clinic_no_longer_passes() -> None:
    """The certificate of Clever Cloud ends on 2027-12-19; that of Scaleway in the example on 2027-06-30."""
    assert hds_policy("check", CLINIC / "mended", "--on", "2027-12-20").code == 1
