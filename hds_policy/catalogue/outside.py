"""Services outside that settings name by their addresses (``outside.toml``)."""

from __future__ import annotations

import re
from functools import cached_property

import msgspec

_LONGEST = 1 << 20


class OutsideService(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A service that takes errors, logs, mail, messages or prompts.

    Attributes:
        what: what it is, in a word or two.
        edge: kind of the flow that data would take to it.
        source: the vendor's page that names its addresses.
        hosts: ends of its host names; ``*`` stands for one label.
    """

    what: str
    edge: str
    source: str
    hosts: tuple[str, ...]


class OutsideServices(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """All of them."""

    services: tuple[OutsideService, ...] = ()

    def named_in(self, text: str) -> list[tuple[str, OutsideService]]:
        """Host name of every such service whose address stands in a text, and the service."""
        if "." not in text:
            return []
        found = (one[0].casefold() for one in self._pattern.finditer(text[:_LONGEST]))
        return [(host, self._service(host)) for host in dict.fromkeys(found)]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        ends = "|".join(_expression(host) for one in self.services for host in one.hosts) or r"(?!)"
        return re.compile(rf"(?<![\w.-])(?:[a-z0-9-]+\.){{0,8}}(?:{ends})(?![\w-]|\.[\w])", re.IGNORECASE)

    def _service(self, host: str) -> OutsideService:
        return next(
            one
            for one in self.services
            if any(re.search(rf"(?:^|\.){_expression(end)}$", host) is not None for end in one.hosts)
        )


def _expression(host: str) -> str:
    return re.escape(host).replace(r"\*", "[a-z0-9-]+")
