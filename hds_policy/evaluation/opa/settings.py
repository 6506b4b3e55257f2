"""Where an OPA server is, how it is reached, and who puts the policies there."""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from hds_policy.errors import UsageError

_PORTS = {"http": 80, "https": 443}
_HINT = "e.g. https://opa.example.org:8181, or http://127.0.0.1:8181"
_LONGEST_TIMEOUT = 3600.0


class Supply(StrEnum):
    """How the policies come to the server."""

    EXPECT = "expect"
    """They are there, as a bundle made by ``hds-policy policies bundle``; nothing is written to the server."""
    PUSH = "push"
    """They are written to the server, in packages whose name holds their digest."""


@dataclass(frozen=True, slots=True)
class OpaSettings:
    """How an OPA server is reached.

    Attributes:
        url: http or https; a path is put before ``/v1``.
        token: bearer token; never shown.
        ca: certificates of the authorities to trust, PEM; None: those of the certifi package.
        certificate: client certificate for mutual TLS, PEM; with ``key``.
        timeout: seconds to wait for an answer.

    Raises:
        UsageError: what is given cannot be used, or would send a token in the clear.
    """

    url: str
    supply: Supply = Supply.EXPECT
    token: str = field(default="", repr=False)
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    timeout: float = 60.0

    def __post_init__(self) -> None:
        scheme, host, _, _ = self.address()
        for file in (self.ca, self.certificate, self.key):
            if file is not None and not file.is_file():
                raise UsageError(f"{file}: no such file")
        if (self.certificate is None) != (self.key is None):
            raise UsageError("a client certificate and its key go together", hint="give --opa-cert and --opa-key")
        if scheme == "http" and (self.ca or self.certificate):
            raise UsageError("certificates are for https only", hint=_HINT)
        if scheme == "http" and self.token and not _is_loopback(host):
            raise UsageError("the token would be sent in the clear", hint="use https, or an OPA on this machine")
        if not (self.token.isascii() and self.token.isprintable()) or " " in self.token:
            raise UsageError("the token holds characters that no bearer token has")
        if not (math.isfinite(self.timeout) and 0 < self.timeout <= _LONGEST_TIMEOUT):
            raise UsageError(f"--opa-timeout {self.timeout}: must lie between 0 and {_LONGEST_TIMEOUT:.0f} seconds")

    def address(self) -> tuple[str, str, int, str]:
        """Scheme, host (IPv6 in brackets), port and path without a slash at its end.

        Raises:
            UsageError: no address of a server.
        """
        try:
            parts = urlsplit(self.url)
            port = parts.port
        except ValueError as error:
            raise UsageError(f"--opa-url: {error}", hint=_HINT) from error
        # The address itself is not repeated in messages: it may hold a password.
        if parts.scheme not in _PORTS or not parts.hostname:
            raise UsageError("--opa-url: must be an http or https address", hint=_HINT)
        if parts.username is not None or parts.password is not None:
            raise UsageError("--opa-url: no user or password in the address", hint="use --opa-token-file or --opa-cert")
        if parts.query or parts.fragment:
            raise UsageError("--opa-url: nothing may follow the path", hint=_HINT)
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return parts.scheme, host, port or _PORTS[parts.scheme], parts.path.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
