"""Measure hds-policy on generated estates, beside checkov on the same trees in the same run.

Figures are CPU seconds (user and system) and peak memory of child processes: wall time says more about the machine's
other work. They hold for one machine and one day; what can be compared is the ratio of two rows of one run.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from child_run import ChildRun, run_child
from generate_estate import write_estate

ROOT: Final = Path(__file__).resolve().parents[1]
CHECKOV: Final = "3.3.30"
_CHECKOV_HOME: Final = ROOT / ".cache" / "bench" / f"checkov-{CHECKOV}"
_CHECKOV_OPTIONS: Final = (
    *("--framework", "terraform", "--check", "CKV_AWS_19", "--quiet", "--compact"),
    *("--download-external-modules", "false"),
)
_SIZES: Final = (1_000, 10_000)
_LIMIT: Final = 900.0
_ANSWERS: Final = frozenset({0, 1, 3})
"""Exit codes that mean the tree was judged, of either program; checkov ends with 0 or 1."""
_TARGETS: Final = {"--version": 0.15, "1000": 1.0, "10000": 6.0}
"""CPU seconds to stay below, by what is run."""


class BenchError(Exception):
    """A measurement that says nothing: the program did not do its work."""


@dataclass(frozen=True, slots=True)
class Task:
    """A program on a tree; ``sign`` is a text in its output that shows it has done the work."""

    what: str
    on: str
    command: Sequence[str]
    sign: str


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of several runs of one program on one tree: CPU seconds and bytes of peak memory."""

    what: str
    on: str
    cpu: float
    peak: int
    runs: int


def measure(task: Task, runs: int) -> Figure:
    """Run a task ``runs`` times.

    Raises:
        BenchError: it crashed, ended with an unexpected code, ran into the time limit, or did not do the work.
    """
    print(f"  {task.what} on {task.on}, {runs}x ...", file=sys.stderr, flush=True)
    done = [_checked(task, run_child(task.command, _LIMIT, _environment())) for _ in range(runs)]
    cpu, peak = statistics.median(run.cpu for run in done), statistics.median(run.peak for run in done)
    return Figure(task.what, task.on, cpu, int(peak), runs)


def _environment() -> dict[str, str]:
    """This environment without the settings that make each start of Python compile its modules again."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def _checked(task: Task, run: ChildRun) -> ChildRun:
    name = f"{task.what} on {task.on}"
    if run.timed_out:
        raise BenchError(f"{name}: not ready after {_LIMIT:.0f} s")
    output = " ".join(run.output.decode(errors="replace").split())
    if run.code not in _ANSWERS or task.sign not in output:
        raise BenchError(f"{name}: exit code {run.code}, without {task.sign!r} in its output\n{run.errors[-2000:]}")
    return run


def own_figures(tool: str, trees: dict[int, Path], runs: int) -> list[Figure]:
    """Figures of hds-policy: start-up, and each tree with and without ``--assume health``."""
    figures = [measure(Task("hds-policy", "--version", [tool, "--version"], "hds-policy"), runs)]
    warm_up = Task("hds-policy check", "1000", [tool, "check", str(min(trees.items())[1])], "resources 1000 read")
    measure(warm_up, 1)
    for size, tree in trees.items():
        for name, options in (("hds-policy check", []), ("hds-policy check --assume health", ["--assume", "health"])):
            command = [tool, "check", str(tree), *options]
            figures.append(measure(Task(name, str(size), command, f"resources {size} read"), runs))
    return figures


def peer_figures(trees: dict[int, Path], runs: int) -> list[Figure]:
    """Figures of checkov with one check; its largest tree is run once, as it takes more than a minute."""
    peer = str(_installed_checkov())
    figures = []
    for size, tree in trees.items():
        command = [peer, "--directory", str(tree), *_CHECKOV_OPTIONS]
        sign = f"Passed checks: {-(-(size - 2) // 10)}, Failed checks: 0"
        figures.append(measure(Task("checkov, one check", str(size), command, sign), 1 if size == max(trees) else runs))
    return figures


def _installed_checkov() -> Path:
    program = _CHECKOV_HOME / "bin" / "checkov"
    if not program.exists():
        print(f"  installing checkov {CHECKOV} ...", file=sys.stderr, flush=True)
        venv.create(_CHECKOV_HOME, with_pip=True, clear=True)
        pip = [str(_CHECKOV_HOME / "bin" / "python"), "-m", "pip", "install", "--quiet", f"checkov=={CHECKOV}"]
        try:
            subprocess.run(pip, check=True)
        except subprocess.CalledProcessError as error:
            raise BenchError(f"checkov {CHECKOV} cannot be installed; --skip-checkov leaves it out") from error
    return program


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table; the ratio is of CPU seconds, to checkov on the same tree."""
    peers = {figure.on: figure for figure in figures if figure.what.startswith("checkov")}
    lines = [
        "| program | on | CPU s | peak MB | runs | checkov / this | aim |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    for figure in figures:
        peer = peers.get(figure.on)
        ratio = f"{peer.cpu / figure.cpu:.1f}x" if peer and peer is not figure else ""
        limit = None if figure in peers.values() else _TARGETS.get(figure.on)
        aim = "" if limit is None else f"{'met' if figure.cpu <= limit else 'MISSED'}: {limit:g} s"
        on = f"{int(figure.on):,} resources" if figure.on.isdigit() else figure.on
        cells = (figure.what, on, f"{figure.cpu:.2f}", f"{figure.peak / 1e6:.0f}", str(figure.runs), ratio, aim)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _machine() -> str:
    load = os.getloadavg()[0]
    return f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="runs of each program; the median is shown (default 3)")
    parser.add_argument("--skip-checkov", action="store_true", help="leave the other program out")
    parser.add_argument("--tool", help="hds-policy to measure; default: the one beside this Python")
    options = parser.parse_args()
    tool = options.tool or shutil.which("hds-policy", path=str(Path(sys.executable).parent))
    if tool is None or options.runs < 1:
        parser.error("no hds-policy beside this Python: see --tool" if tool is None else "--runs: at least 1")
    print(f"Machine: {_machine()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="hds-policy-bench-") as folder:
        trees = {size: Path(folder) / str(size) for size in _SIZES}
        for size, tree in trees.items():
            write_estate(size, tree)
        try:
            figures = own_figures(tool, trees, options.runs)
            if not options.skip_checkov:
                figures += peer_figures(trees, options.runs)
        except BenchError as error:
            print(f"bench: {error}", file=sys.stderr)
            return 1
    print(table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
