"""Flows the estate declares to carry no personal health data: what they stop, what they cannot, and when they end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from building import ON, inventory, resource
from command import Completed
from msgspec.structs import replace

from hds_policy.catalogue import load_catalogue
from hds_policy.config import Estate
from hds_policy.model import Declassification, Resource
from hds_policy.propagation import Classified, classify

HEALTH = {"data_classification": "health"}
RECORD = resource("aws_dynamodb_table.record", {"name": "record", "tags": HEALTH})
JOB = resource("aws_lambda_function.figures", {"environment": [{"variables": {"TABLE": "record"}}]})
STREAM = resource("aws_sqs_queue.figures", {"name": "figures"})
DEAD = ("aws_lambda_function.figures", "dead_letter_config.target_arn", "aws_sqs_queue.figures")


def declared(source: str, target: str, *, expires: date = ON) -> Declassification:
    return Declassification(source, target, "aggregated", "monthly figures only", "the DPO", expires)


def classified(*entries: Declassification, on: date | None = ON, seen: tuple[Resource, ...] = ()) -> Classified:
    estate = replace(Estate.default(), declassifications=entries)
    links = [("aws_lambda_function.figures", "environment.variables.TABLE", RECORD.key), DEAD]
    return classify(inventory(RECORD, JOB, STREAM, *seen, references=links), load_catalogue(), estate, on)


def health(found: Classified) -> set[str]:
    return {key.partition(".")[0] for key, entry in found.classes.items() if entry.health}


EVERYTHING = {"aws_dynamodb_table", "aws_lambda_function", "aws_sqs_queue"}


def test_the_class_does_not_travel_along_a_declassified_flow() -> None:
    entry = declared("aws_lambda_function.figures", "aws_sqs_queue.*")
    assert health(classified()) == EVERYTHING
    found = classified(entry)
    assert health(found) == EVERYTHING - {"aws_sqs_queue"}
    assert found.unused_declassifications == ()
    assert [(edge.source, edge.target, said) for edge, said in found.declassified.items()] == [
        (JOB.key, STREAM.key, entry)
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("aws_sqs_queue.figures", "aws_lambda_function.figures"),
        ("aws_lambda_function.other", "aws_sqs_queue.figures"),
        ("aws_dynamodb_table.record", "aws_sqs_queue.figures"),
    ],
    ids=["other way round", "another source", "not one flow"],
)
def test_a_declaration_that_fits_no_flow_stops_none_and_is_unused(source: str, target: str) -> None:
    entry = declared(source, target)
    found = classified(entry)
    assert health(found) == EVERYTHING
    assert found.unused_declassifications == (entry,)
    assert found.powerless_declassifications == ()


@pytest.mark.parametrize(("on", "stops"), [(date(2027, 1, 31), True), (date(2027, 2, 1), False), (None, False)])
def test_its_last_day_is_the_last_on_which_it_counts(on: date | None, stops: bool) -> None:
    entry = declared(JOB.key, STREAM.key, expires=date(2027, 1, 31))
    found = classified(entry, on=on)
    assert ("aws_sqs_queue" not in health(found)) is stops
    assert found.unused_declassifications == ()


def test_no_declaration_makes_a_snapshot_anything_else_than_its_source() -> None:
    database = resource("aws_db_instance.d", {"identifier": "d", "tags": HEALTH})
    snapshot = resource("aws_db_snapshot.s", {"db_instance_identifier": "d"})
    entry = declared(database.key, snapshot.key)
    found = classified(entry, seen=(database, snapshot))
    assert found.classes[snapshot.key].health
    assert found.unused_declassifications == (entry,)
    assert found.powerless_declassifications == (entry,)


def test_no_declaration_makes_a_copied_snapshot_anything_else_than_its_source() -> None:
    volume = resource("aws_ebs_volume.v", {"tags": HEALTH})
    copy = resource("aws_ebs_volume_copy.c", {"source_volume_id": "v"})
    bucket = resource("aws_s3_bucket.b", {"bucket": "b"})
    made = resource("aws_s3_object_copy.o", {"bucket": "elsewhere", "source": "b"})
    task = resource("aws_datasync_task.t", {"tags": HEALTH})
    links = [
        (copy.key, "source_volume_id", volume.key),
        (made.key, "source", bucket.key),
        (task.key, "destination_location_arn", bucket.key),
    ]
    entries = (declared(volume.key, copy.key), declared(bucket.key, made.key), declared(task.key, bucket.key))

    def carrying(*stopping: Declassification) -> set[str]:
        estate = replace(Estate.default(), declassifications=stopping)
        seen = inventory(volume, copy, bucket, made, task, references=links)
        return {key for key, found in classify(seen, load_catalogue(), estate, ON).classes.items() if found.health}

    everything = {volume.key, copy.key, bucket.key, made.key, task.key}
    assert carrying() == everything
    assert carrying(*entries[:2]) == everything
    # A task may leave out and change what it copies.
    assert carrying(entries[2]) == everything - {bucket.key, made.key}


FLOWS = """
resource "aws_dynamodb_table" "record" {
  name = "record"
  tags = { data_classification = "health" }
}
resource "aws_lambda_function" "figures" {
  function_name = "figures"
  environment {
    variables = { TABLE = aws_dynamodb_table.record.name }
  }
}
"""


def estate_text(**changed: str) -> str:
    keys = {
        "from": '"aws_dynamodb_table.record"',
        "to": '"aws_lambda_function.figures"',
        "data": '"anonymised"',
        "reason": '"counts by month and by ward"',
        "approved_by": '"the DPO"',
        "expires": "2026-12-31",
        **changed,
    }
    written = "\n".join(f"{key} = {value}" for key, value in keys.items() if value)
    return f"version = 1\n[[declassifications]]\n{written}\n"


Check = Callable[..., Completed]
Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("on", "expired", "unused", "said"),
    [
        ("2026-11-23", False, False, "in force until 2026-12-31"),
        ("2027-01-01", True, False, "EXPIRED on 2026-12-31, the flow counts again"),
    ],
)
def test_every_format_lists_it(check: Check, write: Write, on: str, expired: bool, unused: bool, said: str) -> None:
    folder = write({"main.tf": FLOWS, "hds-policy.toml": estate_text()})
    document: dict[str, Any] = check(folder, "--on", on, "--format", "json").json
    (entry,) = document["declassifications"]
    assert (entry["from"], entry["data"], entry["expired"], entry["unused"]) == (
        "aws_dynamodb_table.record",
        "anonymised",
        expired,
        unused,
    )
    carrying = {one["address"] for one in document["resources"]}
    assert ("aws_lambda_function.figures" in carrying) is expired
    sarif = check(folder, "--on", on, "--format", "sarif").json
    assert sarif["runs"][0]["properties"]["declassifications"] == document["declassifications"]
    text = " ".join(check(folder, "--on", on).out.split())
    assert "Declassified flows" in text
    assert said in text


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"data": '"pseudonymised"'}, "stays in scope"),
        ({"data": '"Pseudonymisées"'}, "stays in scope"),
        ({"data": '"secret"'}, "must be aggregated or anonymised"),
        ({"from": '"*"'}, "a declaration for everything is none"),
        ({"to": '" "'}, "to"),
        ({"reason": '"short"'}, "reason"),
        ({"approved_by": '" "'}, "who answers for it"),
        ({"expires": ""}, "expires"),
        ({"approved_by": ""}, "approved_by"),
    ],
)
def test_a_declaration_that_is_not_whole_is_refused(
    check: Check, write: Write, changed: dict[str, str], problem: str
) -> None:
    done = check(write({"main.tf": FLOWS, "hds-policy.toml": estate_text(**changed)}))
    assert done.code == 2
    assert problem in " ".join(done.err.split())


SNAPSHOT = """
resource "aws_db_instance" "d" {
  identifier = "d"
  tags       = { hds = "%s" }
}
resource "aws_db_snapshot" "s" {
  db_instance_identifier = aws_db_instance.d.identifier
  db_snapshot_identifier = "s"
}
"""


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        (SNAPSHOT % "true", "may_not_stop", "no declaration stops"),
        (SNAPSHOT % "false", "no_flow", "no flow of health data"),
        (FLOWS, "no_flow", "no flow of health data"),
    ],
    ids=["a snapshot of health data", "a snapshot of other data", "another flow"],
)
def test_why_a_declaration_stops_nothing_is_said(
    check: Check, write: Write, text: str, code: str, sentence: str
) -> None:
    entry = estate_text(**{"from": '"aws_db_instance.d"', "to": '"aws_db_snapshot.s"'})
    done = check(write({"main.tf": text, "hds-policy.toml": entry}), "--on", "2026-11-23", "--format", "json")
    (said,) = [one for one in done.json["findings"] if one["rule"] == "HDS-017"]
    assert (said["result"], said["reasons"]) == ("review", [code])
    assert sentence in said["message"]
