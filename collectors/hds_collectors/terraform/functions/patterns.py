"""Regular expressions: RE2 patterns that mean the same in Python and cannot take long; all others are undetermined."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from hds_collectors.terraform.functions.arguments import FunctionError, UndeterminedError, text
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.values import Term

_MOST_WORK = 10_000_000
_ESCAPES = frozenset("dwsDWSb") | frozenset("./\\-_:()[]{}*+?|^$@#%&=!~,;<>\"' ") | frozenset("nrt")
_PIECE = re.compile(
    r"\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|\(\?P<\w+>|\(\?:|\(|\)|[*+?]\??|\{\d+(?:,\d*)?\}\??|\||.", re.S
)


class _Shape:
    """What decides whether a pattern is safe: kinds of quantifiers and alternatives, counted while it is translated."""

    def __init__(self) -> None:
        self.repeats = 0
        self.choices = 0
        self.groups: list[bool] = []
        self.closed_complex = False


def _translate(pattern: str, shape: _Shape) -> str:
    """The same pattern for Python's ``re``; UndeterminedError when it is not plainly the same or not plainly safe."""
    out: list[str] = []
    previous = ""
    for match in _PIECE.finditer(pattern):
        piece = match[0]
        if piece[0] == "\\" and piece[1] not in _ESCAPES:
            raise UndeterminedError("a pattern that is not simple")
        if piece[0] == "[" and (len(piece) == 1 or "[:" in piece or "&&" in piece or "--" in piece):
            raise UndeterminedError("a pattern that is not simple")
        if piece[0] == "(":
            if piece == "(" and pattern[match.end() : match.end() + 1] == "?":
                raise UndeterminedError("a pattern that is not simple")
            shape.groups.append(False)
        elif piece == ")":
            if not shape.groups:
                raise FunctionError("the pattern is not valid")
            shape.closed_complex = shape.groups.pop()
        elif piece == "|":
            shape.choices += 1
            _mark(shape)
        elif piece[0] in "*+?" or (piece[0] == "{" and len(piece) > 1):
            _count_quantifier(piece, previous, shape)
            _mark(shape)
        if shape.groups and piece == ")" and shape.closed_complex:
            _mark(shape)
        out.append(r"\Z" if piece == "$" else piece)
        previous = piece
    return "".join(out)


def _mark(shape: _Shape) -> None:
    shape.groups[:] = [True] * len(shape.groups)


def _count_quantifier(piece: str, previous: str, shape: _Shape) -> None:
    if previous == ")" and shape.closed_complex and piece[0] != "?":
        raise UndeterminedError("a pattern with a repeated repetition")
    if previous and previous[0] in "*+?{" and len(previous) >= 1 and previous != "{":
        raise UndeterminedError("a pattern that is not simple")
    if piece[0] == "?":
        shape.choices += 1
    else:
        shape.repeats += 1


def compiled(pattern: str, subject: str, budget: Budget) -> re.Pattern[str]:
    """The compiled pattern, when matching ``subject`` with it is affordable."""
    if len(pattern) > 1000:
        raise UndeterminedError("a pattern that is not simple")
    shape = _Shape()
    translated = _translate(pattern, shape)
    starts = 0 if pattern.startswith("^") and not shape.choices else 1
    exponent = min(shape.repeats + starts, 12)
    work = (len(subject) + 1) ** exponent * 2 ** min(shape.choices, 60)
    if work > _MOST_WORK:
        raise UndeterminedError("a pattern that may take long")
    budget.charge(1 + work // 20)
    try:
        return re.compile(translated, re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise UndeterminedError("a pattern that is not simple") from error


def _captures(found: re.Match[str], expression: re.Pattern[str]) -> Term:
    if expression.groupindex:
        return dict(found.groupdict())
    return list(found.groups()) if expression.groups else found[0]


def _regex(budget: Budget, pattern: Term, value: Term) -> Term:
    expression = compiled(text(pattern), text(value), budget)
    found = expression.search(text(value))
    if found is None:
        raise FunctionError("the pattern does not match")
    return _captures(found, expression)


def _regexall(budget: Budget, pattern: Term, value: Term) -> Term:
    expression = compiled(text(pattern), text(value), budget)
    return [_captures(found, expression) for found in expression.finditer(text(value))]


def _replace(budget: Budget, value: Term, search: Term, replacement: Term) -> str:
    whole, pattern, new = text(value), text(search), text(replacement)
    if len(pattern) < 2 or not (pattern.startswith("/") and pattern.endswith("/")):
        budget.charge_text(len(whole) + whole.count(pattern) * len(new))
        return whole.replace(pattern, new)
    expression = compiled(pattern[1:-1], whole, budget)
    parts = re.split(r"\$(\$|\d+(?!\w)|\{\d+\})", new)
    if any("$" in part for part in parts[::2]):
        raise UndeterminedError("a replacement that is not simple")

    def _expand(found: re.Match[str]) -> str:
        pieces = list(parts)
        for place in range(1, len(pieces), 2):
            number = pieces[place].strip("{}")
            known = number.isdecimal() and int(number) <= expression.groups
            pieces[place] = "$" if number == "$" else (found[int(number)] or "" if known else "")
        return "".join(pieces)

    budget.charge_text(len(whole) + len(list(expression.finditer(whole))) * (len(new) + len(whole) * (len(parts) // 2)))
    return expression.sub(_expand, whole)


FUNCTIONS: Mapping[str, Callable[..., Term]] = {"regex": _regex, "regexall": _regexall, "replace": _replace}
