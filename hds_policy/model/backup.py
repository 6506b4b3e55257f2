"""Whether the stores of a root module are backed up."""

from __future__ import annotations

from msgspec import Struct


class Backups(Struct, frozen=True, order=True):
    """Stores of health data in one root module, by whether a backup of them was found; keys, sorted.

    Attributes:
        root: folder of the root module.
        found: a backup was found.
        missing: none was found.
        unknown: whether there is one depends on what is not known.
    """

    root: str
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
