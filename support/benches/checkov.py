"""Checkov as the peer: installed once, in an environment of its own."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

from benches.measuring import BenchError

VERSION: Final = "3.3.30"
ALL_CHECKS: Final = (
    *("--framework", "terraform", "--quiet", "--compact"),
    *("--download-external-modules", "false"),
)
"""Terraform as its users check it; nothing is fetched."""
ONE_CHECK: Final = (*ALL_CHECKS, "--check", "CKV_AWS_19")
"""The least it can be asked for: reading costs the same, and only one check runs."""
_HOME: Final = Path(__file__).resolve().parents[2] / ".cache" / "bench" / f"checkov-{VERSION}"


def installed_checkov() -> str:
    """The checkov program.

    Raises:
        BenchError: it cannot be installed.
    """
    program = _HOME / "bin" / "checkov"
    if not program.exists():
        print(f"  installing checkov {VERSION} ...", file=sys.stderr, flush=True)
        venv.create(_HOME, with_pip=True, clear=True)
        pip = [str(_HOME / "bin" / "python"), "-m", "pip", "install", "--quiet", f"checkov=={VERSION}"]
        try:
            subprocess.run(pip, check=True)
        except subprocess.CalledProcessError as error:
            raise BenchError(f"checkov {VERSION} cannot be installed; --skip-peers leaves it out") from error
    return str(program)
