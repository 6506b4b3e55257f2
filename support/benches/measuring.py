"""What a bench measures, how a program is run for it, and what its figures are held against."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from child_run import ChildRun, run_child

_LIMIT: Final = 900.0
_ANSWERS: Final = frozenset({0, 1, 3})
"""Exit codes that mean the tree was judged, of either program; checkov ends with 0 or 1."""


class BenchError(Exception):
    """A measurement that says nothing: the program did not do its work."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What every bench is given.

    Attributes:
        tool: the hds-policy program to measure.
        runs: how often each program is run; the median counts.
        folder: an empty folder for what is generated; removed at the end.
        peers: whether other programs are measured too.
    """

    tool: str
    runs: int
    folder: Path
    peers: bool


@dataclass(frozen=True, slots=True)
class Task:
    """A program on a tree.

    Attributes:
        sign: a text in its output, or in its messages, that shows it has done the work.
        environment: variables that it gets besides those of this process; no answer of an earlier run is used unless
            one of them says so.
        limit: seconds of wall time after which it is stopped.
    """

    what: str
    on: str
    command: Sequence[str]
    sign: str
    environment: Mapping[str, str] = field(default_factory=dict)
    limit: float = _LIMIT


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of several runs of one program on one tree.

    Attributes:
        cpu: CPU seconds, user and system.
        peak: largest resident memory, in bytes.
        peer: another program, which those on the same tree are compared with.
        cpu_aim, peak_aim: seconds and bytes to stay at or below; None without an aim.
    """

    what: str
    on: str
    cpu: float
    peak: int
    runs: int
    peer: bool = False
    cpu_aim: float | None = None
    peak_aim: float | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A figure that is neither time nor memory: a share, a ratio, a number of mistakes.

    Attributes:
        aim: what it is held against; above it is good when ``more_is_better``.
    """

    what: str
    on: str
    value: float
    unit: str = ""
    aim: float | None = None
    more_is_better: bool = True


Bench = Callable[[Setting], Sequence[Figure | Score]]
"""One bench; it raises BenchError when a measurement would say nothing."""


def measure(
    task: Task, runs: int, *, peer: bool = False, cpu_aim: float | None = None, peak_aim: float | None = None
) -> Figure:
    """Run a task ``runs`` times.

    Raises:
        BenchError: it crashed, ended with an unexpected code, ran into the time limit, or did not do the work.
    """
    print(f"  {task.what} on {task.on}, {runs}x ...", file=sys.stderr, flush=True)
    done = [_checked(task, run_child(task.command, task.limit, _environment(task))) for _ in range(runs)]
    cpu, peak = statistics.median(run.cpu for run in done), statistics.median(run.peak for run in done)
    return Figure(task.what, task.on, cpu, int(peak), runs, peer, cpu_aim, peak_aim)


def _environment(task: Task) -> dict[str, str]:
    """This environment without the settings that make each start of Python compile its modules again."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "HDS_POLICY_NO_CACHE": "1", **task.environment}


def _checked(task: Task, run: ChildRun) -> ChildRun:
    name = f"{task.what} on {task.on}"
    if run.timed_out:
        raise BenchError(f"{name}: not ready after {task.limit:.0f} s")
    output = " ".join((run.output.decode(errors="replace") + run.errors).split())
    if run.code not in _ANSWERS or task.sign not in output:
        raise BenchError(f"{name}: exit code {run.code}, without {task.sign!r} in its output\n{run.errors[-2000:]}")
    return run
