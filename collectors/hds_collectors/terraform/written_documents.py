"""Documents that a configuration writes with ``jsonencode``: what is known of them, also when a part is not.

A policy that names a bucket not yet there is no text before it is applied; who it lets in stands in it all the same.
"""

from __future__ import annotations

from hds_collectors.terraform.evaluator import evaluate
from hds_collectors.terraform.guard import guarded
from hds_collectors.terraform.module import ModuleInstance
from hds_collectors.terraform.resource_instance import ResourceInstance
from hds_collectors.terraform.scope import Scope
from hds_collectors.terraform.syntax import Call, Expression, Traversal
from hds_collectors.terraform.values import Term
from hds_policy.model import Unknown


def encoded(expression: Expression, module: ModuleInstance) -> Expression | None:
    """What an expression encodes as JSON, directly or through locals; None when it does not."""
    for _ in range(8):
        if isinstance(expression, Call) and expression.name == "jsonencode" and len(expression.arguments) == 1:
            return expression.arguments[0]
        if not isinstance(expression, Traversal) or expression.names[0] != "local" or len(expression.names) != 2:
            return None
        found = module.configuration.locals.get(expression.names[1])
        if found is None:
            return None
        expression = found.attribute.expression
    return None


def document(instance: ResourceInstance, argument: str, value: Term, module: ModuleInstance) -> Term:
    """The document of an argument whose text is not known, as lists and maps with what is not known in them."""
    attribute = instance.declaration.body.attributes.get(argument)
    if not isinstance(value, Unknown) or attribute is None:
        return value
    inner = encoded(attribute.expression, module)
    if inner is None:
        return value
    scope = instance.scope if isinstance(attribute.expression, Call) else Scope(module, {})
    found = guarded(lambda: evaluate(inner, scope))
    return found if isinstance(found, (dict, list)) else value
