"""The comparison with python-hcl2 finds what differs, and counts what was compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import compare_readers
import pytest
from hds_collectors.terraform import hcl

ROOT = Path(__file__).parents[2]
TEXT = (
    'a = 1\n\nresource "aws_s3_bucket" "b" {\n  bucket = "${a.b}-x"\n\n  tags {\n    c = [\n      1,\n    ]\n  }\n}\n'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "main.tf"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_readers_agree_on_every_asset() -> None:
    found = [compare_readers.compare(path) for path in compare_readers.files(ROOT / "tests" / "assets")]
    assert len(found) > 150
    assert {kind for one in found for kind in one.kinds} <= {"both read", "second only", "fast only", "neither"}
    assert sum(one.kinds == ("both read",) for one in found) > 140


def test_what_is_counted(file: Path) -> None:
    assert compare_readers.compare(file) == (str(file), ("both read",), 2, 3)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("bucket", "buckets", {"structure differs", "expressions differ"}),
        ('"b"', '"d"', {"structure differs", "expressions differ"}),
        ("\n\n  tags", "\n  tags", {"structure differs"}),
        ("1,", "2,", {"expressions differ"}),
    ],
)
def test_a_difference_is_found(
    file: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, kinds: set[str]
) -> None:
    real = hcl.parse
    changed = TEXT.replace(before, after)
    assert changed != TEXT

    def parse(path: str, text: str) -> Any:
        return real(path, changed)

    monkeypatch.setattr(hcl, "parse", parse)
    assert set(compare_readers.compare(file).kinds) == {"both read"} | kinds


def test_a_file_that_one_reader_refuses(tmp_path: Path) -> None:
    path = tmp_path / "main.tf"
    path.write_text("a = x\n  && y\n", encoding="utf-8")
    assert compare_readers.compare(path).kinds == ("second only",)
    path.write_text("a = = y\n", encoding="utf-8")
    assert compare_readers.compare(path).kinds == ("neither",)
