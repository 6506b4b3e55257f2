"""The generated estate has the size it is asked for, is the same each time, and is what it says it is."""

import re
from pathlib import Path

import hcl2
import pytest
from generate_estate import write_estate


def text_of(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.tf")))


@pytest.mark.parametrize("size", [1, 2, 11, 101, 2001])
def test_number_of_resources(tmp_path: Path, size: int) -> None:
    write_estate(size, tmp_path)
    names = re.findall(r'^resource "([a-z0-9_]+)" "([a-z0-9_]+)" \{$', text_of(tmp_path), re.MULTILINE)
    assert len(names) == len(set(names)) == size


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_estate(60, tmp_path / name)
    assert text_of(tmp_path / "one") == text_of(tmp_path / "two")


def test_an_independent_parser_reads_it(tmp_path: Path) -> None:
    write_estate(52, tmp_path)
    found = [hcl2.loads(path.read_text(encoding="utf-8")) for path in sorted(tmp_path.glob("*.tf"))]
    assert sum(len(file.get("resource", [])) for file in found) == 52


def test_health_data_and_replicas_are_a_part(tmp_path: Path) -> None:
    write_estate(201, tmp_path)  # 20 applications of ten resources, and the network
    text = text_of(tmp_path)
    assert text.count('data_classification = "health"') == 10  # bucket and database of every fourth application
    assert text.count("replicate_source_db") == 4  # one for every fifth application
