"""Amazon resource names (ARNs)."""

from __future__ import annotations

from hds_collectors.live.service import Place


def arn_of(place: Place, service: str, rest: str) -> str:
    """The ARN of something of an account and region."""
    return f"arn:{place.partition}:{service}:{place.region}:{place.account}:{rest}"
