"""Ask a time-stamping authority over HTTP (RFC 3161, section 3.4): one request, no redirect, no proxy, bounded."""

from __future__ import annotations

from collections.abc import Callable
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from hds_policy.errors import UsageError

_SECONDS: Final = 20.0
_LARGEST_ANSWER: Final = 1 << 18
_REPLY: Final = "application/timestamp-reply"


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing: the address is the one the user gave."""


def asking(url: str) -> Callable[[bytes], bytes]:
    """What sends a request to the authority at ``url`` and gives the bytes of its answer.

    Raises:
        UsageError: the address is none of http or https, or holds credentials.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise UsageError("--tsa: not an http or https address without credentials")
    named = f"{parts.scheme}://{parts.hostname}"

    def ask(request: bytes) -> bytes:
        opener = build_opener(ProxyHandler({}), _NoRedirect())
        headers = {"Content-Type": "application/timestamp-query", "Accept": _REPLY}
        try:
            with opener.open(Request(url, request, headers), timeout=_SECONDS) as answer:  # noqa: S310 - the scheme is checked
                kind = answer.headers.get_content_type()
                data: bytes = answer.read(_LARGEST_ANSWER + 1)
        except (OSError, HTTPException) as error:
            raise UsageError(f"--tsa {named}: {error}", hint="nothing was written") from error
        if kind != _REPLY or len(data) > _LARGEST_ANSWER:
            raise UsageError(f"--tsa {named}: the answer is no time-stamp ({kind[:80]})", hint="nothing was written")
        return data

    return ask
