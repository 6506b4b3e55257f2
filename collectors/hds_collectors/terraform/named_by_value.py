"""The one resource that the value of an expression names, when the way there says less than the value.

``lookup(local.buckets, "logs", var.other)`` can be any of many by its text; its value is one of them: the attribute of
a resource that is not known yet, or a known name that only one of the candidates has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hds_collectors.terraform.evaluator import evaluate
from hds_collectors.terraform.guard import guarded
from hds_collectors.terraform.resource_instance import ResourceInstance
from hds_collectors.terraform.scope import Scope
from hds_collectors.terraform.syntax import Call, Conditional, Expression, GetAttribute, Index, Traversal
from hds_collectors.terraform.targets import Target
from hds_collectors.terraform.values import Computed

_PASSING = (Call, Conditional, GetAttribute, Index, Traversal)
"""Expressions that can pass a value on as it is."""


def named_by_value(
    expression: Expression, candidates: Sequence[Target], instances: Mapping[str, ResourceInstance], scope: Scope
) -> Target | None:
    """The candidate whose attribute the value certainly is; None when that is not certain.

    Args:
        candidates: what the expression refers to by its text.
        instances: the resources among them.
    """
    if not candidates or not isinstance(expression, _PASSING):
        return None
    value = guarded(lambda: evaluate(expression, scope))
    if type(value) is Computed:
        address, _, attribute = value.references[0].rpartition(".")
        return Target(address, attribute) if any(one.address == address for one in candidates) else None
    if not isinstance(value, str) or not value:
        return None
    named = {
        one.address: one
        for one in candidates
        if one.attribute and one.address in instances and instances[one.address].configured(one.attribute) == value
    }
    return next(iter(named.values())) if len(named) == 1 else None
