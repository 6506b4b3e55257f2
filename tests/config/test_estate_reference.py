"""docs/estate.md names every table and key of the format and no other, and its example loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hds_policy.config import Known, load_estate
from hds_policy.config.recognition import TAG_KEYS, TAG_VALUES
from hds_policy.config.schema import TABLES
from hds_policy.hosters import load_registry

DOCUMENT = (Path(__file__).parents[2] / "docs" / "estate.md").read_text(encoding="utf-8")


def _section(table: str) -> str:
    heading = "The top of the file" if not table else f"`{table.removesuffix(' match')}`"
    parts = re.split(r"(?m)^## (.*)$", DOCUMENT)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[heading]


def _documented(section: str) -> list[str]:
    cells = re.findall(r"(?m)^\| (`.*?) \|", section)
    return [key for cell in cells for key in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize("table", TABLES)
def test_every_key_is_documented(table: str) -> None:
    assert set(TABLES[table].__struct_encode_fields__) <= set(_documented(_section(table)))


def test_no_key_is_documented_that_does_not_exist() -> None:
    for table in TABLES:
        known = set(TABLES[table].__struct_encode_fields__)
        if table.startswith("[[clusters]]"):
            known = set(TABLES["[[clusters]]"].__struct_encode_fields__) | set(
                TABLES["[[clusters]] match"].__struct_encode_fields__
            )
        documented = _documented(_section(table))
        assert len(documented) == len(set(documented)) >= 1
        assert set(documented) == known


def test_the_built_in_lists_are_complete() -> None:
    for word in (*TAG_KEYS, *TAG_VALUES):
        assert f"`{word}`" in _section("[classification]")


def test_the_example_loads(tmp_path: Path) -> None:
    (example,) = re.findall(r"(?s)```toml\n(.*?)```", DOCUMENT)
    path = tmp_path / "hds-policy.toml"
    path.write_text(example, encoding="utf-8")
    hosters = load_registry().hosters
    conditions = {name: {condition.id for condition in hoster.conditions} for name, hoster in hosters.items()}
    estate = load_estate(path, Known(hosters=hosters, conditions=conditions))
    assert estate.waivers
    assert estate.certificates
    assert estate.clusters
