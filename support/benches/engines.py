"""What the evaluation of the rules costs, embedded and by an OPA server."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
from child_run import run_child

from benches.measuring import BenchError, Figure, Score, Setting

_ROOT: Final = Path(__file__).resolve().parents[2]
_LIMIT: Final = 300.0
_AIMS: Final = {10_000: 0.5, 100_000: 2.0}
_MOST: Final = 3.0
"""How many times the embedded engine's CPU seconds a server may take, ours and its own together."""


class _Measured(msgspec.Struct):
    placements: int
    questions: int
    findings: int
    building: float
    evaluating: float
    joining: float


def engines(setting: Setting) -> Sequence[Figure | Score]:
    """CPU seconds of the engine and of what prepares its input and joins its answer; the server beside it."""
    scores = []
    opa = os.environ.get("OPA") or shutil.which("opa") or str(_ROOT / ".cache" / "opa" / "opa")
    for number, aim in _AIMS.items():
        embedded = _measured(setting, number)
        on = f"{number:,} resources, {embedded[0].placements:,} placements, {embedded[0].questions:,} questions"
        cost = _median(embedded, "evaluating")
        scores.append(Score("evaluation, embedded", on, cost, "CPU s", aim=aim, more_is_better=False))
        scores.append(Score("building its input", on, _median(embedded, "building"), "CPU s"))
        scores.append(Score("joining its answer", on, _median(embedded, "joining"), "CPU s"))
        if not setting.peers:
            continue
        if not Path(opa).is_file():
            print("  no OPA (OPA, PATH, .cache/opa; `make opa` builds one): the server is left out", file=sys.stderr)
            continue
        remote = _median(_measured(setting, number, "--opa", opa), "evaluating")
        ratio = Score("evaluation, OPA server / embedded", on, remote / cost, "x", aim=_MOST, more_is_better=False)
        scores += [Score("evaluation, OPA server", on, remote, "CPU s"), ratio]
    return scores


def _measured(setting: Setting, number: int, *options: str) -> list[_Measured]:
    script = str(_ROOT / "support" / "evaluate_estate.py")
    measured = []
    for _ in range(setting.runs):
        run = run_child([sys.executable, script, str(number), *options], _LIMIT, dict(os.environ))
        if run.code != 0:
            raise BenchError(f"evaluation of {number} resources: exit code {run.code}\n{run.errors[-2000:]}")
        measured.append(msgspec.json.decode(run.output, type=_Measured))
    if any(one.placements != 6 * number or one.findings < one.placements for one in measured):
        raise BenchError(f"evaluation of {number} resources: {measured}")
    return measured


def _median(measured: Sequence[_Measured], name: str) -> float:
    return statistics.median(float(getattr(one, name)) for one in measured)
