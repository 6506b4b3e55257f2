"""Waivers of an assessment and what became of each, as every format lists them."""

from __future__ import annotations

from enum import StrEnum

from hds_policy.model import Assessment, Waiver


class WaiverState(StrEnum):
    """What became of a waiver on the day of the evaluation."""

    IN_FORCE = "in_force"
    UNUSED = "unused"
    """In force, but it covers nothing."""
    EXPIRED = "expired"
    """Past its end: it counts no more."""


def waiver_states(assessment: Assessment) -> list[tuple[Waiver, WaiverState]]:
    """Every waiver once, in the order of the estate."""
    expired, unused = set(assessment.expired_waivers), set(assessment.unused_waivers)
    every = dict.fromkeys((*assessment.waivers, *assessment.unused_waivers, *assessment.expired_waivers))
    return [(waiver, _state(waiver, expired, unused)) for waiver in every]


def _state(waiver: Waiver, expired: set[Waiver], unused: set[Waiver]) -> WaiverState:
    if waiver in expired:
        return WaiverState.EXPIRED
    return WaiverState.UNUSED if waiver in unused else WaiverState.IN_FORCE
