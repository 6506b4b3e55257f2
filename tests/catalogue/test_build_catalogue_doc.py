"""The generated page names every type, and the generator notices what is stale or undecided."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_catalogue_doc", ROOT / "support" / "build_catalogue_doc.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up while it is loaded.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(generator: ModuleType) -> None:
    assert generator.main(["--check"]) == 0


def test_a_stale_page_is_noticed(generator: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "catalogue.md"
    assert generator.main(["--check", "--output", str(page)]) == 1
    assert generator.main(["--output", str(page)]) == 0
    assert generator.main(["--check", "--output", str(page)]) == 0
    page.write_text(page.read_text(encoding="utf-8").replace("aws_db_instance", "aws_db_thing", 1), encoding="utf-8")
    assert generator.main(["--check", "--output", str(page)]) == 1
    assert "not up to date" in capsys.readouterr().err


def test_a_type_without_a_decision_is_named(
    generator: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "aws.txt").write_text("aws_db_instance\naws_store_of_next_year\n", encoding="utf-8")
    assert generator.main(["--types", str(tmp_path), "--output", str(tmp_path / "out.md")]) == 1
    assert "aws_store_of_next_year" in capsys.readouterr().err
    assert not (tmp_path / "out.md").exists()


@pytest.mark.parametrize("provider", ["aws", "cloudflare", "utility"])
def test_every_type_stands_on_the_page(provider: str) -> None:
    page = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    listing = ROOT / "tests" / "catalogue" / "types" / f"{provider}.txt"
    names = listing.read_text(encoding="utf-8").split() if listing.is_file() else ["random_*", "tls_*"]
    assert [name for name in names if f"`{name}`" not in page] == []


def test_a_row_says_where_the_answer_comes_from() -> None:
    page = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert "| `exoscale_block_storage_volume` | stores | block-storage | storage | entry |" in page
    assert "| configures | access control | `exoscale_iam_*` | `exoscale_iam_access_key` `exoscale_iam_api_key`" in page
