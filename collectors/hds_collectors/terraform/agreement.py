"""What several values have in common: known where all of them are the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hds_collectors.terraform.operators import same
from hds_collectors.terraform.values import Lazy, Term, plain
from hds_policy.model import Unknown

_DEEPEST = 20


def agreed(values: Sequence[Term], otherwise: Unknown, charge: Callable[[int], None], depth: int = 0) -> Term:
    """The value that all of ``values`` are; of objects and lists of one length, member by member.

    Args:
        values: at least one.
        otherwise: stands where they differ.
        charge: pays for the comparison.

    Raises:
        LimitError: what ``charge`` raises.
    """
    charge(len(values))
    first = values[0]
    if isinstance(first, Unknown):
        return plain(first) if all(value == first for value in values) else otherwise
    if isinstance(first, Lazy) or depth > _DEEPEST or any(type(value) is not type(first) for value in values):
        return first if all(value is first for value in values) else otherwise
    if type(first) is dict:
        return {
            name: agreed([value[name] for value in values], otherwise, charge, depth + 1)
            if all(name in value for value in values)
            else otherwise
            for name in dict.fromkeys(name for value in values for name in value)
        }
    if type(first) is list and all(len(value) == len(first) for value in values):
        return [agreed(members, otherwise, charge, depth + 1) for members in zip(*values, strict=True)]
    if isinstance(first, (list, dict)):
        return first if all(value is first for value in values) else otherwise
    return first if all(same(value, first) for value in values) else otherwise
