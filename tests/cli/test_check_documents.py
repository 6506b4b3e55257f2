"""Plans and states through the real command: as a file, with the code beside them, and by the standard input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ESTATE = Path(__file__).resolve().parents[1] / "assets" / "plans" / "estate"


def run(*arguments: str | Path, given: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-P", "-m", "hds_policy", "check", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, cwd=cwd, check=False, timeout=120)


def verdicts(report: bytes) -> dict[str, Any]:
    return {entry["address"]: entry["result"] for entry in json.loads(report)["resources"] if "layers" in entry}


def test_a_plan_by_the_standard_input_is_judged_as_the_file(tmp_path: Path) -> None:
    plan = ESTATE / "plan.json"
    (tmp_path / "plan.json").write_bytes(plan.read_bytes())
    piped = run("-", "--format", "json", given=plan.read_bytes(), cwd=tmp_path)
    read = run("plan.json", "--format", "json", cwd=tmp_path)
    assert piped.returncode == read.returncode == 1, piped.stderr
    assert verdicts(piped.stdout) == verdicts(read.stdout) != {}


def test_a_plan_finds_its_lines_in_the_code_beside_it() -> None:
    report = json.loads(run(ESTATE / "plan.json", "--source", ESTATE / "code", "--format", "json").stdout)
    placed = [entry["location"] for entry in report["resources"] if "layers" in entry]
    assert placed
    assert all(place and place["file"].endswith(".tf") for place in placed)


def test_what_is_no_document_is_refused() -> None:
    done = run("-", given=b'{"a": 1}')
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"error:") == 1


def test_a_document_that_is_cut_off_is_refused() -> None:
    done = run("-", given=(ESTATE / "plan.json").read_bytes()[:-200])
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_two_documents_that_say_the_same_are_refused() -> None:
    done = run(ESTATE / "plan.json", ESTATE / "terraform.tfstate")
    assert done.returncode == 2
    assert b"same resources" in done.stderr
