"""Finished units in the journal of a scan, and back; a unit with a gap is not finished: it is asked again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec import Struct

from hds_collectors.live.units import Outcome, Unit
from hds_policy.errors import UsageError
from hds_policy.journal import Journal
from hds_policy.model import InputStatus, Inventory
from hds_policy.saved import saved_bytes, saved_of

_DAY = date.min
"""A saved inventory has a day; that of a unit means nothing."""


class _Content(Struct, frozen=True, forbid_unknown_fields=True):
    calls: int
    saved: msgspec.Raw


def note(journal: Journal, outcome: Outcome) -> None:
    """Write an outcome down, when nothing is missing in it.

    Raises:
        UsageError: it cannot be written.
    """
    if not outcome.unread and outcome.input.status is not InputStatus.FAILED:
        inventory = Inventory(resources=outcome.resources, inputs=(outcome.input,))
        saved = msgspec.Raw(saved_bytes(inventory, "unit", _DAY).rstrip(b"\n"))
        journal.add(outcome.unit.path, msgspec.json.encode(_Content(outcome.calls, saved)))


def finished(journal: Journal, units: Iterable[Unit]) -> dict[Unit, Outcome]:
    """What an earlier run has finished.

    Args:
        units: every unit of this run.

    Raises:
        UsageError: the journal has a unit that is none of them, or content that does not fit.
    """
    by_path = {unit.path: unit for unit in units}
    hint = "name a new file, and the scan begins anew"
    strange = sorted(set(journal.finished) - by_path.keys())
    if strange:
        raise UsageError(f"--resume: the journal is of another account, or was: it has {strange[0]}", hint=hint)
    found = {}
    for path, data in journal.finished.items():
        try:
            content = msgspec.json.decode(data, type=_Content)
        except msgspec.MsgspecError as error:
            raise UsageError(f"--resume: the entry of {path} does not fit", hint=hint) from error
        inventory = saved_of(f"--resume: {path}", bytes(content.saved)).inventory
        if [entry.path for entry in inventory.inputs] != [path]:
            raise UsageError(f"--resume: the entry of {path} does not fit", hint=hint)
        unit = by_path[path]
        found[unit] = Outcome(unit, inventory.resources, (), inventory.inputs[0], content.calls)
    return found
