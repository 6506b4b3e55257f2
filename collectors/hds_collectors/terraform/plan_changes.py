"""The resource instances of a plan: from ``resource_changes``, else from ``planned_values``; and its data sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from hds_collectors.terraform.addresses import Key, Path, module_path, prefix_of
from hds_collectors.terraform.instances import SYMBOLIC_SUFFIX
from hds_collectors.terraform.json_members import as_object, as_objects, as_text, as_texts, entries_of
from hds_collectors.terraform.plan_configuration import PlanBlock, PlanConfiguration, is_expression

_GONE = ({"delete"}, {"forget"})


class Change(NamedTuple):
    """A resource or data source instance as it will be.

    Attributes:
        path: module instance.
        block: name of its block, see ``PlanBlock``.
        values, unknown, sensitive: see ``marked_values.attributes_of``.
        provider_name: source of the provider.
        symbolic: stands for instances whose number the plan does not tell.
    """

    address: str
    path: Path
    block: str
    type: str
    name: str
    key: Key
    is_data: bool
    values: Mapping[str, Any]
    unknown: Any
    sensitive: Any
    provider_name: str
    symbolic: bool = False


def changes_of(content: Mapping[str, Any], configuration: PlanConfiguration, name: str) -> list[Change]:
    """All instances, each address once.

    Args:
        name: of the plan, for messages.

    Raises:
        UsageError: the changes are not in the documented shape.
    """
    changes = entries_of(content, "resource_changes", name)
    found: dict[str, Change] = {}
    for change in (_changed(raw) for raw in changes):
        if change is not None:
            found.setdefault(change.address, change)
    if not changes:
        for raw in values_in(as_object(as_object(content.get("planned_values")).get("root_module"))):
            planned = _planned(raw, configuration)
            found.setdefault(planned.address, planned)
    for raw in _prior(content):
        if raw.get("mode") == "data":
            read = _planned(raw, configuration)
            found.setdefault(read.address, read)
    for unread in list(_not_read(configuration, found.values())):
        found.setdefault(unread.address, unread)
    return list(found.values())


def read_data(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Values of the data sources that were read before the plan was made, by address."""
    return {
        as_text(raw.get("address")): as_object(raw.get("values"))
        for raw in _prior(content)
        if raw.get("mode") == "data"
    }


def _prior(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    state = as_object(content.get("prior_state"))
    return values_in(as_object(as_object(state.get("values")).get("root_module")))


def values_in(root: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Resources of a value representation, those of child modules included; ``module_address`` is filled in."""
    pending = [root]
    while pending:
        module = pending.pop()
        address = as_text(module.get("address"))
        for raw in as_objects(module.get("resources")):
            yield {**raw, "module_address": address}
        pending.extend(as_objects(module.get("child_modules")))


def _changed(raw: Mapping[str, Any]) -> Change | None:
    """The instance that a change leaves; None when it leaves none, or is about an object that was put aside."""
    change = as_object(raw.get("change"))
    if set(as_texts(change.get("actions"))) in _GONE or raw.get("deposed"):
        return None
    marks = (change.get("after_unknown"), change.get("after_sensitive"))
    return _made(raw, as_object(change.get("after")), *marks)


def _planned(raw: Mapping[str, Any], configuration: PlanConfiguration) -> Change:
    """An instance of ``planned_values`` or ``prior_state``, where what is unknown is left out like what is null."""
    values = as_object(raw.get("values"))
    made = _made(raw, values, None, raw.get("sensitive_values"))
    block = configuration.block(tuple(step.name for step in made.path), made.block)
    if block is None or made.is_data:
        return made
    missing = {name: True for name, value in block.expressions.items() if name not in values and not _constant(value)}
    return made._replace(unknown=missing)


def _made(raw: Mapping[str, Any], values: Mapping[str, Any], unknown: Any, sensitive: Any) -> Change:
    prefix = as_text(raw.get("module_address"))
    address = as_text(raw.get("address"))
    if prefix and not address.startswith("module."):
        address = f"{prefix}.{address}"
    type_name, name, index = as_text(raw.get("type")), as_text(raw.get("name")), raw.get("index")
    is_data = raw.get("mode") == "data"
    return Change(
        address=address,
        path=module_path(prefix),
        block=f"{'data.' if is_data else ''}{type_name}.{name}",
        type=type_name,
        name=name,
        key=index if isinstance(index, int | str) else None,
        is_data=is_data,
        values=values,
        unknown=unknown,
        sensitive=sensitive,
        provider_name=as_text(raw.get("provider_name")),
    )


def _constant(expression: Any) -> bool:
    return is_expression(expression) and "constant_value" in expression


def _not_read(configuration: PlanConfiguration, found: Iterable[Change]) -> Iterator[Change]:
    """Data sources of the configuration that the plan has no values of."""
    paths: dict[tuple[str, ...], dict[Path, None]] = {(): {(): None}}
    known: set[tuple[tuple[str, ...], str]] = set()
    for change in found:
        names = tuple(step.name for step in change.path)
        paths.setdefault(names, {})[change.path] = None
        known.add((names, change.block))
    for block in configuration.blocks():
        if block.is_data and (block.module, block.name) not in known:
            for path in paths.get(block.module, ()):
                yield _symbol(block, path)


def _symbol(block: PlanBlock, path: Path) -> Change:
    values = {name: value["constant_value"] for name, value in block.expressions.items() if _constant(value)}
    unknown = {name: True for name in block.expressions if name not in values}
    suffix = SYMBOLIC_SUFFIX if block.repeated else ""
    address = f"{prefix_of(path)}{block.name}{suffix}"
    return Change(
        address, path, block.name, block.type, block.label, None, True, values, unknown, None, "", block.repeated
    )
