"""References of the resources of a plan: from the references that its configuration lists, to instances.

They are followed through variables, ``each`` and module outputs as far as a plan shows them. Locals are not in a plan,
and neither is the content of ``dynamic`` blocks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from hds_collectors.terraform.addresses import Key, Path, Step, Token, tokens
from hds_collectors.terraform.json_members import as_object, as_texts
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.plan_configuration import (
    PlanBlock,
    PlanConfiguration,
    PlanModule,
    is_expression,
    references_of,
)

_DEEPEST = 50


class Target(NamedTuple):
    """What an expression refers to: address of a resource instance, and the attribute used (empty for the whole)."""

    address: str
    attribute: str


_NOTHING: frozenset[Target] = frozenset()


class PlanInstance(NamedTuple):
    """An instance of a block."""

    address: str
    path: Path
    block: str
    key: Key


class _Place(NamedTuple):
    """Where an expression stands: module instance, and the for_each and key of what repeats it."""

    path: Path
    for_each: Any = None
    key: Key = None
    outer: Path | None = None
    """Module instance of the for_each expression."""


class PlanReferences:
    """Finds the references of a plan's resources."""

    def __init__(self, configuration: PlanConfiguration, instances: Iterable[PlanInstance], budget: Budget) -> None:
        self._configuration = configuration
        self._budget = budget
        self._instances: dict[tuple[Path, str], list[PlanInstance]] = defaultdict(list)
        self._children: dict[tuple[Path, str], dict[Step, None]] = defaultdict(dict)
        self._known: dict[tuple[Path, str, str], frozenset[Target]] = {}
        for instance in instances:
            self._instances[instance.path, instance.block].append(instance)
            for depth, step in enumerate(instance.path):
                self._children[instance.path[:depth], step.name][step] = None

    def of_instance(self, instance: PlanInstance, block: PlanBlock) -> Iterator[tuple[str, Target]]:
        """Attribute path without indexes, and target, of each reference of an instance.

        Raises:
            LimitError: there are more references than are followed.
        """
        place = _Place(instance.path, block.for_each, instance.key, instance.path)
        for text in block.depends_on:
            for target in sorted(self._depends_on(text, place)):
                yield "depends_on", target
        yield from self._nested(block.expressions, "", place)

    def _nested(self, expressions: Mapping[str, Any], prefix: str, place: _Place) -> Iterator[tuple[str, Target]]:
        for name, value in expressions.items():
            path = prefix + name
            for item in value if isinstance(value, list) else [value]:
                if is_expression(item):
                    for target in sorted(self._targets(item, place, 0)):
                        yield path, target
                elif isinstance(item, dict):
                    yield from self._nested(item, f"{path}.", place)

    def _depends_on(self, text: str, place: _Place) -> frozenset[Target]:
        parts = tokens(text)
        if len(parts) == 2 and parts[0].name == "module":
            inside = {(*place.path, step) for step in self._children.get((place.path, parts[1].name), ())}
            return frozenset(
                Target(one.address, "")
                for (path, block), found in self._instances.items()
                if path in inside and not block.startswith("data.")
                for one in found
            )
        return self._reference(parts, place, 0, same_key=False)

    def _targets(self, expression: Any, place: _Place, depth: int) -> frozenset[Target]:
        if depth > _DEEPEST:
            return _NOTHING
        references = references_of(expression)
        same_key = "each.key" in as_texts(as_object(expression).get("references"))
        found: set[Target] = set()
        for text in references:
            found |= self._reference(tokens(text), place, depth, same_key=same_key)
        self._budget.charge_references(0)
        self._budget.charge(1 + len(found) // 8)
        return frozenset(found)

    def _reference(self, parts: list[Token], place: _Place, depth: int, *, same_key: bool) -> frozenset[Target]:
        first = parts[0].name if parts else ""
        if len(parts) < 2 or first in ("path", "terraform", "local", "count", "self"):
            return _NOTHING
        if first == "each":
            known = parts[1].name == "value" and place.outer is not None
            return self._targets(place.for_each, _Place(place.outer or ()), depth + 1) if known else _NOTHING
        if first == "var":
            return self._remembered(place.path, "var", parts[1].name, depth)
        if first == "module":
            return self._output(parts[1:], place, depth, same_key=same_key)
        names = parts[1:] if first in ("data", "resource") else parts
        block = f"{'data.' if first == 'data' else ''}" + ".".join(part.name for part in names[:2])
        return self._of_block(block, names[2:], place, same_key=same_key)

    def _of_block(self, block: str, rest: list[Token], place: _Place, *, same_key: bool) -> frozenset[Target]:
        found = self._instances.get((place.path, block), [])
        if rest and not rest[0].name:
            key = rest[0].key
            found = [one for one in found if key is None or str(one.key) == str(key)]
            rest = rest[1:]
        elif same_key and place.key is not None:
            found = [one for one in found if one.key == place.key] or found
        attribute = rest[0].name if rest else ""
        return frozenset(Target(one.address, attribute) for one in found)

    def _output(self, parts: list[Token], place: _Place, depth: int, *, same_key: bool) -> frozenset[Target]:
        steps = list(self._children.get((place.path, parts[0].name), ()))
        rest = parts[1:]
        if rest and not rest[0].name:
            key = rest[0].key
            steps = [step for step in steps if key is None or str(step.key) == str(key)]
            rest = rest[1:]
        elif same_key and place.key is not None:
            steps = [step for step in steps if step.key == place.key] or steps
        found: set[Target] = set()
        for step in steps:
            path = (*place.path, step)
            # After a key that is an expression, a plan does not name the output: it can be any of them.
            names = [rest[0].name] if rest and rest[0].name else list(self._module(path).outputs)
            for name in names:
                found |= self._remembered(path, "output", name, depth)
        return frozenset(found)

    def _remembered(self, path: Path, kind: str, name: str, depth: int) -> frozenset[Target]:
        place = (path, kind, name)
        if place not in self._known:
            self._known[place] = _NOTHING
            self._known[place] = self._definition(path, kind, name, depth)
        return self._known[place]

    def _definition(self, path: Path, kind: str, name: str, depth: int) -> frozenset[Target]:
        module = self._module(path)
        if kind == "output":
            return self._targets(module.outputs.get(name), _Place(path), depth + 1)
        if module.call is None or not path:
            return _NOTHING
        outside = _Place(path[:-1], module.call.for_each, path[-1].key, path[:-1])
        return self._targets(module.call.expressions.get(name), outside, depth + 1)

    def _module(self, path: Path) -> PlanModule:
        names = tuple(step.name for step in path)
        return self._configuration.modules.get(names) or PlanModule(names, None)
