"""Reading the test account, and looking at what was read."""

from __future__ import annotations

from typing import Any

from hds_collectors.aws.collector import collect

from hds_policy.model import Inventory, Resource


def read(url: str, *services: str, regions: tuple[str, ...] = ("eu-west-3", "us-east-1"), **more: Any) -> Inventory:
    given = {"endpoint_url": url, "hoster": "aws", "services": services, "regions": regions, "attempts": 1}
    return collect({**given, **more})


def of_type(inventory: Inventory, name: str) -> list[Resource]:
    return [resource for resource in inventory.resources if resource.type == name]


def only(inventory: Inventory, name: str) -> Resource:
    (found,) = of_type(inventory, name)
    return found
