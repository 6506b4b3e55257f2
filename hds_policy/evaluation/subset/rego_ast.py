"""The syntax tree of a Rego module, as the embedded engine parses it, with exact positions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import regorus
from msgspec import Struct

from hds_policy.evaluation.subset.nesting import DEEPEST, too_deep

Node = dict[str, Any]
"""A tree node: one capitalised key, its kind, and the mapping of its parts."""

_POSITION = re.compile(r"-->.*:(\d+):(\d+)\s*$", re.MULTILINE)
_PROBLEM = re.compile(r"^error: (.+)$", re.MULTILINE)


class RegoSyntaxError(Exception):
    """The engine cannot parse a module; line and column count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class Module(Struct, frozen=True):
    """One parsed module.

    Attributes:
        path: for messages, and to tell tests (``_test.rego``).
        package: parts of the package path.
        imports, rules: nodes in the order of the file.
        text: the source as bytes: spans are byte offsets.
    """

    path: str
    package: tuple[str, ...]
    imports: tuple[Node, ...]
    rules: tuple[Node, ...]
    text: bytes

    @property
    def is_test(self) -> bool:
        """Whether the file holds tests."""
        return self.path.endswith("_test.rego")

    def slice(self, span: Node) -> str:
        """The source text of a span."""
        return self.text[span["start"] : span["end"]].decode()

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte offset, from 1; columns count characters."""
        before = self.text[:offset]
        start = before.rfind(b"\n") + 1
        return before.count(b"\n") + 1, len(before[start:].decode(errors="replace")) + 1


def parse(path: str, source: str) -> Module:
    """Parse one module.

    Raises:
        RegoSyntaxError: the engine refuses it.
    """
    deep = too_deep(source)
    if deep is not None:
        line = source.count("\n", 0, deep) + 1
        raise RegoSyntaxError(f"more than {DEEPEST} brackets open at once", line, deep - source.rfind("\n", 0, deep))
    engine = regorus.Engine()
    try:
        engine.add_policy(path, source)
        tree = json.loads(engine.get_ast_as_json())[0]["ast"]
    except RuntimeError as error:
        raise _syntax_error(str(error), source) from None
    except RecursionError:
        raise RegoSyntaxError("nested too deeply", 1, 1) from None
    package = ref_parts(tree["package"]["refr"])
    if package is None:
        raise RegoSyntaxError("the package must be plain names joined by dots", 1, 1)
    return Module(path, package, tuple(tree["imports"]), tuple(tree["rules"]), source.encode())


def _syntax_error(text: str, source: str) -> RegoSyntaxError:
    place = _POSITION.search(text)
    problem = _PROBLEM.search(text)
    message = problem.group(1) if problem else text.partition("\n\nStack backtrace:")[0].strip().splitlines()[-1]
    line, column = (int(place.group(1)), int(place.group(2))) if place else (1, 1)
    lines = source.split("\n")
    return RegoSyntaxError(message, line, _character(lines[line - 1], column) if line <= len(lines) else column)


def _character(line: str, column: int) -> int:
    """The engine counts a tab as four columns; people and editors count characters."""
    reached = 1
    for number, character in enumerate(line, start=1):
        if reached >= column:
            return number
        reached += 4 if character == "\t" else 1
    return len(line) + 1


def nodes(tree: Any) -> Iterator[tuple[str, Node]]:
    """Every (kind, parts) below and including ``tree``, outer ones first."""
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            for key, value in item.items():
                if key[:1].isupper() and isinstance(value, dict):
                    yield key, value
            stack.extend(reversed(list(item.values())))
        elif isinstance(item, list):
            stack.extend(reversed(item))


def kind_of(node: Node) -> tuple[str, Node]:
    """Kind and parts of one node."""
    [(kind, parts)] = node.items()
    return kind, parts


def ref_parts(node: Node) -> tuple[str, ...] | None:
    """``("input", "a", "b")`` for the reference ``input.a["b"]``; None when a part is not a constant name."""
    parts, whole = constant_prefix(node)
    return parts if whole else None


def constant_prefix(node: Node) -> tuple[tuple[str, ...], bool]:
    """The leading constant names of a reference, and whether these are all of it."""
    kind, parts = kind_of(node)
    if kind == "Var":
        return (parts["value"],), True
    if kind == "RefDot":
        prefix, whole = constant_prefix(parts["refr"])
        return ((*prefix, parts["field"][1]), True) if whole else (prefix, False)
    if kind == "RefBrack":
        prefix, whole = constant_prefix(parts["refr"])
        index_kind, index = kind_of(parts["index"])
        if whole and prefix and index_kind in {"String", "RawString"}:
            return (*prefix, index["value"]), True
        return prefix, False
    return (), False


def rule_head(rule: Node) -> tuple[str, Node, Node]:
    """(kind of head, its parts, reference node) of a rule: ``Compr``, ``Set``, ``Func``, or ``Default``."""
    kind, parts = kind_of(rule)
    if kind == "Default":
        return kind, parts, parts["refr"]
    head_kind, head = kind_of(parts["head"])
    return head_kind, head, head["refr"]


def rule_name(rule: Node) -> str:
    """First name of the rule's head: ``deny`` for ``deny contains x``."""
    prefix, _ = constant_prefix(rule_head(rule)[2])
    return prefix[0] if prefix else ""


def statements(tree: Any) -> Iterator[Node]:
    """Every statement below ``tree``: ``span``, ``literal`` and, when it has any, ``with_mods``."""
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield from item.get("stmts", ())
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)


def references(tree: Any) -> Iterator[tuple[str, Node]]:
    """Every (kind, parts) of a whole reference below ``tree``: ``input.a[i]``, then ``i``, but not ``input.a``."""
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            for kind, value in item.items():
                if kind == "Var":
                    yield kind, value
                elif kind in {"RefDot", "RefBrack"}:
                    yield kind, value
                    stack.extend(_inside(kind, value))
                else:
                    stack.append(value)


def _inside(kind: str, parts: Node) -> Iterator[Node]:
    """Indexes of a reference, and what it starts from unless that is a name."""
    while kind in {"RefDot", "RefBrack"}:
        if kind == "RefBrack":
            yield parts["index"]
        start = parts["refr"]
        kind, parts = kind_of(start)
        if kind not in {"RefDot", "RefBrack", "Var"}:
            yield start
