"""Put the real output of the failing example into README.md, between its markers.

Usage: build_readme.py [--check]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BEGIN = "<!-- output: begin (support/build_readme.py) -->\n"
END = "<!-- output: end -->\n"
COMMAND = ["check", "examples/clinic/failing", "--on", "2026-11-23"]
SHOWN = ("✗ aws_db_snapshot_copy.disaster", "✗ clevercloud_postgresql.archive", "? aws_s3_bucket.analytics", "Summary")


def blocks() -> list[str]:
    """The blocks of the report that the README shows, in the order of ``SHOWN``."""
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    run = subprocess.run(
        [sys.executable, "-P", "-m", "hds_policy", *COMMAND],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode != 1:
        sys.exit(f"the failing example ended with exit code {run.returncode}\n{run.stderr}")
    found = run.stdout.split("\n\n")
    return [next(block for block in found if block.startswith(start)) for start in SHOWN]


def main() -> int:
    """Write the README, or with --check only compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 when README.md is not up to date")
    check = parser.parse_args().check
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    output = "\n\n".join(blocks()).rstrip("\n")
    new = f"{before}{BEGIN}\n```\n{output}\n```\n\n{END}{after}"
    if check:
        if new != text:
            print("README.md is not up to date: run support/build_readme.py", file=sys.stderr)
            return 1
        return 0
    README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
