"""The revision of a set of policies: a digest of their texts, the same wherever and whenever it is computed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def revision_of(modules: Iterable[tuple[str, str]]) -> str:
    """``sha256:`` and 64 hexadecimal digits over (path, source) of all modules, whatever their order."""
    whole = hashlib.sha256()
    for path, source in sorted(modules):
        for text in (path, source):
            data = text.encode()
            # The length before each text: no two sets of modules give the same bytes.
            whole.update(len(data).to_bytes(8, "big") + data)
    return f"sha256:{whole.hexdigest()}"
