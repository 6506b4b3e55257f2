"""A tree of files written by the test, and its inventory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hds_collectors.terraform.collector import Options, collect
from terraform_tree import Tree

from hds_policy.model import Inventory


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Write files (name to content) and collect the folder."""

    def _collect(files: Mapping[str, str] | str, options: Options | None = None) -> Inventory:
        for name, content in ({"main.tf": files} if isinstance(files, str) else files).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="")
        return collect(tmp_path, options)

    return _collect
