"""Variables: precedence, types, optional(), sensitivity, unreadable variable files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hds_collectors.terraform.collector import Options
from terraform_tree import Tree, resource, unknown

from hds_policy.errors import UsageError
from hds_policy.model import Cause, InputStatus, Inventory

MAIN = 'variable "region" { default = "default" }\nresource "a_b" "c" { region = var.region }\n'


def region(inventory: Inventory) -> object:
    return resource(inventory, "a_b.c").attributes["region"]


def test_precedence_of_variable_files(tree: Tree, tmp_path: Path) -> None:
    assert region(tree(MAIN)) == "default"
    assert region(tree({"terraform.tfvars": 'region = "tfvars"\n'})) == "tfvars"
    assert region(tree({"terraform.tfvars.json": '{"region": "json"}'})) == "json"
    assert region(tree({"b.auto.tfvars": 'region = "b"\n', "c.auto.tfvars.json": '{"region": "c"}'})) == "c"
    named = tmp_path / "prod.tfvars"
    named.write_text('region = "prod"\n')
    inventory = tree({"other.tfvars": 'region = "other"\n'}, Options(var_files=(named,)))
    assert region(inventory) == "prod"
    status = {one.path: one.status for one in inventory.inputs}
    assert status["prod.tfvars"] is InputStatus.PARSED
    assert status["other.tfvars"] is InputStatus.SKIPPED
    assert region(tree({}, Options(var_files=(named,), variables={"region": "cli"}))) == "cli"


def test_environment_only_on_request(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_VAR_region", "environment")
    assert region(tree(MAIN)) == "default"
    assert region(tree(MAIN, Options(use_environment=True))) == "environment"
    assert region(tree({"terraform.tfvars": 'region = "tfvars"\n'}, Options(use_environment=True))) == "tfvars"


def test_no_value_is_unknown_with_the_reason(tree: Tree) -> None:
    value = unknown(region(tree('variable "region" {}\nresource "a_b" "c" { region = var.region }\n')))
    assert (value.cause, value.detail) == (Cause.UNRESOLVED_VALUE, "var.region has no value")


def test_undeclared_variable_on_the_command_line(tree: Tree) -> None:
    with pytest.raises(UsageError, match="regoin"):
        tree(MAIN, Options(variables={"regoin": "x"}))


def test_text_of_a_variable_is_an_expression_where_the_type_is_not_primitive(tree: Tree) -> None:
    main = 'variable "n" { type = list(string) }\nresource "a_b" "c" { n = var.n }\n'
    assert resource(tree(main, Options(variables={"n": '["a", 1]'})), "a_b.c").attributes["n"] == ["a", "1"]
    bad = resource(tree(main, Options(variables={"n": "[,"})), "a_b.c").attributes["n"]
    assert unknown(bad).cause is Cause.UNRESOLVED_VALUE


def test_broken_variable_file_never_leaves_a_default_standing(tree: Tree) -> None:
    inventory = tree({"main.tf": MAIN, "terraform.tfvars": 'region = \nother = "x"\n'})
    assert unknown(region(inventory)).cause is Cause.PARSE_ERROR
    assert [gap.cause for gap in inventory.unread] == [Cause.PARSE_ERROR]
    status = {one.path: one.status for one in inventory.inputs}
    assert status["terraform.tfvars"] is InputStatus.FAILED


def test_linked_variable_file_never_leaves_a_default_standing(tree: Tree, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.tfvars"
    outside.write_text('region = "secret-region"\n')
    (tmp_path / "x.auto.tfvars").symlink_to(outside)
    inventory = tree(MAIN)
    assert unknown(region(inventory)).cause is Cause.ACCESS_DENIED
    assert "secret-region" not in repr(inventory)


def test_conversion_to_the_declared_type(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
variable "text" { type = string }
variable "number" { type = number }
variable "flag" { type = bool }
variable "set" { type = set(string) }
variable "map" { type = map(number) }
variable "bad" { type = number }
variable "legacy" { type = "string" }
resource "a_b" "c" {
  text   = var.text
  number = var.number
  flag   = var.flag
  set    = var.set
  map    = var.map
  bad    = var.bad
  legacy = var.legacy
}
""",
            "terraform.tfvars": """
text = 5
number = "7"
flag = "true"
set = ["b", "a", "b"]
map = { a = "1" }
bad = "many"
legacy = 1
""",
        }
    )
    found = dict(resource(inventory, "a_b.c").attributes)
    assert unknown(found.pop("bad")).detail == "the value of var.bad does not have the declared type"
    assert found == {"text": "5", "number": 7, "flag": True, "set": ["a", "b"], "map": {"a": 1}, "legacy": "1"}


def test_optional_attributes(tree: Tree) -> None:
    inventory = tree(
        """
variable "stores" {
  type = map(object({
    engine  = string
    backups = optional(number, 7)
    region  = optional(string)
    nested  = optional(object({ tier = optional(string, "gold") }), {})
  }))
  default = {
    a = { engine = "postgres", surplus = 1 }
    b = { engine = "mysql", backups = null, nested = { tier = "tin" } }
  }
}
resource "a_b" "c" { stores = var.stores }
"""
    )
    assert resource(inventory, "a_b.c").attributes["stores"] == {
        "a": {"engine": "postgres", "backups": 7, "region": None, "nested": {"tier": "gold"}},
        "b": {"engine": "mysql", "backups": 7, "region": None, "nested": {"tier": "tin"}},
    }


def test_missing_attribute_of_an_object_is_not_a_value(tree: Tree) -> None:
    inventory = tree(
        'variable "o" {\n  type = object({ a = string })\n  default = {}\n}\nresource "a_b" "c" { o = var.o.a }\n'
    )
    assert unknown(resource(inventory, "a_b.c").attributes["o"]).cause is Cause.UNRESOLVED_VALUE


def test_null_takes_the_default_only_where_null_is_not_allowed(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": 'module "m" {\n  source = "./m"\n  a = null\n  b = null\n}\n',
            "m/main.tf": """
variable "a" { default = "x" }
variable "b" {
  default  = "x"
  nullable = false
}
resource "a_b" "c" {
  a = var.a
  b = var.b
}
""",
        }
    )
    assert resource(inventory, "module.m.a_b.c").attributes == {"a": None, "b": "x"}


def test_sensitive_values_never_leave(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
variable "password" {
  sensitive = true
  default   = "hunter2"
}
variable "temporary" {
  ephemeral = true
  default   = "hunter2"
}
resource "a_b" "c" {
  a = var.password
  b = nonsensitive(var.password)
  c = sensitive("hunter2")
  d = "x-${var.temporary}"
  e = module.m.shown
  f = length(var.password) > 3 ? "long" : "short"
  master_password = "hunter2"
}
module "m" { source = "./m" }
""",
            "m/main.tf": 'output "shown" {\n  value = "hunter2"\n  sensitive = true\n}\n',
        }
    )
    found = resource(inventory, "a_b.c").attributes
    for name in "abcde":
        assert unknown(found[name]).detail == "sensitive value: not read"
    unknown(found["f"])
    unknown(found["master_password"])
    assert "hunter2" not in repr(inventory)


def test_not_set_is_not_a_secret(tree: Tree) -> None:
    inventory = tree('resource "a_b" "c" {\n  password = null\n  manage_master_user_password = true\n}\n')
    assert resource(inventory, "a_b.c").attributes == {"password": None, "manage_master_user_password": True}


def test_variable_file_of_the_user_that_cannot_be_read(tree: Tree, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"absent\.tfvars"):
        tree(MAIN, Options(var_files=(tmp_path / "absent.tfvars",)))
