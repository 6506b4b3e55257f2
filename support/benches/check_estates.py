"""``hds-policy check`` on generated estates of growing size, beside checkov on the same trees."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from child_run import run_child
from generate_estate import write_estate

from benches.checkov import ONE_CHECK, installed_checkov
from benches.measuring import BenchError, Figure, Score, Setting, Task, measure

_AIMS: Final = {1_000: (0.3, None), 10_000: (3.0, None), 50_000: (15.0, 300e6)}
"""CPU seconds and bytes of peak memory to stay at or below, by number of resources."""
_SECOND_RUN: Final = 0.2
_FACTS: Final = 0.04
_GROWTH: Final = 1.1
_LOADING: Final = """\
import sys, time
from pathlib import Path
from hds_policy.cli.remembering import keep_facts
from hds_policy.catalogue import load_catalogue
from hds_policy.hosters import load_law, load_regions, load_registry
keep_facts([Path(sys.argv[1]) / "1000"])
begin = time.process_time()
load_catalogue().decision("aws_s3_bucket", "aws")
load_registry(), load_regions(), load_law()
print(time.process_time() - begin)
"""
_LARGEST_FOR_PEERS: Final = 10_000


def check_estates(setting: Setting) -> Sequence[Figure | Score]:
    """Start-up, then each estate as it is and with every store taken for health data."""
    trees = {size: setting.folder / str(size) for size in _AIMS}
    for size, tree in trees.items():
        write_estate(size, tree)
    figures: list[Figure | Score] = [
        measure(Task("hds-policy", "--version", [setting.tool, "--version"], "hds-policy"), setting.runs, cpu_aim=0.15)
    ]
    # The first run compiles Python's own files and keeps the parsed facts: no later run of a user pays for that again.
    measure(_task(setting, min(trees), trees[min(trees)], ()), 1)
    figures.append(_facts(setting))
    for size, tree in trees.items():
        seconds, peak = _AIMS[size]
        for options in ((), ("--assume", "health")):
            task = _task(setting, size, tree, options)
            figures.append(measure(task, setting.runs, cpu_aim=seconds, peak_aim=peak))
        figures.append(_second_run(setting, size, tree))
    figures.append(_growth(figures))
    return figures + (_peers(setting, trees) if setting.peers else [])


def _growth(figures: Sequence[Figure | Score]) -> Score:
    """CPU seconds a resource on the largest tree, as a multiple of those on the one before it."""
    smaller, larger = sorted(_AIMS)[-2:]
    spent = {
        figure.on: figure.cpu for figure in figures if isinstance(figure, Figure) and figure.what == _task_name(())
    }
    value = spent[_shown(larger)] / larger / (spent[_shown(smaller)] / smaller)
    return Score("CPU s a resource, growth", f"{smaller:,} → {larger:,}", value, "x", _GROWTH, more_is_better=False)


def _second_run(setting: Setting, size: int, tree: Path) -> Figure:
    """The same question again: nothing has changed, and the answer is kept."""
    cached = _with_cache(setting)
    command = [setting.tool, "check", str(tree), "--verbose"]
    measure(Task("hds-policy check, to be kept", _shown(size), command, f"resources {size} read", cached), 1)
    task = Task("hds-policy check, second run", _shown(size), command, "answered from the cache", cached)
    return measure(task, setting.runs, cpu_aim=_SECOND_RUN)


def _facts(setting: Setting) -> Score:
    """Seconds of CPU for loading the catalogue with its largest provider, and the registry with regions and law."""
    command = [str(Path(setting.tool).parent / "python"), "-P", "-c", _LOADING, str(setting.folder)]
    spent = []
    for _ in range(setting.runs):
        run = run_child(command, 60.0, {**os.environ, **_with_cache(setting)})
        if run.code != 0:
            raise BenchError(f"loading the facts: {run.errors[-500:]}")
        spent.append(float(run.output))
    return Score(
        "loading catalogue and registry",
        "shipped facts",
        statistics.median(spent),
        "s CPU",
        _FACTS,
        more_is_better=False,
    )


def _with_cache(setting: Setting) -> dict[str, str]:
    return {"HDS_POLICY_NO_CACHE": "", "XDG_CACHE_HOME": str(setting.folder / "cache")}


def _task(setting: Setting, size: int, tree: Path, options: Sequence[str]) -> Task:
    name = _task_name(options)
    command = [setting.tool, "check", str(tree), "--no-cache", *options]
    return Task(name, _shown(size), command, f"resources {size} read", _with_cache(setting))


def _task_name(options: Sequence[str]) -> str:
    return " ".join(("hds-policy check", *options))


def _shown(size: int) -> str:
    return f"{size:,} resources"


def _peers(setting: Setting, trees: dict[int, Path]) -> list[Figure]:
    """Checkov with one check; its largest tree is run once, as it takes more than a minute."""
    peer = installed_checkov()
    figures = []
    for size, tree in trees.items():
        if size <= _LARGEST_FOR_PEERS:
            command = [peer, "--directory", str(tree), *ONE_CHECK]
            sign = f"Passed checks: {-(-(size - 2) // 10)}, Failed checks: 0"
            runs = 1 if size == _LARGEST_FOR_PEERS else setting.runs
            figures.append(measure(Task("checkov, one check", _shown(size), command, sign), runs, peer=True))
    return figures
