"""Stores of health data that are opened to everybody or to another account."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from hds_policy.catalogue import Catalogue
from hds_policy.model import Inventory, Opened, Unknown, Value
from hds_policy.model.attributes import values_at
from hds_policy.propagation.ends import Ends

_UNKNOWN = "unknown"


def opened(inventory: Inventory, catalogue: Catalogue, ends: Ends, carrying: Collection[str]) -> tuple[Opened, ...]:
    """Every way in which what carries health data is opened, sorted.

    Args:
        carrying: keys of what carries health data.
    """
    table = catalogue.openings
    found: set[Opened] = set()
    for resource in inventory.resources:
        for opening in table.get(resource.type, ()):
            to = {
                whom for value in values_at(resource.attributes, opening.attribute) for whom in _whom(opening.to, value)
            }
            if to:
                keys = ends.of(opening.of, resource).keys
                found.update(
                    Opened(key, resource.key, opening.attribute, whom, name)
                    for key in keys
                    if key in carrying
                    for whom, name in to
                )
    return tuple(sorted(found))


def _whom(to: Callable[[str], str], value: Value) -> Iterator[tuple[str, str]]:
    """Whom a value lets in, and its text."""
    if isinstance(value, Unknown):
        yield _UNKNOWN, ""
    elif isinstance(value, (str, bool)):
        text = str(value).lower() if isinstance(value, bool) else value.strip()
        whom = to(text)
        if whom:
            yield whom, text
