"""Judge only some of what was read: the rest counts for what flows from and to it. Pure."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from hds_policy.model import Backups, Inventory
from hds_policy.propagation import Classified


def in_focus(inventory: Inventory, classified: Classified) -> tuple[Inventory, Classified]:
    """The part of an inventory, and of its classification, that is judged (``Inventory.focus``).

    Whether a classification rule of the estate fits nothing cannot be told from a part.
    """
    focus = inventory.focus
    if focus is None:
        return inventory, classified
    if inventory.follow:
        focus |= _reached(classified, focus)
    part = replace(inventory, resources=tuple(one for one in inventory.resources if one.key in focus))
    return part, replace(
        classified,
        classes={key: found for key, found in classified.classes.items() if key in focus},
        open_flows=tuple(flow for flow in classified.open_flows if flow.source in focus or flow.holder in focus),
        tagged=tuple(key for key in classified.tagged if key in focus),
        opened=tuple(one for one in classified.opened if one.source in focus or one.holder in focus),
        administrators=tuple(one for one in classified.administrators if any(key in focus for key, _ in one.grants)),
        backups=tuple(kept for entry in classified.backups if (kept := _backups_in(entry, focus)) is not None),
        unused_rules=(),
        unused_declassifications=(),
        powerless_declassifications=(),
    )


def _reached(classified: Classified, focus: Collection[str]) -> frozenset[str]:
    """Resources that carry health data because of one in focus."""
    return frozenset(
        key
        for key, found in classified.classes.items()
        if any(step.source in focus or step.holder in focus for step in found.path)
    )


def _backups_in(entry: Backups, focus: Collection[str]) -> Backups | None:
    """The part of an entry that is judged; None when there is none."""
    found, missing, unknown = (
        tuple(key for key in keys if key in focus) for keys in (entry.found, entry.missing, entry.unknown)
    )
    return Backups(entry.root, found, missing, unknown) if found or missing or unknown else None
