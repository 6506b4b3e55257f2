"""Syntax tree of HCL native syntax, shared by every reader of Terraform configuration.

An expression is either a plain Python scalar (a literal: the most common case costs nothing) or one of the
node types below. Offsets are character offsets into the decoded text of the file.

Source: HCL native syntax specification, https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from msgspec import Struct


class Template(NamedTuple):
    """Quoted or heredoc template with interpolations; literal parts are strings.

    A template that is one interpolation only (``"${x}"``) is unwrapped by the parser to ``x`` itself;
    a template without any interpolation is a plain string.
    """

    parts: tuple[Expression, ...]


class TemplateIf(NamedTuple):
    """``%{ if condition }then%{ else }otherwise%{ endif }``."""

    condition: Expression
    then: Template
    otherwise: Template


class TemplateFor(NamedTuple):
    """``%{ for key, value in collection }body%{ endfor }``; key is empty when not named."""

    key: str
    value: str
    collection: Expression
    body: Template


class Traversal(NamedTuple):
    """A root name followed by attribute names only: ``var.a``, ``aws_kms_key.k.arn``, ``each.value.name``.

    Has at least one name.
    """

    names: tuple[str, ...]


class GetAttribute(NamedTuple):
    """``object.name`` where object is not a plain traversal."""

    object: Expression
    name: str


class Index(NamedTuple):
    """``object[key]``, also the legacy ``object.0``."""

    object: Expression
    key: Expression


class Splat(NamedTuple):
    """``object[*].steps`` or ``object.*.steps``.

    ``steps`` are applied to each element, in order: a name (str) for an attribute, a one-element tuple for an index.
    The name ``*`` is a second ``[*]``: the steps after it apply to each element of what the steps before it gave, and
    the result is a tuple of tuples (``a[*].b[*].c`` is ``[for v in a : v.b[*].c]``).
    """

    object: Expression
    steps: tuple[str | tuple[Expression], ...]


class Call(NamedTuple):
    """Function call; ``expand`` when the last argument is followed by ``...``.

    Provider functions keep their ``provider::`` prefix.
    """

    name: str
    arguments: tuple[Expression, ...]
    expand: bool


class Unary(NamedTuple):
    """``-operand`` or ``!operand``."""

    operator: str
    operand: Expression


class Binary(NamedTuple):
    """``left operator right``: arithmetic, comparison and logic."""

    operator: str
    left: Expression
    right: Expression


class Conditional(NamedTuple):
    """``condition ? then : otherwise``."""

    condition: Expression
    then: Expression
    otherwise: Expression


class TupleCons(NamedTuple):
    """``[a, b]``."""

    items: tuple[Expression, ...]


class ObjectCons(NamedTuple):
    """``{ key = value }``; a bare key is a literal string, a parenthesised or quoted one any expression."""

    items: tuple[tuple[Expression, Expression], ...]


class ForTuple(NamedTuple):
    """``[for key, value in collection : result if condition]``; key is empty and condition None when absent."""

    key: str
    value: str
    collection: Expression
    result: Expression
    condition: Expression


class ForObject(NamedTuple):
    """``{for key, value in collection : result_key => result if condition}``; ``group`` when followed by ``...``."""

    key: str
    value: str
    collection: Expression
    result_key: Expression
    result: Expression
    group: bool
    condition: Expression


Expression: TypeAlias = (
    str
    | int
    | float
    | bool
    | None
    | Template
    | TemplateIf
    | TemplateFor
    | Traversal
    | GetAttribute
    | Index
    | Splat
    | Call
    | Unary
    | Binary
    | Conditional
    | TupleCons
    | ObjectCons
    | ForTuple
    | ForObject
)


class Attribute(Struct, frozen=True, gc=False):
    """``name = expression``; ``start`` at the name, ``end`` after the expression."""

    name: str
    expression: Expression
    start: int
    end: int


class Block(NamedTuple):
    """``type "label" { body }``; ``start`` at the type, ``end`` after the closing brace."""

    type: str
    labels: tuple[str, ...]
    body: Body
    start: int
    end: int


class Body(NamedTuple):
    """Arguments by name and nested blocks in order."""

    attributes: dict[str, Attribute]
    blocks: list[Block]


class Problem(NamedTuple):
    """Something in a file that could not be parsed.

    ``line`` and ``column`` from 1, ``end_line`` of the text that was skipped.
    """

    line: int
    column: int
    end_line: int
    message: str


class File(NamedTuple):
    """A parsed file.

    Attributes:
        path: relative to the scanned root, with ``/``.
        body: what could be parsed.
        text: the decoded text (offsets point into it).
        line_starts: offset of the first character of each line.
        problems: what could not; empty when everything was parsed.
    """

    path: str
    body: Body
    text: str
    line_starts: Sequence[int]
    problems: tuple[Problem, ...]
