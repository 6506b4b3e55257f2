"""The expression language of HCL: precedence parser that matches regular expressions at offsets.

Source: HCL native syntax specification, section Expressions. ``lines`` says whether newlines are whitespace, as between
brackets, or end the expression.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from sys import intern

from hds_collectors.terraform import tokens
from hds_collectors.terraform.problems import MAX_CHAIN, MAX_DEPTH, HclError
from hds_collectors.terraform.strings import StringParser
from hds_collectors.terraform.syntax import (
    Binary,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    GetAttribute,
    Index,
    ObjectCons,
    Splat,
    Traversal,
    TupleCons,
    Unary,
)
from hds_collectors.terraform.templates import normalize

KEYWORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_MAX_EXPONENT = 300
_MAX_DIGITS = 400


def number(text: str, offset: int) -> int | float:
    """Value of a numeric literal: int when it denotes a whole number; raises HclError when it is out of range."""
    if text.isdigit() and len(text) <= _MAX_EXPONENT:
        return int(text)
    try:
        value = Decimal(text) if len(text) <= _MAX_DIGITS else Decimal("Infinity")
    except InvalidOperation as error:
        # An exponent of some twenty digits is more than Decimal itself can hold.
        raise HclError(offset, "number out of range") from error
    if not value.is_finite() or (value and abs(value.adjusted()) > _MAX_EXPONENT):
        raise HclError(offset, "number out of range")
    return int(value) if value == value.to_integral_value() else float(value)


def attribute_of(target: Expression, name: str) -> Expression:
    """``target.name``: a plain traversal grows, anything else is wrapped."""
    if isinstance(target, Traversal):
        return Traversal((*target.names, name))
    return GetAttribute(target, name)


def unary(operator: str, operand: Expression) -> Expression:
    """``-operand`` or ``!operand``; a negative number is a literal."""
    if operator == "-" and isinstance(operand, int | float) and not isinstance(operand, bool):
        return -operand
    return Unary(operator, operand)


class ExpressionParser(StringParser):
    """Parses expressions in one text. Methods take an offset and give the node and the offset after it."""

    def expression(self, pos: int, lines: bool) -> tuple[Expression, int]:
        """A whole expression: operations and the conditional; leading whitespace is skipped, trailing is not."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise HclError(pos, f"nesting deeper than {MAX_DEPTH}")
        result, end = self.term(pos, lines)
        text = self.text
        pos = self.skip(end, lines)
        mark = text[pos : pos + 1]
        if mark and mark in "|&=!<>-+*/%" and tokens.OPERATOR.match(text, pos):
            result, end = self._operations(result, end, lines)
            pos = self.skip(end, lines)
            mark = text[pos : pos + 1]
        if mark == "?":
            then, pos = self.expression(pos + 1, lines)
            pos = self.expect(":", self.skip(pos, lines))
            otherwise, end = self.expression(pos, lines)
            result = Conditional(result, then, otherwise)
        self.depth -= 1
        return result, end

    def _operations(self, first: Expression, end: int, lines: bool) -> tuple[Expression, int]:
        """Binary operations after their first operand, by precedence and left to right."""
        operands = [first]
        operators: list[str] = []

        def reduce() -> None:
            right = operands.pop()
            operands[-1] = Binary(operators.pop(), operands[-1], right)

        for _ in range(MAX_CHAIN):
            pos = self.skip(end, lines)
            match = tokens.OPERATOR.match(self.text, pos)
            if match is None:
                break
            operator = match.group()
            while operators and tokens.PRECEDENCE[operators[-1]] >= tokens.PRECEDENCE[operator]:
                reduce()
            operators.append(operator)
            operand, end = self.term(match.end(), lines)
            operands.append(operand)
        else:
            raise HclError(end, f"more than {MAX_CHAIN} operators in a row")
        while operators:
            reduce()
        return operands[0], end

    def term(self, pos: int, lines: bool) -> tuple[Expression, int]:
        """One operand with its traversal steps."""
        text = self.text
        pos = self.skip(pos, lines)
        match = tokens.TERM.match(text, pos)
        if match is None:
            raise HclError(pos, "expected an expression")
        end = match.end()
        result: Expression
        kind = match.lastgroup
        if kind == "string":
            result = text[pos + 1 : end - 1]
            if not self.ascii:
                result = normalize(result)
        elif kind == "name":
            result, end = self._named(match.group(), pos, end, lines)
        elif kind == "number":
            result = number(match.group(), pos)
        elif kind == "unary":
            return self._unary(text[pos], end, lines)
        elif kind == "quote":
            result, end = self.quoted(end)
        elif kind == "bracket":
            result, end = self._tuple(end)
        elif kind == "brace":
            result, end = self._object(end)
        elif kind == "parenthesis":
            result, end = self.expression(end, True)
            end = self.expect(")", self.skip(end, True))
        else:
            result, end = self.heredoc(end, match["heredoc"], bool(match["flush"]))
        mark = text[end : end + 1]
        if mark and mark in ".[ \t\r\n/#":
            return self._steps(result, end, lines)
        return result, end

    def _unary(self, operator: str, pos: int, lines: bool) -> tuple[Expression, int]:
        operators = [operator]
        pos = self.skip(pos, lines)
        while self.text[pos : pos + 1] in ("-", "!"):
            operators.append(self.text[pos])
            pos = self.skip(pos + 1, lines)
        if len(operators) > MAX_CHAIN:
            raise HclError(pos, f"more than {MAX_CHAIN} operators in a row")
        result, end = self.term(pos, lines)
        for each in reversed(operators):
            result = unary(each, result)
        return result, end

    def _named(self, name: str, pos: int, end: int, lines: bool) -> tuple[Expression, int]:
        """A keyword, a reference, or a function call."""
        text = self.text
        parts = name.split(".")
        self.check_names(parts, pos)
        if len(parts) > 1:
            self.check_steps(parts, pos)
            return Traversal(tuple(map(intern, parts))), end
        while text.startswith("::", end):
            match = tokens.IDENTIFIER.match(text, end + 2)
            if match is None:
                raise HclError(end, "expected a function name after '::'")
            self.check_names([match.group()], end + 2)
            name, end = f"{name}::{match.group()}", match.end()
        after = self.skip(end, lines) if text[end : end + 1] != "(" else end
        if text[after : after + 1] == "(":
            return self._call(name, after + 1)
        if "::" in name:
            raise HclError(end, "expected '(' after a function name")
        if name in KEYWORDS:
            return KEYWORDS[name], end
        return Traversal((name,)), end

    def check_steps(self, names: list[str], pos: int) -> None:
        """Refuse a reference of too many names."""
        if len(names) > MAX_CHAIN:
            raise HclError(pos, f"more than {MAX_CHAIN} steps in a row")

    def _call(self, name: str, pos: int) -> tuple[Expression, int]:
        """Arguments of a function call, after the opening parenthesis."""
        arguments: list[Expression] = []
        text = self.text
        while True:
            pos = self.skip(pos, True)
            if text[pos : pos + 1] == ")":
                return Call(name, tuple(arguments), False), pos + 1
            argument, pos = self.expression(pos, True)
            arguments.append(argument)
            pos = self.skip(pos, True)
            if text.startswith("...", pos):
                pos = self.expect(")", self.skip(pos + 3, True))
                return Call(name, tuple(arguments), True), pos
            pos = self.separator(pos, ")")

    def _steps(self, target: Expression, end: int, lines: bool) -> tuple[Expression, int]:
        """Attribute accesses, indexes and splats after an operand."""
        for _ in range(MAX_CHAIN):
            match = tokens.STEP.match(self.text, self.skip(end, lines))
            if match is None:
                return target, end
            kind = match.lastgroup
            if kind in ("splat", "full"):
                steps, end = self._splat_steps(match.end(), kind == "full", lines)
                target = Splat(target, steps)
                continue
            step, end = self._step(match.lastgroup, match.group(match.lastgroup or 0), match.end())
            target = attribute_of(target, step) if isinstance(step, str) else Index(target, step[0])
        raise HclError(end, f"more than {MAX_CHAIN} steps in a row")

    def _step(self, kind: str | None, text: str, end: int) -> tuple[str | tuple[Expression], int]:
        if kind == "attribute":
            self.check_names([text], end - len(text))
            return text, end
        if kind == "legacy":
            return (number(text, end - len(text)),), end
        key, end = self.expression(end, True)
        return (key,), self.expect("]", self.skip(end, True))

    def _splat_steps(self, end: int, full: bool, lines: bool) -> tuple[tuple[str | tuple[Expression], ...], int]:
        """What a splat applies to each element; after a full splat also indexes and further splats."""
        steps: list[str | tuple[Expression]] = []
        for _ in range(MAX_CHAIN):
            match = tokens.STEP.match(self.text, self.skip(end, lines))
            if match is None or (not full and match.lastgroup not in ("attribute", "legacy")):
                return tuple(steps), end
            if match.lastgroup == "splat":
                raise HclError(match.start(), "'.*' after '[*]' is not supported")
            if match.lastgroup == "full":
                steps.append("*")
                end = match.end()
                continue
            step, end = self._step(match.lastgroup, match.group(match.lastgroup or 0), match.end())
            steps.append(step)
        raise HclError(end, f"more than {MAX_CHAIN} steps in a row")

    def _tuple(self, pos: int) -> tuple[Expression, int]:
        """After the opening bracket: a tuple or a for expression."""
        items: list[Expression] = []
        text = self.text
        pos = self.skip(pos, True)
        if tokens.FOR.match(text, pos):
            return self._for_tuple(pos + 3)
        while text[pos : pos + 1] != "]":
            item, pos = self.expression(pos, True)
            items.append(item)
            pos = self.skip(self.separator(self.skip(pos, True), "]"), True)
        return TupleCons(tuple(items)), pos + 1

    def _object(self, pos: int) -> tuple[Expression, int]:
        """After the opening brace: an object or a for expression. Newlines separate items here."""
        items: list[tuple[Expression, Expression]] = []
        text = self.text
        pos = self.skip(pos, True)
        if tokens.FOR.match(text, pos):
            return self._for_object(pos + 3)
        while text[pos : pos + 1] != "}":
            match = tokens.OBJECT_ITEM.match(text, pos)
            if match is not None:
                items.append(self._common_item(match))
                pos = self.skip(match.end(), True)
                continue
            key, pos = self._key(pos)
            if text[pos : pos + 1] not in ("=", ":") or text.startswith("=>", pos):
                raise HclError(pos, "expected '=' after the key of an object")
            value, pos = self.expression(pos + 1, False)
            items.append((key, value))
            pos = self._item_end(pos)
        return ObjectCons(tuple(items)), pos + 1

    def _common_item(self, match: re.Match[str]) -> tuple[Expression, Expression]:
        """Item of a line that ``OBJECT_ITEM`` matches."""
        bare, quoted = match.group(1, 2)
        if bare is not None:
            self.check_names((bare,), match.start(1))
        elif not self.ascii:
            quoted = normalize(quoted)
        value, _ = self.common_value(match, 3)
        return intern(bare or quoted), value

    def common_value(self, match: re.Match[str], first: int) -> tuple[Expression, int]:
        """Value and its end; the groups from ``first`` are a string, an integer, a keyword and a reference."""
        group = match.lastindex or 0
        value: str = match.group(group)
        end = match.end(group)
        if group == first:
            return value if self.ascii else normalize(value), end + 1
        if group == first + 1:
            return int(value), end
        if group == first + 2:
            return KEYWORDS[value], end
        names = value.split(".")
        self.check_names(names, end - len(value))
        self.check_steps(names, end)
        return Traversal(tuple(map(intern, names))), end

    def _key(self, pos: int) -> tuple[Expression, int]:
        """A key and the offset of what should be the equals sign."""
        bare = tokens.OBJECT_KEY.match(self.text, pos)
        if bare is not None:
            self.check_names([bare.group(1)], pos)
            return bare.group(1), self.skip(bare.end(), False)
        key, end = self.expression(pos, False)
        # A bare reference such as aws.primary is a key too: ``providers`` maps are written so.
        return key, self.skip(end, False)

    def _item_end(self, pos: int) -> int:
        """Behind the comma or newline that ends an item, or at the closing brace."""
        pos = self.skip(pos, False)
        mark = self.text[pos : pos + 1]
        if mark == ",":
            return self.skip(pos + 1, True)
        if mark == "}":
            return pos
        match = tokens.LINE_END.match(self.text, pos)
        if match is None or pos == len(self.text):
            raise HclError(pos, "expected a newline, ',' or '}' after an item of an object")
        return self.skip(match.end(), True)

    def for_intro(self, pos: int) -> tuple[str, str, Expression, int]:
        """``key, value in collection :``, after ``for``."""
        names: list[str] = []
        while True:
            pos = self.skip(pos, True)
            match = tokens.IDENTIFIER.match(self.text, pos)
            if match is None:
                raise HclError(pos, "expected a name after 'for'")
            self.check_names([match.group()], pos)
            names.append(match.group())
            pos = self.skip(match.end(), True)
            if len(names) == 2 or self.text[pos : pos + 1] != ",":
                break
            pos += 1
        if not tokens.IN.match(self.text, pos):
            raise HclError(pos, "expected 'in'")
        collection, pos = self.expression(pos + 2, True)
        return "" if len(names) == 1 else names[0], names[-1], collection, self.skip(pos, True)

    def _for_tuple(self, pos: int) -> tuple[Expression, int]:
        key, value, collection, pos = self.for_intro(pos)
        result, pos = self.expression(self.expect(":", pos), True)
        condition, pos = self._for_condition(self.skip(pos, True))
        return ForTuple(key, value, collection, result, condition), self.expect("]", pos)

    def _for_object(self, pos: int) -> tuple[Expression, int]:
        key, value, collection, pos = self.for_intro(pos)
        result_key, pos = self.expression(self.expect(":", pos), True)
        result, pos = self.expression(self.expect("=>", self.skip(pos, True)), True)
        pos = self.skip(pos, True)
        group = self.text.startswith("...", pos)
        condition, pos = self._for_condition(self.skip(pos + 3, True) if group else pos)
        return ForObject(key, value, collection, result_key, result, group, condition), self.expect("}", pos)

    def _for_condition(self, pos: int) -> tuple[Expression, int]:
        if not tokens.IF.match(self.text, pos):
            return None, pos
        condition, end = self.expression(pos + 2, True)
        if condition is None:
            raise HclError(pos, "the condition of a for expression is null")
        return condition, self.skip(end, True)
