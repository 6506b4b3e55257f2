"""What an API server did not answer, as a cause of the closed list."""

from __future__ import annotations

from hds_policy.model import Cause

_STATUS = {401: Cause.ACCESS_DENIED, 403: Cause.ACCESS_DENIED, 408: Cause.TIMEOUT, 429: Cause.THROTTLED}


class ApiError(Exception):
    """A call that did not give what it should.

    Attributes:
        cause: from the closed list.
        detail: for a person; made here, so that nothing the server says gets into it but numbers.
        status: HTTP status; 0 when there was none.
    """

    def __init__(self, cause: Cause, detail: str, status: int = 0) -> None:
        super().__init__(detail)
        self.cause = cause
        self.detail = detail
        self.status = status

    @property
    def is_expired(self) -> bool:
        """Whether the token of a list is too old: the list has to begin again."""
        return self.status == 410

    @property
    def is_absent(self) -> bool:
        """Whether the API server itself says that there is no such thing."""
        return self.status == 404


def of_status(status: int) -> ApiError:
    """What an HTTP status other than 200 means."""
    words = {
        401: "the credentials are not accepted (HTTP 401)",
        403: "not permitted (HTTP 403)",
        404: "no such kind (HTTP 404)",
        410: "the token of the list has expired (HTTP 410)",
        429: "the API server asked too often to wait (HTTP 429)",
    }
    if 300 <= status < 400:
        return ApiError(Cause.BAD_RESPONSE, f"a redirect, which is not followed (HTTP {status})", status)
    return ApiError(_STATUS.get(status, Cause.API_ERROR), words.get(status, f"HTTP {status}"), status)
