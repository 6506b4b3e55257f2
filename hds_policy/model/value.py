"""Attribute values: plain data, or an ``Unknown`` that says why it cannot be known."""

from __future__ import annotations

from typing import TypeAlias, TypeGuard, Union

from msgspec import Struct

from hds_policy.model.result import Cause


class Unknown(Struct, frozen=True, gc=False):
    """A value that cannot be known from what was read. It is not null, and nothing is ever guessed from it.

    Attributes:
        cause: why, from the closed list.
        detail: the same for a person, e.g. ``var.region has no value``; never a secret.
        references: Terraform addresses the value depends on, e.g. ``aws_kms_key.main.arn``; possibly empty.
    """

    cause: Cause
    detail: str
    references: tuple[str, ...] = ()


Value: TypeAlias = Union[None, bool, int, float, str, "list[Value]", "dict[str, Value]", Unknown]
"""Attribute value. Nested blocks are lists of dicts, in the order of the file."""

Known: TypeAlias = Union[None, bool, int, float, str, "list[Value]", "dict[str, Value]"]


def is_known(value: Value) -> TypeGuard[Known]:
    """Whether the value itself is known; parts of a list or dict may still be unknown."""
    return not isinstance(value, Unknown)
