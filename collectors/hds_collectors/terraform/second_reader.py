"""The second reader: python-hcl2's grammar, turned into the same tree.

It reads what the fast reader refuses, and is its oracle in the tests. It is more lenient than Terraform about newlines,
and stricter about some templates. A heredoc is one token to python-hcl2, and so is ``$${`` with all that follows up to
the next brace: such templates go through our own template parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from hds_collectors.terraform.expressions import KEYWORDS, ExpressionParser, attribute_of, number, unary
from hds_collectors.terraform.problems import HclError, line_starts_of, problem_at
from hds_collectors.terraform.syntax import (
    Attribute,
    Binary,
    Block,
    Body,
    Call,
    Conditional,
    Expression,
    File,
    ForObject,
    ForTuple,
    Index,
    ObjectCons,
    Splat,
    Traversal,
    TupleCons,
)
from hds_collectors.terraform.templates import Pieces, Sequence, assemble, unescape

MAX_CHARACTERS = 262_144
"""Longest text that is tried: python-hcl2 reads about a quarter of a megabyte in a second."""

MAX_LEVELS = 300
"""Deepest syntax tree; one nesting of brackets is two or three levels of python-hcl2's tree."""

# Its heredoc pattern takes quadratic time on long runs of white space.
_LONG_SPACE = re.compile(r"\s{1000}")

_OPERATORS = {
    "DOUBLE_EQ": "==",
    "NEQ": "!=",
    "LT": "<",
    "GT": ">",
    "LEQ": "<=",
    "GEQ": ">=",
    "MINUS": "-",
    "ASTERISK": "*",
    "SLASH": "/",
    "PERCENT": "%",
    "DOUBLE_AMP": "&&",
    "DOUBLE_PIPE": "||",
    "PLUS": "+",
}

_DIRECTIVES = {
    "template_if_start": "if",
    "template_else": "else",
    "template_endif": "endif",
    "template_for_start": "for",
    "template_endfor": "endfor",
}

Node: TypeAlias = Any
"""A lark Tree or Token: lark is imported only when it is used, and is not typed."""


def parse(path: str, text: str) -> File:
    """Read a file; never raises: what cannot be parsed is in ``problems``, and then the body is empty."""
    line_starts = line_starts_of(text)
    reader = _TreeReader(text)
    body = Body({}, [])
    try:
        body = reader.file()
    except HclError as error:
        reader.errors.append((error, len(text)))
    except RecursionError:
        reader.errors.append((HclError(0, f"nesting deeper than {MAX_LEVELS}"), len(text)))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # The shape of python-hcl2's tree is not part of its interface: another release may differ.
        reader.errors.append((HclError(0, f"python-hcl2: unexpected tree ({type(error).__name__})"), len(text)))
    problems = {problem_at(line_starts, error.offset, end, error.message) for error, end in reader.errors}
    return File(path, body, text, line_starts, tuple(sorted(problems)))


def _tree(text: str) -> Node:
    if len(text) > MAX_CHARACTERS:
        raise HclError(0, f"the file is longer than {MAX_CHARACTERS} characters")
    if _LONG_SPACE.search(text):
        raise HclError(0, "more than 1000 characters of white space in a row")
    import hcl2  # noqa: PLC0415 # costs 0.1 to 2 seconds, and most runs never need it
    from lark.exceptions import LarkError, UnexpectedInput  # noqa: PLC0415 # the same

    try:
        return hcl2.parses_to_tree(text.replace("\ufeff", " ", 1) if text.startswith("\ufeff") else text)
    except UnexpectedInput as error:
        offset = error.pos_in_stream if isinstance(error.pos_in_stream, int) else 0
        raise HclError(min(max(offset, 0), len(text)), "python-hcl2: unexpected text") from error
    except LarkError as error:
        raise HclError(0, f"python-hcl2: {type(error).__name__}") from error


def _nodes(tree: Node) -> list[Node]:
    """Children that are rules, without newlines and comments."""
    return [child for child in tree.children if hasattr(child, "data") and child.data != "new_line_or_comment"]


def _tokens(tree: Node) -> list[Node]:
    return [child for child in tree.children if not hasattr(child, "data")]


def _start(node: Node) -> int:
    """Offset where a rule or token starts."""
    position: int = node.meta.start_pos if hasattr(node, "data") else node.start_pos
    return position


def _end(node: Node) -> int:
    position: int = node.meta.end_pos if hasattr(node, "data") else node.end_pos
    return position


def _name(node: Node) -> str:
    """Text of an identifier, a keyword or a literal used as a name."""
    return str(node.children[0])


