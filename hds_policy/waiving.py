"""Gather and apply waivers: they never hide a result, they mark it as exempt and keep what it was. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from hds_policy.config import Estate, patterns
from hds_policy.config.inline_waivers import inline_waivers
from hds_policy.model import Cause, Finding, Inventory, RefusedWaiver, Resource, Result, Waiver

_WAIVABLE = frozenset({Result.FAIL, Result.UNDETERMINED, Result.REVIEW})
_BROKEN = frozenset({Cause.POLICY_ERROR, Cause.ENGINE_ERROR})
"""Nobody can answer for what a rule that broke would have said."""


def waivers_of(
    inventory: Inventory, estate: Estate, rules: Collection[str]
) -> tuple[tuple[Waiver, ...], tuple[RefusedWaiver, ...]]:
    """The waivers of a run, those of the estate first, and the comments that were to be one and do not count.

    Args:
        rules: ids of every rule there is, those that are not asked included.
    """
    focus = inventory.focus
    # A comment on what is read beside the files that are judged says nothing about them.
    here = [one for one in inventory.directives if focus is None or not focus.isdisjoint(one.resources)]
    inline, refused = inline_waivers(here, allowed=estate.settings.inline_waivers, rules=rules)
    return (*estate.waivers, *inline), refused


def apply_waivers(
    findings: Iterable[Finding], waivers: Sequence[Waiver], on: date, resources: Mapping[str, Resource]
) -> tuple[list[Finding], set[Waiver]]:
    """Findings after waivers, and the waivers that covered at least one.

    Args:
        resources: by key; a waiver's pattern may be written with or without the root.

    A grouped finding is covered only when the waiver's pattern fits its subject or every resource it concerns.
    """
    valid = [waiver for waiver in waivers if on <= waiver.expires]
    used: set[Waiver] = set()
    result = []
    for finding in findings:
        waiver = (
            next((w for w in valid if _covers(w, finding, resources)), None)
            if finding.result in _WAIVABLE and finding.cause not in _BROKEN
            else None
        )
        if waiver is None:
            result.append(finding)
        else:
            used.add(waiver)
            result.append(replace(finding, result=Result.EXEMPT, underlying=finding.result, waiver=waiver))
    return result, used


def _covers(waiver: Waiver, finding: Finding, resources: Mapping[str, Resource]) -> bool:
    if not patterns.matches(waiver.rule, finding.rule):
        return False
    if waiver.place is not None:
        # A comment is about the resources of its block, whatever their addresses look like.
        return bool(finding.resources) and all(key in waiver.covers for key in finding.resources)
    if _fits(waiver, finding.subject, resources):
        return True
    return bool(finding.resources) and all(_fits(waiver, key, resources) for key in finding.resources)


def _fits(waiver: Waiver, key: str, resources: Mapping[str, Resource]) -> bool:
    resource = resources.get(key)
    root = resource.root if resource else key
    address = resource.address if resource else key
    if waiver.root and not patterns.matches(waiver.root, root):
        return False
    return patterns.matches_address(waiver.address, key) or patterns.matches_address(waiver.address, address)
