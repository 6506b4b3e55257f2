"""What stands in an answer."""

from __future__ import annotations

from typing import Any

ROOT = "HdsPolicyDocumentRoot"
"""Where an answer that was an XML document holds the name of its root."""


def at(answer: Any, path: str) -> Any:
    """What stands at a path of an answer; None when it is not there. ``<A|B>``: whether one of them is its root."""
    if path.startswith("<"):
        return answer.get(ROOT) in path[1:-1].split("|") or None
    for name in path.split(".") if path != "." else ():
        answer = answer.get(name) if isinstance(answer, dict) else None
    return answer
