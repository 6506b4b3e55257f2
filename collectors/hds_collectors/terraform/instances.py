"""``count`` and ``for_each``: which instances a block has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from hds_collectors.terraform.agreement import agreed
from hds_collectors.terraform.configuration import Declaration
from hds_collectors.terraform.evaluator import elements, evaluate
from hds_collectors.terraform.guard import guarded
from hds_collectors.terraform.scope import Scope
from hds_collectors.terraform.values import SetValue, Term, Unkeyed, combine, to_number, unresolved
from hds_policy.model import Cause, Unknown

SYMBOLIC_SUFFIX = "[?]"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Instance(NamedTuple):
    """One instance of a block: its key (None without count and for_each), address suffix, and the names it binds."""

    key: int | str | None
    suffix: str
    names: Mapping[str, Term]


class Expansion(NamedTuple):
    """The instances of a block.

    Attributes:
        kind: ``single``, ``count``, ``each`` or ``unknown``.
        instances: empty when there are certainly none; one with the suffix ``[?]`` when unknown.
        reason: why the instances are unknown.
    """

    kind: str
    instances: tuple[Instance, ...]
    reason: Unknown | None = None


_SINGLE = Expansion("single", (Instance(None, "", {}),))


def key_suffix(key: int | str) -> str:
    """Instance key as Terraform writes it in an address."""
    if isinstance(key, int):
        return f"[{key}]"
    quoted = "".join(_ESCAPES.get(character, character) for character in key)
    return '["' + quoted.replace("${", "$${").replace("%{", "%%{") + '"]'


def expand(declaration: Declaration, scope: Scope, most: int) -> Expansion:
    """Instances of a block; more than ``most`` count as unknown (limit_exceeded)."""
    attributes = declaration.body.attributes
    if "count" in attributes and "for_each" in attributes:
        return _unknown(unresolved("both count and for_each are set: Terraform refuses this"))
    if "count" in attributes:
        return _count(guarded(lambda: evaluate(attributes["count"].expression, scope)), most)
    if "for_each" in attributes:
        value = guarded(lambda: evaluate(attributes["for_each"].expression, scope))
        return _for_each(value, most, scope.budget.charge)
    return _SINGLE


def _unknown(reason: Unknown, element: Term = None) -> Expansion:
    """One instance that stands for any number of them; ``element`` is what all elements of for_each have in common."""
    names = {
        "each": {"key": reason, "value": reason if element is None else element},
        "count": {"index": reason},
    }
    return Expansion("unknown", (Instance(None, SYMBOLIC_SUFFIX, names),), reason)


def _too_many(most: int) -> Expansion:
    return _unknown(Unknown(Cause.LIMIT_EXCEEDED, f"more instances than the {most} that are evaluated"))


def _count(value: Term, most: int) -> Expansion:
    unknown = combine((value,))
    if unknown is not None:
        return _unknown(unknown)
    number = None if isinstance(value, bool) else to_number(value)
    if not isinstance(number, int) or number < 0:
        return _unknown(unresolved("count is not a whole number"))
    if number > most:
        return _too_many(most)
    return Expansion("count", tuple(Instance(n, f"[{n}]", {"count": {"index": n}}) for n in range(number)))


def _for_each(value: Term, most: int, charge: Callable[[int], None]) -> Expansion:
    unknown = combine((value,))
    if unknown is not None:
        return _unknown(unknown, agreed(value.values, unknown, charge) if type(value) is Unkeyed else None)
    if not isinstance(value, (dict, SetValue)):
        return _unknown(unresolved("for_each is neither a map nor a set"))
    pairs = elements(value) or []
    if len(pairs) > most:
        return _too_many(most)
    if not all(isinstance(key, str) for key, _ in pairs):
        return _unknown(unresolved("for_each has a key that is not a string"))
    return Expansion(
        "each",
        tuple(Instance(key, key_suffix(key), {"each": {"key": key, "value": item}}) for key, item in pairs),
    )
