"""The ``configuration`` member of a plan: blocks, module calls and provider entries, by module path without keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from hds_collectors.terraform.json_members import as_object, as_objects, as_text, as_texts

ModuleNames = tuple[str, ...]
_MOST_MODULES = 100_000
_LONGEST_REFERENCE = 2_000
_STEP = re.compile(r"[.\[]")


class PlanBlock(Struct, frozen=True):
    """A resource or data block of the configuration.

    Attributes:
        module: names of the module calls above it.
        name: ``type.name``, with ``data.`` before it for a data source.
        provider_key: key of its provider configuration, which is opaque.
        expressions: arguments and nested blocks.
        for_each, count: expressions, None when not set.
        depends_on: references.
    """

    module: ModuleNames
    name: str
    type: str
    label: str
    is_data: bool
    provider_key: str
    expressions: Mapping[str, Any]
    for_each: Mapping[str, Any] | None
    count: Mapping[str, Any] | None
    depends_on: tuple[str, ...]

    @property
    def repeated(self) -> bool:
        """Whether the block has count or for_each."""
        return self.for_each is not None or self.count is not None


class PlanCall(Struct, frozen=True):
    """A module call: what it passes, and how often it is made."""

    expressions: Mapping[str, Any]
    for_each: Mapping[str, Any] | None
    repeated: bool


class PlanModule(Struct):
    """A module of the configuration.

    Attributes:
        call: how it is called; None for the root.
        blocks: resource and data blocks by ``PlanBlock.name``.
        outputs: expression of each output.
        variables: declaration of each variable.
    """

    names: ModuleNames
    call: PlanCall | None
    blocks: dict[str, PlanBlock] = field(default_factory=dict)
    outputs: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)


class PlanConfiguration:
    """The configuration a plan was made from, as far as the plan shows it.

    Attributes:
        present: whether the plan holds a configuration at all.
        modules: by module names.
        providers: entries of ``provider_config``.
    """

    def __init__(self, content: Mapping[str, Any]) -> None:
        configuration = as_object(content.get("configuration"))
        self.present = isinstance(configuration.get("root_module"), dict)
        self.providers = {
            key: as_object(entry) for key, entry in as_object(configuration.get("provider_config")).items()
        }
        self.modules: dict[ModuleNames, PlanModule] = {}
        pending: list[tuple[ModuleNames, PlanCall | None, Mapping[str, Any]]] = [
            ((), None, as_object(configuration.get("root_module")))
        ]
        while pending and len(self.modules) < _MOST_MODULES:
            names, call, raw = pending.pop()
            self.modules[names] = _module(names, call, raw)
            for name, inner in as_object(raw.get("module_calls")).items():
                pending.append(((*names, name), _call(as_object(inner)), as_object(as_object(inner).get("module"))))

    def block(self, module: ModuleNames, name: str) -> PlanBlock | None:
        """A block; None when the plan does not show it."""
        found = self.modules.get(module)
        return None if found is None else found.blocks.get(name)

    def blocks(self) -> Iterator[PlanBlock]:
        """All blocks."""
        for module in self.modules.values():
            yield from module.blocks.values()

    def repeated(self, block: PlanBlock) -> bool:
        """Whether the block, or a module call above it, has count or for_each."""
        calls = (self.modules[block.module[: depth + 1]].call for depth in range(len(block.module)))
        return block.repeated or any(call is not None and call.repeated for call in calls)


def _module(names: ModuleNames, call: PlanCall | None, raw: Mapping[str, Any]) -> PlanModule:
    module = PlanModule(names, call, variables=as_object(raw.get("variables")))
    for entry in as_objects(raw.get("resources")):
        block = _block(names, entry)
        module.blocks[block.name] = block
    for name, output in as_object(raw.get("outputs")).items():
        module.outputs[name] = as_object(as_object(output).get("expression"))
    return module


def _block(names: ModuleNames, raw: Mapping[str, Any]) -> PlanBlock:
    type_name, label = as_text(raw.get("type")), as_text(raw.get("name"))
    is_data = raw.get("mode") == "data"
    return PlanBlock(
        names,
        f"{'data.' if is_data else ''}{type_name}.{label}",
        type_name,
        label,
        is_data,
        as_text(raw.get("provider_config_key")),
        as_object(raw.get("expressions")),
        raw.get("for_each_expression"),
        raw.get("count_expression"),
        tuple(as_texts(raw.get("depends_on"))),
    )


def _call(raw: Mapping[str, Any]) -> PlanCall:
    for_each = raw.get("for_each_expression")
    repeated = for_each is not None or raw.get("count_expression") is not None
    return PlanCall(as_object(raw.get("expressions")), for_each, repeated)


def references_of(expression: Any) -> list[str]:
    """References of an expression, each as exact as the plan gives it.

    A plan lists ``a.b.c`` and then its prefixes ``a.b``; prefixes say nothing more and are left out.
    """
    listed = [text for text in as_texts(as_object(expression).get("references")) if len(text) <= _LONGEST_REFERENCE]
    prefixes = {text[: mark.start()] for text in listed for mark in _STEP.finditer(text)}
    return [text for text in dict.fromkeys(listed) if text not in prefixes]


def is_expression(value: Any) -> bool:
    """Whether an object of ``expressions`` is an expression, not a nested block."""
    return isinstance(value, dict) and (
        isinstance(value.get("references"), list) or "constant_value" in value or not value
    )
