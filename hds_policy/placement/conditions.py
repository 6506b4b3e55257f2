"""State of the conditions a hoster binds its certified scope to."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Iterable

from msgspec.structs import replace

from hds_policy.model import Condition, ConditionState, Hoster, Resource, Unknown, Value
from hds_policy.model.attributes import values_at


def states_of(resource: Resource, service: str, hoster: Hoster, agreed: Collection[str]) -> tuple[ConditionState, ...]:
    """State of every condition of the hoster that concerns the resource.

    Args:
        service: service slug of the resource.
        agreed: ids of conditions the estate's contracts with this hoster confirm.
    """
    states = []
    for condition in hoster.conditions:
        if condition.services and service not in condition.services:
            continue
        if not condition.types or resource.type in condition.types:
            states.append(_state(condition, resource, agreed))
        elif condition.services and _is_foreign(resource, condition):
            states.append(_untold(condition, resource, agreed))
    return tuple(replace(state, hoster=hoster.id) for state in states)


def _is_foreign(resource: Resource, condition: Condition) -> bool:
    """Whether a resource is of another provider than all types a condition can be read on."""
    return resource.type.partition("_")[0] not in {name.partition("_")[0] for name in condition.types}


def _untold(condition: Condition, resource: Resource, agreed: Collection[str]) -> ConditionState:
    detail = f"not told by {resource.type}: it is read on {', '.join(sorted(condition.types))}"
    return _declared(condition, agreed, detail)


def _declared(condition: Condition, agreed: Collection[str], otherwise: str) -> ConditionState:
    if condition.id in agreed:
        return ConditionState(condition.id, "met", "", "declared in the estate")
    return ConditionState(condition.id, "unknown", "", otherwise)


def _state(condition: Condition, resource: Resource, agreed: Collection[str]) -> ConditionState:
    if not condition.attribute:
        return _declared(condition, agreed, "no contract in the estate says so")
    values = values_at(resource.attributes, condition.attribute)
    unknown = next((value for value in values if isinstance(value, Unknown)), None)
    if unknown is not None:
        return ConditionState(condition.id, "unknown", condition.attribute, f"{condition.attribute}: {unknown.detail}")
    state, shown = _option(condition, values) if condition.kind == "option" else _exclusion(condition, values)
    return ConditionState(condition.id, state, condition.attribute, _found(condition, shown))


def _option(condition: Condition, values: list[Value]) -> tuple[str, list[Value]]:
    met = bool(values) and all(_is_on(value, condition) for value in values)
    return "met" if met else "not_met", values


def _exclusion(condition: Condition, values: list[Value]) -> tuple[str, list[Value]]:
    """State, and the values that decided."""
    excluded = [value for value in values if _matches(value, condition.values)]
    if excluded:
        return "not_met", excluded
    inside = bool(values) and all(_matches(value, condition.allowed) for value in values)
    return "met" if inside or not condition.allowed else "unknown", values


def _is_on(value: Value, condition: Condition) -> bool:
    # Terraform turns the text "true" into the boolean where the argument is one.
    return value in condition.values or (value == "true" and True in condition.values)


def _matches(value: Value, patterns: Iterable[str | bool]) -> bool:
    # Hosters read names without regard to case.
    text = _text(value).casefold()
    return any(fnmatch.fnmatchcase(text, str(pattern).casefold()) for pattern in patterns)


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _found(condition: Condition, values: list[Value]) -> str:
    if not values:
        return f"{condition.attribute} is not set"
    shown = dict.fromkeys(_text(value) for value in values if isinstance(value, bool | int | str))
    return f"{condition.attribute} = {', '.join(shown)}"
