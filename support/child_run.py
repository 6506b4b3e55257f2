"""Run a child process under a time limit and measure what it alone used."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_POLL_SECONDS: Final = 0.02
_MAXRSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class ChildRun:
    """What a child process did.

    Attributes:
        code: exit code; negative is the signal that ended it.
        timed_out: it was ended because its time was up.
        cpu: user and system seconds, of the child and of those it waited for.
        peak: largest resident set of one of them, in bytes.
        output, errors: what it wrote to stdout and stderr.
    """

    code: int
    timed_out: bool
    cpu: float
    peak: int
    output: bytes
    errors: str


def run_child(command: Sequence[str], limit: float, environment: Mapping[str, str] | None = None) -> ChildRun:
    """Run a command until it ends or ``limit`` seconds of wall time are over.

    The system counts the caller's memory at the moment of the start into the peak: call it from a small process.

    Args:
        environment: variables of the child; those of the caller when None.

    Raises:
        OSError: the program cannot be started.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        # A session of its own, so that children of the child end with it.
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env=environment,
            start_new_session=True,
        ) as child:
            status, usage, timed_out = _wait(child.pid, limit)
            # Already waited for, here and not by Popen: wait4 alone tells what this one child used.
            child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        return ChildRun(
            code=child.returncode,
            timed_out=timed_out,
            cpu=usage.ru_utime + usage.ru_stime,
            peak=usage.ru_maxrss * _MAXRSS_UNIT,
            output=output.read(),
            errors=errors.read().decode(errors="replace"),
        )


def _wait(pid: int, limit: float) -> tuple[int, resource.struct_rusage, bool]:
    end = time.monotonic() + limit
    timed_out = False
    try:
        while time.monotonic() < end:
            ended, status, usage = os.wait4(pid, os.WNOHANG)
            if ended:
                return status, usage, False
            time.sleep(_POLL_SECONDS)
        timed_out = True
    finally:
        # Also when the waiting is interrupted: nothing outlives its measurement.
        if timed_out or sys.exc_info()[0] is not None:
            os.killpg(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    return status, usage, True
