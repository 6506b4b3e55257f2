"""Calls of modules whose content was not read: those the catalogue knows are judged by their inputs. Pure."""

from __future__ import annotations

from msgspec.structs import replace

from hds_policy.catalogue import Catalogue
from hds_policy.model import MODULE_CALL, Cause, Inventory, Resource, SourceRange, Unread

_Place = tuple[str, SourceRange | None]


def settle_modules(inventory: Inventory, catalogue: Catalogue) -> Inventory:
    """The inventory in which each call of a remote module is either a resource or something unread, never both.

    A call of a module that the catalogue decides on stays a resource, and is no longer unread. Any other stays unread,
    and is no resource: nothing is known of what it makes.
    """
    calls = [resource for resource in inventory.resources if resource.type.startswith(MODULE_CALL)]
    if not calls:
        return inventory
    decided = {call.key for call in calls if catalogue.decision(call.type, call.provider.name) is not None}
    left = {call.key for call in calls} - decided
    # A place is settled only if every call that stands there is, whichever root it is read from.
    open_places = {_place(call) for call in calls if call.key in left}
    settled = {_place(call) for call in calls if call.key in decided} - open_places
    return replace(
        inventory,
        resources=tuple(resource for resource in inventory.resources if resource.key not in left),
        references=tuple(r for r in inventory.references if r.source not in left and r.target not in left),
        unread=tuple(gap for gap in inventory.unread if not _settles(gap, settled)),
    )


def _place(call: Resource) -> _Place:
    return call.root, call.location


def _settles(gap: Unread, settled: set[_Place]) -> bool:
    return gap.cause is Cause.MODULE_NOT_AVAILABLE and (gap.root, gap.location) in settled
