"""The names an estate file may refer to."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct


class Known(Struct, frozen=True):
    """Names from outside the file.

    Attributes:
        hosters: ids of the registry.
        conditions: condition ids of each hoster; None when they are not to be checked.
        rules: rule ids; None when they are not to be checked.
    """

    hosters: Collection[str]
    conditions: Mapping[str, Collection[str]] | None = None
    rules: Collection[str] | None = None
