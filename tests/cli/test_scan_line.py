"""The line of progress of a scan: on a terminal, after a second, on one line, and gone at the end."""

from __future__ import annotations

import io
import sys

import pytest

from hds_policy.cli import progress
from hds_policy.cli.progress import ScanLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_it_says_how_far_it_is_and_how_long_it_takes(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    line = ScanLine()
    line(1, 4, "too early")
    assert terminal.getvalue() == ""
    clock[0] += 10
    line(1, 4, "prod: pods\x1b[31m\n")
    assert terminal.getvalue() == "\r\x1b[Kscanning 1/4, 30 s left: prod: pods?[31m?"
    line(2, 4, "at once again")
    assert "again" not in terminal.getvalue()
    line.close()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_it_is_quiet_where_nobody_looks(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    line = ScanLine()
    clock[0] += 10
    line(1, 4, "prod: pods")
    line.close()
    assert pipe.getvalue() == ""
