"""``hds-policy check`` on public repositories, beside checkov with all of its Terraform checks, as its users run it.

And with one check, the least it can be asked for: what it takes is the reading, not the checks.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benches.checkov import ALL_CHECKS, ONE_CHECK, installed_checkov
from benches.measuring import Figure, Score, Setting, Task, measure

CORPUS: Final = "HDS_POLICY_CORPUS"
"""Environment variable: a folder of checkouts, ``<owner>/<name>`` each."""
_REPOSITORIES: Final = (
    "bridgecrewio/terragoat",
    "terraform-aws-modules/terraform-aws-vpc",
    "terraform-aws-modules/terraform-aws-eks",
    "alphagov/govuk-infrastructure",
)
_RATIO: Final = 25.0
_RUNS_OF_PEER: Final = 1
"""It takes minutes on some."""
_PATIENCE: Final = 3600.0
"""Seconds of wall time, on a machine that may be busy."""


def public_roots(setting: Setting) -> Sequence[Figure | Score]:
    """Each repository by both programs, and how many times the CPU seconds of ours the peer takes."""
    corpus = os.environ.get(CORPUS, "")
    if not corpus:
        print(f"  public: left out, {CORPUS} names no folder of checkouts", file=sys.stderr, flush=True)
        return []
    results: list[Figure | Score] = []
    for repository in _REPOSITORIES:
        tree = Path(corpus) / repository
        command = [setting.tool, "check", str(tree), "--assume", "health", "--no-cache"]
        ours = measure(Task("hds-policy check --assume health", repository, command, "Exit code"), setting.runs)
        results.append(ours)
        if setting.peers:
            # Where its one check applies to nothing it prints nothing.
            for what, options, sign in (("all checks", ALL_CHECKS, "Passed checks:"), ("one check", ONE_CHECK, "")):
                against = [installed_checkov(), "--directory", str(tree), *options]
                task = Task(f"checkov, {what}", repository, against, sign, limit=_PATIENCE)
                peer = measure(task, _RUNS_OF_PEER, peer=True)
                results += [
                    peer,
                    Score(f"checkov with {what} / hds-policy", repository, peer.cpu / ours.cpu, "x", _RATIO),
                ]
    return results
