"""Calls of modules that are not there: judged by their inputs when the catalogue knows them, else unread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from building import write_catalogue
from command import Completed

from hds_policy.catalogue import Catalogue
from hds_policy.model import Cause, Inventory, ProviderConfig, Reference, Resource, SourceRange, Unread
from hds_policy.module_calls import settle_modules

Check = Callable[..., Completed]
Write = Callable[..., Path]
ON = ("--on", "2026-11-23", "--format", "json")

MODULES = """
    [types]
    "module:acme/db/cloud" = { role = "stores", model = "managed-backup", service = "database" }
"""


@pytest.fixture
def with_modules(tmp_path: Path) -> Catalogue:
    return Catalogue(write_catalogue(tmp_path / "with-modules", modules=MODULES))


def call(address: str, source: str, line: int, root: str = ".") -> Resource:
    place = SourceRange("main.tf", line, line + 3)
    return Resource(address, f"module:{source}", "m", root, ProviderConfig("cloud"), {}, location=place)


def gap(what: str, line: int, root: str = ".", cause: Cause = Cause.MODULE_NOT_AVAILABLE) -> Unread:
    return Unread(what, cause, "not here", SourceRange("main.tf", line, line + 3), root)


def test_decided_call_is_a_resource_and_another_is_unread(with_modules: Catalogue) -> None:
    known, other = call("module.a", "acme/db/cloud", 1), call("module.b", "acme/other/cloud", 9)
    inventory = Inventory(
        resources=(known, other),
        references=(
            Reference("module.b", "module.a", "x"),
            Reference("module.a", "module.b", "x"),
            Reference("module.a", "r.r", "x"),
        ),
        unread=(gap("module.a", 1), gap("module.b", 9)),
    )
    settled = settle_modules(inventory, with_modules)
    assert settled.resources == (known,)
    assert settled.references == (Reference("module.a", "r.r", "x"),)
    assert settled.unread == (gap("module.b", 9),)


def test_all_instances_of_a_call_are_settled_by_one_entry(with_modules: Catalogue) -> None:
    calls = (call('module.a["x"]', "acme/db/cloud", 1), call('module.a["y"]', "acme/db/cloud", 1))
    settled = settle_modules(Inventory(resources=calls, unread=(gap("module.a", 1),)), with_modules)
    assert settled.resources == calls
    assert settled.unread == ()


@pytest.mark.parametrize(
    "kept",
    [gap("module.a", 1, cause=Cause.LIMIT_EXCEEDED), gap("module.a", 1, root="other"), gap("module.z", 5)],
    ids=["another cause", "another root", "another place"],
)
def test_other_gaps_stay(with_modules: Catalogue, kept: Unread) -> None:
    inventory = Inventory(resources=(call("module.a", "acme/db/cloud", 1),), unread=(kept, gap("module.a", 1)))
    assert settle_modules(inventory, with_modules).unread == (kept,)


def test_nothing_changes_without_module_calls(with_modules: Catalogue) -> None:
    inventory = Inventory(unread=(gap("module.a", 1),))
    assert settle_modules(inventory, with_modules) is inventory


def estate(region: str, source: str = "terraform-aws-modules/rds/aws") -> dict[str, str]:
    return {
        "main.tf": f"""
provider "aws" {{ region = "{region}" }}
module "db" {{
  source = "{source}"
  engine = "postgres"
  tags   = {{ data_classification = "health" }}
}}
"""
    }


def of_rule(done: Completed, rule: str) -> dict[str, list[str]]:
    """Resources of the findings of a rule, by result."""
    found: dict[str, list[str]] = {}
    for finding in done.json["findings"]:
        if finding["rule"] == rule:
            found.setdefault(finding["result"], []).extend(finding["resources"])
    return found


def test_database_module_outside_the_eea_fails(write: Write, check: Check) -> None:
    done = check(write(estate("us-east-1")), *ON)
    assert done.code == 1, done.out + done.err
    assert of_rule(done, "HDS-007") == {"fail": ["module.db"]}
    assert done.json["unread"] == []
    assert done.json["coverage"]["unsupported"] == 0


def test_database_module_in_paris_is_inside(write: Write, check: Check) -> None:
    done = check(write(estate("eu-west-3")), *ON)
    assert "fail" not in of_rule(done, "HDS-007")
    assert done.json["unread"] == []


def test_replica_region_in_an_input_counts(write: Write, check: Check) -> None:
    files = {
        "main.tf": """
provider "aws" { region = "eu-west-3" }
module "table" {
  source          = "terraform-aws-modules/dynamodb-table/aws"
  replica_regions = [{ region_name = "us-east-1" }]
  tags            = { hds = "true" }
}
"""
    }
    done = check(write(files), *ON)
    assert done.code == 1
    assert of_rule(done, "HDS-007")["fail"] == ["module.table"]


def test_health_data_flows_through_the_outputs_of_a_module(write: Write, check: Check) -> None:
    files = estate("eu-west-3")
    files["copy.tf"] = """
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
resource "aws_db_instance_automated_backups_replication" "far" {
  provider               = aws.us
  source_db_instance_arn = module.db.db_instance_arn
}
"""
    done = check(write(files), *ON)
    assert done.code == 1
    assert of_rule(done, "HDS-007")["fail"] == ["aws_db_instance_automated_backups_replication.far"]


def test_unknown_module_stays_unread(write: Write, check: Check) -> None:
    done = check(write(estate("us-east-1", "acme/rds/aws")), *ON)
    assert done.code == 3, done.out + done.err
    assert [entry["what"] for entry in done.json["unread"]] == ["module.db"]
    assert done.json["coverage"]["unsupported"] == 0
    assert done.json["findings"] == []


def test_modules_that_hold_no_data_leave_nothing_open(write: Write, check: Check) -> None:
    done = check(write({"main.tf": 'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n'}), *ON)
    assert done.json["unread"] == []
    assert done.json["findings"] == []
    assert done.json["coverage"]["resources"] == 1


def test_text_report_says_that_only_the_inputs_were_judged(write: Write, check: Check) -> None:
    done = check(write(estate("us-east-1")), "--on", "2026-11-23")
    assert "judged by its inputs" in " ".join(done.out.split())
