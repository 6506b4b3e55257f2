"""On public repositories, where they are at hand: ``HDS_POLICY_CORPUS`` names the folder of ``<owner>/<name>``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hds_collectors.terraform import hcl

CORPUS = os.environ.get("HDS_POLICY_CORPUS", "")
FABRIC = Path(CORPUS or ".") / "GoogleCloudPlatform" / "cloud-foundation-fabric" / "modules"


@pytest.mark.skipif(not CORPUS, reason="HDS_POLICY_CORPUS does not name a folder with public repositories")
def test_every_module_file_of_cloud_foundation_fabric_is_read_whole() -> None:
    """660 files in July 2026, of which checkov 3.3.30 drops 16."""
    files = sorted(path for path in FABRIC.rglob("*.tf") if path.is_file())
    assert len(files) >= 600
    broken = [path for path in files if hcl.parse(path.name, path.read_bytes().decode("utf-8-sig")).problems]
    assert broken == []
