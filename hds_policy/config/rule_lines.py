"""The lines of the classification rules in an estate file, to point at them."""

from __future__ import annotations

from pathlib import Path

from hds_policy.config.lines import key_lines


def rule_lines(file: Path) -> tuple[int, ...]:
    """Line of each ``[[classification.rules]]`` of an estate file that was read, in order; empty when it is gone."""
    try:
        lines = key_lines(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return ()
    found: list[int] = []
    while (path := ("classification", "rules", len(found))) in lines:
        found.append(lines[path])
    return tuple(found)
