"""Shell-style patterns of the estate: ``*`` and ``?`` are wild, everything else is itself, case counts.

Brackets are literal, because Terraform addresses are full of them (``aws_instance.web[0]``).
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

_INSTANCE_KEY = re.compile(r'\[(?:\d+|\?|"(?:[^"\\]|\\.)*")\]')


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits the pattern; ``*`` also crosses ``.`` and ``/``."""
    return fnmatchcase(text, pattern.replace("[", "[[]"))


def matches_address(pattern: str, address: str) -> bool:
    """Whether a Terraform address (or resource key) fits the pattern.

    As with Terraform's own targets, a pattern without instance keys stands for every instance:
    ``module.ehr.*`` fits ``module.ehr["lyon"].aws_db_instance.main[0]``.
    """
    return matches(pattern, address if "[" in pattern else _INSTANCE_KEY.sub("", address))
