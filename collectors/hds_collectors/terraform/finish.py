"""From terms to the values of the model: plain lists and dicts, bounded in size, without secrets."""

from __future__ import annotations

import re

from hds_collectors.terraform.limits import Budget, LimitError
from hds_collectors.terraform.values import SENSITIVE, Lazy, Term, plain
from hds_policy.model import Cause, Unknown, Value

_SECRET = re.compile(
    r"(^|_)(password|passwd|secret|secrets|secret_key|secret_string|secret_binary|access_key|token|private_key|api_key"
    r"|auth_token|credentials|passphrase)$|_wo$"
)
"""Names of arguments that hold secrets in the schemas of the common providers."""

_DEEPEST = 200

_SCALARS = frozenset({str, bool, int, float, type(None)})


def finish(name: str, value: Term, budget: Budget) -> Value:
    """Value of the argument ``name`` as the model has it; Unknown as a whole when it is larger than the bound."""
    if type(value) in _SCALARS:
        return SENSITIVE if type(value) is str and value and _SECRET.search(name) else value
    try:
        return _Finisher(budget).convert(value, secret=bool(_SECRET.search(name)))
    except LimitError as error:
        return Unknown(Cause.LIMIT_EXCEEDED, str(error))
    except RecursionError:
        return Unknown(Cause.LIMIT_EXCEEDED, "nested too deeply")


class _Finisher:
    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._left = budget.limits.nodes

    def convert(self, value: Term, secret: bool, depth: int = 0) -> Value:
        if type(value) in _SCALARS:
            return SENSITIVE if secret and type(value) is str and value else value
        if isinstance(value, Lazy):
            return value.unknown()
        if isinstance(value, (list, dict)):
            self._left -= len(value)
            self._budget.charge(1 + len(value))
            if self._left < 0 or depth > _DEEPEST:
                raise LimitError("a value that is too large or nested too deeply")
        if isinstance(value, list):
            return [self.convert(item, secret, depth + 1) for item in value]
        if isinstance(value, dict):
            return {
                key: self.convert(item, secret or bool(_SECRET.search(key)), depth + 1) for key, item in value.items()
            }
        if isinstance(value, Unknown):
            return plain(value)
        raise TypeError(type(value).__name__)
