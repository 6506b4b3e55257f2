"""The embedded engine: regorus through JSON in and out, one query a run; undefined is an error, never "no findings"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeAlias

import msgspec
from msgspec import Struct

from hds_policy.errors import EngineError, PolicyError

ENTRY_POINT = "data.hds.main.answer"


class Row(Struct, frozen=True):
    """One thing a rule found: rule package name, ``deny`` / ``undetermined`` / ``review``, subject id, codes, facts."""

    rule: str
    kind: str
    subject: str
    codes: tuple[str, ...]
    facts: Mapping[str, str]


class Answer(Struct, frozen=True):
    """What the entry point answers: all rows, and the names of the rules that were asked."""

    findings: tuple[Row, ...]
    rules: tuple[str, ...]


class Engine(Protocol):
    """Evaluates policies on an input; every implementation gives the same answer."""

    def evaluate(self, document: Mapping[str, Any]) -> Answer:
        """Answer of the entry point for a policy input."""
        ...


EngineMaker: TypeAlias = Callable[[Iterable[tuple[str, str]]], Engine]
"""Makes an engine for policies, given as (path, source) of each module."""


class EmbeddedEngine:
    """regorus in this process.

    Args:
        modules: (path, source) of each Rego module.

    Raises:
        PolicyError: a module does not compile.
    """

    def __init__(self, modules: Iterable[tuple[str, str]]) -> None:
        import regorus  # noqa: PLC0415 - the engine stays out of start-up

        self._engine = regorus.Engine()
        for path, source in modules:
            try:
                self._engine.add_policy(path, source)
            except RuntimeError as error:
                raise PolicyError(f"{path}: {_first_part(error)}") from error

    def evaluate(self, document: Mapping[str, Any]) -> Answer:
        """Answer of the entry point.

        Raises:
            EngineError: the evaluation fails, is undefined, or answers in another shape.
        """
        try:
            self._engine.set_input_json(msgspec.json.encode(document).decode())
            text = self._engine.eval_query_as_json(ENTRY_POINT)
        except RuntimeError as error:
            raise EngineError(f"the policies could not be evaluated: {_first_part(error)}") from error
        except BaseException as error:
            # A panic of the engine derives from BaseException and has no importable name.
            if type(error).__name__ != "PanicException":
                raise
            raise EngineError(f"the policy engine panicked: {_first_part(error)}") from error
        return read_answer(text)


class _Expression(msgspec.Struct):
    value: Answer


class _ResultEntry(msgspec.Struct):
    expressions: tuple[_Expression, ...]


class _QueryResult(msgspec.Struct):
    result: tuple[_ResultEntry, ...]


def read_answer(text: str) -> Answer:
    """Read the JSON of a query result.

    Raises:
        EngineError: no result, or another shape.
    """
    try:
        result = msgspec.json.decode(text, type=_QueryResult).result
        return result[0].expressions[0].value
    except (msgspec.ValidationError, msgspec.DecodeError, IndexError) as error:
        raise EngineError(
            f"the policies gave no usable answer: {error}", hint="the rule set may be damaged; reinstall"
        ) from error


def _first_part(error: BaseException) -> str:
    # RUST_BACKTRACE in the environment appends a backtrace to every message.
    return str(error).split("\n\nStack backtrace:")[0].strip()
