"""What went wrong with a call, in the closed list of causes; nothing of what a server writes in an answer is shown."""

from __future__ import annotations

import re

from botocore import exceptions as botocore_errors
from botocore.parsers import ResponseParserError

from hds_collectors.live.failures import NO_CONNECTION, UNREADABLE, Failure, of_status, unreadable
from hds_policy.model import Cause

_DENIED = re.compile(r"AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|Forbidden|^403$", re.IGNORECASE)
_THROTTLED = re.compile(r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimit|^429$", re.IGNORECASE)
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"})
_NOT_ENABLED = frozenset({"AuthFailure", "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId"})
_CODE = re.compile(r"^[A-Za-z0-9_.:-]{1,80}$")

_TIMEOUTS = (botocore_errors.ReadTimeoutError, botocore_errors.ConnectTimeoutError, TimeoutError)
_BAD = (*UNREADABLE, botocore_errors.PaginationError, ResponseParserError, SyntaxError)
"""What botocore's readers raise on documents that are not in their shape; ParseError is a SyntaxError."""

CAUGHT = (botocore_errors.BotoCoreError, botocore_errors.ClientError, OSError, *_BAD)
"""Everything that costs one call and no more."""


def is_expired(error: BaseException) -> bool:
    """Whether no further call with these credentials can succeed."""
    return _code(error) in _EXPIRED


def code_of(error: BaseException) -> str:
    """Error code of an answer; empty when the error is no answer."""
    return _code(error)


_KINDS: tuple[tuple[tuple[type[BaseException], ...], Cause, str], ...] = (
    (_TIMEOUTS, Cause.TIMEOUT, "no answer in time"),
    ((botocore_errors.EndpointConnectionError,), Cause.API_ERROR, NO_CONNECTION),
    ((botocore_errors.PaginationError,), Cause.BAD_RESPONSE, "the same page was told twice: the list is not whole"),
    (
        (botocore_errors.NoCredentialsError, botocore_errors.CredentialRetrievalError),
        Cause.ACCESS_DENIED,
        "no credentials",
    ),
)


def failure_of(error: BaseException) -> Failure:
    """The cause of an error that a call raised."""
    if isinstance(error, botocore_errors.ClientError):
        return _of_answer(_code(error), error)
    for kinds, cause, detail in _KINDS:
        if isinstance(error, kinds):
            return Failure(cause, detail)
    if isinstance(error, _BAD):
        return unreadable(error)
    return Failure(Cause.API_ERROR, f"the call failed ({type(error).__name__})")


def _of_answer(code: str, error: botocore_errors.ClientError) -> Failure:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    shown = code if _CODE.match(code) else f"HTTP {status}"
    if code in _EXPIRED:
        return Failure(Cause.ACCESS_DENIED, f"the credentials have expired ({shown})")
    if code in _NOT_ENABLED:
        return Failure(Cause.ACCESS_DENIED, f"the region does not accept the credentials; is it enabled? ({shown})")
    if _THROTTLED.search(code):
        return of_status(429, shown)
    if _DENIED.search(code):
        return of_status(403, shown)
    return of_status(status if isinstance(status, int) else 500, shown)


def _code(error: BaseException) -> str:
    if not isinstance(error, botocore_errors.ClientError):
        return ""
    code = error.response.get("Error", {}).get("Code", "")
    return code if isinstance(code, str) else str(code)
