"""What other scanners end with exit code 0 on, and what might tempt this one: none of it does.

Each folder of ``assets/silent_green`` is one fault, most of them laid over an estate that passes without it, so that
only the fault can be what changes the exit code. ``case.toml``: ``exit`` and ``says`` (texts of the output) by hand;
``elsewhere`` is what the scanners that we compare with did in this situation, where that was measured.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Completed
from estates import ESTATE, ON, estate

Check = Callable[..., Completed]
Write = Callable[..., Path]

CASES = Path(__file__).parent / "assets" / "silent_green"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
KEYS = {"about", "elsewhere", "exit", "says", "on_top_of_a_pass", "path", "estate"}


def case_of(folder: Path) -> dict[str, Any]:
    case = tomllib.loads((folder / "case.toml").read_text("utf-8"))
    assert set(case) <= KEYS
    return case


def test_the_cases_are_there() -> None:
    cases = [case_of(folder) for folder in FOLDERS]
    assert len(cases) >= 50
    assert sum("elsewhere" in case for case in cases) >= 11
    assert all(case["exit"] in {1, 2, 3, 4} and case["says"] for case in cases)


def test_without_a_fault_the_estate_passes(write: Write, check: Check) -> None:
    assert check(write(estate()), *ON).code == 0


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_silent_green(folder: Path, write: Write, check: Check) -> None:
    case = case_of(folder)
    files = estate() if case["on_top_of_a_pass"] else {"hds-policy.toml": ESTATE} if case["estate"] else {}
    scanned = write(files)
    # git keeps no empty folder: a case without a file has none.
    if (folder / "files").is_dir():
        shutil.copytree(folder / "files", scanned, dirs_exist_ok=True)
    done = check(scanned / case.get("path", "."), *ON)
    said = done.out + done.err
    assert done.code == case["exit"], said
    assert "Traceback" not in said
    for text in case["says"]:
        assert text in said, said


def test_a_file_that_is_slow_to_parse(write: Write, check: Check) -> None:
    """120,000 lines with the store abroad at the top: checkov gives up after ten seconds, and ends with 0."""
    abroad = 'resource "aws_s3_bucket" "letters" {\n  region = "us-east-1"\n  tags = { hds = "yes" }\n}\n'
    lines = "locals {\n  x = [\n" + '    "a ${1 + 1} b",\n' * 120_000 + "  ]\n}\n"
    done = check(write(estate(**{"more.tf": abroad + lines})), *ON)
    assert done.code == 1, done.out
    assert "aws_s3_bucket.letters" in done.out
