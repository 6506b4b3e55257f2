"""``hds-policy why``: the basis, the way and its places, what did not carry, and addresses as people type them."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from command import Completed, hds_policy

CLINIC = Path(__file__).parents[2] / "examples" / "clinic" / "failing"
SCHEMA = json.loads((files("hds_policy.report.why") / "why.schema.json").read_text("utf-8"))
ON = ("--on", "2026-11-23")
Write = Callable[..., Path]
ESTATE = """version = 1

[[classification.rules]]
match = "aws_db_instance.d"
health = true
reason = "the record of the patients"

[[classification.rules]]
match = "aws_s3_bucket.gone"
health = true
reason = "was moved away last year"
"""
MAIN = """resource "aws_db_instance" "d" {
  kms_key_id = aws_kms_key.k.arn
}
resource "aws_db_snapshot" "s" {
  db_instance_identifier = aws_db_instance.d.identifier
}
resource "aws_kms_key" "k" {}
resource "aws_s3_bucket" "open" {}
resource "aws_s3_bucket" "many" {
  count = var.number
  tags  = { data_classification = "health" }
}
variable "number" {}
"""


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"main.tf": MAIN, "hds-policy.toml": ESTATE})


def why(address: str, *arguments: object) -> Completed:
    return hds_policy("why", address, *arguments, *ON)


def answer(address: str, *arguments: object) -> Any:
    (found,) = why(address, *arguments, "--format", "json").json["answers"]
    return found


def place(location: Any) -> str:
    return f"{location['file']}:{location['start_line']}"


def test_a_rule_of_the_estate_is_told_with_its_line(folder: Path) -> None:
    found = answer("aws_db_instance.d", folder)
    assert (found["carries_health_data"], found["classification"]["basis"]) == (True, "declared")
    assert place(found["declared_at"]) == "hds-policy.toml:3"
    assert "estate: the record of the patients (hds-policy.toml:3)" in why("aws_db_instance.d", folder).out


def test_a_tag_is_told_with_its_line() -> None:
    found = answer("aws_s3_bucket.website", CLINIC)
    assert (found["carries_health_data"], found["classification"]["basis"]) == (False, "none")
    assert place(found["declared_at"]) == "examples/clinic/failing/record/main.tf:38"


def test_a_tag_of_the_provider_is_told_at_the_provider(write: Write) -> None:
    folder = write(
        {
            "main.tf": 'provider "aws" {\n  default_tags {\n    tags = { hds = "true" }\n  }\n}\n'
            'resource "aws_s3_bucket" "b" {\n  tags = { team = "ehr" }\n}\n'
        }
    )
    found = answer("aws_s3_bucket.b", folder)
    assert found["classification"]["evidence"] == "tag hds = true"
    assert place(found["declared_at"]) == "main.tf:1"


def test_the_way_is_told_with_edge_type_attribute_reason_and_line() -> None:
    found = answer("aws_db_snapshot_copy.disaster", CLINIC)
    record = "examples/clinic/failing/record"
    assert found["origin"]["address"] == "module.patients.aws_db_instance.main"
    assert place(found["declared_at"]) == "examples/clinic/failing/modules/patient-database/main.tf:18"
    assert [(stop["target"], stop["flow"], stop["attribute"], place(stop["location"])) for stop in found["path"]] == [
        ("record:aws_db_snapshot.nightly", "snapshots", "db_instance_identifier", f"{record}/backups.tf:3"),
        (
            "record:aws_db_snapshot_copy.disaster",
            "copies_to",
            "source_db_snapshot_identifier",
            f"{record}/backups.tf:9",
        ),
    ]
    assert found["path"][1]["reason"] == "a copy holds the same data"
    text = why("aws_db_snapshot_copy.disaster", CLINIC).out
    assert "1. module.patients.aws_db_instance.main" in text
    assert "3. → aws_db_snapshot_copy.disaster" in text
    assert "outside the European Economic Area" in text


def test_what_was_looked_at_and_moves_no_data(folder: Path) -> None:
    (edge,) = [each for each in answer("aws_kms_key.k", folder)["links"] if each["kind"] == "encrypts"]
    assert edge["reason"] == "moves no data: a key is not data"
    text = why("aws_kms_key.k", folder).out
    assert "holds no data of its own" in text
    assert "Looked at, and not followed" in text


def test_a_source_without_health_data_is_named(write: Write) -> None:
    folder = write(
        {
            "main.tf": 'resource "aws_db_instance" "d" {\n  tags = { hds = "false" }\n}\n'
            'resource "aws_db_snapshot" "s" {\n  db_instance_identifier = aws_db_instance.d.identifier\n}\n'
        }
    )
    (edge,) = answer("aws_db_snapshot.s", folder)["links"]
    assert edge["reason"] == "aws_db_instance.d is not considered to carry health data"


def test_a_declaration_that_stops_a_flow_is_named(write: Write) -> None:
    folder = write(
        {
            "main.tf": 'resource "aws_db_instance" "d" {\n  tags = { hds = "true" }\n}\n'
            'resource "aws_db_snapshot" "s" {\n  db_instance_identifier = aws_db_instance.d.identifier\n}\n',
            "hds-policy.toml": 'version = 1\n[[classification.rules]]\nmatch = "aws_db_snapshot.s"\n'
            'health = false\nreason = "a schema without rows"\n',
        }
    )
    found = answer("aws_db_snapshot.s", folder)
    assert (found["carries_health_data"], found["known"]) == (False, True)
    (edge,) = found["links"]
    assert not edge["carries_health_data"]
    assert "declared to hold no health data (estate: a schema without rows)" in edge["reason"]


def test_a_declassified_flow_is_told_with_who_answers_for_it(write: Write) -> None:
    main = (
        'resource "aws_db_instance" "d" {\n  tags = { hds = "true" }\n}\n'
        'resource "aws_lambda_function" "counts" {\n  environment {\n'
        "    variables = { DB = aws_db_instance.d.address }\n  }\n}\n"
    )
    entry = (
        'version = 1\n[[declassifications]]\nfrom = "aws_db_instance.d"\nto = "aws_lambda_function.counts"\n'
        'data = "aggregated"\nreason = "only counts of beds"\napproved_by = "data protection officer"\n'
        "expires = 2027-01-31\n"
    )
    folder = write({"main.tf": main, "hds-policy.toml": entry})
    (edge,) = answer("aws_lambda_function.counts", folder)["links"]
    assert not edge["carries_health_data"]
    assert edge["reason"] == (
        "declassified as aggregated until 2027-01-31, approved by data protection officer: only counts of beds"
    )
    late = hds_policy("why", "aws_lambda_function.counts", folder, "--on", "2027-02-01", "--format", "json").json
    assert late["answers"][0]["links"][0]["carries_health_data"], "past its end it counts no more"


def test_a_reference_that_is_no_edge_is_told() -> None:
    text = why("aws_iam_role.api", CLINIC).out
    assert "References that are no edge" in text
    assert "aws_lambda_function.api: whose role" in text


def test_what_nothing_classifies_is_not_known(folder: Path) -> None:
    done = why("aws_s3_bucket.open", folder)
    assert done.code == 3
    assert "is not classified" in done.out


def test_rules_of_the_estate_that_fit_nothing_are_told(folder: Path) -> None:
    done = why("aws_s3_bucket.open", folder, "--format", "json")
    (rule,) = done.json["unused_rules"]
    assert (rule["reason"], place(rule["location"])) == ("was moved away last year", "hds-policy.toml:8")
    assert "match = aws_s3_bucket.gone (hds-policy.toml:8)" in why("aws_s3_bucket.open", folder).out


@pytest.mark.parametrize("address", ["aws_s3_bucket.many", "aws_s3_bucket.many[?]", "aws_s3_bucket.many[7]"])
def test_instances_that_nobody_can_count(folder: Path, address: str) -> None:
    found = answer(address, folder)
    assert (found["address"], found["symbolic"]) == ("aws_s3_bucket.many[?]", True)
    assert "number of instances not known" in why(address, folder).out


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("module.patients", ["main", "replica"]),
        ("record:module.patients", ["main", "replica"]),
        ("module.patients.aws_db_instance.replica", ["replica"]),
        ("record:aws_db_snapshot.nightly", ["nightly"]),
    ],
)
def test_addresses_as_people_write_them(address: str, expected: list[str]) -> None:
    answers = why(address, CLINIC, "--format", "json").json["answers"]
    assert [found["address"].rpartition(".")[2].partition("[")[0] for found in answers] == expected


def test_an_instance_that_is_not_there_is_not_another(folder: Path) -> None:
    done = why("module.patients.aws_db_instance.replica[4]", CLINIC)
    assert done.code == 2
    assert "record:module.patients.aws_db_instance.replica[0]" in done.err


@pytest.mark.parametrize(
    ("typed", "meant"), [("aws_s3_bucket.analytcs", "record:aws_s3_bucket.analytics"), ("disaster", "disaster")]
)
def test_an_unknown_address_names_the_nearest(typed: str, meant: str) -> None:
    done = why(typed, CLINIC)
    assert (done.code, done.out) == (2, "")
    assert meant in done.err


def test_what_lies_in_a_module_that_was_not_read_is_not_known(write: Write) -> None:
    folder = write({"main.tf": MAIN + 'module "gone" {\n  source = "example.com/nobody/gone"\n}\n'})
    for address in ("module.gone", "module.gone.aws_s3_bucket.x", "module.gone.module.y.aws_s3_bucket.x[0]"):
        done = why(address, folder)
        assert done.code == 3
        assert "module.gone was not read" in done.out
        assert why(address, folder, "--format", "json").json["unread"][0]["what"] == "module.gone"
    assert why("module.gon", folder).code == 2


def test_what_was_not_read_beside_it_is_told(write: Write) -> None:
    folder = write({"main.tf": MAIN + 'module "gone" {\n  source = "example.com/nobody/gone"\n}\n'})
    assert "Not read in this root module" in why("aws_s3_bucket.open", folder).out


def test_a_waiver_on_it_is_told(write: Write) -> None:
    waiver = (
        'version = 1\n[[waivers]]\nrule = "HDS-007"\naddress = "aws_s3_bucket.b"\nreason = "moves in January"\n'
        'approved_by = "security officer"\nexpires = 2027-01-31\n'
    )
    folder = write(
        {
            "main.tf": 'provider "aws" {\n  region = "us-east-1"\n}\nresource "aws_s3_bucket" "b" {\n'
            '  tags = { hds = "true" }\n}\n',
            "hds-policy.toml": waiver,
        }
    )
    assert answer("aws_s3_bucket.b", folder)["waivers"][0]["approved_by"] == "security officer"
    assert "waived until 2027-01-31 by security officer: HDS-007" in why("aws_s3_bucket.b", folder).out


def test_json_keeps_its_schema(folder: Path) -> None:
    for address, path in (("aws_db_snapshot.s", folder), ("module.patients", CLINIC), ("aws_kms_key.k", folder)):
        jsonschema.Draft202012Validator(SCHEMA).validate(why(address, path, "--format", "json").json)


def test_hostile_names_stay_names(write: Write) -> None:
    folder = write(
        {
            "main.tf": 'resource "aws_s3_bucket" "b" {\n  for_each = toset(["\\u001b]0;owned"])\n'
            '  tags = { hds = "true" }\n}\n'
        }
    )
    done = why("aws_s3_bucket.b", folder)
    assert "owned" in done.out
    assert "\x1b" not in done.out
