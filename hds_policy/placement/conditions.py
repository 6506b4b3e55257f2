"""State of the conditions a hoster binds its certified scope to."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection

from hds_policy.model import Condition, ConditionState, Hoster, Resource, Unknown, Value
from hds_policy.model.attributes import values_at


def states_of(resource: Resource, service: str, hoster: Hoster, agreed: Collection[str]) -> tuple[ConditionState, ...]:
    """State of every condition of the hoster that concerns the resource.

    Args:
        service: service slug of the resource.
        agreed: ids of conditions the estate's contracts with this hoster confirm.
    """
    concerned = [
        condition
        for condition in hoster.conditions
        if (not condition.services or service in condition.services)
        and (not condition.types or resource.type in condition.types)
    ]
    return tuple(_state(condition, resource, agreed) for condition in concerned)


def _state(condition: Condition, resource: Resource, agreed: Collection[str]) -> ConditionState:
    if not condition.attribute:
        if condition.id in agreed:
            return ConditionState(condition.id, "met", "", "declared in the estate")
        return ConditionState(condition.id, "unknown", "", "no contract in the estate says so")
    values = values_at(resource.attributes, condition.attribute)
    unknown = next((value for value in values if isinstance(value, Unknown)), None)
    if unknown is not None:
        return ConditionState(condition.id, "unknown", condition.attribute, f"{condition.attribute}: {unknown.detail}")
    if condition.kind == "option":
        met = bool(values) and all(value in condition.values for value in values)
        return ConditionState(condition.id, "met" if met else "not_met", condition.attribute, _found(condition, values))
    excluded = [value for value in values if _matches(value, condition)]
    return ConditionState(
        condition.id, "not_met" if excluded else "met", condition.attribute, _found(condition, excluded or values)
    )


def _matches(value: Value, condition: Condition) -> bool:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return any(fnmatch.fnmatchcase(text, str(pattern)) for pattern in condition.values)


def _found(condition: Condition, values: list[Value]) -> str:
    if not values:
        return f"{condition.attribute} is not set"
    shown = ", ".join(
        str(value).lower() if isinstance(value, bool) else str(value)
        for value in values
        if isinstance(value, bool | int | str)
    )
    return f"{condition.attribute} = {shown}"
