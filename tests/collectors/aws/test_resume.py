"""A scan that is killed goes on where it was, as a person runs it, and ends with the same bytes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hds_policy.journal import open_journal

SERVICES = ("kinesis", "kms", "secretsmanager", "sns", "sqs")
REGIONS = ("eu-west-3", "us-east-1")


def _command(url: str, *more: str) -> list[str]:
    command = [sys.executable, "-P", "-m", "hds_policy", "scan", "aws", "--endpoint-url", url, "--hoster", "aws"]
    command += [part for name in SERVICES for part in ("--service", name)]
    command += [part for name in REGIONS for part in ("--region", name)]
    return [*command, "--threads", "1", "--on", "2026-11-24", "--format", "json", *more]


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def _planted(cloud: Any) -> None:
    for region in REGIONS:
        for number in range(3):
            cloud("sqs", region).create_queue(QueueName=f"q{number}", tags={"hds": "true"})
            cloud("sns", region).create_topic(Name=f"t{number}")


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)


def test_a_scan_that_is_killed_goes_on_and_ends_with_the_same_bytes(cloud: Any, tmp_path: Path) -> None:
    _planted(cloud)
    whole = _run(_command(cloud.url, "--save", "whole.json"), tmp_path)
    resumable = _command(cloud.url, "--save", "resumed.json", "--resume", "journal")
    journal = tmp_path / "journal"
    with (tmp_path / "out").open("wb") as out:
        running = subprocess.Popen(resumable, cwd=tmp_path, stdout=out, stderr=out)
    while _lines(journal) < 4 and running.poll() is None:
        time.sleep(0.005)
    assert running.poll() is None, (tmp_path / "out").read_text()
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert not (tmp_path / "resumed.json").exists()
    assert _lines(journal) >= 4
    kept = _lines(journal) - 1
    done = _run(resumable, tmp_path)
    assert done.returncode == whole.returncode
    assert done.stderr.decode() == f"{kept} units were read by an earlier run and are not asked again\n"
    assert (tmp_path / "resumed.json").read_bytes() == (tmp_path / "whole.json").read_bytes()
    assert done.stdout == whole.stdout
    assert not journal.exists(), "nothing is left to resume"


def test_the_journal_of_other_options_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    open_journal(tmp_path / "journal", "aws", {}, datetime.now(UTC)).close()
    done = _run(_command("http://127.0.0.1:9", "--resume", "journal"), tmp_path)
    assert done.returncode == 2
    assert b"other options" in done.stderr


def test_a_scanner_that_cannot_go_on_says_so(tmp_path: Path) -> None:
    pytest.importorskip("kubernetes", reason="live clusters left out: pip install 'hds-policy[kubernetes]'")
    done = _run([sys.executable, "-P", "-m", "hds_policy", "scan", "kubernetes", "--resume", "journal"], tmp_path)
    assert done.returncode == 2
    assert b"cannot take up a scan" in done.stderr
