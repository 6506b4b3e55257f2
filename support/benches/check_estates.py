"""``hds-policy check`` on generated estates of growing size, beside checkov on the same trees."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from generate_estate import write_estate

from benches.checkov import ONE_CHECK, installed_checkov
from benches.measuring import Figure, Score, Setting, Task, measure

_AIMS: Final = {1_000: (0.3, None), 10_000: (3.0, None), 50_000: (15.0, 300e6)}
"""CPU seconds and bytes of peak memory to stay at or below, by number of resources."""
_SECOND_RUN: Final = 0.2
_LARGEST_FOR_PEERS: Final = 10_000


def check_estates(setting: Setting) -> Sequence[Figure | Score]:
    """Start-up, then each estate as it is and with every store taken for health data."""
    trees = {size: setting.folder / str(size) for size in _AIMS}
    for size, tree in trees.items():
        write_estate(size, tree)
    figures = [
        measure(Task("hds-policy", "--version", [setting.tool, "--version"], "hds-policy"), setting.runs, cpu_aim=0.15)
    ]
    # The first run compiles Python's own files: no run of a user after an installation pays for that again.
    measure(_task(setting.tool, min(trees), trees[min(trees)], ()), 1)
    for size, tree in trees.items():
        seconds, peak = _AIMS[size]
        for options in ((), ("--assume", "health")):
            task = _task(setting.tool, size, tree, options)
            figures.append(measure(task, setting.runs, cpu_aim=seconds, peak_aim=peak))
        figures.append(_second_run(setting, size, tree))
    return figures + (_peers(setting, trees) if setting.peers else [])


def _second_run(setting: Setting, size: int, tree: Path) -> Figure:
    """The same question again: nothing has changed, and the answer is kept."""
    cached = {"HDS_POLICY_NO_CACHE": "", "XDG_CACHE_HOME": str(setting.folder / "cache")}
    command = [setting.tool, "check", str(tree), "--verbose"]
    measure(Task("hds-policy check, to be kept", _shown(size), command, f"resources {size} read", cached), 1)
    task = Task("hds-policy check, second run", _shown(size), command, "answered from the cache", cached)
    return measure(task, setting.runs, cpu_aim=_SECOND_RUN)


def _task(tool: str, size: int, tree: Path, options: Sequence[str]) -> Task:
    name = " ".join(("hds-policy check", *options))
    return Task(name, _shown(size), [tool, "check", str(tree), *options], f"resources {size} read")


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
