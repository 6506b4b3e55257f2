"""A whole estate file and a loader for variants of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hds_policy.config import Estate, Known, load_estate

KNOWN = Known(
    hosters={"aws", "ovhcloud", "scaleway"},
    conditions={"ovhcloud": {"project-hds-option", "business-support"}},
    rules={"HDS-001", "HDS-007"},
)


@pytest.fixture
def known() -> Known:
    return KNOWN


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Estate]:
    def load_text(text: str) -> Estate:
        path = tmp_path / "hds-policy.toml"
        path.write_text(text, encoding="utf-8")
        return load_estate(path, KNOWN)

    return load_text


@pytest.fixture
def whole() -> str:
    return (Path(__file__).parent / "whole.toml").read_text(encoding="utf-8")
