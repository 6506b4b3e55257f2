"""String functions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from hds_collectors.terraform.functions.arguments import (
    FunctionError,
    UndeterminedError,
    integer,
    number,
    sequence,
    text,
    truth,
)
from hds_collectors.terraform.functions.encoding import json_text
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.values import Term, to_text

_WIDEST = 1000
_VERB = re.compile(r"%(?:\[(\d+)\])?([-+ 0#]*)(\d+)?(?:\.(\d+))?([A-Za-z%])")


def _join(budget: Budget, separator: Term, *lists: Term) -> str:
    parts = [text(item) for items in lists for item in sequence(items)]
    joint = text(separator)
    budget.charge_text(sum(map(len, parts)) + len(joint) * len(parts))
    return joint.join(parts)


def _split(_: Budget, separator: Term, value: Term) -> list[Term]:
    whole, mark = text(value), text(separator)
    if not whole:
        return [""] if mark else []
    return list(whole.split(mark)) if mark else list(whole)


def _substr(_: Budget, value: Term, offset: Term, length: Term) -> str:
    whole, start, count = text(value), integer(offset), integer(length)
    if start < 0:
        start = max(len(whole) + start, 0)
    return whole[start:] if count < 0 else whole[start : start + count]


def _title(_: Budget, value: Term) -> str:
    return re.sub(r"(^|\s)(\S)", lambda match: match[1] + match[2].upper(), text(value))


def _indent(budget: Budget, count: Term, value: Term) -> str:
    whole, width = text(value), integer(count)
    budget.charge_text(len(whole) + max(width, 0) * whole.count("\n"))
    return whole.replace("\n", "\n" + " " * width)


def _chomp(_: Budget, value: Term) -> str:
    return text(value).rstrip("\r\n")


def _trim(_: Budget, value: Term, characters: Term) -> str:
    return text(value).strip(text(characters))


def _format(budget: Budget, template: Term, *values: Term) -> str:
    """Go-style verbs; those that are not implemented give Unknown, never a guess."""
    position, used = 0, 0
    parts: list[str] = []
    pattern = text(template)
    for match in _VERB.finditer(pattern):
        literal = pattern[position : match.start()]
        if "%" in literal:
            raise UndeterminedError("a verb that is not implemented")
        parts.append(literal)
        position = match.end()
        if match[5] == "%":
            parts.append("%")
            continue
        used = int(match[1]) if match[1] else used + 1
        if not 1 <= used <= len(values):
            raise FunctionError("not enough arguments")
        parts.append(_formatted(match, values[used - 1]))
        budget.charge_text(len(parts[-1]))
    if "%" in pattern[position:]:
        raise UndeterminedError("a verb that is not implemented")
    return "".join(parts) + pattern[position:]


def _formatted(match: re.Match[str], value: Term) -> str:
    flags, width, precision, verb = match[2], int(match[3] or 0), match[4], match[5]
    if width > _WIDEST or int(precision or 0) > _WIDEST:
        raise UndeterminedError("a width over the bound")
    convert = _VERBS.get(verb)
    if convert is None or "#" in flags:
        raise UndeterminedError("a verb that is not implemented")
    result = convert(value, precision)
    if "+" in flags and verb in "df" and not result.startswith("-"):
        result = "+" + result
    if "-" in flags:
        return result.ljust(width)
    if "0" in flags and verb in "dfxXob":
        return result.zfill(width)
    return result.rjust(width)


def _string_verb(value: Term, precision: str | None) -> str:
    result = text(value)
    return result if precision is None else result[: int(precision)]


def _any_verb(value: Term, _: str | None) -> str:
    plain = to_text(value)
    return json_text(value) if plain is None else plain


def _decimal_verb(value: Term, _: str | None) -> str:
    return str(int(number(value)))


def _float_verb(value: Term, precision: str | None) -> str:
    return f"{number(value):.{6 if precision is None else int(precision)}f}"


_VERBS: Mapping[str, Callable[[Term, str | None], str]] = {
    "s": _string_verb,
    "v": _any_verb,
    "d": _decimal_verb,
    "f": _float_verb,
    "q": lambda value, _: json.dumps(text(value), ensure_ascii=False),
    "t": lambda value, _: "true" if truth(value) else "false",
    "x": lambda value, _: format(integer(value), "x"),
    "X": lambda value, _: format(integer(value), "X"),
    "o": lambda value, _: format(integer(value), "o"),
    "b": lambda value, _: format(integer(value), "b"),
}


def _formatlist(budget: Budget, template: Term, *values: Term) -> list[Term]:
    sizes = {len(value) for value in values if isinstance(value, list)}
    if len(sizes) > 1:
        raise FunctionError("lists of different lengths")
    count = sizes.pop() if sizes else 1
    budget.charge_elements(count)
    rows = ([value[row] if isinstance(value, list) else value for value in values] for row in range(count))
    return [_format(budget, template, *row) for row in rows]


FUNCTIONS: Mapping[str, Callable[..., Term]] = {
    "chomp": _chomp,
    "endswith": lambda _, value, suffix: text(value).endswith(text(suffix)),
    "format": _format,
    "formatlist": _formatlist,
    "indent": _indent,
    "join": _join,
    "lower": lambda _, value: text(value).lower(),
    "split": _split,
    "startswith": lambda _, value, prefix: text(value).startswith(text(prefix)),
    "strcontains": lambda _, value, part: text(part) in text(value),
    "strrev": lambda _, value: text(value)[::-1],
    "substr": _substr,
    "title": _title,
    "trim": _trim,
    "trimprefix": lambda _, value, prefix: text(value).removeprefix(text(prefix)),
    "trimspace": lambda _, value: text(value).strip(),
    "trimsuffix": lambda _, value, suffix: text(value).removesuffix(text(suffix)),
    "upper": lambda _, value: text(value).upper(),
}
