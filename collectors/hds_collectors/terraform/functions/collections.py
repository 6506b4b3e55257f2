"""Collection functions. Elements may be unknown; a function named in DEEP needs all of them known."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping

from hds_collectors.terraform.functions.arguments import (
    FunctionError,
    UndeterminedError,
    integer,
    mapping,
    number,
    sequence,
    text,
    truth,
)
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.operators import number as rounded
from hds_collectors.terraform.operators import same
from hds_collectors.terraform.values import (
    SetValue,
    Term,
    combine,
    is_opaque,
    make_set,
    sort_key,
    to_text,
    unknown_inside,
)
from hds_policy.model import Unknown

_LONGEST_RANGE = 1024


def _known(items: list[Term]) -> None:
    unknown = combine(items)
    if unknown is not None:
        raise UndeterminedError(unknown.detail)


def _coalesce(_: Budget, *values: Term) -> Term:
    for value in values:
        if is_opaque(value):
            return combine((value,))
        if value is not None and value != "":
            mixed = any(isinstance(other, str) for other in values) and to_text(value) is not None
            return to_text(value) if mixed else value
    raise FunctionError("no value that is not null")


def _coalescelist(_: Budget, *values: Term) -> Term:
    for value in values:
        if is_opaque(value):
            return combine((value,))
        if value:
            return sequence(value)
    raise FunctionError("no list that is not empty")


def _merge(budget: Budget, *values: Term) -> Term:
    result: dict[str, Term] = {}
    for value in values:
        if value is not None:
            budget.charge_elements(len(mapping(value)))
            result.update(mapping(value))
    return result


def _concat(budget: Budget, *values: Term) -> Term:
    budget.charge_elements(sum(len(sequence(value)) for value in values))
    return [item for value in values for item in value]


def _flatten(budget: Budget, value: Term) -> Term:
    result: list[Term] = []
    for item in sequence(value):
        if isinstance(item, list):
            budget.charge_elements(len(result) + len(item))
            inner = _flatten(budget, item)
            result.extend(inner)
        else:
            budget.charge(1)
            if isinstance(item, Unknown):
                raise UndeterminedError(item.detail)
            result.append(item)
    return result


def _contains(budget: Budget, items: Term, value: Term) -> Term:
    elements = sequence(items)
    unknown = unknown_inside(value, budget.charge)
    for item in elements:
        inside = unknown_inside(item, budget.charge)
        if inside is None and same(item, value):
            return True
        unknown = unknown or inside
    if unknown is not None:
        raise UndeterminedError(unknown.detail)
    return False


def _element(_: Budget, items: Term, position: Term) -> Term:
    elements = sequence(items)
    if not elements:
        raise FunctionError("an empty list has no element")
    if integer(position) < 0:
        raise UndeterminedError("a negative index depends on the version")
    return elements[integer(position) % len(elements)]


def _length(_: Budget, value: Term) -> int:
    if isinstance(value, (list, dict)):
        return len(value)
    if isinstance(value, str):
        if not value.isascii():
            raise UndeterminedError("length of text outside ASCII")
        return len(value)
    raise FunctionError("not a collection or string")


def _lookup(_: Budget, entries: Term, key: Term, *default: Term) -> Term:
    found = mapping(entries)
    if type(entries) is not dict:
        raise UndeterminedError("attribute of a nested block")
    if text(key) in found:
        return found[text(key)]
    if not default:
        raise FunctionError("no element has this key")
    return default[0]


def _zipmap(_: Budget, keys: Term, values: Term) -> Term:
    names, items = sequence(keys), sequence(values)
    _known(names)
    if len(names) != len(items):
        raise FunctionError("lists of different lengths")
    return dict(zip(map(text, names), items, strict=True))


def _one(_: Budget, items: Term) -> Term:
    elements = sequence(items)
    if len(elements) > 1:
        raise FunctionError("more than one element")
    return elements[0] if elements else None


def _slice(_: Budget, items: Term, start: Term, end: Term) -> Term:
    elements, first, last = sequence(items), integer(start), integer(end)
    if not 0 <= first <= last <= len(elements):
        raise FunctionError("index out of range")
    return list(elements[first:last])


def _range(_: Budget, *bounds: Term) -> Term:
    numbers = [number(bound) for bound in bounds]
    if not 1 <= len(numbers) <= 3:
        raise FunctionError("wrong number of arguments")
    start, limit = (0, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1])
    step = numbers[2] if len(numbers) == 3 else (1 if limit >= start else -1)
    if step == 0 or (limit - start) * step < 0:
        raise FunctionError("a step that never reaches the limit")
    count = math.ceil((limit - start) / step)
    if count > _LONGEST_RANGE:
        raise FunctionError(f"more than {_LONGEST_RANGE} values")
    return [rounded(start + place * step) for place in range(count)]


def _setproduct(budget: Budget, *values: Term) -> Term:
    lists = [sequence(value) for value in values]
    budget.charge_elements(math.prod(map(len, lists)) * max(len(lists), 1))
    rows: list[Term] = [list(row) for row in itertools.product(*lists)]
    return SetValue(rows) if all(isinstance(value, SetValue) for value in values) else rows


def _chunklist(_: Budget, items: Term, size: Term) -> Term:
    elements, width = sequence(items), integer(size)
    if width < 0:
        raise FunctionError("a negative size")
    if width == 0:
        return [list(elements)]
    return [list(elements[start : start + width]) for start in range(0, len(elements), width)]


def _distinct(budget: Budget, items: Term) -> Term:
    seen: dict[object, Term] = {}
    for item in sequence(items):
        budget.charge(1)
        seen.setdefault(sort_key(item), item)
    return list(seen.values())


def _sets(combine_keys: Callable[[set[object], set[object]], set[object]]) -> Callable[..., Term]:
    def _function(budget: Budget, first: Term, *others: Term) -> Term:
        values = [{sort_key(item): item for item in sequence(value)} for value in (first, *others)]
        budget.charge_elements(sum(map(len, values)))
        keys: set[object] = set(values[0])
        for other in values[1:]:
            keys = combine_keys(keys, set(other))
        everything = {key: item for value in values for key, item in value.items()}
        return make_set(item for key, item in everything.items() if key in keys)

    return _function


def _all(decisive: bool) -> Callable[..., Term]:
    def _function(_: Budget, items: Term) -> Term:
        elements = sequence(items)
        known = [False if item is None else truth(item) for item in elements if not is_opaque(item)]
        if decisive in known:
            return decisive
        _known(elements)
        return not decisive

    return _function


def _compact(_: Budget, items: Term) -> Term:
    return [item for item in (None if each is None else text(each) for each in sequence(items)) if item]


def _position(_: Budget, items: Term, value: Term) -> int:
    for place, item in enumerate(sequence(items)):
        if same(item, value):
            return place
    raise FunctionError("no such element")


def _transpose(_: Budget, entries: Term) -> Term:
    result: dict[str, list[Term]] = {}
    for key in sorted(mapping(entries)):
        for item in sequence(entries[key]):
            result.setdefault(text(item), []).append(key)
    return result


def _matchkeys(_: Budget, values: Term, keys: Term, wanted: Term) -> Term:
    names, items = sequence(keys), sequence(values)
    if len(names) != len(items):
        raise FunctionError("lists of different lengths")
    return [item for item, name in zip(items, names, strict=True) if any(same(name, one) for one in sequence(wanted))]


def _reverse(_: Budget, items: Term) -> Term:
    return list(reversed(sequence(items)))


def _sum(_: Budget, items: Term) -> Term:
    if not sequence(items):
        raise FunctionError("an empty list has no sum")
    return rounded(sum(number(item) for item in items))


LENIENT = frozenset({"coalesce", "coalescelist"})
"""Functions that decide themselves what an unknown argument means."""

DEEP = frozenset(
    {
        "compact",
        "distinct",
        "index",
        "matchkeys",
        "setintersection",
        "setsubtract",
        "setunion",
        "sort",
        "sum",
        "transpose",
    }
)
"""Functions whose result is unknown as soon as one element is."""

FUNCTIONS: Mapping[str, Callable[..., Term]] = {
    "alltrue": _all(decisive=False),
    "anytrue": _all(decisive=True),
    "chunklist": _chunklist,
    "coalesce": _coalesce,
    "coalescelist": _coalescelist,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "distinct": _distinct,
    "element": _element,
    "flatten": _flatten,
    "index": _position,
    "keys": lambda _, entries: sorted(mapping(entries)),
    "length": _length,
    "lookup": _lookup,
    "matchkeys": _matchkeys,
    "merge": _merge,
    "one": _one,
    "range": _range,
    "reverse": _reverse,
    "setintersection": _sets(set.intersection),
    "setproduct": _setproduct,
    "setsubtract": _sets(set.difference),
    "setunion": _sets(set.union),
    "slice": _slice,
    "sort": lambda _, items: sorted(map(text, sequence(items))),
    "sum": _sum,
    "transpose": _transpose,
    "values": lambda _, entries: [entries[key] for key in sorted(mapping(entries))],
    "zipmap": _zipmap,
}
