"""What went wrong with a call, in the closed list of causes; nothing of what a server writes in an answer is shown."""

from __future__ import annotations

import re

from botocore import exceptions as botocore_errors
from botocore.parsers import ResponseParserError
from msgspec import Struct

from hds_collectors.aws.service import BadAnswerError
from hds_policy.errors import ExitCode, HdsPolicyError
from hds_policy.model import Cause

_DENIED = re.compile(r"AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|Forbidden|^403$", re.IGNORECASE)
_THROTTLED = re.compile(r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimit|^429$", re.IGNORECASE)
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"})
_NOT_ENABLED = frozenset({"AuthFailure", "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId"})
_CODE = re.compile(r"^[A-Za-z0-9_.:-]{1,80}$")

_TIMEOUTS = (botocore_errors.ReadTimeoutError, botocore_errors.ConnectTimeoutError, TimeoutError)
_BAD = (
    BadAnswerError,
    botocore_errors.PaginationError,
    AttributeError,
    IndexError,
    KeyError,
    ResponseParserError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What botocore's readers raise on documents that are not in their shape; ParseError is a SyntaxError."""

NO_CONNECTION = "no connection to the endpoint"

CAUGHT = (botocore_errors.BotoCoreError, botocore_errors.ClientError, OSError, *_BAD)
"""Everything that costs one call and no more."""


class CredentialsExpiredError(HdsPolicyError):
    """The credentials ran out while the scan was under way: what was read is not kept."""

    exit_code = ExitCode.UNDETERMINED


class WrongAccountError(HdsPolicyError):
    """The credentials are those of another account than the one that was asked for."""


class Failure(Struct, frozen=True):
    """Why a call failed, for a person: never the text of the answer, which may hold anything."""

    cause: Cause
    detail: str


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
    if isinstance(error, BadAnswerError):
        return Failure(Cause.BAD_RESPONSE, str(error))
    for kinds, cause, detail in _KINDS:
        if isinstance(error, kinds):
            return Failure(cause, detail)
    if isinstance(error, _BAD):
        return Failure(Cause.BAD_RESPONSE, f"the answer cannot be read ({type(error).__name__})")
    return Failure(Cause.API_ERROR, f"the call failed ({type(error).__name__})")


def _of_answer(code: str, error: botocore_errors.ClientError) -> Failure:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    shown = code if _CODE.match(code) else f"HTTP {status}"
    if code in _EXPIRED:
        return Failure(Cause.ACCESS_DENIED, f"the credentials have expired ({shown})")
    if code in _NOT_ENABLED:
        return Failure(Cause.ACCESS_DENIED, f"the region does not accept the credentials; is it enabled? ({shown})")
    if _THROTTLED.search(code) or status == 429:
        return Failure(Cause.THROTTLED, f"too many requests, also after waiting ({shown})")
    if _DENIED.search(code) or status in (401, 403):
        return Failure(Cause.ACCESS_DENIED, f"permission is missing ({shown})")
    if isinstance(status, int) and 300 <= status < 400:
        return Failure(Cause.BAD_RESPONSE, f"sent on to another place, which is not followed ({shown})")
    return Failure(Cause.API_ERROR, f"the service answered with an error ({shown})")


def _code(error: BaseException) -> str:
    if not isinstance(error, botocore_errors.ClientError):
        return ""
    code = error.response.get("Error", {}).get("Code", "")
    return code if isinstance(code, str) else str(code)
