"""The baseline file: JSON, an entry a line, so that two versions of it can be compared by eye."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from hds_policy.baseline.entries import COMPARED
from hds_policy.errors import UsageError
from hds_policy.model import BaselineEntry

FORMAT: Final = "hds-policy baseline"
VERSION: Final = 1
MAX_BYTES: Final = 1 << 26
_HINT = "write it again with: hds-policy baseline write PATH -o FILE"


class Baseline(Struct, frozen=True, forbid_unknown_fields=True):
    """What was there on a day, and which hds-policy saw it."""

    format: str
    version: int
    tool: str
    on: date
    findings: tuple[BaselineEntry, ...]


def baseline_bytes(entries: tuple[BaselineEntry, ...], tool: str, on: date) -> bytes:
    """The file: ASCII, sorted, ends with a line break."""
    import json  # noqa: PLC0415 - the only encoder that writes ASCII, which no terminal takes for a command

    head = {"format": FORMAT, "version": VERSION, "tool": tool, "on": on.isoformat()}
    lines = ",".join(f"\n    {json.dumps(msgspec.to_builtins(entry))}" for entry in entries)
    written = json.dumps(head, indent=2).removesuffix("\n}")
    return f'{written},\n  "findings": [{lines}\n  ]\n}}\n'.encode("ascii")


def read_baseline(path: Path) -> Baseline:
    """Read a baseline; it may come from anybody.

    Raises:
        UsageError: it cannot be read, is too large, of another version, or is not one.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read: {getattr(error, 'strerror', error)}", hint=_HINT) from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path}: larger than {MAX_BYTES >> 20} MiB")
    try:
        found = msgspec.json.decode(data, type=Baseline)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: not a baseline: {error}", hint=_HINT) from error
    if found.format != FORMAT:
        raise UsageError(f"{path}: not a baseline: its format is not {FORMAT!r}", hint=_HINT)
    if found.version != VERSION:
        raise UsageError(f"{path}: version {found.version} of the format; this hds-policy reads {VERSION}", hint=_HINT)
    wrong = next((entry for entry in found.findings if entry.result not in COMPARED), None)
    if wrong is not None:
        raise UsageError(f"{path}: not a baseline: a finding of {wrong.rule} is {wrong.result}", hint=_HINT)
    return found
