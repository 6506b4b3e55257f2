"""Arguments and nested blocks of a block as values; ``dynamic`` blocks expanded."""

from __future__ import annotations

from collections.abc import Iterator

from hds_collectors.terraform.configuration import DYNAMIC, Declaration, block_name
from hds_collectors.terraform.evaluator import elements, evaluate
from hds_collectors.terraform.guard import deferred, guarded
from hds_collectors.terraform.scope import Scope
from hds_collectors.terraform.syntax import Block, Body, Expression, Traversal
from hds_collectors.terraform.values import BlockValue, Term, combine, unresolved

META = frozenset({"count", "for_each", "provider", "depends_on", "lifecycle", "provisioner", "connection"})
"""What belongs to Terraform in a resource, not to its type."""


def argument_names(declaration: Declaration) -> list[str]:
    """Names of arguments and nested block types of a resource, in the order of the file."""
    names = dict.fromkeys(declaration.body.attributes)
    names.update(dict.fromkeys(block_name(block) for block in declaration.body.blocks))
    return [name for name in names if name not in META]


def argument(body: Body, name: str, scope: Scope) -> Term:
    """Value of an argument, or the list of values of the nested blocks of that type; None when neither is there."""
    attribute = body.attributes.get(name)
    blocks = [block for block in body.blocks if block_name(block) == name]
    value = None if attribute is None else guarded(lambda: evaluate(attribute.expression, scope))
    if not blocks:
        return value
    own = value if isinstance(value, list) else [] if value is None else [value]
    return [*own, *(item for block in blocks for item in block_values(block, scope))]


def block_values(block: Block, scope: Scope) -> Iterator[Term]:
    """Value of a nested block; several, or one Unknown, for a ``dynamic`` block."""
    if block.type != DYNAMIC or not block.labels:
        yield body_value(block.body, scope)
        return
    for inner in dynamic_scopes(block, scope):
        if inner is None:
            yield dynamic_source(block, scope)
        else:
            for content in block.body.blocks:
                if content.type == "content":
                    yield body_value(content.body, inner)


def dynamic_source(block: Block, scope: Scope) -> Term:
    """Value of ``for_each`` of a ``dynamic`` block, Unknown when it cannot be iterated."""
    attribute = block.body.attributes.get("for_each")
    source = None if attribute is None else guarded(lambda: evaluate(attribute.expression, scope))
    if elements(source) is None:
        return combine((source,)) or unresolved("for_each of a dynamic block cannot be iterated")
    return source


def dynamic_scopes(block: Block, scope: Scope) -> Iterator[Scope | None]:
    """A scope for each block a ``dynamic`` block makes; one None when their number is unknown."""
    pairs = elements(dynamic_source(block, scope))
    if pairs is None:
        yield None
        return
    iterator = iterator_name(block)
    for key, value in pairs:
        scope.budget.charge(1)
        yield scope.bind({iterator: {"key": key, "value": value}})


def iterator_name(block: Block) -> str:
    """Name that the content of a ``dynamic`` block uses for the current element."""
    attribute = block.body.attributes.get("iterator")
    given: Expression = None if attribute is None else attribute.expression
    if isinstance(given, Traversal):
        return given.names[0]
    return given if isinstance(given, str) else block.labels[0]


def body_value(body: Body, scope: Scope) -> BlockValue:
    """All arguments and nested blocks of a body."""
    result = BlockValue()
    for name, attribute in body.attributes.items():
        result[name] = deferred(attribute.expression, scope)()
    for block in body.blocks:
        values = result.setdefault(block_name(block), [])
        if isinstance(values, list):
            scope.budget.charge(1)
            values.extend(block_values(block, scope))
    return result
