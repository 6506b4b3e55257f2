"""How well and how fast health data is followed: the labelled cases, and the propagation of a large estate."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
from child_run import run_child
from flow_cases import all_cases, precision_and_recall

from benches.measuring import BenchError, Figure, Score, Setting
from hds_policy.pipeline import Knowledge

_RESOURCES: Final = 100_000
_LIMIT: Final = 300.0


class _Measured(msgspec.Struct):
    resources: int
    edges: int
    carrying: int
    cpu: float
    peak: int


def flows(_: Setting) -> Sequence[Figure | Score]:
    """Precision and recall over the cases; CPU and memory of the propagation, and how it grows."""
    knowledge = Knowledge.shipped()
    cases = all_cases()
    precision, recall = precision_and_recall((case, case.found(knowledge)) for case in cases)
    on = f"{len(cases)} labelled cases"
    whole, half = _propagated(_RESOURCES), _propagated(_RESOURCES // 2)
    size = f"{whole.resources:,} resources, {whole.edges:,} edges"
    return [
        Score("precision of health data", on, precision, aim=0.98),
        Score("recall of health data", on, recall, aim=0.95),
        Score("propagation", size, whole.cpu, "CPU s", aim=2.0, more_is_better=False),
        Score("propagation, peak of the process", size, whole.peak / 1e6, "MB", aim=500, more_is_better=False),
        Score("propagation, growth for twice the size", size, whole.cpu / half.cpu, "x", aim=2.2, more_is_better=False),
    ]


def _propagated(number: int) -> _Measured:
    script = Path(__file__).resolve().parent.parent / "propagate_estate.py"
    run = run_child([sys.executable, str(script), str(number)], _LIMIT, {})
    if run.code != 0:
        raise BenchError(f"propagation of {number} resources: exit code {run.code}\n{run.errors[-2000:]}")
    measured = msgspec.json.decode(run.output, type=_Measured)
    if measured.resources != number or measured.edges < 3 * number * 0.99 or not measured.carrying:
        raise BenchError(f"propagation of {number} resources: {measured}")
    return measured
