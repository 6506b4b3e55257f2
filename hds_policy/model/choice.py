"""Which rules a run asked beside, or instead of, the shipped ones: part of every report, so that nothing is unseen."""

from __future__ import annotations

from msgspec import Struct

from hds_policy.model.rule import Severity

PROFILES = ("hds-2.0", "hds-1.1", "eea-only", "strict")
"""Names of the profiles; ``hds_policy/rules/profiles.toml`` says what each asks."""


class SeverityChange(Struct, frozen=True):
    """A severity that custom policies declare for a shipped rule: which, from what to what, why, and who says so."""

    rule: str
    shipped: Severity
    now: Severity
    reason: str
    by: str


class PolicyChoice(Struct, frozen=True):
    """What was chosen for a run.

    Attributes:
        profile: name of the profile; empty when none was named, which asks every shipped rule.
        left_out: ids of shipped rules the profile does not ask, sorted.
        custom: namespace and number of rules of each folder of custom policies.
        severities: severities of shipped rules that custom policies change.
        unlimited: whether custom policies ran without a limit on CPU and memory, because the platform has none.
    """

    profile: str = ""
    left_out: tuple[str, ...] = ()
    custom: tuple[tuple[str, int], ...] = ()
    severities: tuple[SeverityChange, ...] = ()
    unlimited: bool = False
