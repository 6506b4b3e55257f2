"""``hds-policy graph``: what it draws, where it writes, and exit codes that say when the drawing is not whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Completed, hds_policy
from estates import ON, estate

CLINIC = Path(__file__).parents[2] / "examples" / "clinic" / "failing"
Write = Callable[..., Path]
SNAPSHOT = 'resource "aws_db_snapshot" "s" {\n  db_instance_identifier = aws_db_instance.d.identifier\n}\n'
DATABASE = 'resource "aws_db_instance" "d" {\n  kms_key_id = aws_kms_key.k.arn\n  tags = { hds = "true" }\n}\n'
KEY = 'resource "aws_kms_key" "k" {}\n'


def graph(*arguments: object) -> Completed:
    return hds_policy("graph", *arguments, *ON)


def drawn(*arguments: object) -> Any:
    return graph(*arguments, "--format", "json").json


def links(document: Any) -> set[tuple[str, str, str, bool]]:
    return {(each["source"], each["kind"], each["target"], each["carries_health_data"]) for each in document["links"]}


# By hand from the Terraform files of the example and the edge types of the catalogue.
CLINIC_LINKS = {
    ("record:module.patients.aws_db_instance.main", "snapshots", "record:aws_db_snapshot.nightly"),
    ("record:aws_db_snapshot.nightly", "copies_to", "record:aws_db_snapshot_copy.disaster"),
    (
        "record:module.patients.aws_db_instance.main",
        "replicates_to",
        "record:module.patients.aws_db_instance.replica[0]",
    ),
    ("record:module.patients.aws_db_instance.main", "reads", "record:aws_lambda_function.api"),
    ("record:aws_lambda_function.api", "logs_to", "record:aws_cloudwatch_log_group.api"),
    (
        "record:aws_cloudwatch_log_group.api",
        "streams_to",
        "record:aws_kinesis_firehose_delivery_stream.analytics",
    ),
    ("record:aws_kinesis_firehose_delivery_stream.analytics", "streams_to", "record:aws_s3_bucket.analytics"),
    ("imaging:scaleway_block_volume.images", "mounts", "imaging:scaleway_instance_server.pacs"),
    ("imaging:scaleway_block_volume.images", "snapshots", "imaging:scaleway_block_snapshot.images"),
    ("portal:scalingo_app.portal", "writes", "portal:scalingo_addon.sessions"),
    ("portal:scalingo_addon.sessions", "reads", "portal:scalingo_app.portal"),
}


def test_the_flows_of_the_clinic_are_those_a_person_reads_in_its_files() -> None:
    found = {edge[:3] for edge in links(drawn(CLINIC)) if edge[3]}
    assert found == CLINIC_LINKS


def test_by_default_only_what_carries_health_data_is_drawn() -> None:
    some, every = drawn(CLINIC), drawn(CLINIC, "--all")
    assert all(node["carries_health_data"] for node in some["nodes"])
    assert (len(some["nodes"]), some["left_out"], some["whole"]) == (17, 3, False)
    assert (len(every["nodes"]), every["left_out"], every["whole"]) == (20, 0, True)
    (website,) = [node for node in every["nodes"] if node["address"] == "aws_s3_bucket.website"]
    assert (website["carries_health_data"], website["in_scope"], website["result"]) == (False, False, "not_applicable")


def test_a_key_is_looked_at_and_carries_nothing(write: Write) -> None:
    found = drawn(write({"main.tf": DATABASE + SNAPSHOT + KEY}), "--all")
    assert links(found) == {
        ("aws_kms_key.k", "encrypts", "aws_db_instance.d", False),
        ("aws_db_instance.d", "snapshots", "aws_db_snapshot.s", True),
    }
    (key,) = [each for each in found["links"] if each["kind"] == "encrypts"]
    assert key["reason"] == "moves no data: a key is not data"
    assert key["location"] == {"file": "main.tf", "start_line": 2, "end_line": 2}


def test_what_a_flow_leads_to_outside_is_a_node_of_its_own(write: Write) -> None:
    files = {
        "main.tf": 'resource "aws_db_instance" "d" {\n  tags = { hds = "true" }\n}\n'
        'resource "aws_db_instance_automated_backups_replication" "r" {\n'
        "  source_db_instance_arn = aws_db_instance.d.arn\n}\n"
        'resource "aws_s3_bucket" "b" {\n  tags = { hds = "true" }\n}\n'
        'resource "aws_s3_bucket_logging" "l" {\n  bucket = aws_s3_bucket.b.id\n  target_bucket = "elsewhere"\n}\n'
    }
    found = drawn(write(files))
    (outside,) = [node for node in found["nodes"] if node["kind"] == "not_read"]
    assert outside["address"] == "target_bucket of aws_s3_bucket_logging.l"
    assert outside["result"] == "undetermined"
    assert outside["location"]["start_line"] == 12
    (edge,) = [each for each in found["links"] if each["target"] == outside["key"]]
    assert (edge["source"], edge["carries_health_data"]) == ("aws_s3_bucket.b", True)


def test_a_file_of_a_module_is_drawn_with_the_way_that_leads_to_it(write: Write) -> None:
    folder = write({"main.tf": DATABASE + KEY, "backups.tf": SNAPSHOT})
    found = drawn(folder / "backups.tf")
    assert {node["key"] for node in found["nodes"]} == {"aws_db_instance.d", "aws_db_snapshot.s"}
    assert all(node["carries_health_data"] for node in found["nodes"])
    assert links(found) == {("aws_db_instance.d", "snapshots", "aws_db_snapshot.s", True)}


@pytest.mark.parametrize("name", ["dot", "mermaid", "json", "html"])
def test_every_format_goes_to_a_file_and_nothing_else_is_said(name: str, tmp_path: Path) -> None:
    file = tmp_path / "drawing"
    done = graph(CLINIC, "--output", f"{name}={file}")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert file.read_text("utf-8") == graph(CLINIC, "--format", name).out


def test_dot_is_what_stdout_gets() -> None:
    done = graph(CLINIC)
    assert done.out.startswith("digraph hds {")
    assert done.code == 0, "a fail is drawn; a drawing is no verdict"


def test_one_drawing_for_stdout_only() -> None:
    done = graph(CLINIC, "--format", "dot", "--format", "json")
    assert done.code == 2
    assert "only one report can go to stdout" in done.err


@pytest.mark.parametrize("given", ["html", "svg=x", "html="])
def test_an_output_that_is_none_is_refused(given: str) -> None:
    done = graph(CLINIC, "--output", given)
    assert done.code == 2
    assert "formats: dot, mermaid, json, html" in done.err


def test_what_was_not_read_is_in_the_drawing_and_in_the_exit_code(write: Write) -> None:
    folder = write(estate(**{"more.tf": 'module "gone" {\n  source = "example.com/nobody/gone"\n}\n'}))
    done = graph(folder, "--format", "json")
    assert done.code == 3
    assert "module.gone was not read" in done.json["incomplete"][0]
    assert "incomplete: module.gone was not read" in done.err
    assert "module.gone was not read" in graph(folder, "--format", "html").out


def test_a_type_nobody_knows_makes_the_drawing_incomplete(write: Write) -> None:
    done = graph(write(estate(**{"more.tf": 'resource "nobody_knows" "x" {}\n'})))
    assert done.code == 3
    assert "types whose edges are not known" in done.err


def test_nothing_that_carries_health_data_is_no_success(write: Write) -> None:
    done = graph(write({"main.tf": KEY}), "--format", "json")
    assert done.code == 4
    assert done.json["nodes"] == []


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    done = graph(tmp_path / "gone")
    assert done.code == 2
    assert not done.out


def test_attribute_values_never_leave(write: Write) -> None:
    folder = write(
        {"main.tf": 'resource "aws_db_instance" "d" {\n  password = "hunter2"\n  tags = { hds = "true" }\n}\n'}
    )
    for name in ("dot", "mermaid", "json", "html"):
        assert "hunter2" not in graph(folder, "--format", name).out


def test_two_runs_give_the_same_bytes() -> None:
    first = [graph(CLINIC, "--all", "--format", name).out for name in ("dot", "html")]
    assert first == [graph(CLINIC, "--all", "--format", name).out for name in ("dot", "html")]
    assert json.loads(graph(CLINIC, "--format", "json").out)
