"""JSON configuration syntax (``.tf.json``) and JSON variable values (``.tfvars.json``), into the same tree.

Source: https://developer.hashicorp.com/terraform/language/syntax/json, and the JSON profile of HCL for the mapping.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hds_collectors.terraform.expressions import ExpressionParser
from hds_collectors.terraform.json_scanner import JsonArray, JsonNode, JsonObject, scan
from hds_collectors.terraform.json_schema import REFERENCE_MEMBERS, SCHEMAS, Schema
from hds_collectors.terraform.problems import HclError, line_starts_of, problem_at
from hds_collectors.terraform.syntax import Attribute, Block, Body, Expression, File, ObjectCons, TupleCons

_COMMENT = "//"
_TEMPLATE, _REFERENCE, _LITERAL = "template", "reference", "literal"
"""How strings are read."""


def parse_json(path: str, text: str) -> File:
    """Read a file; never raises: what cannot be parsed is in ``problems``.

    A file that is not JSON gives one problem and an empty body; an error inside one block leaves out that block.
    In ``.tfvars.json`` every member is an argument and strings are not templates.
    """
    line_starts = line_starts_of(text)
    reader = _Reader()
    body = Body({}, [])
    try:
        root = scan(text)
        if root.value is None:
            raise HclError(root.start, "expected an object")  # noqa: TRY301 # reported like every other error
        name = "values" if path.endswith(".tfvars.json") else "file"
        reader.mode = _LITERAL if name == "values" else _TEMPLATE
        for each in reader.bodies(root):
            reader.add(body, each, SCHEMAS[name], top=True)
    except HclError as error:
        reader.errors.append((error, len(text)))
    except RecursionError:
        reader.errors.append((HclError(0, "nested too deeply"), len(text)))
    problems = {problem_at(line_starts, error.offset, end, error.message) for error, end in reader.errors}
    return File(path, body, text, line_starts, tuple(sorted(problems)))


class _Reader:
    def __init__(self) -> None:
        self.mode = _TEMPLATE
        self.errors: list[tuple[HclError, int]] = []

    @staticmethod
    def bodies(node: JsonNode) -> list[JsonNode]:
        """Bodies a value stands for: one object, a list of objects, or null for none."""
        if node.value is None:
            return []
        nodes = list(node.value.items) if isinstance(node.value, JsonArray) else [node]
        for each in nodes:
            if not isinstance(each.value, JsonObject):
                raise HclError(each.start, "expected an object: this is a block")
        return nodes

    def add(self, body: Body, node: JsonNode, schema: Schema, top: bool = False) -> None:
        """Add the members of an object to a body; at the top an error leaves out one block or argument only."""
        if not isinstance(node.value, JsonObject):
            raise HclError(node.start, "expected an object")
        for key, start, value in node.value.members:
            if key == _COMMENT:
                continue
            with self._kept_apart(top, value.end, ""):
                if key in schema.blocks:
                    labels, nested = schema.blocks[key]
                    for names, first, each in self._headers((key,), start, value, labels):
                        with self._kept_apart(top, each.end, f" (in {' '.join(names)})"):
                            content = Body({}, [])
                            self.add(content, each, SCHEMAS[nested])
                            body.blocks.append(Block(names[0], names[1:], content, first, each.end))
                else:
                    self._argument(body, key, start, value, schema)

    @contextmanager
    def _kept_apart(self, top: bool, end: int, where: str) -> Iterator[None]:
        """Record an error instead of raising it, at the top of a file."""
        try:
            yield
        except HclError as error:
            if not top:
                raise
            self.errors.append((HclError(error.offset, error.message + where), end))

    def _headers(
        self, names: tuple[str, ...], start: int, node: JsonNode, labels: int
    ) -> Iterator[tuple[tuple[str, ...], int, JsonNode]]:
        """Type and labels, start and body of each block in ``node``; ``labels`` is how many labels are missing."""
        for each in self.bodies(node):
            if not labels:
                yield names, each.start if isinstance(node.value, JsonArray) else start, each
            elif isinstance(each.value, JsonObject):
                for label, offset, value in each.value.members:
                    if label != _COMMENT:
                        yield from self._headers((*names, label), offset, value, labels - 1)

    def _argument(self, body: Body, key: str, start: int, node: JsonNode, schema: Schema) -> None:
        if not schema.arguments:
            raise HclError(start, f"unknown block type '{key}'")
        if key in body.attributes:
            self.errors.append((HclError(start, f"the argument '{key}' is already set in this block"), node.end))
            return
        mode = self.mode
        if key in schema.references:
            mode = _REFERENCE
        elif key in schema.literals:
            mode = _LITERAL
        body.attributes[key] = Attribute(key, self._expression(node, mode), start, node.end)

    def _expression(self, node: JsonNode, mode: str) -> Expression:
        value = node.value
        if isinstance(value, str):
            return _string(value, node.start, mode)
        if isinstance(value, JsonArray):
            return TupleCons(tuple([self._expression(item, mode) for item in value.items]))
        if isinstance(value, JsonObject):
            return self._object(value, mode)
        return value

    def _object(self, value: JsonObject, mode: str) -> Expression:
        """An object; its keys are templates too, except where strings are not."""
        items: list[tuple[Expression, Expression]] = []
        seen: set[str] = set()
        for key, start, node in value.members:
            if key in seen:
                self.errors.append((HclError(start, f"the key '{key}' is already set in this object"), node.end))
                continue
            seen.add(key)
            inner = _REFERENCE if key in REFERENCE_MEMBERS else mode
            items.append((_string(key, start, _TEMPLATE) if mode == _TEMPLATE else key, self._expression(node, inner)))
        return ObjectCons(tuple(items))


def _string(text: str, offset: int, mode: str) -> Expression:
    """A string as an expression; raises HclError at the string when it is not valid."""
    if mode == _LITERAL:
        return text
    if mode == _TEMPLATE and "${" not in text and "%{" not in text:
        return text
    parser = ExpressionParser(text)
    try:
        if mode == _TEMPLATE:
            return parser.bare()
        expression, end = parser.expression(0, True)
        parser.expect_end(end)
    except HclError as error:
        raise HclError(offset, error.message) from error
    return expression
