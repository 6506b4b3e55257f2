"""SARIF messages: short, on one line, and without the syntax for links and arguments."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from hds_policy.report.printable import shortened

SarifObject: TypeAlias = dict[str, Any]

LIMIT = 1024
"""Characters GitHub shows of a message or of a rule's description."""

# SARIF 2.1.0, 3.11.5 and 3.11.6: {0} stands for an argument and [text](target) is a link.
_ARGUMENT = re.compile(r"\{(?=\d+\})")


def plain(text: str) -> str:
    """The text as a SARIF plain text message."""
    without_links = text.replace("](", "] (")
    return shortened(_ARGUMENT.sub("{ ", without_links), LIMIT)


def message(text: str) -> SarifObject:
    """A ``message`` object."""
    return {"text": plain(text)}
