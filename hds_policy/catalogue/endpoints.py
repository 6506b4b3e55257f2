"""Whose cloud an address is of."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from hds_policy.catalogue.files import pattern_of, read_table
from hds_policy.catalogue.raw import RawEndpoints
from hds_policy.catalogue.types import Endpoint


class EndpointTable:
    """The hosts of a file of endpoints, first match first.

    Raises:
        CatalogueError: the file is missing or not valid.
    """

    def __init__(self, path: Path) -> None:
        raw = read_table(path, RawEndpoints)
        self.arns: Mapping[str, str] = raw.arns
        self._hosts = {
            hosts: (one, pattern_of(f"{path.name}: {hosts}: region", one.region) if one.region else None)
            for hosts, one in raw.endpoints.items()
        }

    @property
    def hosters(self) -> frozenset[str]:
        """Ids of all hosters in it."""
        return frozenset(raw.hoster for raw, _ in self._hosts.values())

    def find(self, address: str) -> Endpoint | None:
        """What stands behind an address, with or without a scheme; None when it is not in the table."""
        host = _host(address)
        for hosts, (raw, region) in self._hosts.items():
            if fnmatch.fnmatchcase(host, hosts):
                return Endpoint(raw.hoster, raw.services, _region_in(host, region))
        return None


def _region_in(host: str, pattern: re.Pattern[str] | None) -> str | None:
    if pattern is None:
        return ""
    found = pattern.search(host)
    return found[1] if found else None


def _host(address: str) -> str:
    """Host of an address with or without a scheme; empty when it has none that can be told."""
    text = address.strip()
    try:
        return urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
