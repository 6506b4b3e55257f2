"""What would comply in the place of what does not: for a reader who has to choose."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class CertifiedHoster(Struct, frozen=True):
    """A hoster whose certificate covers an activity on the day, by id and name; where that was read, and when."""

    id: str
    name: str
    valid_until: date | None
    source: str
    checked_on: date


class Nearest(Struct, frozen=True):
    """What would comply.

    Attributes:
        regions: regions of the same hoster in which the rule passes, French ones first.
        services: services of the same hoster that its certificates name for the activity, sorted; empty when any does.
        hosters: certified hosters for the activity, sorted by id; which service and region they cover is theirs to say.
    """

    regions: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    hosters: tuple[CertifiedHoster, ...] = ()
