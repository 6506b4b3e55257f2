"""What would comply, as reports tell it."""

from __future__ import annotations

from hds_policy.model import Nearest

SHOWN = 6
"""Regions, services and hosters that a sentence names; JSON has all of them."""


def nearest_record(nearest: Nearest | None) -> dict[str, object] | None:
    """Plain data; None when it was not asked for."""
    if nearest is None:
        return None
    hosters = [
        {
            "id": one.id,
            "name": one.name,
            "valid_until": one.valid_until.isoformat() if one.valid_until else None,
            "source": one.source,
            "checked_on": one.checked_on.isoformat(),
        }
        for one in nearest.hosters
    ]
    return {"regions": list(nearest.regions), "services": list(nearest.services), "hosters": hosters}
