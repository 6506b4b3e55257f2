"""The real command in a child process, as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Generous: a test machine may be slow, and only a run that hangs is an error here.
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Completed:
    """Exit code and output of a run."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The report on stdout, as JSON."""
        return json.loads(self.out)


def environment(**changed: str) -> dict[str, str]:
    """The environment without what steers colours, width, language and Python's own path."""
    steering = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONPATH", "PYTHONSAFEPATH"}
    steering |= {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "HDS_POLICY_LANG"}
    kept = {key: value for key, value in os.environ.items() if key not in steering}
    # A test is about what a run does: answers of other runs are for the tests of the cache alone.
    return {**kept, "HDS_POLICY_NO_CACHE": "1", **changed}


def run(
    command: list[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None, text: str | None = None
) -> Completed:
    """Run a command; a run that does not end within ``PATIENCE`` fails the test."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment() if env is None else dict(env),
        input=text,
        stdin=subprocess.DEVNULL if text is None else None,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Completed(done.returncode, done.stdout, done.stderr)


def hds_policy(*arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Completed:
    """``python -P -m hds_policy`` with arguments."""
    return run([sys.executable, "-P", "-m", "hds_policy", *map(str, arguments)], cwd=cwd, env=env)
