"""Start the process that runs foreign policies, watch it, and say of each step what came of it."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from hds_policy.evaluation.sandbox.limits import LIMITS, Limits

_CHILD = Path(__file__).with_name("child.py")
_LINE_MARGIN = 4096
_LAST_BREATH = 0.5
# Windows cannot start a process without these; they name folders of the system, nothing of the user.
_NEEDED = ("SYSTEMROOT", "WINDIR")


class SandboxError(Exception):
    """The process ended before its first step: nothing can be said of any."""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one step: its value, or why there is none (``failure`` is not empty)."""

    name: str
    value: Any = None
    failure: str = ""


@dataclass(slots=True)
class _Progress:
    """How far one process came."""

    steps: list[Step] = field(default_factory=list)
    open_step: str = ""
    next_number: int = 0
    done: bool = False


def run(task: str, job: Mapping[str, Any], limits: Limits = LIMITS) -> list[Step]:
    """Do a job in processes of their own; a step that ends its process is a failure, and the next ones still run.

    Args:
        task: ``ask``, ``load`` or ``test``.
        job: its JSON-ready description, see ``child.py``.
        limits: of each process.

    Raises:
        SandboxError: a process ended before its first step.
    """
    finished: list[Step] = []
    skip = 0
    begun = time.monotonic()
    while True:
        whole = {
            **job,
            "task": task,
            "skip": skip,
            "memory_bytes": limits.memory_bytes,
            "cpu_seconds": limits.cpu_seconds,
            "answer_bytes": limits.answer_bytes,
        }
        progress, ending = _one_process(whole, limits)
        finished += progress.steps
        if progress.done:
            return finished
        if not progress.next_number:
            raise SandboxError(ending)
        if progress.open_step:
            finished.append(Step(progress.open_step, failure=ending))
        skip = progress.next_number
        if time.monotonic() - begun > limits.total_seconds:
            finished.append(Step("", failure=f"the policies took more than {limits.total_seconds:.0f} s together"))
            return finished


def _one_process(job: Mapping[str, Any], limits: Limits) -> tuple[_Progress, str]:
    with tempfile.TemporaryFile() as given:
        given.write(json.dumps(job).encode())
        given.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own file, run by our own interpreter
            [sys.executable, "-I", "-B", "-X", "utf8", str(_CHILD)],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
            cwd=tempfile.gettempdir(),
            close_fds=True,
        )
    if process.stdout is None:
        raise SandboxError("its output cannot be read")
    lines: queue.Queue[bytes] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process.stdout, lines, limits.answer_bytes), daemon=True)
    reader.start()
    progress = _Progress()
    quiet = False
    try:
        while not progress.done:
            line = lines.get(timeout=limits.quiet_seconds)
            if not line or not _take(line, progress):
                break
    except queue.Empty:
        quiet = True
    finally:
        code = _end(process)
    ending = f"said nothing for {limits.quiet_seconds:.0f} s" if quiet else _ending(code, limits)
    return progress, ending


def _end(process: subprocess.Popen[bytes]) -> int:
    """Exit code of a process that has said its last word; one that stays is ended."""
    try:
        return process.wait(timeout=_LAST_BREATH)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _read(stream: IO[bytes], lines: queue.Queue[bytes], most: int) -> None:
    """Hand over line by line; a line that is too long, and the end, are an empty one."""
    try:
        with stream:
            while (line := stream.readline(most + _LINE_MARGIN)).endswith(b"\n"):
                lines.put(line)
    except (OSError, ValueError):
        pass  # the process was ended while it wrote
    lines.put(b"")


def _take(line: bytes, progress: _Progress) -> bool:
    """Note one line of the process; False when it is none of ours."""
    try:
        said = json.loads(line)
    except ValueError:
        return False
    if "done" in said:
        progress.done = True
    elif "begin" in said:
        progress.open_step, progress.next_number = said["begin"], said["number"] + 1
    else:
        progress.steps.append(Step(progress.open_step, said.get("value"), said.get("failure", "")))
        progress.open_step = ""
    return True


def _ending(code: int, limits: Limits) -> str:
    """Why a process ended by itself, for a person."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return f"took more than {limits.cpu_seconds} s of CPU time"
    if code < 0:
        name = signal.Signals(-code).name
        return f"ended its process ({name}): it needs more than {limits.memory_bytes >> 20} MiB, or broke the engine"
    return f"ended its process (exit code {code})"
