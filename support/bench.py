"""Measure hds-policy, beside other programs on the same input in the same run: ``bench.py [NAME]...``.

Figures are CPU seconds (user and system) and peak memory of child processes: wall time says more about the machine's
other work. They hold for one machine and one day; what can be compared is the ratio of two rows of one run.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from benches import BENCHES
from benches.measuring import BenchError, Setting
from benches.tables import tables


def _machine() -> str:
    load = os.getloadavg()[0]
    return f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"benches to run: {', '.join(BENCHES)}; default: all")
    parser.add_argument("--runs", type=int, default=3, help="runs of each program; the median is shown (default 3)")
    parser.add_argument("--skip-peers", action="store_true", help="leave the other programs out")
    parser.add_argument("--tool", help="hds-policy to measure; default: the one beside this Python")
    options = parser.parse_args()
    tool = options.tool or shutil.which("hds-policy", path=str(Path(sys.executable).parent))
    if tool is None or options.runs < 1:
        parser.error("no hds-policy beside this Python: see --tool" if tool is None else "--runs: at least 1")
    if unknown := [name for name in options.names if name not in BENCHES]:
        parser.error(f"no bench {unknown[0]!r}: {', '.join(BENCHES)}")
    print(f"Machine: {_machine()}", flush=True)
    results = []
    for name in options.names or BENCHES:
        with tempfile.TemporaryDirectory(prefix="hds-policy-bench-") as folder:
            setting = Setting(tool, options.runs, Path(folder), not options.skip_peers)
            try:
                results += BENCHES[name](setting)
            except BenchError as error:
                print(f"bench: {name}: {error}", file=sys.stderr)
                return 1
    print(tables(results))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
