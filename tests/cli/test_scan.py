"""``hds-policy scan`` through the real command, with a scanner of another package, and what it saves."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Completed, environment, hds_policy

ON = ("--on", "2026-11-23")
SCANNER = (Path(__file__).parents[1] / "assets" / "scanner" / "clinic_scanner.py").read_text(encoding="utf-8")
ENTRIES = "[hds_policy.scanners]\nclinic = clinic_scanner:SCANNER\nbroken = clinic_scanner:{}\n"

Scan = Callable[..., Completed]


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder of packages with one that registers a scanner."""
    folder = tmp_path / "packages"
    info = folder / "clinic_scanner-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "clinic_scanner.py").write_text(SCANNER, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: clinic-scanner\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(ENTRIES.format("MISSING"), encoding="utf-8")
    return folder


@pytest.fixture
def run(packages: Path, tmp_path: Path) -> Scan:
    """The real command in a folder of its own, where the package is installed."""
    work = tmp_path / "work"
    work.mkdir()

    def command(*arguments: object) -> Completed:
        return hds_policy(*arguments, cwd=work, env=environment(PYTHONPATH=str(packages)))

    return command


def estate(run: Scan, tmp_path: Path, table: str) -> None:
    text = f"version = 1\n\n{table}"
    (tmp_path / "work" / "hds-policy.toml").write_text(text, encoding="utf-8")


def buckets(done: Completed) -> list[str]:
    return sorted(entry["address"] for entry in done.json["resources"])


def test_what_a_scanner_reads_is_judged(run: Scan) -> None:
    done = run("scan", "clinic", "--region", "us-east-1", "--format", "json", *ON)
    assert buckets(done) == ["aws_s3_bucket.us-east-1"]
    assert done.code == 1
    assert done.err == ""


def test_the_options_of_a_scanner_are_named(run: Scan) -> None:
    done = run("scan", "clinic", "--help")
    assert done.code == 0
    assert "Read the buckets of a clinic." in done.out
    for text in ("--region NAME", "[regions]", "--save FILE", "--strict", "--allow-exec"):
        assert text in done.out, done.out
    assert "[allow_exec]" not in done.out
    listed = run("scan", "--help").out
    assert "Read the buckets of a clinic." in listed
    assert re.search(r"broken +Cannot be loaded", listed), "a broken package takes nothing away from the others"


def test_options_of_the_estate_count_and_what_is_typed_comes_first(run: Scan, tmp_path: Path) -> None:
    estate(run, tmp_path, '[collectors.clinic]\nregions = ["eu-west-3", "eu-central-1"]\n')
    assert len(buckets(run("scan", "clinic", "--format", "json", *ON))) == 2
    assert len(buckets(run("scan", "clinic", "--region", "eu-west-3", "--format", "json", *ON))) == 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[collectors.clinic]\nregion = ["a"]\n', 'unknown key; did you mean "regions"'),
        ('[collectors.clinic]\nregions = "a"\n', "must be a list of texts"),
        ('[collectors.clinic]\nregions = [""]\n', "must be a list of texts"),
        ('[collectors.clinic]\ndenied = "yes"\n', "must be true or false"),
        ("[collectors.clinic]\npages = true\n", "must be a whole number"),
        ("[collectors.clinic]\npages = 0\n", "must be a whole number"),
        ("[collectors.clinic]\ntag = 1\n", "must be text"),
        ('[collectors.clinic]\nallow_exec = ["/bin/sh"]\n', "never taken from a file; type --allow-exec"),
        ('[collectors.clinick]\nregions = ["a"]\n', 'no such scanner; did you mean "clinic"'),
        ("collectors = 1\n", "collectors"),
    ],
)
def test_a_wrong_table_of_the_estate_is_refused(run: Scan, tmp_path: Path, table: str, said: str) -> None:
    estate(run, tmp_path, table)
    done = run("scan", "clinic", *ON)
    assert done.code == 2
    assert said in done.err, done.err
    assert "Traceback" not in done.err


