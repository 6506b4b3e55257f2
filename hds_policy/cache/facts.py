"""Shipped facts in the form they have once parsed: TOML and YAML of known bytes are parsed once for each user.

An entry is named by the digest of the bytes it was parsed from, so that it cannot be stale; without an entry, or
without a place for one, the bytes are parsed. Nothing is kept unless ``keep_in`` has named a place.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from hds_policy.cache.store import load, save

_DAY = 1
_FORM = b"facts 1\0"
_place: Path | None = None


def keep_in(folder: Path | None) -> None:
    """Keep what is parsed from now on in this folder, see ``cache_folder``; None for nowhere."""
    global _place  # noqa: PLW0603 - one process, one cache folder: every loader of facts would have to hand it on
    _place = folder


def parsed(data: bytes, kind: str, parse: Callable[[str], Any]) -> Any:
    """The plain data that ``parse`` makes of a UTF-8 text.

    Args:
        kind: name of the language; the same bytes may be parsed in two.
        parse: called when there is no entry. What it raises is the caller's.

    Raises:
        UnicodeDecodeError: not UTF-8.
    """
    if _place is None:
        return parse(data.decode("utf-8"))
    name = hashlib.sha256(_FORM + sys.version.encode() + b"\0" + kind.encode() + b"\0" + data).hexdigest()
    content = load(_place, name)
    if content is not None:
        try:
            return msgspec.msgpack.decode(content, ext_hook=_day)
        except (msgspec.MsgspecError, ValueError):
            pass  # not written by this version: parsed again, and replaced
    document = parse(data.decode("utf-8"))
    # What the form cannot hold exactly is parsed each time.
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        save(_place, name, msgspec.msgpack.encode(_plain(document)))
    return document


def _plain(value: Any) -> Any:
    """The value with days marked as such; raises TypeError for what would not come back as it was."""
    if isinstance(value, dict):
        if not all(type(key) is str for key in value):
            raise TypeError("a key that is no text")
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, date) and not isinstance(value, datetime):
        return msgspec.msgpack.Ext(_DAY, value.isoformat().encode())
    if value is None or type(value) in (str, int, float, bool):
        return value
    raise TypeError(f"a {type(value).__name__}")


def _day(code: int, data: memoryview) -> date:
    if code != _DAY:
        raise ValueError("unknown form")
    return date.fromisoformat(bytes(data).decode())
