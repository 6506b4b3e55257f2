"""``hds-policy types``: every type with its decision, and lists that a user brings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command import Completed, hds_policy

LISTS = Path(__file__).parents[1] / "catalogue" / "types"


def types(*arguments: object) -> Completed:
    return hds_policy("types", *arguments)


def test_every_listed_type_of_a_provider_is_there_with_its_decision():
    listed = set((LISTS / "scalingo.txt").read_text("utf-8").split())
    rows = types("scalingo", "--format", "json").json
    assert {row["type"] for row in rows} == listed
    assert all(row["decided"] for row in rows)
    by_type = {row["type"]: row for row in rows}
    # By hand from the catalogue file: an entry of its own, operated by Scalingo but for administration.
    assert by_type["scalingo_database"] == {
        "type": "scalingo_database",
        "provider": "scalingo",
        "decided": True,
        "role": "stores",
        "service": "databases",
        "model": "managed-backup",
        "hoster_layers": ["physical", "hardware", "virtual", "platform", "backup"],
        "operated_by": None,
        "persists": True,
        "reason": None,
        "answer_from": "entry",
        "family": None,
    }
    assert by_type["scalingo_ssh_key"]["role"] == "configures"
    assert by_type["scalingo_ssh_key"]["reason"] == "access control"


def test_who_operates_it_instead_of_the_hoster_is_told():
    rows = {row["type"]: row for row in types("azurerm", "--role", "stores", "--format", "json").json}
    oracle = rows["azurerm_oracle_autonomous_database"]
    assert oracle["hoster_layers"] == ["physical"]
    assert oracle["operated_by"] == dict.fromkeys(("hardware", "virtual", "platform", "backup"), "oracle")
    line = next(line for line in types("azurerm").out.splitlines() if line.startswith("azurerm_arc_machine "))
    assert "physical (customer), hardware (customer)" in line


def test_without_a_provider_all_of_them_are_listed():
    rows = types("--format", "json").json
    listed = {name for path in LISTS.glob("*.txt") for name in path.read_text("utf-8").split()}
    assert listed <= {row["type"] for row in rows}
    assert len(rows) > 6000


def test_a_family_is_named_as_the_origin():
    rows = types("aws", "--format", "json").json
    families = [row for row in rows if row["answer_from"] == "family"]
    assert families
    assert all(row["family"] and row["reason"] and row["role"] in {"configures", "none"} for row in families)


def test_a_role_chooses():
    done = types("scalingo", "--role", "transports")
    assert done.code == 0
    assert "scalingo_log_drain" in done.out
    assert "scalingo_database" not in done.out
    assert done.out.rstrip().endswith("1 types: 1 transports")


def test_another_name_of_a_provider_is_understood():
    assert types("google-beta", "--format", "json").json == types("google", "--format", "json").json


LIST = "# a new provider\naws_s3_bucket\nacme_vault   # not decided\n\nacme_vault\n"
SCHEMA = {
    "provider_schemas": {
        "registry.terraform.io/acme/acme": {
            "resource_schemas": {"acme_vault": {}, "aws_s3_bucket": {}},
            "data_source_schemas": {"acme_secret": {}},
        },
        "registry.terraform.io/acme/empty": {},
    }
}


@pytest.mark.parametrize("text", [LIST, json.dumps(SCHEMA), '["aws_s3_bucket", "acme_vault"]'])
def test_a_list_that_a_user_brings(tmp_path: Path, text: str):
    path = tmp_path / "types.txt"
    path.write_text(text, "utf-8")
    rows = types(path, "--format", "json").json
    assert [(row["type"], row["role"]) for row in rows] == [("acme_vault", None), ("aws_s3_bucket", "stores")]
    undecided = types("--undecided", path)
    assert undecided.code == 3
    assert "acme_vault" in undecided.out
    assert "aws_s3_bucket" not in undecided.out


def test_nothing_undecided_is_exit_code_0():
    done = types("--undecided")
    assert (done.code, done.out.split()[-2:]) == (0, ["0", "types"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "lists no resource type"),
        ("# nothing\n", "lists no resource type"),
        ("resource aws_s3_bucket\n", "is not the name of a resource type"),
        ("\x1b[31maws\n", "is not the name of a resource type"),
        ("[1, 2]", "is not the name of a resource type"),
        ('{"a": 1}', "has no provider_schemas"),
        ('{"provider_schemas": {"x": {"resource_schemas": []}}}', "lists no resource type|is not a table"),
        ("[", "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
    ],
)
def test_a_wrong_list_is_refused(tmp_path: Path, text: str, message: str):
    path = tmp_path / "types.txt"
    path.write_text(text, "utf-8")
    done = types(path)
    assert done.code == 2
    assert re.search(message, done.err)
    assert "\x1b" not in done.err
    assert "Traceback" not in done.err


def test_what_is_neither_provider_nor_file_is_refused():
    done = types("azurm")
    assert done.code == 2
    assert "nearest: azurerm" in done.err
    assert types("scalingo", "--role", "stores", "--undecided").code == 2
