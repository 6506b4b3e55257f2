"""Declassified flows of an assessment, as every format lists them."""

from __future__ import annotations

from hds_policy.model import Assessment


def declassifications(assessment: Assessment) -> list[dict[str, object]]:
    """Every declassification of the estate as plain data."""
    return [
        {
            "from": entry.source,
            "to": entry.target,
            "data": entry.data,
            "reason": entry.reason,
            "approved_by": entry.approved_by,
            "expires": entry.expires.isoformat(),
            "expired": assessment.on > entry.expires,
            "unused": entry in assessment.unused_declassifications,
        }
        for entry in assessment.declassifications
    ]
