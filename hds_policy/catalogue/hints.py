"""Words that hint at health data (``hints.toml``): in the names of stores, and in those of the programs that run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import msgspec

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 4096


class Hints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words, and the attributes that name a program."""

    names: frozenset[str] = frozenset()
    software: frozenset[str] = frozenset()
    software_attributes: tuple[str, ...] = ()

    def in_name(self, text: str) -> str:
        """The first word of a name that hints at health data; empty when none does."""
        return _first(_words(text), self.names)

    def in_software(self, text: str) -> str:
        """The first word of the name of a program that does; empty when none does."""
        return _first(_words(text), self.software)


def _first(words: Iterable[str], wanted: frozenset[str]) -> str:
    return next((word for word in words if word in wanted), "")


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text[:_LONGEST])
    return tuple(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c)).casefold()))
