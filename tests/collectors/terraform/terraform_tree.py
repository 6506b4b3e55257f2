"""Questions that the tests of this folder ask of an inventory."""

from __future__ import annotations

from collections.abc import Callable

from hds_policy.model import Inventory, Resource, Unknown

Tree = Callable[..., Inventory]


def resource(inventory: Inventory, address: str) -> Resource:
    """The only resource with this address."""
    found = [one for one in inventory.resources if one.address == address]
    assert len(found) == 1, sorted(one.address for one in inventory.resources)
    return found[0]


def addresses(inventory: Inventory) -> list[str]:
    """Addresses of all resources, data sources included, sorted."""
    return sorted(one.address for one in inventory.resources)


def edges(inventory: Inventory) -> set[tuple[str, str, str, str]]:
    """All references as tuples."""
    return {(one.source, one.attribute, one.target, one.target_attribute) for one in inventory.references}


def unknown(value: object) -> Unknown:
    """The value, which has to be Unknown."""
    assert isinstance(value, Unknown), value
    return value
