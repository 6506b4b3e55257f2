"""Some files of a module: all of it is read, what stands in them is judged."""

from __future__ import annotations

from pathlib import Path

from hds_collectors.terraform.collector import Options, collect
from terraform_tree import addresses, edges, resource

from hds_policy.model import Cause, InputStatus, Inventory

FILES = {
    "main.tf": """
provider "aws" { region = "eu-west-3" }
resource "aws_s3_bucket" "a" { bucket = var.name }
module "here" { source = "./m" }
""",
    "other.tf": """
variable "name" { default = "x" }
resource "aws_s3_bucket" "b" { bucket = aws_s3_bucket.a.bucket }
module "there" { source = "./m" }
module "gone" { source = "./gone" }
import {
  to = aws_s3_bucket.nowhere
  id = "x"
}
""",
    "x_override.tf": 'provider "aws" { region = "us-east-1" }\n',
    "terraform.tfvars": 'name = "loaded"\n',
    "m/main.tf": 'resource "aws_s3_bucket" "m" {}\n',
    "sub/main.tf": 'resource "aws_s3_bucket" "s" {}\n',
    ".hidden/main.tf": 'resource "aws_s3_bucket" "h" {}\n',
}


def read(tmp_path: Path, *files: str, more: dict[str, str] | None = None) -> Inventory:
    for name, text in (FILES | (more or {})).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return collect(tmp_path, Options(files=files)) if len(files) > 1 else collect(tmp_path / files[0])


def test_the_rest_of_the_module_counts(tmp_path: Path) -> None:
    inventory = read(tmp_path, "main.tf")
    assert inventory.focus == {"aws_s3_bucket.a", "module.here.aws_s3_bucket.m"}
    found = resource(inventory, "aws_s3_bucket.a")
    assert found.attributes["bucket"] == "loaded"
    assert found.provider.attributes["region"] == "us-east-1"
    assert inventory.roots == (".",)


def test_what_flows_between_files_is_kept(tmp_path: Path) -> None:
    inventory = read(tmp_path, "other.tf")
    assert inventory.focus == {"aws_s3_bucket.b", "module.there.aws_s3_bucket.m"}
    assert ("aws_s3_bucket.b", "bucket", "aws_s3_bucket.a", "bucket") in edges(inventory)
    assert "aws_s3_bucket.s" not in addresses(inventory)


def test_gaps_of_other_files_are_not_told(tmp_path: Path) -> None:
    assert read(tmp_path, "main.tf").unread == ()
    assert {gap.what for gap in read(tmp_path, "other.tf").unread} == {"module.gone", "aws_s3_bucket.nowhere"}


def test_a_file_of_the_module_that_cannot_be_read_is_a_gap_of_all(tmp_path: Path) -> None:
    inventory = read(tmp_path, "main.tf", more={"broken.tf": 'provider "aws" {\n'})
    assert [(gap.what, gap.cause) for gap in inventory.unread] == [("broken.tf", Cause.PARSE_ERROR)]


def test_several_files(tmp_path: Path) -> None:
    inventory = read(tmp_path, "main.tf", "other.tf")
    assert inventory.focus == {one.key for one in inventory.resources}
    assert len(inventory.resources) == 4


def test_a_variable_or_override_file_concerns_the_whole_module(tmp_path: Path) -> None:
    for name in ("terraform.tfvars", "x_override.tf"):
        inventory = read(tmp_path, name)
        assert inventory.focus is None
        assert len(inventory.resources) == 4


def test_a_variable_file_that_nothing_loads_counts_for_one_file_too(tmp_path: Path) -> None:
    inventory = read(tmp_path, "main.tf", more={"env/prod.tfvars": 'name = "prod"\n'})
    assert [gap.what for gap in inventory.unread] == ["env/prod.tfvars"]


def test_inputs_are_those_of_the_module(tmp_path: Path) -> None:
    status = {one.path: one.status for one in read(tmp_path, "main.tf").inputs}
    assert status == {name: InputStatus.PARSED for name in FILES if not name.startswith(("sub/", ".hidden/"))}


def test_a_module_that_others_call_can_be_asked_for(tmp_path: Path) -> None:
    read(tmp_path, "main.tf")
    inventory = collect(tmp_path / "m" / "main.tf")
    assert inventory.focus == {"aws_s3_bucket.m"}
