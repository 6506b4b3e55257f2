"""What stands at the end of a flow: the resources an attribute leads to, and whether it leads out of what was read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from hds_policy.model import Inventory, Reference, Resource, ToldBy, Unknown, Value
from hds_policy.model.attributes import values_at

SELF = "."
_ARN = re.compile(r"^arn:([a-z-]+):[a-z0-9-]*:([a-z0-9-]+):")


class Ends:
    """Finds the resources that attributes of resources of one inventory lead to."""

    def __init__(self, inventory: Inventory) -> None:
        self._references: dict[str, list[Reference]] = defaultdict(list)
        for reference in inventory.references:
            self._references[reference.source].append(reference)

    def of(self, path: str, resource: Resource) -> dict[str, ToldBy]:
        """Keys of the resources an attribute leads to, and what told so; ``.`` is the resource itself."""
        if path == SELF:
            return {resource.key: ToldBy.REFERENCE}
        references = self._references.get(resource.key, ())
        below = f"{path}."
        return {
            reference.target: ToldBy.REFERENCE
            for reference in references
            if reference.attribute == path or reference.attribute.startswith(below)
        }


def places_outside(resource: Resource, path: str, *, read: bool) -> Iterator[tuple[str, str]]:
    """Partition and region of each end an attribute names that nothing which was read answers to; empty when not told.

    A name may well be that of something that was read: with an answer beside it, only an ARN written out counts.
    """
    seen: set[tuple[str, str]] = set()
    for value in values_at(resource.attributes, path):
        if value in ("", [], {}):
            continue
        place = _place_in_arn(value)
        if (place[1] or not read) and place not in seen:
            seen.add(place)
            yield place


def _place_in_arn(value: Value) -> tuple[str, str]:
    found = _ARN.match(value) if isinstance(value, str) and not isinstance(value, Unknown) else None
    return (found[1], found[2]) if found else ("", "")
