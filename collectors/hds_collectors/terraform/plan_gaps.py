"""What a plan does not tell: an error, parts that were left out or put off, blocks of which it says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hds_collectors.terraform.json_members import as_object, as_objects, as_text
from hds_collectors.terraform.plan_changes import Change
from hds_collectors.terraform.plan_configuration import PlanConfiguration
from hds_policy.model import Cause, Unread


def gaps_of(content: Mapping[str, Any], name: str) -> Iterator[Unread]:
    """Gaps that the plan itself states.

    Args:
        name: file name of the plan.
    """
    if content.get("errored") is True:
        yield Unread(name, Cause.BAD_RESPONSE, "planning ended with an error: the plan holds only a part")
    elif content.get("complete") is False:
        yield Unread(name, Cause.UNRESOLVED_VALUE, "the plan is not complete: parts were put off or not targeted")
    for deferred in as_objects(content.get("deferred_changes")):
        change = as_object(deferred.get("resource_change"))
        reason = as_text(deferred.get("reason")) or "no reason given"
        yield Unread(as_text(change.get("address")) or name, Cause.KNOWN_AFTER_APPLY, f"put off: {reason}")


def left_out(configuration: PlanConfiguration, changes: Iterable[Change], name: str) -> tuple[int, list[Unread]]:
    """Resource blocks of which the plan has no instance.

    Returns:
        Number of blocks that have none because count or for_each, theirs or that of a module, is empty; and a gap for
        each block that must have one.
    """
    there = {(tuple(step.name for step in change.path), change.block) for change in changes}
    empty, gaps = 0, []
    if not configuration.present:
        detail = "the plan holds no configuration: references and provider configurations cannot be told"
        gaps.append(Unread(name, Cause.UNRESOLVED_VALUE, detail))
    for block in configuration.blocks():
        if block.is_data or (block.module, block.name) in there:
            continue
        if configuration.repeated(block):
            empty += 1
        else:
            address = "".join(f"module.{step}." for step in block.module) + block.name
            gaps.append(Unread(address, Cause.UNRESOLVED_VALUE, "configured, but not in the plan (made with -target?)"))
    return empty, gaps
