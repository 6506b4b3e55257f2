"""Baselines: which findings were there before. Pure, but for reading and writing the file."""

from hds_policy.baseline.comparison import against
from hds_policy.baseline.entries import entries_of
from hds_policy.baseline.file import Baseline, baseline_bytes, read_baseline

__all__ = ["Baseline", "against", "baseline_bytes", "entries_of", "read_baseline"]
