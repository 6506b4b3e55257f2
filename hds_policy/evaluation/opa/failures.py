"""What can go wrong between us and an OPA server, and what it means to the user."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
from opa_client.errors import RegoParseError

from hds_policy.errors import EngineError, HdsPolicyError, UsageError

EXPECTED = (requests.RequestException, RegoParseError, AttributeError, TypeError, KeyError, ValueError)
"""What the client raises; the last four because it reads the bodies of errors unchecked."""
NOT_OPA = "is an OPA server, and no login page or other program, at --opa-url?"
_PASSING = frozenset({502, 503, 504})
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Failure:
    """An error for the user; ``passing`` when the next attempt may go well."""

    error: HdsPolicyError
    passing: bool = False


def failure_of(error: Exception) -> Failure:
    """What an error of the client means; one of ``EXPECTED``."""
    return next(make(error) for kind, make in _MEANINGS if isinstance(error, kind))


def _status(error: Any) -> Failure:
    status = error.response.status_code
    if status in {401, 403}:
        return Failure(_refused())
    detail = _short(_details(error.response.text))
    return Failure(EngineError(f"the OPA server answers with status {status}: {detail}"), status in _PASSING)


def _details(body: str) -> str:
    """OPA's own errors, each with its code and place; else the body as it is."""
    try:
        errors = json.loads(body)["errors"]
        return "; ".join(f"{_place(one.get('location'))}{one['message']} ({one['code']})" for one in errors)
    except (ValueError, KeyError, TypeError, AttributeError):
        return body


def _refused() -> HdsPolicyError:
    hint = "see --opa-token-file and --opa-cert, and the authorisation rules of the server"
    return UsageError("the OPA server refuses us", hint=hint)


def _rejected(error: Any) -> Failure:
    if {str(error.expression), str(error.message)} & {"unauthorized", "forbidden"}:
        return Failure(_refused())
    found = [entry for entry in error.errors if isinstance(entry, dict)]
    places = [f"{_place(entry.get('location'))}{entry.get('message', '')}" for entry in found]
    return Failure(
        EngineError(f"the OPA server does not accept a policy: {_short('; '.join(places) or error.message)}")
    )


def _place(location: Any) -> str:
    return f"{location.get('file', '')}:{location.get('row', '')}: " if isinstance(location, dict) else ""


def _no_json(_error: Exception) -> Failure:
    return Failure(EngineError("the OPA server answers with something that is not JSON", hint=NOT_OPA))


def _insecure(error: Exception) -> Failure:
    hint = "give the authority with --opa-ca; a server may also ask for --opa-cert and --opa-key"
    return Failure(UsageError(f"no secure connection to the OPA server: {_short(error)}", hint=hint))


def _late(_error: Exception) -> Failure:
    return Failure(EngineError("the OPA server does not answer in time", hint="see --opa-timeout"))


def _elsewhere(_error: Exception) -> Failure:
    return Failure(UsageError("the OPA server sends us elsewhere", hint="give the final address in --opa-url"))


def _cut_off(error: Exception) -> Failure:
    return Failure(EngineError(f"the answer of the OPA server was cut off: {_short(error)}"), passing=True)


def _unreached(error: Exception) -> Failure:
    return Failure(
        EngineError(f"the OPA server cannot be reached: {_short(error)}", hint="see --opa-url"), passing=True
    )


def _unasked(error: Exception) -> Failure:
    return Failure(EngineError(f"the OPA server cannot be asked: {_short(error)}"))


def _shapeless(error: Exception) -> Failure:
    return Failure(EngineError(f"the OPA server answers in no form of OPA's: {_short(error)}", hint=NOT_OPA))


def _short(error: object) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_MEANINGS: tuple[tuple[type[Exception], Callable[[Exception], Failure]], ...] = (
    (requests.HTTPError, _status),
    (requests.exceptions.JSONDecodeError, _no_json),
    (requests.exceptions.SSLError, _insecure),
    (requests.exceptions.ReadTimeout, _late),
    (requests.exceptions.TooManyRedirects, _elsewhere),
    (requests.exceptions.ChunkedEncodingError, _cut_off),
    (requests.exceptions.ConnectionError, _unreached),
    (requests.RequestException, _unasked),
    (RegoParseError, _rejected),
    (Exception, _shapeless),
)
"""The first that fits counts: the classes of requests derive from each other."""
