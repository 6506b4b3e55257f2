"""One OPA server: questions and policies over pooled connections; every failure is an error with what to do next."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from opa_client.opa import OpaClient

from hds_policy.errors import EngineError
from hds_policy.evaluation.opa.failures import EXPECTED, NOT_OPA, failure_of
from hds_policy.evaluation.opa.settings import OpaSettings

_CONNECT = 5.0
_PAUSES = (0.25, 1.0)
"""Seconds before the second and the third attempt; there is no fourth."""
_Result = TypeVar("_Result")


class OpaServer:
    """Speaks with one OPA server; not for use by several threads."""

    def __init__(self, settings: OpaSettings) -> None:
        scheme, host, port, path = settings.address()
        self._client = OpaClient(
            host=host,
            port=port,
            ssl=scheme == "https" and (str(settings.ca) if settings.ca else True),
            cert=(str(settings.certificate), str(settings.key)) if settings.certificate else None,
            token=settings.token or None,
            retries=0,
            timeout=(_CONNECT, settings.timeout),
        )
        self._client.root_url = f"{scheme}://{host}:{port}{path}/v1"
        session = self._client._session
        # Neither a proxy nor a set of authorities out of the environment: the address is what was given, and no other.
        session.trust_env = False
        session.max_redirects = 0

    def ask(self, package: str, rule: str, document: Mapping[str, Any]) -> dict[str, Any]:
        """The whole response to a question, with its provenance; tried again when a gateway is not ready.

        Args:
            package: dotted, plain names.

        Raises:
            UsageError: the server does not let us in, or is not the one that is meant.
            EngineError: no answer, or no JSON object.
        """
        parameters = {"strict-builtin-errors": "true", "provenance": "true"}
        response = self._patiently(lambda: self._client.query_rule(document, package, rule, query_params=parameters))
        if not isinstance(response, dict):
            raise EngineError("the OPA server answers with something that is no JSON object", hint=NOT_OPA)
        return response

    def write(self, identifier: str, source: str) -> None:
        """Put a module on the server.

        Raises:
            UsageError, EngineError: as for ``ask``; also when the server does not accept the module.
        """
        self._patiently(lambda: self._client.update_policy_from_string(source, identifier, rego_compat=False))

    def close(self) -> None:
        """Close all connections."""
        self._client.close_connection()

    def _patiently(self, call: Callable[[], _Result]) -> _Result:
        """The result of a call; the one point at which the client's errors become ours."""
        for pause in (*_PAUSES, None):
            try:
                return call()
            except EXPECTED as error:
                failure = failure_of(error)
                if pause is None or not failure.passing:
                    raise failure.error from error
                time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")
