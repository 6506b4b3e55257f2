"""Stores of health data that are opened to everybody or to another account."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from hds_policy.catalogue import Catalogue
from hds_policy.model import Inventory, Opened, Resource, Unknown, Value
from hds_policy.model.attributes import values_at
from hds_policy.propagation.ends import Ends
from hds_policy.propagation.policies import ACCOUNT, FEDERATION, PUBLIC, UNKNOWN, Policies

_AS_OPENED = {PUBLIC: PUBLIC, ACCOUNT: ACCOUNT, FEDERATION: ACCOUNT, UNKNOWN: UNKNOWN}


def opened(inventory: Inventory, catalogue: Catalogue, ends: Ends, carrying: Collection[str]) -> tuple[Opened, ...]:
    """Every way in which what carries health data is opened, sorted.

    Args:
        carrying: keys of what carries health data.
    """
    table = catalogue.openings
    policies = Policies(ends, catalogue)
    found: set[Opened] = set()
    for resource in inventory.resources:
        for opening in table.get(resource.type, ()):
            if opening.policy:
                to = {(_AS_OPENED[one.to], one.name) for one in policies.lets_in(resource, opening.attribute)}
            else:
                values = values_at(resource.attributes, opening.attribute)
                to = {whom for value in values for whom in _whom(opening.to, value)}
            if to:
                keys = ends.of(opening.of, resource).keys
                found.update(
                    Opened(key, resource.key, opening.attribute, whom, name)
                    for key in keys
                    if key in carrying
                    for whom, name in to
                    if not (whom == PUBLIC and _is_kept_in(opening.unless, ends.resource(key)))
                )
    return tuple(sorted(found))


def _is_kept_in(attribute: str, opened: Resource | None) -> bool:
    """Whether an attribute of what is opened keeps it in a network, where who may is not everybody."""
    return bool(attribute and opened is not None and values_at(opened.attributes, attribute))


def _whom(to: Callable[[str], str], value: Value) -> Iterator[tuple[str, str]]:
    """Whom a value lets in, and its text."""
    if isinstance(value, Unknown):
        yield UNKNOWN, ""
    elif isinstance(value, (str, bool)):
        text = str(value).lower() if isinstance(value, bool) else value.strip()
        whom = to(text)
        if whom:
            yield whom, text
