"""The raw shape of a saved inventory: one Struct per object, unknown members forbidden."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final

from msgspec import Meta, Raw, Struct

from hds_policy.model import Input, Reference, SourceRange, Unread

FORMAT: Final = "hds-policy inventory"
VERSION: Final = 1
MAX_BYTES: Final = 1 << 28
MAX_DEPTH: Final = 100
"""Of lists and objects in an attribute."""

_Count = Annotated[int, Meta(ge=0)]
_Text = Annotated[str, Meta(min_length=1)]
_Lines = Annotated[int, Meta(ge=1)]


class RawFile(Struct, forbid_unknown_fields=True):
    """The whole file: ``sha256`` is the hex digest of the bytes of ``content`` as they stand in the file."""

    format: str
    version: int
    sha256: str
    content: Raw


class RawProvider(Struct, forbid_unknown_fields=True):
    """A provider configuration; resources name it by its place in the list."""

    name: str
    source: str
    alias: str
    attributes: dict[str, Any]
    location: SourceRange | None
    declared: bool


class RawResource(Struct, forbid_unknown_fields=True):
    """A resource, as ``Resource`` means it."""

    address: _Text
    type: _Text
    name: str
    root: _Text
    provider: _Count
    attributes: dict[str, Any]
    location: SourceRange | None
    lines: dict[str, _Lines]
    is_data: bool
    symbolic: bool


class RawContent(Struct, forbid_unknown_fields=True):
    """What was read, as ``Inventory`` means it, by which scanner, and for which day."""

    scanner: _Text
    tool: str
    on: date
    providers: tuple[RawProvider, ...]
    resources: tuple[RawResource, ...]
    references: tuple[Reference, ...]
    unread: tuple[Unread, ...]
    inputs: tuple[Input, ...]
    not_instantiated: _Count
    roots: tuple[str, ...]
    focus: tuple[str, ...] | None
    looked_outside: bool
