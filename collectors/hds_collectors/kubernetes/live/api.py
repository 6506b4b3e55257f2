"""One GET after another: bounded, retried, never redirected, and checked to be JSON."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
import urllib3
from msgspec import Struct
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError, TimeoutError

from hds_collectors.kubernetes.live.problem import ApiError, of_status
from hds_policy.model import Cause

MAX_BYTES = 1 << 28
_PIECE = 1 << 20
_BODIES = 3
_WAITED_FOR = (429, 500, 502, 503, 504)
_DRIPS = 5
"""How many times the longest wait a whole answer may take."""
_RETRY = urllib3.Retry(
    total=6,
    redirect=0,
    status_forcelist=_WAITED_FOR,
    allowed_methods={"GET"},
    backoff_factor=0.3,
    backoff_jitter=0.3,
    backoff_max=4,
    retry_after_max=30,
    raise_on_status=False,
)


class Answer(Struct, frozen=True):
    """The JSON object that was answered, and its bytes."""

    document: dict[str, Any]
    data: bytes


class Api:
    """An API server.

    Args:
        host: its address without a slash at the end.
        pool: connections with the trust and client certificate of the context.
        headers: gives the headers that authenticate, anew for each call, as tokens change.
        timeout: longest wait for a connection or the next piece of an answer, in seconds.
    """

    def __init__(
        self,
        host: str,
        pool: urllib3.PoolManager,
        headers: Callable[[], Mapping[str, str]],
        timeout: float,
        retry: urllib3.Retry = _RETRY,
    ) -> None:
        self._host = host
        self._pool = pool
        self._headers = headers
        self._timeout = timeout
        self._retry = retry

    def get(self, path: str, query: Mapping[str, str] | None = None, accept: str = "application/json") -> Answer:
        """The JSON object at a path.

        Raises:
            ApiError: no answer, one of another status than 200, or one that is no JSON object.
        """
        url = f"{self._host}{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Accept": accept, "Accept-Encoding": "identity", **self._headers()}
        for attempt in range(1, _BODIES + 1):
            try:
                status, data = self._bytes(url, headers)
                break
            except MaxRetryError as error:
                # A refused connection is a kind of time-out there.
                timed_out = isinstance(error.reason, TimeoutError) and not isinstance(error.reason, NewConnectionError)
                raise _silence(timed_out=timed_out) from error
            except (HTTPError, OSError) as error:
                # The connection ended in the middle of an answer.
                if attempt == _BODIES:
                    raise _silence(timed_out=isinstance(error, TimeoutError)) from error
        if status != 200:
            raise _refusal(status, data)
        return Answer(_object(data), data)

    def _bytes(self, url: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        timeout = urllib3.Timeout(connect=min(10.0, self._timeout), read=self._timeout)
        response = self._pool.request(
            "GET", url, headers=headers, preload_content=False, redirect=False, retries=self._retry, timeout=timeout
        )
        try:
            return response.status, self._body(response)
        finally:
            response.release_conn()

    def _body(self, response: urllib3.BaseHTTPResponse) -> bytes:
        end = time.monotonic() + _DRIPS * self._timeout
        pieces: list[bytes] = []
        size = 0
        while piece := response.read(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > MAX_BYTES or time.monotonic() > end:
                response.close()
                if size > MAX_BYTES:
                    raise ApiError(Cause.LIMIT_EXCEEDED, f"an answer larger than {MAX_BYTES >> 20} MiB")
                raise ApiError(Cause.TIMEOUT, "the answer did not end")
        return b"".join(pieces)


def _silence(*, timed_out: bool) -> ApiError:
    if timed_out:
        return ApiError(Cause.TIMEOUT, "no answer in time")
    return ApiError(Cause.API_ERROR, "the API server cannot be reached, or the connection was cut or not trusted")


def _refusal(status: int, data: bytes) -> ApiError:
    # A proxy in between says 404 and 410 as well; only the API server says it with a Status.
    if status in (404, 410):
        try:
            is_told = _object(data).get("kind") == "Status"
        except ApiError:
            is_told = False
        if not is_told:
            return ApiError(Cause.BAD_RESPONSE, f"HTTP {status} that does not come from an API server")
    return of_status(status)


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ApiError(Cause.BAD_RESPONSE, "the answer is no JSON") from error
    if not isinstance(found, dict):
        raise ApiError(Cause.BAD_RESPONSE, "the answer is no JSON object")
    return found
