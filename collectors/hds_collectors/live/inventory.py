"""One inventory of what all units found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from hds_collectors.live.units import Outcome
from hds_policy.model import Inventory, Reference, Resource


def inventory_of(
    outcomes: Sequence[Outcome],
    references_of: Callable[[Sequence[Resource]], Iterable[Reference]],
    beside: Inventory | None = None,
) -> Inventory:
    """One inventory of all outcomes, in an order that does not depend on when they came.

    Args:
        references_of: references among the resources, sorted.
        beside: inputs and gaps of what is no unit, such as regions that are not enabled.
    """
    extra = beside or Inventory()
    found = {resource.key: resource for outcome in outcomes for resource in outcome.resources}
    resources = sorted(found.values(), key=lambda resource: (resource.root, resource.address))
    unread = [*extra.unread, *(gap for outcome in outcomes for gap in outcome.unread)]
    inputs = [*extra.inputs, *(outcome.input for outcome in outcomes)]
    return Inventory(
        resources=tuple(resources),
        references=tuple(references_of(resources)),
        unread=tuple(sorted(unread, key=lambda gap: (gap.what, gap.detail))),
        inputs=tuple(sorted(inputs, key=lambda entry: entry.path)),
        roots=tuple(sorted({resource.root for resource in resources})),
    )
