"""References of a resource: what each of its arguments refers to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from hds_collectors.terraform.alternatives import Alternative, alternatives, says_nothing
from hds_collectors.terraform.blocks import META, dynamic_scopes, iterator_name
from hds_collectors.terraform.configuration import DYNAMIC, block_name
from hds_collectors.terraform.exactness import is_exact
from hds_collectors.terraform.module import ModuleInstance
from hds_collectors.terraform.named_by_value import named_by_value
from hds_collectors.terraform.resource_instance import ResourceInstance
from hds_collectors.terraform.syntax import Block, Body, Call, Expression, ObjectCons, Traversal, TupleCons
from hds_collectors.terraform.targets import ANY_KEY, SCALARS, Context, Target, TargetFinder, element_origin
from hds_collectors.terraform.values import unknown_inside
from hds_collectors.terraform.written_documents import encoded


class ReferenceFinder:
    """Finds the references of the resources of one root."""

    def __init__(self) -> None:
        self._targets = TargetFinder()
        self._arguments: dict[str, list[tuple[Expression, Context]]] = defaultdict(list)

    def of_resource(self, resource: ResourceInstance, module: ModuleInstance) -> Iterator[tuple[str, Target]]:
        """Attribute path and target of each reference of a resource instance."""
        declaration = resource.declaration
        origins = {}
        for_each = declaration.body.attributes.get("for_each")
        if for_each is not None:
            outside = Context(module, module.scope, {})
            origins["each"] = element_origin(for_each.expression, outside, resource.scope.names["each"])
        context = Context(module, resource.scope, origins)
        depends = declaration.body.attributes.get("depends_on")
        if depends is not None:
            for target in sorted(self._targets.depends_on(depends.expression, context)):
                yield "depends_on", target
        self._arguments = defaultdict(list)
        found = list(self._body(declaration.body, "", context))
        choices = {path: self._choice(self._arguments[path]) for path in {path for path, _ in found}}
        for path, target in found:
            yield from ((path, one) for one in choices[path].of(target))

    def _body(self, body: Body, prefix: str, context: Context) -> Iterator[tuple[str, Target]]:
        for name, attribute in body.attributes.items():
            if type(attribute.expression) not in SCALARS and (prefix or name not in META):
                yield from self._argument(attribute.expression, prefix + name, context)
        for block in body.blocks:
            if prefix or block_name(block) not in META:
                yield from self._block(block, prefix, context)

    def _block(self, block: Block, prefix: str, context: Context) -> Iterator[tuple[str, Target]]:
        path = f"{prefix}{block_name(block)}"
        if block.type != DYNAMIC:
            yield from self._body(block.body, f"{path}.", context)
            return
        source = block.body.attributes.get("for_each")
        name = iterator_name(block)
        for scope in dynamic_scopes(block, context.scope):
            inner = scope or context.scope.bind({name: {"key": ANY_KEY, "value": ANY_KEY}})
            origins = dict(context.origins)
            if source is not None:
                origins[name] = element_origin(source.expression, context, inner.names[name])
            for content in block.body.blocks:
                if content.type == "content":
                    yield from self._body(content.body, f"{path}.", Context(context.module, inner, origins))

    def _argument(self, expression: Expression, path: str, context: Context) -> Iterator[tuple[str, Target]]:
        """References of an argument; an object written out, also as JSON, is followed by name, as a nested block is."""
        inner = encoded(expression, context.module)
        if inner is not None:
            there = context if isinstance(expression, Call) else Context(context.module, context.module.scope, {})
            yield from self._argument(inner, path, there)
            return
        if isinstance(expression, ObjectCons):
            for key, value in expression.items:
                if type(value) not in SCALARS:
                    step = f"{path}.{key}" if isinstance(key, str) else path
                    yield from self._argument(value, step, context)
                if type(key) not in SCALARS:
                    yield from ((path, target) for target in sorted(self._targets.find(key, (), context)))
        elif isinstance(expression, TupleCons):
            for item in expression.items:
                if type(item) not in SCALARS:
                    yield from self._argument(item, path, context)
        else:
            found = sorted(self._targets.bounded(expression, context))
            self._arguments[path].append((expression, context))
            exact = bool(found) and is_exact(expression, context.module, context.scope)
            only = None if exact else named_by_value(expression, found, self._targets.instances, context.scope)
            for target in found if only is None else (only,):
                yield path, target._replace(exact=exact or only is not None)

    def _choice(self, arguments: Sequence[tuple[Expression, Context]]) -> Choice:
        """What the values of the arguments at one path can be, as far as they are not known."""
        choice = Choice()
        if len(arguments) == 1 and _is_attribute(*arguments[0]):
            return choice
        for expression, context in arguments:
            if unknown_inside(Alternative(expression, (), context).value, context.module.budget.charge) is None:
                continue
            for leaf in alternatives(expression, context):
                targets = self._targets.find(leaf.expression, leaf.path, leaf.context)
                if targets:
                    choice.sets.setdefault(frozenset(one.address for one in targets), len(choice.sets) + 1)
                elif not says_nothing(leaf.value):
                    choice.open = True
        return choice


class Choice(Struct):
    """What the value at an attribute path can be.

    Attributes:
        sets: addresses that one alternative is made from, and its number; in the order of the file.
        open: whether an alternative is not known and refers to nothing.
    """

    sets: dict[frozenset[str], int] = field(default_factory=dict)
    open: bool = False

    def of(self, target: Target) -> Iterator[Target]:
        """A target for each alternative that it belongs to; number 0 where there is but one."""
        numbers = [number for addresses, number in self.sets.items() if target.address in addresses]
        for number in numbers if numbers and len(self.sets) > 1 else (0,):
            yield target._replace(choice=number, open=self.open)


def _is_attribute(expression: Expression, context: Context) -> bool:
    """Whether an expression is an attribute of a resource, and no choice."""
    return isinstance(expression, Traversal) and not (
        expression.names[0] in context.origins or expression.names[0] in ("local", "var", "module")
    )
