"""A child is measured, bounded and ended with what it started."""

import subprocess
import sys
from pathlib import Path

from child_run import run_child

SUPPORT = Path(__file__).resolve().parents[2] / "support"
PYTHON = [sys.executable, "-I", "-S", "-c"]


def test_what_a_child_says_and_how_it_ends() -> None:
    run = run_child([*PYTHON, "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"], 60)
    assert (run.code, run.timed_out, run.output, run.errors) == (3, False, b"out\n", "err\n")


def test_memory_of_the_child_is_seen() -> None:
    # From a small parent: Linux counts what a child held before exec, that is, what the parent held.
    script = (
        "from child_run import run_child\n"
        "small = run_child([sys.executable, '-c', 'pass'], 60)\n"
        "large = run_child([sys.executable, '-c', 'x = bytes(1) * 300_000_000; x = x.upper()'], 60)\n"
        "print(large.peak - small.peak)"
    )
    code = f"import sys; sys.path.insert(0, {str(SUPPORT)!r})\n{script}"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(told.stdout) > 150_000_000


def test_processor_time_counts_and_sleep_does_not() -> None:
    asleep = run_child([*PYTHON, "import time; time.sleep(1)"], 60)
    busy = run_child([*PYTHON, "import time\nwhile time.process_time() < 1: pass"], 60)
    assert asleep.cpu < 0.5 < busy.cpu


def test_a_child_that_takes_too_long_is_ended_with_its_own_children(tmp_path: Path) -> None:
    sign = tmp_path / "still-there"
    inner = f"import time, pathlib; time.sleep(2); pathlib.Path({str(sign)!r}).touch()"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    run = run_child([*PYTHON, outer], 0.5)
    assert run.timed_out
    assert run.code < 0
    run_child([*PYTHON, "import time; time.sleep(2.5)"], 60)
    assert not sign.exists()
