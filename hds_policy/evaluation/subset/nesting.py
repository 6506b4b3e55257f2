"""How deeply brackets are nested: the embedded engine's parser takes twice as long for every level."""

from __future__ import annotations

import re

DEEPEST = 10
"""Levels that may be open at once; at this depth the parser still answers within a tenth of a second."""

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`|#[^\n]*|[\[{]|[\]}]')


def too_deep(source: str) -> int | None:
    """Offset of the first bracket or brace beyond ``DEEPEST``, texts and comments apart; None when there is none."""
    depth = 0
    for token in _TOKEN.finditer(source):
        if token.group() in {"[", "{"}:
            depth += 1
            if depth > DEEPEST:
                return token.start()
        elif token.group() in {"]", "}"}:
            depth = max(0, depth - 1)
    return None
