"""What went wrong with a call, in the closed list of causes; nothing of what a server writes in an answer is shown."""

from __future__ import annotations

from msgspec import Struct

from hds_policy.errors import ExitCode, HdsPolicyError
from hds_policy.model import Cause

NO_CONNECTION = "no connection to the endpoint"
EXPIRED_HINT = "renew them and run again; with --resume FILE what was read is kept"


class BadAnswerError(Exception):
    """An answer that is not in its shape: a failure, never "nothing there"."""


class CredentialsExpiredError(HdsPolicyError):
    """The credentials ran out while the scan was under way: what was read is kept in its journal only."""

    exit_code = ExitCode.UNDETERMINED


class WrongAccountError(HdsPolicyError):
    """The credentials are those of another account than the one that was asked for."""


class Failure(Struct, frozen=True):
    """Why a call failed, for a person: never the text of the answer, which may hold anything."""

    cause: Cause
    detail: str


UNREADABLE = (BadAnswerError, AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What reading an answer raises that is not in its shape."""


def unreadable(error: BaseException) -> Failure:
    """The failure of an answer that is not in its shape."""
    if isinstance(error, BadAnswerError):
        return Failure(Cause.BAD_RESPONSE, str(error))
    return Failure(Cause.BAD_RESPONSE, f"the answer cannot be read ({type(error).__name__})")


def of_status(status: int, code: str = "") -> Failure:
    """The failure that an HTTP status means, with the code of the answer when it is shown."""
    shown = code or f"HTTP {status}"
    if status == 429:
        return Failure(Cause.THROTTLED, f"too many requests, also after waiting ({shown})")
    if status in (401, 403):
        return Failure(Cause.ACCESS_DENIED, f"permission is missing ({shown})")
    if 300 <= status < 400:
        return Failure(Cause.BAD_RESPONSE, f"sent on to another place, which is not followed ({shown})")
    return Failure(Cause.API_ERROR, f"the service answered with an error ({shown})")
