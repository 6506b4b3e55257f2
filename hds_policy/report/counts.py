"""How many findings of each result: the same numbers in every report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from hds_policy.model import Assessment, Result
from hds_policy.report.words import NAMES, ORDER


def result_counts(assessment: Assessment) -> dict[Result, int]:
    """Number of findings of each result, zeros included, worst first."""
    counts = Counter(finding.result for finding in assessment.findings)
    return {result: counts[result] for result in sorted(Result, key=ORDER.__getitem__)}


def counted(counts: Mapping[Result, int]) -> str:
    """``6 fail · 3 undetermined``; what does not occur is left out."""
    return " · ".join(f"{number} {NAMES[result]}" for result, number in counts.items() if number)