class _TreeReader:
    """Turns python-hcl2's tree into ours."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.errors: list[tuple[HclError, int]] = []
        self.level = 0
        self.rules: dict[str, Callable[[Node], Expression]] = {
            "expr_term": self._expr_term,
            "identifier": lambda node: Traversal((_name(node),)),
            "literal_value": lambda node: KEYWORDS[_name(node)],
            "int_lit": self._number,
            "float_lit": self._number,
            "string": self._string,
            "heredoc_template": self._heredoc,
            "heredoc_template_trim": self._heredoc,
            "tuple": lambda node: TupleCons(tuple(self.convert(item) for item in _nodes(node))),
            "object": lambda node: ObjectCons(tuple(self._item(item) for item in _nodes(node))),
            "function_call": self._call,
            "index_expr_term": self._index,
            "get_attr_expr_term": self._attribute_access,
            "attr_splat_expr_term": self._attribute_splat,
            "full_splat_expr_term": self._full_splat,
            "for_tuple_expr": self._for_tuple,
            "for_object_expr": self._for_object,
            "conditional": lambda node: Conditional(*[self.convert(part) for part in _nodes(node)]),
            "binary_op": self._binary,
            "unary_op": lambda node: unary(str(node.children[0]), self.convert(node.children[1])),
        }

    def file(self) -> Body:
        """The body of the file."""
        return self._body(_nodes(_tree(self.text))[0])

    def convert(self, node: Node) -> Expression:
        """An expression of python-hcl2 as ours."""
        rule = self.rules.get(node.data)
        if rule is None:
            raise HclError(_start(node), f"python-hcl2: '{node.data}' is not supported")
        self.level += 1
        if self.level > MAX_LEVELS:
            raise HclError(_start(node), f"nesting deeper than {MAX_LEVELS}")
        result = rule(node)
        self.level -= 1
        return result

    def _body(self, tree: Node) -> Body:
        body = Body({}, [])
        self.level += 1
        if self.level > MAX_LEVELS:
            raise HclError(_start(tree), f"nesting deeper than {MAX_LEVELS}")
        for node in _nodes(tree):
            if node.data == "block":
                body.blocks.append(self._block(node))
                continue
            name_node, expression = _nodes(node)
            name = _name(name_node)
            attribute = Attribute(name, self.convert(expression), _start(node), _end(expression))
            if name in body.attributes:
                error = HclError(attribute.start, f"the argument '{name}' is already set in this block")
                self.errors.append((error, attribute.end))
            else:
                body.attributes[name] = attribute
        self.level -= 1
        return body

    def _block(self, node: Node) -> Block:
        *header, body = _nodes(node)
        labels: list[str] = []
        for label in header[1:]:
            text = self.convert(label) if label.data == "string" else _name(label)
            if not isinstance(text, str) or (label.data == "string" and "{" in self.text[_start(label) : _end(label)]):
                raise HclError(_start(label), "a block label cannot hold a template")
            labels.append(text)
        return Block(_name(header[0]), tuple(labels), self._body(body), _start(node), _end(node))

    def _expr_term(self, node: Node) -> Expression:
        return self.convert(_nodes(node)[0])

    def _number(self, node: Node) -> Expression:
        text = str(node.children[0])
        value = number(text.removeprefix("-"), _start(node))
        return -value if text.startswith("-") else value

    def _string(self, node: Node) -> Expression:
        source = self.text[_start(node) : _end(node)]
        if "$${" in source or "%%{" in source:
            # To python-hcl2 the escape goes on to the next closing brace, and swallows an interpolation before it.
            return ExpressionParser(self.text).term(_start(node), False)[0]
        pieces = Pieces()
        raw, raw_start = "", 0
        for child in self._parts(node):
            if not hasattr(child, "data"):
                if not raw:
                    raw_start = _start(child)
                raw += str(child)
                continue
            self._literal(raw, raw_start, pieces)
            raw = ""
            markers = [token.type for token in _tokens(child)]
            sequence = self._sequence(child)
            pieces.sequence(
                sequence, markers[1:2] == ["STRIP_MARKER"], markers[-2:-1] == ["STRIP_MARKER"] and len(markers) > 3
            )
        self._literal(raw, raw_start, pieces)
        return assemble(pieces.items, _start(node))

    @staticmethod
    def _parts(node: Node) -> Iterator[Node]:
        for part in _nodes(node):
            yield from part.children

    @staticmethod
    def _literal(raw: str, start: int, pieces: Pieces) -> None:
        if "\n" in raw:
            raise HclError(start, "the string is not closed on its line")
        if raw:
            pieces.literal(unescape(raw, start))

    def _sequence(self, node: Node) -> Sequence:
        parts = _nodes(node)
        if node.data == "interpolation":
            return Sequence("interpolation", self.convert(parts[0]))
        kind = _DIRECTIVES[node.data]
        if kind == "if":
            return Sequence(kind, self.convert(parts[0]))
        if kind == "for":
            names = [_name(part) for part in parts[:-1]]
            return Sequence(kind, self.convert(parts[-1]), names[0] if len(names) == 2 else "", names[-1])
        return Sequence(kind)

    def _heredoc(self, node: Node) -> Expression:
        return ExpressionParser(self.text).term(_start(node.children[0]), False)[0]

    def _item(self, node: Node) -> tuple[Expression, Expression]:
        key, value = _nodes(node)
        return self._key(_nodes(key)[0]), self.convert(value)

    def _key(self, node: Node) -> Expression:
        if node.data == "keyword":
            return _name(node)
        inner = _nodes(node)[0] if node.data == "expr_term" and not _tokens(node) else None
        if inner is not None and inner.data in ("identifier", "literal_value"):
            return _name(inner)
        return self.convert(node)

    def _call(self, node: Node) -> Expression:
        names = [_name(part) for part in _nodes(node) if part.data == "identifier"]
        arguments = next((part for part in _nodes(node) if part.data == "arguments"), None)
        if arguments is None:
            return Call("::".join(names), (), False)
        expand = any(token.type == "ELLIPSIS" for token in _tokens(arguments))
        return Call("::".join(names), tuple(self.convert(part) for part in _nodes(arguments)), expand)

    def _step(self, node: Node) -> str | tuple[Expression]:
        """Step of a traversal: a name, or an index in a tuple of its own."""
        if node.data == "get_attr":
            return _name(_nodes(node)[0])
        if node.data == "short_index":
            return (number(str(node.children[1]), _start(node)),)
        return (self.convert(_nodes(node)[0]),)

    @staticmethod
    def _apply(target: Expression, step: str | tuple[Expression]) -> Expression:
        return attribute_of(target, step) if isinstance(step, str) else Index(target, step[0])

    def _index(self, node: Node) -> Expression:
        target, step = _nodes(node)
        return self._apply(self.convert(target), self._step(step))

    def _attribute_access(self, node: Node) -> Expression:
        return self._index(node)

    def _attribute_splat(self, node: Node) -> Expression:
        """python-hcl2 counts an index in brackets to the splat; in HCL it applies to the result."""
        target, splat = _nodes(node)
        steps = _nodes(splat)
        own = next((n for n, step in enumerate(steps) if step.data == "braces_index"), len(steps))
        if _is_full_splat(target):
            raise HclError(_start(splat), "'.*' after '[*]' is not supported")
        result: Expression = Splat(self.convert(target), tuple(self._step(step) for step in steps[:own]))
        for step in steps[own:]:
            result = self._apply(result, self._step(step))
        return result

    def _full_splat(self, node: Node) -> Expression:
        """In HCL a second splat belongs to the steps of the first; python-hcl2 nests them the other way round."""
        target, splat = _nodes(node)
        steps = tuple(self._step(step) for step in _nodes(splat))
        inner = self.convert(target)
        if _is_full_splat(target) and isinstance(inner, Splat):
            return Splat(inner.object, (*inner.steps, "*", *steps))
        return Splat(inner, steps)

    def _for_intro(self, node: Node) -> tuple[str, str, Expression]:
        *names, collection = _nodes(node)
        key = _name(names[0]) if len(names) == 2 else ""
        return key, _name(names[-1]), self.convert(collection)

    def _for_condition(self, nodes: list[Node]) -> Expression:
        if not nodes:
            return None
        condition = self.convert(_nodes(nodes[0])[0])
        if condition is None:
            raise HclError(_start(nodes[0]), "the condition of a for expression is null")
        return condition

    def _for_tuple(self, node: Node) -> Expression:
        intro, result, *condition = _nodes(node)
        key, value, collection = self._for_intro(intro)
        return ForTuple(key, value, collection, self.convert(result), self._for_condition(condition))

    def _for_object(self, node: Node) -> Expression:
        intro, result_key, result, *condition = _nodes(node)
        group = any(token.type == "ELLIPSIS" for token in _tokens(node))
        key, value, collection = self._for_intro(intro)
        converted = self.convert(result_key), self.convert(result)
        return ForObject(key, value, collection, *converted, group, self._for_condition(condition))

    def _binary(self, node: Node) -> Expression:
        left, term = _nodes(node)
        operator, right = _nodes(term)
        return Binary(_OPERATORS[operator.children[0].type], self.convert(left), self.convert(right))


def _is_full_splat(node: Node) -> bool:
    """Whether an operand is a full splat that does not stand in parentheses."""
    return node.data == "expr_term" and not _tokens(node) and _nodes(node)[0].data == "full_splat_expr_term"
