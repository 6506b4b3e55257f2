"""The remote engine: the same question to an OPA server, and the same answer or an error; nothing stands in for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from hds_policy.errors import EngineError, UsageError
from hds_policy.evaluation.engine import Answer
from hds_policy.evaluation.opa.renaming import renamed
from hds_policy.evaluation.opa.settings import OpaSettings, Supply
from hds_policy.evaluation.revision import revision_of

if TYPE_CHECKING:
    from hds_policy.evaluation.opa.server import OpaServer

_PATH = re.compile(r"[A-Za-z0-9_./-]+")
_VERSION = re.compile(r"v?(\d+)\.")
_BUILTIN_ERROR = "eval_type_error"
"""What OPA calls a built-in function that is given a value of a wrong type."""
_CANARY = {"list": ["b", "é", "a", "Z"], "number": 2**53 - 2, "text": "été"}
_KNOWN = {
    "defined": ["b", "é", "a", "Z"],
    "missing": "absent",
    "number": 2**53 - 1,
    "order": ["Z", "a", "b", "é"],
    "size": 3,
    "undefined": True,
}
"""What ``policies/hds/canary.rego`` answers to ``_CANARY``, worked out by hand."""


class OpaEngine:
    """Policies on an OPA server.

    Before the first question the server must answer a canary as we know it, and must call a built-in error an error.

    Args:
        modules: (path, source) of each module; with ``Supply.EXPECT`` the server must hold exactly these.
        settings: where the server is.

    Raises:
        UsageError: the server does not let us in, or holds other policies.
        EngineError: it gives no usable answer.
    """

    def __init__(self, modules: Iterable[tuple[str, str]], settings: OpaSettings) -> None:
        modules = tuple(modules)
        self._revision = revision_of(modules)
        self._supply = settings.supply
        self._server = _server(settings)
        self._below = ""
        if settings.supply is Supply.PUSH:
            self._push(modules)
        self._check_canary()

    def evaluate(self, document: Mapping[str, Any]) -> Answer:
        """Answer of the entry point.

        Raises:
            UsageError, EngineError: no answer that can be trusted.
        """
        value = self._value("hds.main", "answer", document)
        try:
            return msgspec.convert(value, Answer)
        except msgspec.ValidationError as error:
            raise EngineError(f"the policies gave no usable answer: {error}") from error

    def _push(self, modules: tuple[tuple[str, str], ...]) -> None:
        name = f"hds_policy_{self._revision.removeprefix('sha256:')[:32]}"
        for path, source in renamed(modules, name):
            if not _PATH.fullmatch(path):
                raise UsageError(f"{path}: the path of a policy that is pushed is made of letters, digits and _ . / -")
            # A module that is there with the same text is left as it is by OPA.
            self._server.write(f"{name}/{path}", source)
        self._below = f"{name}."

    def _check_canary(self) -> None:
        found = self._value("hds.canary", "answer", _CANARY)
        if found != _KNOWN:
            raise EngineError(f"the OPA server evaluates otherwise than it must: {found} instead of {_KNOWN}")
        try:
            self._server.ask(f"{self._below}hds.canary", "strict", _CANARY)
        except EngineError as error:
            if _BUILTIN_ERROR in error.message:
                return
            raise
        raise EngineError(
            "the OPA server takes a built-in error for no answer",
            hint="something between us and OPA drops the parameter strict-builtin-errors",
        )

    def _value(self, package: str, rule: str, document: Mapping[str, Any]) -> Any:
        response = self._server.ask(f"{self._below}{package}", rule, document)
        self._check_provenance(response.get("provenance"))
        if "result" not in response:
            raise EngineError(
                f"the OPA server has no answer for data.{self._below}{package}.{rule}",
                hint="put the bundle of `hds-policy policies bundle` on it, or use --opa-policies push",
            )
        return response["result"]

    def _check_provenance(self, provenance: Any) -> None:
        """The server says in the very response that holds the answer which policies gave it."""
        version = provenance.get("version") if isinstance(provenance, dict) else None
        match = _VERSION.match(version) if isinstance(version, str) else None
        if match is None:
            raise EngineError(
                "the OPA server does not say which policies answered",
                hint="something between us and OPA drops the parameter provenance",
            )
        if int(match[1]) < 1:
            raise UsageError(f"the OPA server is version {version}", hint="OPA 1.0 or newer is needed")
        if self._supply is Supply.PUSH:
            return
        bundles = provenance.get("bundles")
        entries = bundles.values() if isinstance(bundles, dict) else ()
        revisions = {str(entry.get("revision", "")) for entry in entries if isinstance(entry, dict)}
        if self._revision not in revisions:
            raise UsageError(
                f"the OPA server holds other policies: {', '.join(sorted(revisions)) or 'no bundle'} "
                f"instead of {self._revision}",
                hint="build the bundle with this version: hds-policy policies bundle; or use --opa-policies push",
            )


def _server(settings: OpaSettings) -> OpaServer:
    try:
        from hds_policy.evaluation.opa.server import OpaServer  # noqa: PLC0415 - needs the extra
    except ImportError as error:
        raise UsageError(
            "--engine opa needs opa-python-client", hint='install it with: pip install "hds-policy[opa]"'
        ) from error
    return OpaServer(settings)
