"""Variable files that nothing loads: a gap exactly when they would change a value that was used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hds_collectors.terraform.collector import Options
from terraform_tree import Tree, addresses

from hds_policy.model import Cause, InputStatus, Inventory

MAIN = 'variable "region" { default = "paris" }\nresource "a_b" "c" { region = var.region }\n'
TWO = 'variable "dr" { default = false }\n' + MAIN


def gaps(inventory: Inventory) -> list[tuple[str, str, str]]:
    """File, first word group of the detail, root, of each variable file that is a gap."""
    found = [one for one in inventory.unread if ".tfvars" in one.what]
    assert {one.cause for one in found} <= {Cause.UNRESOLVED_VALUE}
    assert all(one.location and one.location.file == one.what for one in found)
    return [(one.what, one.detail.partition(":")[0], one.root) for one in found]


def statuses(inventory: Inventory) -> dict[str, InputStatus]:
    return {one.path: one.status for one in inventory.inputs}


def test_a_file_beside_that_changes_a_default(tree: Tree) -> None:
    inventory = tree({"main.tf": MAIN, "prod.tfvars": 'region = "virginia"\n'})
    assert gaps(inventory) == [("prod.tfvars", "sets region", ".")]
    assert "--var-file" in inventory.unread[0].detail
    assert statuses(inventory)["prod.tfvars"] is InputStatus.SKIPPED


def test_a_file_elsewhere_may_be_meant_for_any_root(tree: Tree) -> None:
    files = {"a/main.tf": MAIN, "b/main.tf": 'resource "a_b" "c" {}\n', "env/prod.tfvars": 'region = "virginia"\n'}
    assert gaps(tree(files)) == [("env/prod.tfvars", "sets region", "a")]


def test_a_file_beside_a_root_is_meant_for_that_root(tree: Tree) -> None:
    files = {"a/main.tf": MAIN, "b/main.tf": MAIN, "b/prod.tfvars": 'region = "virginia"\n'}
    assert gaps(tree(files)) == [("b/prod.tfvars", "sets region", "b")]
    assert gaps(tree({"b/main.tf": MAIN.replace("paris", "virginia")})) == []


def test_a_root_above_is_named_before_others(tree: Tree) -> None:
    files = {"a/main.tf": MAIN, "z/main.tf": MAIN, "z/env/prod.tfvars": 'region = "virginia"\n'}
    assert gaps(tree(files)) == [("z/env/prod.tfvars", "sets region", "z")]


def test_one_gap_for_each_file_with_all_names(tree: Tree) -> None:
    files = {
        "main.tf": TWO,
        "dev.tfvars.json": '{"region": "tokyo"}',
        "prod.tfvars": 'region = "virginia"\ndr = true\n',
    }
    assert gaps(tree(files)) == [("dev.tfvars.json", "sets region", "."), ("prod.tfvars", "sets region, dr", ".")]


def test_a_long_list_of_names_is_cut(tree: Tree) -> None:
    main = "".join(f'variable "v{number}" {{ default = 0 }}\n' for number in range(7))
    values = "".join(f"v{number} = 1\n" for number in range(7))
    (gap,) = gaps(tree({"main.tf": main, "x.tfvars": values}))
    assert gap[1] == "sets v0, v1, v2, v3 and 3 more"


@pytest.mark.parametrize(
    ("main", "values"),
    [
        (MAIN, 'region = "paris"\n'),
        (MAIN, 'zone = "virginia"\n'),
        ('variable "region" {}\nresource "a_b" "c" { region = var.region }\n', 'region = "virginia"\n'),
        ('variable "region" {\n  default = "x"\n  sensitive = true\n}\n', 'region = "virginia"\n'),
        ('variable "region" {\n  type = number\n  default = 1\n}\n', 'region = "1"\n'),
    ],
    ids=["same value", "declared nowhere", "no value anyway", "unknown anyway", "same after conversion"],
)
def test_what_changes_nothing_is_only_skipped(tree: Tree, main: str, values: str) -> None:
    inventory = tree({"main.tf": main, "x.tfvars": values})
    assert inventory.unread == ()
    assert statuses(inventory)["x.tfvars"] is InputStatus.SKIPPED


def test_true_is_not_one(tree: Tree) -> None:
    assert gaps(tree({"main.tf": 'variable "v" { default = 1 }\n', "x.tfvars": "v = true\n"})) == [
        ("x.tfvars", "sets v", ".")
    ]


def test_a_loaded_file_gives_the_value_that_another_would_change(tree: Tree) -> None:
    main = MAIN.replace(' default = "paris" ', "")
    files = {"main.tf": main, "terraform.tfvars": 'region = "paris"\n', "prod.tfvars": 'region = "virginia"\n'}
    assert gaps(tree(files)) == [("prod.tfvars", "sets region", ".")]


def test_terraform_tfvars_in_a_folder_without_configuration_is_not_loaded(tree: Tree) -> None:
    assert gaps(tree({"main.tf": MAIN, "env/prod/terraform.tfvars": 'region = "virginia"\n'})) == [
        ("env/prod/terraform.tfvars", "sets region", ".")
    ]


def test_the_user_has_chosen(tree: Tree, tmp_path: Path) -> None:
    files = {
        "main.tf": TWO,
        "prod.tfvars": 'region = "lyon"\n',
        "staging.tfvars": 'region = "virginia"\n',
        "more.tfvars": 'region = "tokyo"\ndr = true\n',
    }
    inventory = tree(files, Options(var_files=(tmp_path / "prod.tfvars",)))
    assert gaps(inventory) == [("more.tfvars", "sets dr", ".")]
    assert statuses(inventory)["prod.tfvars"] is InputStatus.PARSED
    assert statuses(inventory)["staging.tfvars"] is InputStatus.SKIPPED
    assert gaps(tree({}, Options(var_files=(tmp_path / "prod.tfvars",), variables={"dr": "false"}))) == []
    assert gaps(tree({}, Options(variables={"region": "lyon", "dr": "false"}))) == []


def test_a_file_that_cannot_be_understood_may_change_anything(tree: Tree) -> None:
    inventory = tree({"main.tf": MAIN, "env/prod.tfvars": "region = \n"})
    assert [(one.what, one.cause) for one in inventory.unread] == [("env/prod.tfvars", Cause.PARSE_ERROR)]


def test_values_never_leave(tree: Tree) -> None:
    assert "hunter2" not in repr(tree({"main.tf": MAIN, "prod.tfvars": 'region = "hunter2"\n'}))


def test_without_a_root_there_is_nothing_to_change(tree: Tree) -> None:
    inventory = tree({"x.tfvars": "a = \n", "y.tfvars": "a = 1\n"})
    assert (addresses(inventory), inventory.unread) == ([], ())
