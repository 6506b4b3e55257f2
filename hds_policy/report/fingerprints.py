"""Names of findings that stay the same from run to run while lines move, for programs that compare two reports."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256

from hds_policy.model import Finding

_HOSTER_FACTS = ("holder_id", "hoster_id", "hoster", "holder")
"""Facts that name the hoster, ids before display names, which may be reworded."""
_CONDITION_FACTS = ("condition", "title")
"""Facts that tell two conditions of one hoster apart."""


def identity(finding: Finding) -> str:
    """What stays the same when lines move: rule, subject (its root included), layer, hoster, region and condition."""
    facts = dict(finding.facts)
    parts = [
        finding.rule,
        finding.subject_kind,
        finding.subject,
        finding.layer or "",
        next((facts[name] for name in _HOSTER_FACTS if facts.get(name)), ""),
        facts.get("region", ""),
        next((facts[name] for name in _CONDITION_FACTS if facts.get(name)), ""),
    ]
    return sha256(json.dumps(parts).encode()).hexdigest()


class Fingerprints:
    """Fingerprints of the findings of one report; equal identities are told apart by their number."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, finding: Finding) -> str:
        """The fingerprint of the next finding of the report."""
        key = identity(finding)
        self._seen[key] += 1
        return f"{key[:32]}:{self._seen[key]}"
