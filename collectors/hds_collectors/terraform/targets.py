"""What an expression refers to, from the syntax tree: followed through locals, variables, module outputs and loops.

Values do not matter, with two exceptions that make edges more exact: an instance key is evaluated, and of a conditional
with a known condition only the branch that is taken counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from hds_collectors.terraform.configuration import Declaration
from hds_collectors.terraform.evaluator import evaluate
from hds_collectors.terraform.guard import guarded
from hds_collectors.terraform.limits import LimitError
from hds_collectors.terraform.loader import Missing
from hds_collectors.terraform.module import ModuleInstance
from hds_collectors.terraform.resource_instance import ResourceInstance
from hds_collectors.terraform.scope import Scope
from hds_collectors.terraform.syntax import (
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    GetAttribute,
    Index,
    ObjectCons,
    Splat,
    TemplateFor,
    TemplateIf,
    Traversal,
    TupleCons,
)
from hds_collectors.terraform.values import Term, combine, to_bool, unresolved

_MOST_TARGETS = 20_000
ANY_KEY = unresolved("any element")


class Target(NamedTuple):
    """What an expression refers to: address of a resource instance, and the attribute used (empty for the whole).

    ``exact``: the value is that attribute, not something made from it. ``choice``, ``open``: as in ``Reference``.
    """

    address: str
    attribute: str
    exact: bool = False
    choice: int = 0
    open: bool = False


class Origin(NamedTuple):
    """Where a bound name gets its elements from.

    ``key`` selects the element of ``each`` or a ``dynamic`` iterator (Unknown: any); None for the value of a ``for``.
    Of a set, the key of an element is the element itself.
    """

    expression: Expression
    context: Context
    key: Term
    is_set: bool = False


class Context(NamedTuple):
    """Where an expression stands: module, bound values, and origins of bound names."""

    module: ModuleInstance
    scope: Scope
    origins: Mapping[str, Origin]


Path = tuple[Term, ...]
"""Attribute names and keys applied to an expression; an Unknown stands for any key."""

_NOTHING: frozenset[Target] = frozenset()
SCALARS = frozenset({str, int, float, bool, type(None)})


class TargetFinder:
    """Finds the targets of expressions of one root; what a module-level name refers to is found once."""

    def __init__(self) -> None:
        self._known: dict[tuple[ModuleInstance, str, str, Path], frozenset[Target]] = {}
        self.instances: dict[str, ResourceInstance] = {}
        """Instances that some target is, by address."""

    def bounded(self, expression: Expression, context: Context) -> frozenset[Target]:
        """Targets of an argument.

        Raises:
            LimitError: there are too many, or they are nested too deeply.
        """
        try:
            return self.find(expression, (), context)
        except RecursionError as error:
            raise LimitError("references nested too deeply") from error

    def depends_on(self, expression: Expression, context: Context) -> frozenset[Target]:
        """Targets of a ``depends_on`` argument; a module stands for the resources it holds directly."""
        found: set[Target] = set()
        for item in expression.items if isinstance(expression, TupleCons) else ():
            node = Traversal(tuple(item.split("."))) if isinstance(item, str) else item
            if isinstance(node, Traversal) and node.names[0] == "module" and len(node.names) == 2:
                found |= {Target(address, "") for address in self._whole_module(node.names[1], context.module)}
            else:
                found |= self.find(node, (), context)
        return frozenset(found)

    def _whole_module(self, name: str, module: ModuleInstance) -> Iterator[str]:
        """Resources that a module call holds directly."""
        if name not in module.configuration.calls:
            return
        _, children = module.children(name)
        if isinstance(children, Missing):
            yield from (target.address for target in self._remote(module, name, ()))
            return
        for child in children:
            for key in child.configuration.resources:
                yield from (instance.address for instance in child.resource_instances(key)[1] if not key[0])

    def find(self, expression: Expression, path: Path, context: Context) -> frozenset[Target]:
        """Targets of the part of an expression that ``path`` selects; all of it when the path is empty."""
        kind = type(expression)
        if kind in SCALARS:
            return _NOTHING
        budget = context.module.budget
        budget.depth += 1
        try:
            if budget.depth > budget.limits.depth:
                raise budget.too_deep()
            budget.charge(1)
            handler = _HANDLERS.get(kind)
            if handler is not None:
                return handler(self, expression, path, context)
            return self._union(_children(expression), (), context)
        finally:
            budget.depth -= 1

    def _union(self, expressions: Iterator[Expression], path: Path, context: Context) -> frozenset[Target]:
        found: set[Target] = set()
        for expression in expressions:
            if type(expression) not in SCALARS:
                found |= self.find(expression, path, context)
                if len(found) > _MOST_TARGETS:
                    raise LimitError(f"more than {_MOST_TARGETS} references in one argument")
        context.module.budget.charge(1 + len(found) // 8)
        return frozenset(found)

    def _traversal(self, node: Traversal, path: Path, context: Context) -> frozenset[Target]:
        first, rest = node.names[0], (*node.names[1:], *path)
        origin = context.origins.get(first)
        if origin is not None:
            return self._origin(rest, origin)
        module = context.module
        if first in context.scope.names or first in ("path", "terraform", "each", "count", "self") or not rest:
            return _NOTHING
        if first in ("var", "local"):
            return self._named(module, first, str(rest[0]), rest[1:])
        if first == "module":
            return self._output(module, str(rest[0]), rest[1:])
        is_data = first == "data"
        names = rest if is_data or first == "resource" else (first, *rest)
        if len(names) < 2:
            return _NOTHING
        return self._resource(module, (is_data, str(names[0]), str(names[1])), names[2:])

    def _origin(self, rest: Path, origin: Origin) -> frozenset[Target]:
        """Targets of a bound name: of the element it stands for in its collection."""
        if origin.key is None:
            return self.find(origin.expression, (ANY_KEY, *rest), origin.context)
        if rest and rest[0] == "key" and not origin.is_set:
            return _NOTHING
        inner = rest[1:] if rest and rest[0] in ("key", "value") else rest
        return self.find(origin.expression, (origin.key, *inner), origin.context)

    def _named(self, module: ModuleInstance, kind: str, name: str, path: Path) -> frozenset[Target]:
        key = (module, kind, name, path)
        known = self._known.get(key)
        if known is None:
            self._known[key] = _NOTHING
            known = self._known[key] = self._definition(module, kind, name, path)
        return known

    def _definition(self, module: ModuleInstance, kind: str, name: str, path: Path) -> frozenset[Target]:
        if kind == "local":
            argument = module.configuration.locals.get(name)
            expression = None if argument is None else argument.attribute.expression
            return self.find(expression, path, Context(module, module.scope, {}))
        if kind == "output":
            declaration = module.configuration.outputs.get(name)
            expression = None if declaration is None else declaration.expression("value")
            return self.find(expression, path, Context(module, module.scope, {}))
        if module.parent is None or module.instance is None:
            return _NOTHING
        call = module.parent.configuration.calls[module.call]
        attribute = call.body.attributes.get(name)
        if attribute is None:
            return _NOTHING
        return self.find(attribute.expression, path, call_context(module, module.parent, call))

    def _output(self, module: ModuleInstance, name: str, path: Path) -> frozenset[Target]:
        if name not in module.configuration.calls:
            return _NOTHING
        expansion, children = module.children(name)
        if isinstance(children, Missing):
            return self._remote(module, name, path)
        chosen: tuple[ModuleInstance, ...] = children
        if expansion.kind != "single" and path:
            chosen = tuple(c for c in children if c.instance is None or _matches(c.instance.key, path[0]))
            path = path[1:]
        if not path:
            return _NOTHING
        found: set[Target] = set()
        for child in chosen:
            names = [path[0]] if isinstance(path[0], str) else list(child.configuration.outputs)
            for output in names:
                found |= self._named(child, "output", output, path[1:])
        return frozenset(found)

    @staticmethod
    def _remote(module: ModuleInstance, name: str, path: Path) -> frozenset[Target]:
        """A remote module that is not there stands for what it makes; the attribute is the output used."""
        expansion, children = module.children(name)
        if not isinstance(children, Missing) or not children.type:
            return _NOTHING
        instances = module.remote_instances(name)
        if expansion.kind != "single" and path:
            instances = tuple(one for one in instances if _matches(one.key, path[0]))
            path = path[1:]
        output = path[0] if path and isinstance(path[0], str) else ""
        return frozenset(Target(one.address, output) for one in instances)

    def _resource(self, module: ModuleInstance, key: tuple[bool, str, str], path: Path) -> frozenset[Target]:
        if key not in module.configuration.resources:
            return _NOTHING
        expansion, instances = module.resource_instances(key)
        if expansion.kind != "single" and path and _is_key(path[0], expansion.kind):
            instances = tuple(one for one in instances if _matches(one.key, path[0]))
            path = path[1:]
        attribute = path[0] if path and isinstance(path[0], str) else ""
        module.budget.charge(1 + len(instances) // 8)
        self.instances.update((one.address, one) for one in instances)
        return frozenset(Target(one.address, attribute) for one in instances)

    def _object(self, node: ObjectCons, path: Path, context: Context) -> frozenset[Target]:
        """The value under a key when that is known, else all of them."""
        wanted = path[0] if path else ANY_KEY
        if isinstance(wanted, str) and all(isinstance(key, str) for key, _ in node.items):
            return self._union((value for key, value in node.items if key == wanted), path[1:], context)
        return self._union((part for item in node.items for part in item), path[1:], context)

    def _tuple(self, node: TupleCons, path: Path, context: Context) -> frozenset[Target]:
        wanted = path[0] if path else ANY_KEY
        if type(wanted) is int and 0 <= wanted < len(node.items):
            return self.find(node.items[wanted], path[1:], context)
        return self._union(iter(node.items), path[1:], context)

    def _conditional(self, node: Conditional | TemplateIf, path: Path, context: Context) -> frozenset[Target]:
        truth = self._decided(node.condition, context)
        branches = (node.then, node.otherwise) if truth is None else (node.then if truth else node.otherwise,)
        return self.find(node.condition, (), context) | self._union(iter(branches), path, context)

    @staticmethod
    def _decided(condition: Expression, context: Context) -> bool | None:
        """Value of a condition; None when it is not known."""
        value = guarded(lambda: evaluate(condition, context.scope))
        return None if combine((value,)) is not None else to_bool(value)

    def _call(self, node: Call, path: Path, context: Context) -> frozenset[Target]:
        """Arguments; through functions that keep the shape of an argument the path goes on."""
        if node.expand or node.name not in _SHAPE:
            return self._union(iter(node.arguments), (), context)
        if node.name == "lookup" and len(node.arguments) > 1:
            value = Index(node.arguments[0], node.arguments[1])
            return self.find(value, path, context) | self._union(iter(node.arguments[2:]), path, context)
        return self._union(iter(node.arguments), _SHAPE[node.name](path), context)

    def _get_attribute(self, node: GetAttribute, path: Path, context: Context) -> frozenset[Target]:
        return self.find(node.object, (node.name, *path), context)

    def _index(self, node: Index, path: Path, context: Context) -> frozenset[Target]:
        key = guarded(lambda: evaluate(node.key, context.scope))
        step = key if isinstance(key, (int, str)) else ANY_KEY
        inside = _NOTHING if type(node.key) in SCALARS else self.find(node.key, (), context)
        return inside | self.find(node.object, (step, *path), context)

    def _splat(self, node: Splat, path: Path, context: Context) -> frozenset[Target]:
        steps = tuple(step if isinstance(step, str) and step != "*" else ANY_KEY for step in node.steps)
        after = path[1:] if path and not isinstance(path[0], str) else path
        return self.find(node.object, (ANY_KEY, *steps, *after), context)

    def _for(self, node: ForTuple | ForObject | TemplateFor, path: Path, context: Context) -> frozenset[Target]:
        """Of the body, its value standing for any element; and of the collection where the body uses no part of it."""
        origins = {**context.origins, node.value: Origin(node.collection, context, None)}
        unknown = {name: ANY_KEY for name in (node.key, node.value) if name}
        if node.key:
            origins.pop(node.key, None)
        inner = Context(context.module, context.scope.bind(unknown), origins)
        parts = [node.body] if isinstance(node, TemplateFor) else [node.result]
        after = () if isinstance(node, TemplateFor) else path[1:]
        found = self._union(iter(parts), after, inner)
        if isinstance(node, ForObject):
            found |= self.find(node.result_key, (), inner)
        if not isinstance(node, TemplateFor):
            found |= self.find(node.condition, (), inner)
        used = {target.address for target in found}
        rest = self.find(node.collection, (), context)
        return found | {target for target in rest if target.address not in used}


def call_context(module: ModuleInstance, parent: ModuleInstance, call: Declaration) -> Context:
    """Where the arguments of a module call stand, for one instance of it."""
    instance = module.instance
    names = {} if instance is None else instance.names
    origins = {}
    for_each = call.body.attributes.get("for_each")
    if for_each is not None:
        origins["each"] = element_origin(for_each.expression, Context(parent, parent.scope, {}), names["each"])
    return Context(parent, Scope(parent, names), origins)


def element_origin(source: Expression, context: Context, element: Mapping[str, Term]) -> Origin:
    """Origin of ``each`` or of a ``dynamic`` iterator, from the key and value it is bound to."""
    key = element["key"]
    return Origin(source, context, key if isinstance(key, (int, str)) else ANY_KEY, key is element["value"])


def _is_key(step: Term, kind: str) -> bool:
    """Whether the first step after a resource with instances selects one of them."""
    return not isinstance(step, str) or kind in ("each", "unknown") or step.isdecimal()


def _matches(key: Term, step: Term) -> bool:
    """Whether an instance key can be the one a step selects."""
    if key is None or not isinstance(step, (int, str)):
        return True
    return str(key) == str(step)


def _children(node: Any) -> Iterator[Any]:
    """Expressions directly inside a node, whatever its type."""
    pending = list(node)
    while pending:
        part = pending.pop()
        if type(part) is tuple:
            pending.extend(part)
        elif isinstance(part, tuple):
            yield part


def _same_path(path: Path) -> Path:
    return path


_SHAPE: Mapping[str, Callable[[Path], Path]] = {
    **dict.fromkeys(("merge", "try", "coalesce", "tomap", "sensitive", "nonsensitive", "lookup"), _same_path),
    **dict.fromkeys(("tolist", "toset", "concat", "values"), lambda path: (ANY_KEY, *path[1:])),
    **dict.fromkeys(("element", "one"), lambda path: (ANY_KEY, *path)),
}
"""Functions whose result is made of their arguments: path into the result to path into an argument."""

_HANDLERS: Mapping[type, Callable[[TargetFinder, Any, Path, Context], frozenset[Target]]] = {
    Call: TargetFinder._call,
    Traversal: TargetFinder._traversal,  # a table of this class's own methods
    ObjectCons: TargetFinder._object,
    TupleCons: TargetFinder._tuple,
    Conditional: TargetFinder._conditional,
    TemplateIf: TargetFinder._conditional,
    GetAttribute: TargetFinder._get_attribute,
    Index: TargetFinder._index,
    Splat: TargetFinder._splat,
    ForTuple: TargetFinder._for,
    ForObject: TargetFinder._for,
    TemplateFor: TargetFinder._for,
}
