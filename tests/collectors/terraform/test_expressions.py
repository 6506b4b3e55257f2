"""Expressions and templates. Expected trees are written by hand from the HCL specification."""

from __future__ import annotations

import unicodedata

import pytest
from hds_collectors.terraform.hcl import parse
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
    Template,
    TemplateFor,
    TemplateIf,
    Traversal,
    TupleCons,
    Unary,
)
from hypothesis import given, settings
from hypothesis import strategies as st

A, B, C, D = (Traversal((name,)) for name in "abcd")


def expression(source: str) -> Expression:
    file = parse("main.tf", f"x = {source}\n")
    assert file.problems == ()
    return file.body.attributes["x"].expression


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1.0", 1),
        ("1.5", 1.5),
        ("2.5e3", 2500),
        ("1e-3", 0.001),
        ("12345678901234567890123", 12345678901234567890123),
        ("-1.5", -1.5),
        ("- 2", -2),
        ("-a", Unary("-", A)),
        ("!!a", Unary("!", Unary("!", A))),
        ("-a.b", Unary("-", Traversal(("a", "b")))),
        ("-1 + 5", Binary("+", -1, 5)),
        ("a + b * c", Binary("+", A, Binary("*", B, C))),
        ("a * b + c", Binary("+", Binary("*", A, B), C)),
        ("a - b - c", Binary("-", Binary("-", A, B), C)),
        ("(a + b) * c", Binary("*", Binary("+", A, B), C)),
        ("a || b && c == d", Binary("||", A, Binary("&&", B, Binary("==", C, D)))),
        ("a == b < c", Binary("==", A, Binary("<", B, C))),
        ("a < b + c", Binary("<", A, Binary("+", B, C))),
        ("a / b % c", Binary("%", Binary("/", A, B), C)),
        ("a-b", Traversal(("a-b",))),
        ("a ? b : c ? d : 1", Conditional(A, B, Conditional(C, D, 1))),
        ("a && b ? c : d", Conditional(Binary("&&", A, B), C, D)),
        ("(\n a\n ? b\n : c\n)", Conditional(A, B, C)),
        ("[\n a\n + b\n]", TupleCons((Binary("+", A, B),))),
    ],
)
def test_operations(source: str, expected: Expression) -> None:
    result = expression(source)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a.b.c", Traversal(("a", "b", "c"))),
        ("(a).b", Traversal(("a", "b"))),
        ('a["k"].b', GetAttribute(Index(A, "k"), "b")),
        ("a.0.b", GetAttribute(Index(A, 0), "b")),
        ("a[b.c][0]", Index(Index(A, Traversal(("b", "c"))), 0)),
        ("a.*", Splat(A, ())),
        ("a.*.b.0.c", Splat(A, ("b", (0,), "c"))),
        ("a.*.b[0].c", GetAttribute(Index(Splat(A, ("b",)), 0), "c")),
        ("a[*].b[0].c", Splat(A, ("b", (0,), "c"))),
        ("a[*].b[*].c", Splat(A, ("b", "*", "c"))),
        ("(a[*].b)[0]", Index(Splat(A, ("b",)), 0)),
        ("a.*.b.*.c", Splat(Splat(A, ("b",)), ("c",))),
        ("f()", Call("f", (), False)),
        ("f(a, b,)", Call("f", (A, B), False)),
        ("f(\n a,\n b...\n)", Call("f", (A, B), True)),
        ("f(a).b", GetAttribute(Call("f", (A,), False), "b")),
        ("provider::aws::arn_parse(a)", Call("provider::aws::arn_parse", (A,), False)),
    ],
)
def test_traversals_and_calls(source: str, expected: Expression) -> None:
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[]", TupleCons(())),
        ("[a, b,]", TupleCons((A, B))),
        ("{}", ObjectCons(())),
        ("{ a = 1, b : 2 }", ObjectCons((("a", 1), ("b", 2)))),
        ("{\n a = b\n c = d # e\n}", ObjectCons((("a", B), ("c", D)))),
        (
            '{ (a) = 1, "b" = 2, "${c}" = 3, 4 = 5, true = 6 }',
            ObjectCons(((A, 1), ("b", 2), (C, 3), (4, 5), ("true", 6))),
        ),
        ('{ "" = 1 }', ObjectCons((("", 1),))),
        ('{\n "" = "x"\n}', ObjectCons((("", "x"),))),
        ('{ "for" = 1 }', ObjectCons((("for", 1),))),
        ("{ a.b = c.d }", ObjectCons(((Traversal(("a", "b")), Traversal(("c", "d"))),))),
        ("{ a = 1, for = 2 }", ObjectCons((("a", 1), ("for", 2)))),
        ("[(for), a]", TupleCons((Traversal(("for",)), A))),
        ("[format, a]", TupleCons((Traversal(("format",)), A))),
        ("[for v in a : v if b]", ForTuple("", "v", A, Traversal(("v",)), B)),
        ("[for k, v in a : k]", ForTuple("k", "v", A, Traversal(("k",)), None)),
        ("{for k, v in a : k => v}", ForObject("k", "v", A, Traversal(("k",)), Traversal(("v",)), False, None)),
        (
            "{\n for v in a :\n v.z => v...\n if b\n}",
            ForObject("", "v", A, Traversal(("v", "z")), Traversal(("v",)), True, B),
        ),
    ],
)
def test_collections(source: str, expected: Expression) -> None:
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r'"\n\t\r\"\\"', '\n\t\r"\\'),
        (r'"\u00e9\U0001F600"', "é😀"),
        (r'"\ud800"', "\ufffd"),
        ('"$${a} %%{b} $5 100% $$"', "${a} %{b} $5 100% $$"),
        ('"e\u0301"', "é"),
        ('"${a}"', A),
        ('"${"${a}"}"', A),
        ('"${true}"', True),
        ('"${~ a ~}"', A),
        ('"x${a}"', Template(("x", A))),
        ('"${a}${b}"', Template((A, B))),
        ('"${""}${a}"', Template(("", A))),
        ('" ${~ a}"', Template((A,))),
        ('"a ${~ b ~} c"', Template(("a", B, "c"))),
        ('"${f("x", "${a}")}!"', Template((Call("f", ("x", A), False), "!"))),
        ('"${\n a\n}"', A),
        ('"%{if a}b%{endif}"', Template((TemplateIf(A, Template(("b",)), Template(())),))),
        (
            '"%{ if a ~} b %{~ else ~} c %{~ endif } d"',
            Template((TemplateIf(A, Template(("b",)), Template(("c",))), " d")),
        ),
        (
            '"%{ for k, v in a }${k}-%{ endfor }"',
            Template((TemplateFor("k", "v", A, Template((Traversal(("k",)), "-"))),)),
        ),
        ('"%{for v in a}%{endfor}"', Template((TemplateFor("", "v", A, Template(())),))),
    ],
)
def test_quoted_templates(source: str, expected: Expression) -> None:
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<<E\nE", ""),
        ("<<E\n a \\n\n  E", " a \\n\n"),
        ("<<E\n$${a}\nE", "${a}\n"),
        ("<<E\n${a}\nE", Template((A, "\n"))),
        ("<<-E\n    a\n      b\n   \n    c\n  E", "a\n  b\n   \nc\n"),
        ("<<-E\n    ${a}\n      b\n  E", Template((A, "\n  b\n"))),
        ("<<-E\n  ${a} b\n    ${c}\n  E", Template((A, " b\n  ", C, "\n"))),
        ("<<-E\n\t\ta\n\tb\nE", "\ta\nb\n"),
        ("<<E\nEE\nE E\nE", "EE\nE E\n"),
        # ``~}`` takes the rest of its line only: in a heredoc each line is a literal token of its own.
        (
            "<<E\n%{ for v in a ~}\n  ${v}\n%{ endfor ~}\nE",
            Template((TemplateFor("", "v", A, Template(("  ", Traversal(("v",)), "\n"))),)),
        ),
        ("f(<<E\na\nE\n, b)", Call("f", ("a\n", B), False)),
        ("[<<E\na\nE\n]", TupleCons(("a\n",))),
        ("<<E\n${f(<<F\nE\nF\n)}\nE", Template((Call("f", ("E\n",), False), "\n"))),
    ],
)
def test_heredocs(source: str, expected: Expression) -> None:
    assert expression(source) == expected


def test_end_of_a_heredoc_argument() -> None:
    file = parse("main.tf", "a = <<E\nx\n E\nb = 1\n")
    assert file.problems == ()
    assert file.text[: file.body.attributes["a"].end] == "a = <<E\nx\n E"


_NAMES = st.sampled_from(["a", "b_c", "d-e", "for_each", "true_x", "données"])
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(10**20), 10**20), _TEXT)


def _source(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]  # type: ignore[index] # exactly these three
    if isinstance(value, str):
        escaped = "".join(f"\\U{ord(character):08x}" for character in value)
        return f'"{escaped}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_source, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_source(item)}" for name, item in value.items()) + "}"
    return str(value)


def _value(node: Expression) -> object:
    if isinstance(node, TupleCons):
        return [_value(item) for item in node.items]
    if isinstance(node, ObjectCons):
        return {key: _value(item) for key, item in node.items}
    return node


_NESTED = st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3))


@settings(max_examples=200, deadline=None)
@given(_NESTED)
def test_values_survive_a_round_trip(value: object) -> None:
    source = _source(value)
    expected = unicodedata.normalize("NFC", repr(value))
    assert unicodedata.normalize("NFC", repr(_value(expression(source)))) == expected
