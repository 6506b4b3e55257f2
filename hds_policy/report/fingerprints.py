"""Names of findings that stay the same from run to run while lines move, for programs that compare two reports."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from json.encoder import encode_basestring_ascii

from hds_policy.model import Finding

_HOSTER_FACTS = ("holder_id", "hoster_id", "hoster", "holder")
"""Facts that name the hoster, ids before display names, which may be reworded."""
_CONDITION_FACTS = ("condition", "title")
"""Facts that tell two conditions of one hoster apart."""


def _first(facts: dict[str, str], names: tuple[str, ...]) -> str:
    for name in names:
        if value := facts.get(name):
            return value
    return ""


def identity(finding: Finding) -> str:
    """What stays the same when lines move: rule, subject (its root included), layer, hoster, region and condition."""
    facts = dict(finding.facts)
    parts = [
        finding.rule,
        finding.subject_kind,
        finding.subject,
        finding.layer or "",
        _first(facts, _HOSTER_FACTS),
        facts.get("region", ""),
        _first(facts, _CONDITION_FACTS),
    ]
    # The JSON of a list of strings, without what the general encoder does for every other kind of value.
    return sha256(f"[{', '.join(map(encode_basestring_ascii, parts))}]".encode()).hexdigest()


class Fingerprints:
    """Fingerprints of the findings of one report; equal identities are told apart by their number."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, finding: Finding) -> str:
        """The fingerprint of the next finding of the report."""
        key = identity(finding)
        self._seen[key] += 1
        return f"{key[:32]}:{self._seen[key]}"
