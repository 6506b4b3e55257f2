"""The generator of docs/health-data.md: up to date, complete, and it fails on what is missing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from hds_policy.pipeline import Knowledge

ROOT = Path(__file__).parents[2]


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "build_health_data_doc", ROOT / "support" / "build_health_data_doc.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


SCRIPT = load_script()


@pytest.fixture(scope="module")
def parts(shipped: Knowledge) -> dict[str, str]:
    found: dict[str, str] = SCRIPT.parts(shipped)
    return found


def test_the_page_is_as_its_generator_makes_it(parts: dict[str, str]) -> None:
    text = SCRIPT.DOC.read_text("utf-8")
    assert SCRIPT.page(text, parts) == text


def test_another_edge_is_noticed(parts: dict[str, str]) -> None:
    text = SCRIPT.DOC.read_text("utf-8")
    assert SCRIPT.page(text, {**parts, "edges of the clinic": parts["edges of the clinic"] + "\n| more |"}) != text


def test_every_edge_type_is_explained(parts: dict[str, str], shipped: Knowledge) -> None:
    assert len(shipped.catalogue.edge_types) == 15
    for name in shipped.catalogue.edge_types:
        assert f"| `{name}` |" in parts["edge types"]


def test_a_line_of_the_page_says_what_stands_in_the_file(parts: dict[str, str]) -> None:
    """By hand: backups.tf names the snapshot in its ninth line."""
    assert "told by `source_db_snapshot_identifier`, `record/backups.tf:9`" in parts["paths of the clinic"]
    line = (SCRIPT.CLINIC / "record" / "backups.tf").read_text("utf-8").splitlines()[8]
    assert line.split() == ["source_db_snapshot_identifier", "=", "aws_db_snapshot.nightly.db_snapshot_arn"]


@pytest.mark.parametrize("content", ["", "one line"])
def test_an_empty_part_is_refused(content: str) -> None:
    with pytest.raises(ValueError, match="edge types"):
        SCRIPT.page(SCRIPT.DOC.read_text("utf-8"), {"edge types": content})


def test_a_page_without_markers_is_refused(parts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no markers"):
        SCRIPT.page("# How health data is followed\n", parts)
