"""Modules outside the checked folder: named, with the folder to check instead, never read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hds_collectors.terraform.collector import collect

from hds_policy.model import Cause

CALL = 'module "m" {\n  source = "SOURCE"\n}\n'


def detail(top: Path, folder: str, source: str) -> str:
    """Writes a module ``modules/db`` and a root that calls it, and says why the call is not available."""
    for name, text in {"modules/db/main.tf": 'resource "a_b" "secret" {}\n', f"{folder}/main.tf": CALL}.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("SOURCE", source), "utf-8")
    inventory = collect(top / folder)
    assert "secret" not in repr(inventory.resources)
    (gap,) = inventory.unread
    assert gap.cause is Cause.MODULE_NOT_AVAILABLE
    return gap.detail


def test_in_a_repository_its_top_is_named(tmp_path: Path) -> None:
    top = tmp_path / "repository"
    (top / ".git").mkdir(parents=True)
    found = detail(top / "live", "prod/paris", "../../modules/db")
    assert "check ../../.. instead" in found
    assert "(../../modules/db)" in found
    assert str(tmp_path) not in found


def test_without_a_repository_the_nearest_folder_that_holds_both(tmp_path: Path) -> None:
    assert "check ../.. instead" in detail(tmp_path, "prod/paris", "../../modules/db")


@pytest.mark.parametrize(
    "source", ["../../modules/nowhere", "../../modules/db/main.tf", "../../../../../../../../../.."]
)
def test_what_is_not_there_is_not_advised(tmp_path: Path, source: str) -> None:
    found = detail(tmp_path, "prod/paris", source)
    assert "instead" not in found
    assert "leads out of the checked folder" in found
