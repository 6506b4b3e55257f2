"""``hds-policy check`` as a user runs it: exit codes, where reports go, the day, the estate file."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from command import PATIENCE, Completed, environment, hds_policy
from estates import BUCKET, ESTATE, ON, estate

Check = Callable[..., Completed]
Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (estate(), 0),
        (estate(region="us-east-1"), 1),
        (estate(tags=""), 3),
        (estate(region="${var.region}"), 3),
        (estate(**{"broken.tf": 'resource "aws_s3_bucket" {'}), 3),
        (estate(region="us-east-1", **{"broken.tf": 'resource "aws_s3_bucket" {'}), 1),
        (estate(**{"more.tf": 'resource "novelty_store" "x" {}'}), 3),
        (estate(**{"more.tf": 'module "gone" { source = "./gone" }'}), 3),
        ({"README.md": "no Terraform"}, 4),
        ({}, 4),
        ({"main.tf": 'data "aws_s3_bucket" "x" { bucket = "x" }'}, 4),
        ({"main.tf": 'resource "aws_s3_bucket" "x" { count = 0 }'}, 4),
        (estate() | {"hds-policy.toml": "version = 1\nnmae = 'x'\n"}, 2),
    ],
    ids=[
        "pass",
        "fail",
        "unmarked",
        "region",
        "broken",
        "fail-and-broken",
        "type",
        "module",
        "readme",
        "empty",
        "data",
        "zero",
        "estate",
    ],
)
def test_exit_codes(write: Write, check: Check, files: dict[str, str], code: int) -> None:
    done = check(write(files), *ON)
    assert done.code == code, done.out + done.err
    assert "Traceback" not in done.out + done.err
    if code == 2:
        assert done.out == ""
    else:
        assert f"Exit code {code}" in done.out or code == 0


def test_a_pass_is_a_pass_of_all_six_layers(write: Write, check: Check) -> None:
    report = check(write(estate()), *ON, "--format", "json").json
    (found,) = report["resources"]
    assert list(found["layers"]) == ["physical", "hardware", "virtual", "platform", "admin", "backup"]
    assert {place["result"] for places in found["layers"].values() for place in places} == {"pass"}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--on", "yesterday"), "yesterday"),
        (("--format", "xml"), "xml"),
        (("--output", "json"), "FORMAT=FILE"),
        (("--output", "xml=x"), "FORMAT=FILE"),
        (("--format", "json", "--format", "sarif"), "only one report can go to stdout"),
        (("--assume", "none"), "none"),
        (("--confg", "x"), "--confg"),
        (("--config", "not-there.toml"), "not-there.toml"),
    ],
)
def test_a_wrong_command_line_is_a_usage_error(
    write: Write, check: Check, arguments: tuple[str, ...], named: str
) -> None:
    done = check(write(estate()), *arguments)
    assert (done.code, done.out) == (2, "")
    assert named in done.err
    assert "Traceback" not in done.err


def test_a_path_that_does_not_exist_is_a_usage_error(tmp_path: Path, check: Check) -> None:
    done = check(tmp_path / "gone")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("error") == 1
    assert "gone: no such file or folder" in done.err


def test_the_current_folder_is_checked_without_a_path(write: Write) -> None:
    assert hds_policy("check", *ON, cwd=write(estate(region="us-east-1"))).code == 1


def test_reports_go_to_files_and_one_to_stdout(write: Write, check: Check, tmp_path: Path) -> None:
    outputs = {form: tmp_path / f"report.{form}" for form in ("json", "sarif")}
    arguments = [part for form, file in outputs.items() for part in ("--output", f"{form}={file}")]
    done = check(write(estate(region="us-east-1")), *ON, *arguments)
    assert done.code == 1
    assert "Exit code 1" in done.out
    assert json.loads(outputs["json"].read_text("utf-8"))["exit"]["code"] == 1
    assert json.loads(outputs["sarif"].read_text("utf-8"))["version"] == "2.1.0"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.json", "report.sarif", "scanned"]


def test_only_files_leave_stdout_empty(write: Write, check: Check, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    done = check(write(estate()), *ON, "--format", "json", "--output", f"json={file}")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert json.loads(file.read_text("utf-8"))["exit"]["code"] == 0


@pytest.mark.parametrize("file", ["no/such/folder/report.json", "scanned"])
def test_a_report_that_cannot_be_written_is_an_error_whatever_the_result(
    write: Write, check: Check, tmp_path: Path, file: str
) -> None:
    done = check(write(estate()), *ON, "--output", f"json={tmp_path / file}")
    assert done.code == 2
    assert "cannot be written" in done.err
    assert "Traceback" not in done.err
    assert not [path for path in tmp_path.iterdir() if path.name != "scanned"]


def test_a_pipe_has_no_colours(write: Write, check: Check) -> None:
    assert "\x1b" not in check(write(estate(region="us-east-1")), *ON).out


@pytest.mark.parametrize(("changed", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_a_terminal_has_colours_unless_they_are_refused(write: Write, changed: dict[str, str], coloured: bool) -> None:
    folder = write(estate(region="us-east-1"))
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "hds_policy", "check", str(folder), *ON],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env=environment(**{"TERM": "xterm", **changed}),
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:
        pass  # Linux tells the end of a terminal whose other side is closed as an I/O error.
    finally:
        os.close(ours)
    assert child.wait(PATIENCE) == 1
    assert b"Exit code 1" in shown
    assert (b"\x1b[" in shown) is coloured


@pytest.mark.parametrize(
    ("day", "code"), [("2029-04-20", 0), ("2029-04-21", 1), ("2026-04-20", 3)], ids=["last", "after", "before"]
)
def test_the_verdict_turns_with_the_certificate_on_the_exact_day(
    write: Write, check: Check, day: str, code: int
) -> None:
    assert check(write(estate()), "--on", day).code == code


def test_without_a_day_it_is_today(write: Write, check: Check) -> None:
    before = date.today()
    found = check(write(estate()), "--format", "json").json["on"]
    assert before <= date.fromisoformat(found) <= date.today() + timedelta(1)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("[clasification]", "classification"),
        ("[[operations]]\nlayers = ['hosting']\noperator = 'aws'", "hosting"),
        ("[[waivers]]\nrule = 'HDS-001'\naddress = '*'", "reason"),
        ("name = ", "hds-policy.toml"),
    ],
)
def test_an_estate_file_that_is_wrong_is_named_with_its_place(
    write: Write, check: Check, line: str, named: str
) -> None:
    done = check(write(estate() | {"hds-policy.toml": f"version = 1\n{line}\n"}), *ON)
    assert (done.code, done.out) == (2, "")
    assert "hds-policy.toml" in done.err
    assert named in done.err


def test_a_certificate_may_end_late_but_not_never(write: Write, check: Check) -> None:
    late = check(write(estate() | {"hds-policy.toml": ESTATE.replace("2029-04-20", "2200-12-31")}), *ON)
    assert late.code == 0, late.err
    never = check(write(estate() | {"hds-policy.toml": ESTATE.replace("2029-04-20", "9999-12-31")}, "never"), *ON)
    assert (never.code, never.out) == (2, "")
    assert "valid_until" in never.err


@pytest.mark.parametrize(
    ("day", "usage"), [("2017-12-31", True), ("2018-01-01", False), ("2200-12-31", False), ("2201-01-01", True)]
)
def test_a_day_out_of_sight_is_a_usage_error(write: Write, check: Check, day: str, usage: bool) -> None:
    done = check(write(estate()), "--on", day)
    assert (done.code == 2) is usage, done.out + done.err
    assert (day in done.err) is usage


def test_the_warning_period_may_be_zero(write: Write, check: Check) -> None:
    done = check(write(estate() | {"hds-policy.toml": ESTATE + "[settings]\nexpiry_warning_days = 0\n"}), *ON)
    assert done.code == 0, done.err


def test_a_contract_confirms_nothing_after_its_end(write: Write, check: Check) -> None:
    text = 'resource "clevercloud_postgresql" "x" {\n  region = "parhds"\n}\n'
    contract = """
        version = 1
        [classification]
        default = "health"
        [[contracts]]
        hoster = "clevercloud"
        signed_on = 2025-06-01
        valid_until = {end}
        conditions = ["hds-contract"]
        reference = "CC-1"
        [[operations]]
        layers = ["admin"]
        operator = "clevercloud"
    """
    folder = {"main.tf": text, "hds-policy.toml": contract.format(end="2026-11-23")}
    assert check(write(folder), *ON).code == 0
    assert check(write(folder | {"hds-policy.toml": contract.format(end="2026-11-22")}, "ended"), *ON).code == 3
    assert check(write(folder), "--on", "2025-05-31").code == 3


@pytest.mark.parametrize("root", ["canary", "deploy/canary"])
def test_the_name_of_a_folder_hides_nothing(write: Write, check: Check, root: str) -> None:
    top = write({f"{root}/main.tf": BUCKET.format(region="eu-west-3", tags="")})
    done = check(top, *ON, "--format", "json")
    assert done.code == 3
    assert [found["rule"] for found in done.json["findings"] if found["result"] == "undetermined"] == ["HDS-011"]


def test_an_expired_waiver_no_longer_covers(write: Write, check: Check) -> None:
    waived = "".join(
        f"""
        [[waivers]]
        rule = "{rule}"
        address = "aws_s3_bucket.records"
        reason = "moves to Paris before Christmas"
        approved_by = "the DPO"
        expires = 2026-11-23
        """
        for rule in ("HDS-001", "HDS-002", "HDS-003", "HDS-004", "HDS-007")
    )
    folder = write(estate(region="us-east-1") | {"hds-policy.toml": ESTATE + waived})
    assert check(folder, *ON).code == 0
    assert check(folder, "--on", "2026-11-24").code == 1


def test_strict_makes_a_review_count(write: Write, check: Check) -> None:
    only_review = ESTATE.replace('layers = ["platform", "admin", "backup"]\noperator', 'layers = ["backup"]\noperator')
    folder = write(estate() | {"hds-policy.toml": only_review})
    assert check(folder, *ON).code == 0
    assert check(folder, *ON, "--strict").code == 3


def test_assume_health_judges_what_nothing_marks(write: Write, check: Check) -> None:
    folder = write(estate(region="us-east-1", tags=""))
    assert check(folder, *ON).code == 3
    assert check(folder, *ON, "--assume", "health").code == 1


def test_a_reader_that_stops_early_is_no_crash(write: Write) -> None:
    folder = write(estate(region="us-east-1"))
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "hds_policy", "check", str(folder), *ON],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    child.stdout.close()
    errors = child.stderr.read()
    assert child.wait(PATIENCE) not in {0, 70}
    assert b"Traceback" not in errors
    child.stderr.close()


def test_a_report_that_goes_to_a_pipe_leaves_it_a_pipe(write: Write, tmp_path: Path) -> None:
    folder, pipe = write(estate()), tmp_path / "pipe"
    os.mkfifo(pipe)
    # Both ends, so that neither this test nor the run waits for the other.
    descriptor = os.open(pipe, os.O_RDWR)
    try:
        assert hds_policy("check", folder, "--output", f"csv={pipe}", *ON).code == 0
        assert os.read(descriptor, 6) == b"record"
    finally:
        os.close(descriptor)
    assert pipe.is_fifo()