def test_what_cannot_be_read_is_no_pass(run: Scan) -> None:
    done = run("scan", "clinic", "--denied", "--region", "eu-west-3", *ON)
    assert done.code == 3
    assert "eu-west-3: ListBuckets" in done.out


def test_a_scan_that_cannot_begin_says_why_and_saves_nothing(run: Scan, tmp_path: Path) -> None:
    done = run("scan", "clinic", "--region", "nowhere", "--save", "inventory.json", *ON)
    assert done.code == 2
    assert "no such region: nowhere" in done.err
    assert not (tmp_path / "work" / "inventory.json").exists()


@pytest.mark.parametrize("target", ["MISSING", "NOT_ONE", "TWICE"])
def test_a_broken_scanner_is_an_error_and_no_traceback(run: Scan, packages: Path, target: str) -> None:
    entries = packages / "clinic_scanner-1.0.dist-info" / "entry_points.txt"
    entries.write_text(ENTRIES.format(target), encoding="utf-8")
    done = run("scan", "broken", *ON)
    assert done.code == 2
    assert "scanner broken cannot be loaded" in done.err
    assert "Traceback" not in done.err


def test_an_unknown_scanner_is_named_with_the_nearest(run: Scan) -> None:
    done = run("scan", "clinik", *ON)
    assert done.code == 2
    assert 'did you mean "clinic"' in done.err


def test_a_saved_inventory_is_judged_as_the_scan_was(run: Scan, tmp_path: Path) -> None:
    arguments = ("--region", "us-east-1", "--region", "eu-west-3", "--format", "json", *ON)
    live = run("scan", "clinic", "--save", "inventory.json", *arguments)
    saved = run("check", "inventory.json", "--format", "json", *ON)
    assert live.code == saved.code == 1
    assert saved.out == live.out
    file = tmp_path / "work" / "inventory.json"
    first = file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    run("scan", "clinic", "--save", "inventory.json", *arguments)
    assert file.read_bytes() == first


def test_a_saved_inventory_comes_by_the_standard_input_too(run: Scan, packages: Path, tmp_path: Path) -> None:
    run("scan", "clinic", "--save", "inventory.json", *ON)
    work = tmp_path / "work"
    piped = subprocess.run(
        [sys.executable, "-P", "-m", "hds_policy", "check", "-", "--format", "json", *ON],
        input=(work / "inventory.json").read_bytes(),
        cwd=work,
        env=environment(PYTHONPATH=str(packages)),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert json.loads(piped.stdout) == run("check", "inventory.json", "--format", "json", *ON).json


def test_a_saved_inventory_is_read_together_with_code(run: Scan, tmp_path: Path) -> None:
    run("scan", "clinic", "--save", "inventory.json", *ON)
    code = tmp_path / "work" / "main.tf"
    code.write_text('resource "aws_s3_bucket" "written" {\n  tags = { hds = "yes" }\n}\n', encoding="utf-8")
    found = buckets(run("check", ".", "inventory.json", "--format", "json", *ON))
    assert len(found) == 2
    assert buckets(run("check", ".", "--format", "json", *ON)) == ["aws_s3_bucket.written"]


@pytest.mark.parametrize("name", [".", "missing/inventory.json"])
def test_a_slip_in_the_name_to_save_to_is_told_before_the_scan(run: Scan, name: str) -> None:
    done = run("scan", "clinic", "--region", "nowhere", "--save", name, *ON)
    assert done.code == 2
    assert "no file can be written there" in done.err


def test_the_folder_of_a_scan_cannot_bring_a_scanner(run: Scan, tmp_path: Path) -> None:
    """Python's search path is not the folder that is judged, so that no package lying there is run."""
    work = tmp_path / "work"
    info = work / "evil-1.0.dist-info"
    info.mkdir()
    (work / "evil.py").write_text("open('ran', 'w').close()\n", encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[hds_policy.scanners]\nevil = evil:SCANNER\n", encoding="utf-8")
    assert run("scan", "evil", *ON).code == 2
    assert not os.path.lexists(work / "ran")
