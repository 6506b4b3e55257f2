"""Evidence bundles: writing one of 10,000 resources, and verifying one of 50 MB."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from child_run import run_child
from generate_estate import write_estate

from benches.measuring import BenchError, Figure, Score, Setting, Task, measure

_EXPORTED: Final = 10_000
_VERIFIED: Final = 35_000
"""Resources whose bundle is a little larger than 50 MB."""
_WANTED: Final = 50_000_000
_LIMIT: Final = 300.0


def bundles(setting: Setting) -> Sequence[Figure | Score]:
    """CPU and memory of ``evidence export`` and ``evidence verify``, signed with a local key."""
    key = setting.folder / "signer"
    made = run_child([setting.tool, "evidence", "keygen", "-o", str(key)], _LIMIT, {})
    trust = setting.folder / "trust.toml"
    trust.write_bytes(made.output)
    command = [setting.tool, "evidence", "export", "--key", str(key)]
    export = Task(
        "evidence export",
        f"{_EXPORTED:,} resources",
        [*command, str(_estate(setting.folder, _EXPORTED)), "-o", str(setting.folder / "small.zip")],
        "wrote",
    )
    large = setting.folder / "large.zip"
    estate = _estate(setting.folder, _VERIFIED)
    run_child([*command, str(estate), "-o", str(large)], _LIMIT, {})
    with zipfile.ZipFile(large) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size < _WANTED:
        raise BenchError(f"the bundle of {_VERIFIED:,} resources holds {size / 1e6:.1f} MB")
    verify = Task(
        "evidence verify",
        f"{size / 1e6:.0f} MB",
        [setting.tool, "evidence", "verify", str(large), "--trust", str(trust)],
        "the bundle is VALID",
    )
    return [
        measure(export, setting.runs, cpu_aim=5.0),
        measure(verify, setting.runs, cpu_aim=1.0, peak_aim=200e6),
    ]


def _estate(folder: Path, size: int) -> Path:
    place = folder / f"estate-{size}"
    write_estate(size, place)
    return place
