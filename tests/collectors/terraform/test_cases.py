"""Small trees with the inventory that Terraform's documentation says they have; each read by both readers.

``expected.json`` is written by hand: every resource and data source, every reference, every gap. Of attributes only
those that matter to the case are named. ``{"unknown": cause}`` stands for an Unknown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hds_collectors.terraform.collector import Options, collect

from hds_policy.model import InputStatus, Inventory, Unknown

CASES = Path(__file__).parents[2] / "assets" / "terraform" / "cases"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
ABSENT = "(absent)"
KEYS = {"about", "variables", "workspace", "resources", "references", "unread", "not_instantiated", "roots"}


TOP = Path(__file__).parents[3]
TREES = [TOP / "examples", TOP / "tests" / "assets" / "hcl", TOP / "tests" / "assets" / "plans" / "estate" / "code"]


def expectation(folder: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert set(expected) <= KEYS
    return expected


def read(folder: Path, parser: str = "fast") -> Inventory:
    expected = expectation(folder)
    options = Options(variables=expected.get("variables", {}), workspace=expected.get("workspace", ""), parser=parser)
    return collect(folder, options)


def plain(value: object) -> object:
    """A value as ``expected.json`` writes it."""
    if isinstance(value, Unknown):
        return {"unknown": value.cause.value}
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def typed(value: object) -> object:
    """The value with true told from 1."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def test_all_cases_are_there() -> None:
    numbers = [int(folder.name.partition("-")[0]) for folder in FOLDERS]
    assert numbers == list(range(1, 93))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_inventory(folder: Path) -> None:
    expected, inventory = expectation(folder), read(folder)
    found = {one.key: one for one in inventory.resources}
    assert sorted(found) == sorted(one["address"] for one in expected["resources"])
    for wanted in expected["resources"]:
        one = found[wanted["address"]]
        assert one.symbolic == ("[?]" in one.address)
        for name, value in wanted.get("attributes", {}).items():
            assert typed(plain(one.attributes.get(name, ABSENT))) == typed(value), (one.address, name)
        for name, value in wanted.get("provider", {}).items():
            assert typed(plain(one.provider.attributes.get(name, ABSENT))) == typed(value), (one.address, name)
        assert one.type == wanted.get("type", one.type)
        if "provider_region" in wanted:
            region = one.provider.attributes.get("region")
            assert plain(region) == wanted["provider_region"], one.address
    references = {(one.source, one.attribute, one.target, one.target_attribute) for one in inventory.references}
    assert references == {tuple(one) for one in expected["references"]}
    assert sorted([gap.what, gap.cause.value] for gap in inventory.unread) == sorted(expected["unread"])
    assert inventory.not_instantiated == expected["not_instantiated"]
    assert list(inventory.roots) == expected.get("roots", ["."])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_python_hcl2_gives_the_same_inventory(folder: Path) -> None:
    fast, second = read(folder), read(folder, "python-hcl2")
    if any(one.status is InputStatus.FAILED for one in fast.inputs):
        # Broken on purpose: the second reader reads nothing of such a file, and says so.
        assert {gap.cause for gap in second.unread} >= {gap.cause for gap in fast.unread}
        assert {one.key for one in second.resources} <= {one.key for one in fast.resources}
        return
    assert second == fast


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_python_hcl2_gives_the_same_inventory_of_other_trees(tree: Path) -> None:
    fast, second = collect(tree), collect(tree, Options(parser="python-hcl2"))
    assert fast.inputs
    assert second == fast
