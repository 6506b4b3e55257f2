"""Results and the causes of an undetermined one: closed lists."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Result(StrEnum):
    """What a rule says of a subject."""

    PASS = "pass"
    FAIL = "fail"
    UNDETERMINED = "undetermined"
    REVIEW = "review"
    EXEMPT = "exempt"
    NOT_APPLICABLE = "not_applicable"


class Cause(StrEnum):
    """Why a result is undetermined, or why something was not read."""

    PARSE_ERROR = "parse_error"
    UNRESOLVED_VALUE = "unresolved_value"
    KNOWN_AFTER_APPLY = "known_after_apply"
    MODULE_NOT_AVAILABLE = "module_not_available"
    ACCESS_DENIED = "access_denied"
    THROTTLED = "throttled"
    API_ERROR = "api_error"
    BAD_RESPONSE = "bad_response"
    TIMEOUT = "timeout"
    LIMIT_EXCEEDED = "limit_exceeded"
    UNSUPPORTED_RESOURCE = "unsupported_resource"
    REGISTRY_STALE = "registry_stale"
    POLICY_ERROR = "policy_error"
    ENGINE_ERROR = "engine_error"


_SEVERITY = {
    Result.FAIL: 5,
    Result.UNDETERMINED: 4,
    Result.REVIEW: 3,
    Result.EXEMPT: 2,
    Result.PASS: 1,
    Result.NOT_APPLICABLE: 0,
}


def worst(results: Iterable[Result]) -> Result:
    """The worst of several results; nothing at all is ``not_applicable``, never a pass."""
    return max(results, key=_SEVERITY.__getitem__, default=Result.NOT_APPLICABLE)
