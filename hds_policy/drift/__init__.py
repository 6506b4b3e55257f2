"""What runs compared with what the code says: the same resource on both sides, and where they do not agree."""

from hds_policy.drift.comparing import Difference, Drift, Side, compare
from hds_policy.drift.joining import Joined, Pair, Unclear, join
from hds_policy.drift.rendering import drift_json, drift_text

__all__ = ["Difference", "Drift", "Joined", "Pair", "Side", "Unclear", "compare", "drift_json", "drift_text", "join"]
