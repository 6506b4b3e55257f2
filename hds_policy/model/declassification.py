"""A flow that somebody declares to carry no personal health data."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Declassification(Struct, frozen=True):
    """What flows from some resources to others is no personal health data, until a day.

    Attributes:
        source, target: patterns on the address, or key, of the resource the data comes from and of the one it goes to.
        data: what flows: ``aggregated`` or ``anonymised``. What is pseudonymised is personal data and stays in scope.
        reason, approved_by: why, and who answers for it.
        expires: its last day.
    """

    source: str
    target: str
    data: str
    reason: str
    approved_by: str
    expires: date
