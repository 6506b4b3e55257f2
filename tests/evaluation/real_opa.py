"""Real OPA and its kin for the tests: from an environment variable, from PATH, or where make builds them."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def find(name: str) -> str | None:
    """A program by its name, e.g. ``opa``: ``$OPA``, PATH, ``.cache/opa/opa``, ``.cache/opa``."""
    built = ROOT / ".cache" / name
    places = [os.environ.get(name.upper()), shutil.which(name), built / name, built]
    return next((str(Path(place).absolute()) for place in places if place and Path(place).is_file()), None)


def missing(name: str, left_out: str) -> str:
    """One line that says what was left out."""
    return f"no {name} ({name.upper()}, PATH, .cache/{name}; `make {name}` builds one): left out {left_out}"


def run(
    program: str, *arguments: object, cwd: Path | None = None, text: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program; one that does not end within five minutes fails the test."""
    command = [program, *map(str, arguments)]
    # Never our own standard input: gator takes what it finds there for objects.
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, cwd=cwd, input=text or "")
