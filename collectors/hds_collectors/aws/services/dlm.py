"""Data Lifecycle Manager: policies that copy volumes and images, also to other regions and accounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hds_collectors.live.service import Call, Item, Live, Place, Service
from hds_collectors.live.words import block, blocks, tags
from hds_policy.model import Value


def _copy(one: Mapping[str, Any]) -> dict[str, Value]:
    return {"target": one.get("Target"), "target_region": one.get("TargetRegion"), "encrypted": one.get("Encrypted")}


def _schedule(one: Mapping[str, Any]) -> dict[str, Value]:
    return {
        "name": one.get("Name"),
        "cross_region_copy_rule": blocks(one.get("CrossRegionCopyRules"), _copy),
        "share_rule": blocks(one.get("ShareRules"), lambda rule: {"target_accounts": rule.get("TargetAccounts")}),
    }


def _action(one: Mapping[str, Any]) -> dict[str, Value]:
    return {
        "name": one.get("Name"),
        "cross_region_copy": blocks(one.get("CrossRegionCopy"), lambda copy: {"target": copy.get("Target")}),
    }


def _policy(item: Item, place: Place) -> Iterator[Live]:
    name = item.need("PolicyId")
    details = item.get("PolicyDetails") or {}
    # Default policies tell their copies in one list beside the schedules, which they have none of.
    copies = blocks(details.get("CrossRegionCopyTargets"), lambda one: {"target_region": one.get("TargetRegion")})
    schedules = blocks(details.get("Schedules"), _schedule)
    yield Live(
        "aws_dlm_lifecycle_policy",
        name,
        {
            "id": name,
            "arn": item.get("PolicyArn"),
            "description": item.get("Description"),
            "state": item.get("State"),
            "policy_details": block(
                resource_types=details.get("ResourceTypes"),
                target_tags=tags(details.get("TargetTags")),
                schedule=schedules or ([{"cross_region_copy_rule": copies}] if copies else None),
                action=blocks(details.get("Actions"), _action),
            ),
            "tags": tags(item.get("Tags")),
        },
    )


SERVICE = Service(
    name="dlm",
    client="dlm",
    types=("aws_dlm_lifecycle_policy",),
    prefixes=("dlm:policy",),
    calls=(
        Call(
            "get_lifecycle_policies",
            "Policies",
            ("dlm:GetLifecyclePolicies",),
            each=(
                Call(
                    "get_lifecycle_policy",
                    "Policy",
                    ("dlm:GetLifecyclePolicy",),
                    _policy,
                    take={"PolicyId": "PolicyId"},
                ),
            ),
        ),
    ),
)
