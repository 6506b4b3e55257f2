"""Every resource block of every case is in the inventory, certainly absent, or unread; what is lost is found."""

from __future__ import annotations

from pathlib import Path

import account_blocks
import pytest
from hds_collectors.terraform.emission import Emission
from hds_collectors.terraform.module import ModuleInstance

CASES = Path(__file__).parents[1] / "assets" / "terraform" / "cases"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_cases(folder: Path) -> None:
    found = account_blocks.account(folder)
    assert found.nowhere == ()
    assert found.exact
    assert found.kinds.total() + found.broken == account_blocks_of(folder)


def account_blocks_of(folder: Path) -> int:
    """Resource blocks counted with nothing but text: lines of native syntax, members of JSON."""
    count = 0
    for path in folder.rglob("*"):
        if path.name.endswith((".tf", ".tofu")):
            text = path.read_bytes().decode("utf-8-sig")
            count += sum(1 for line in text.splitlines() if line.startswith('resource "'))
        elif path.name == "main.tf.json":
            count += 2  # case 09, the only one with resources in JSON
    return count


def test_counts_of_a_tree_by_hand(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "a_b" "one" {}\nresource "a_b" "zero" {\n  count = 0\n}\n'
        'module "off" {\n  count = 0\n  source = "./m"\n}\nmodule "self" {\n  source = "./"\n}\n'
        'resource "a_b" "one" {}\n/*\nresource "a_b" "comment" {}\n*/\n'
        'locals {\n  text = <<EOT\nresource "a_b" "text" {}\nEOT\n}\n'
    )
    (tmp_path / "bad.tf").write_text('resource "a_b" "broken" {\n  x = [1,\n}\nresource "a_b" "after" {}\n')
    (tmp_path / "override.tf").write_text('resource "a_b" "one" {\n  x = 1\n}\n')
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "main.tf").write_text('resource "a_b" "m" {}\n')
    found = account_blocks.account(tmp_path)
    # one and after; zero and the module's; the second "one"; the override; broken is no block at all.
    assert dict(found.kinds) == {"present": 2, "absent": 2, "unread": 1, "merged": 1, "left out": 0, "nowhere": 0}
    assert (found.lines, found.broken, found.text, found.exact) == (9, 1, 2, True)


def test_a_block_that_is_lost_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "main.tf").write_text('resource "a_b" "one" {}\nresource "a_b" "two" {}\n')
    original = Emission.add

    def lossy(self: Emission, root: ModuleInstance) -> None:
        original(self, root)
        self.resources = [one for one in self.resources if one.name != "two"]

    monkeypatch.setattr(Emission, "add", lossy)
    found = account_blocks.account(tmp_path)
    assert found.nowhere == (("main.tf", 2),)
    assert not found.exact
