"""Reading the test account, and looking at what was read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from hds_collectors.aws.collector import collect

from hds_policy.model import Inventory, Resource, Value

Planted: TypeAlias = Mapping[tuple[str, str, str], Mapping[str, Value]]
"""What was made: region, type and name, and attributes that are to be told."""


def read(
    url: str, *services: str, regions: tuple[str, ...] = ("eu-west-3", "us-east-1"), progress: Any = None, **more: Any
) -> Inventory:
    given = {"endpoint_url": url, "hoster": "aws", "services": services, "regions": regions, "attempts": 1}
    return collect({**given, **more}, progress)


def of_type(inventory: Inventory, name: str) -> list[Resource]:
    return [resource for resource in inventory.resources if resource.type == name]


def only(inventory: Inventory, name: str) -> Resource:
    (found,) = of_type(inventory, name)
    return found


def check(cloud: Any, name: str, planted: Planted, not_spoken: Collection[str] = ()) -> Inventory:
    """Read a service, and find what was planted; the server does not speak some calls, which are told as unread."""
    found = read(cloud.url, name)
    assert {gap.what.rpartition(" ")[2] for gap in found.unread} == set(not_spoken)
    told = {(str(r.attributes["region"]), r.type, r.name): r.attributes for r in found.resources}
    for key, attributes in planted.items():
        assert key in told, (key, sorted(told))
        assert {one: told[key].get(one) for one in attributes} == attributes
    return found
