"""The boundary of a named value: what goes wrong inside becomes an Unknown, and nothing is evaluated twice."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from hds_collectors.terraform.evaluator import evaluate
from hds_collectors.terraform.limits import LimitError
from hds_collectors.terraform.scope import Scope
from hds_collectors.terraform.syntax import Expression
from hds_collectors.terraform.values import Term, settled, unresolved
from hds_policy.model import Cause, Unknown

_ABSENT = object()
_BUSY = object()


def guarded(compute: Callable[[], Term]) -> Term:
    """Result of ``compute``; Unknown when it goes over a bound."""
    try:
        return settled(compute())
    except LimitError as error:
        return Unknown(Cause.LIMIT_EXCEEDED, str(error))
    except RecursionError:
        return Unknown(Cause.LIMIT_EXCEEDED, "nested too deeply")


def deferred(expression: Expression, scope: Scope) -> Callable[[], Term]:
    """Evaluation of an expression when asked for; Unknown when it goes over a bound."""
    return lambda: guarded(lambda: evaluate(expression, scope))


class Memo:
    """Named values, each computed once; a value that depends on itself is Unknown."""

    __slots__ = ("_values",)

    def __init__(self) -> None:
        self._values: dict[Hashable, Term] = {}

    def get(self, key: Hashable, shown: str, compute: Callable[[], Term]) -> Term:
        """The value of ``key``; ``shown`` is its name for a person."""
        value = self._values.get(key, _ABSENT)
        if value is _ABSENT:
            self._values[key] = _BUSY
            value = self._values[key] = guarded(compute)
        elif value is _BUSY:
            return unresolved(f"{shown} depends on itself")
        return value
