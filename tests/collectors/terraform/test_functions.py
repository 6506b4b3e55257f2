"""Functions: results as the Terraform documentation gives them; everything else Unknown."""

from __future__ import annotations

import pytest
from hds_collectors.terraform.evaluator import evaluate
from hds_collectors.terraform.functions import NAMES, PLACED
from hds_collectors.terraform.limits import Budget, LimitError, Limits
from hds_collectors.terraform.scope import NoModule, Scope
from hds_collectors.terraform.values import Invalid, SetValue
from hds_collectors.terraform.variables import parse_text

from hds_policy.model import Unknown

CASES = [
    ("abs(-12.4)", 12.4),
    ('alltrue(["true", true])', True),
    ("alltrue([])", True),
    ("anytrue([])", False),
    ("anytrue([nope, true])", True),
    ("alltrue([nope, false])", False),
    ('base64decode("SGVsbG8gV29ybGQ=")', "Hello World"),
    ('base64encode("Hello World")', "SGVsbG8gV29ybGQ="),
    ('base64sha256("hello world")', "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek="),
    ('basename("foo/bar/baz.txt")', "baz.txt"),
    ("ceil(5.1)", 6),
    ('chomp("hello\\r\\n\\n")', "hello"),
    ('chunklist(["a", "b", "c"], 2)', [["a", "b"], ["c"]]),
    ('cidrhost("10.12.112.0/20", 16)', "10.12.112.16"),
    ('cidrhost("10.12.112.0/20", -1)', "10.12.127.255"),
    ('cidrhost("fd00:fd12:3456:7890:00a2::/72", 34)', "fd00:fd12:3456:7890::22"),
    ('cidrnetmask("172.16.0.0/12")', "255.240.0.0"),
    ('cidrsubnet("172.16.0.0/12", 4, 2)', "172.18.0.0/16"),
    ('cidrsubnet("fd00:fd12:3456:7890::/56", 16, 162)', "fd00:fd12:3456:7800:a200::/72"),
    ('cidrsubnets("10.1.0.0/16", 4, 4, 8, 4)', ["10.1.0.0/20", "10.1.16.0/20", "10.1.32.0/24", "10.1.48.0/20"]),
    ('coalesce("", "b")', "b"),
    ("coalesce(null, 1, 2)", 1),
    ('coalesce("a", nope)', "a"),
    ('coalescelist([], ["c"])', ["c"]),
    ('compact(["a", "", "b", null, "c"])', ["a", "b", "c"]),
    ("compact([1, true])", ["1", "true"]),
    ('try(compact([["a"]]), "refused")', "refused"),
    ('concat(["a", ""], ["b"])', ["a", "", "b"]),
    ('contains(["a", "b"], "a")', True),
    ('contains(["a", "b"], "d")', False),
    ('csvdecode("a,b\\n1,2\\n3,4\\n")', [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]),
    ('dirname("foo/bar/baz.txt")', "foo/bar"),
    ('distinct(["a", "b", "a", "c"])', ["a", "b", "c"]),
    ('element(["a", "b", "c"], 4)', "b"),
    ('endswith("hello world", "world")', True),
    ('flatten([["a", "b"], [], [["c"]]])', ["a", "b", "c"]),
    ("floor(4.9)", 4),
    ('format("Hello, %s! %d %05.1f %q %v %%", "Ander", 3, 2.5, "q", [1])', 'Hello, Ander! 3 002.5 "q" [1] %'),
    ('formatlist("%s-%s", ["a", "b"], "z")', ["a-z", "b-z"]),
    ('indent(2, "a\\nb")', "a\n  b"),
    ('index(["a", "b"], "b")', 1),
    ('join(", ", ["foo", "bar"])', "foo, bar"),
    ('jsondecode("{\\"hello\\": [1, 1.5, null]}")', {"hello": [1, 1.5, None]}),
    ('jsonencode({ b = "<a>", a = [1, null, true] })', '{"a":[1,null,true],"b":"\\u003ca\\u003e"}'),
    # Examples of the documentation pages formatdate, timeadd and timecmp.
    ('formatdate("DD MMM YYYY hh:mm ZZZ", "2018-01-02T23:12:01Z")', "02 Jan 2018 23:12 UTC"),
    ('formatdate("EEEE, DD-MMM-YY hh:mm:ss ZZZ", "2018-01-02T23:12:01Z")', "Tuesday, 02-Jan-18 23:12:01 UTC"),
    ('formatdate("EEE, DD MMM YYYY hh:mm:ss ZZZ", "2018-01-02T23:12:01-08:00")', "Tue, 02 Jan 2018 23:12:01 -0800"),
    ('formatdate("MMM DD, YYYY", "2018-01-02T23:12:01Z")', "Jan 02, 2018"),
    ('formatdate("HH:mmaa", "2018-01-02T23:12:01Z")', "11:12pm"),
    ('formatdate("h\'h\'mm", "2018-01-02T23:12:01Z")', "23h12"),
    ('timeadd("2017-11-22T00:00:00Z", "10m")', "2017-11-22T00:10:00Z"),
    ('timeadd("2017-11-22T00:00:00+02:00", "-1h30m")', "2017-11-21T22:30:00+02:00"),
    ('timecmp("2017-11-22T01:00:00Z", "2017-11-22T00:00:00-01:00")', 0),
    ('timecmp("2017-11-22T00:00:00Z", "2017-11-22T01:00:00Z")', -1),
    # Examples of the documentation page yamlencode.
    ('yamlencode({ a = "b", c = "d" })', '"a": "b"\n"c": "d"\n'),
    ('yamlencode({ foo = [1, 2, 3], bar = "baz" })', '"bar": "baz"\n"foo":\n- 1\n- 2\n- 3\n'),
    (
        'yamlencode({ foo = [1, { a = "b", c = "d" }, 3], bar = "baz" })',
        '"bar": "baz"\n"foo":\n- 1\n- "a": "b"\n  "c": "d"\n- 3\n',
    ),
    ('yamldecode("{a: 1, b: [x, 2.5, ~]}")', {"a": 1, "b": ["x", 2.5, None]}),
    ('pathexpand("data/x")', "data/x"),
    ("keys({ c = 1, a = 2 })", ["a", "c"]),
    ("length([1, nope])", 2),
    ('length("hello")', 5),
    ("log(16, 2)", 4),
    ('lookup({ a = "ay" }, "a", "what?")', "ay"),
    ('lookup({ a = "ay" }, "c", "what?")', "what?"),
    ('lower("HELLO")', "hello"),
    ('matchkeys(["i-1", "i-2", "i-3"], ["w", "e", "w"], ["w"])', ["i-1", "i-3"]),
    ("max(12, 54, 3)", 54),
    ("max([12, 54]...)", 54),
    ('md5("hello world")', "5eb63bbbe01eeed093cb22bb8f5acdc3"),
    ('merge({ a = "b", c = "d" }, null, { e = "f", c = "z" })', {"a": "b", "c": "z", "e": "f"}),
    ("min(12, 54, 3)", 3),
    ("one([])", None),
    ('one(["a"])', "a"),
    ('parseint("100", 10)', 100),
    ('parseint("-7b", 16)', -123),
    ("pow(3, 2)", 9),
    ("pow(4, 0)", 1),
    ("range(3)", [0, 1, 2]),
    ("range(1, 4)", [1, 2, 3]),
    ("range(1, 8, 2)", [1, 3, 5, 7]),
    ("range(4, 1)", [4, 3, 2]),
    ('regex("[a-z]+", "53453453.345345aaabbbccc23454")', "aaabbbccc"),
    ('regex("(\\\\d\\\\d\\\\d\\\\d)-(\\\\d\\\\d)", "2019-02")', ["2019", "02"]),
    ('regex("^(?P<scheme>[^:/?#]+):", "https://terraform.io")', {"scheme": "https"}),
    ('regexall("[a-z]+", "1234abcd5678efgh9")', ["abcd", "efgh"]),
    ('replace("1 + 2 + 3", "+", "-")', "1 - 2 - 3"),
    ('replace("hello world", "/w.*d/", "everybody")', "hello everybody"),
    ('replace("ab", "/(a)(b)/", "${"$"}2${"$"}1")', "ba"),
    ("reverse([1, 2, 3])", [3, 2, 1]),
    ('setintersection(["a", "b"], ["b", "c"], ["b", "d"])', ["b"]),
    ('setproduct(["dev", "prod"], ["a", "b"])', [["dev", "a"], ["dev", "b"], ["prod", "a"], ["prod", "b"]]),
    ('setsubtract(["a", "b", "c"], ["a", "c"])', ["b"]),
    ('setunion(["a", "b"], ["b", "c"])', ["a", "b", "c"]),
    ('sha1("hello world")', "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed"),
    ("signum(-13)", -1),
    ('slice(["a", "b", "c", "d"], 1, 3)', ["b", "c"]),
    ('sort(["e", "d", "a"])', ["a", "d", "e"]),
    ('split(",", "foo,bar")', ["foo", "bar"]),
    ('split(",", "")', [""]),
    ('startswith("hello", "he")', True),
    ('strcontains("hello", "ell")', True),
    ('strrev("hello")', "olleh"),
    ('substr("hello world", 1, 4)', "ello"),
    ('substr("hello world", -5, -1)', "world"),
    ("sum([10, 13, 6, 4.5])", 33.5),
    ('title("hello world")', "Hello World"),
    ('tobool("true")', True),
    ("tobool(null)", None),
    ('tolist(["a", 1])', ["a", "1"]),
    ("tomap({ a = 1 })", {"a": 1}),
    ('tonumber("1.5")', 1.5),
    ('toset(["c", "b", "b"])', ["b", "c"]),
    ("tostring(1)", "1"),
    ('transpose({ a = ["1", "2"], b = ["2"] })', {"1": ["a"], "2": ["a", "b"]}),
    ('trim("?!hello?!", "!?")', "hello"),
    ('trimprefix("helloworld", "hello")', "world"),
    ('trimspace("  hello\\n\\n")', "hello"),
    ('trimsuffix("helloworld", "world")', "hello"),
    ('upper("hello")', "HELLO"),
    ('urlencode("Hello World!&")', "Hello+World%21%26"),
    ("values({ c = 1, a = 2 })", [2, 1]),
    ('zipmap(["a", "b"], [1, 2])', {"a": 1, "b": 2}),
]

FAILING = [
    'tonumber("a")',
    "element([], 0)",
    'lookup({}, "a")',
    "one([1, 2])",
    "upper()",
    "upper(null)",
    'regex("x", "abc")',
    'cidrsubnet("10.0.0.0/30", 4, 1)',
    'cidrhost("10.0.0.0/30", 4)',
    "range(1, 5, -1)",
    'index(["a"], "b")',
    'format("%s")',
    'jsondecode("{")',
    'formatdate("YYYYY", "2018-01-02T23:12:01Z")',
    'formatdate("\'x", "2018-01-02T23:12:01Z")',
    'formatdate("YYYY", "2018-02-30T00:00:00Z")',
    'timeadd("2017-11-22", "1h")',
    'timeadd("2017-11-22T00:00:00Z", "1 day")',
]

UNKNOWN = [
    "merge(nope, {})",
    "concat([1], nope)",
    'join(",", ["a", nope])',
    "jsonencode({ a = nope })",
    'contains(["a", nope], "b")',
    "coalesce(null, nope)",
    "distinct([nope])",
    "flatten([[1], nope])",
    "toset([nope])",
    "sort([nope])",
    "alltrue([true, nope])",
    "zipmap([nope], [1])",
    'format("%e", 1.5)',
    'regex("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")',
    'regex("(a|a)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")',
    'regex("(?i)a", "A")',
    'regex("\\\\pL", "A")',
    'regex("a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa")',
    "yamlencode({ a = nope })",
    'yamlencode("a\\nb")',
    'pathexpand("~/.ssh/id")',
    'file("main.tf")',
    'abspath("x")',
    'timeadd("2017-11-22T00:00:00Z", "1ms")',
    'bcrypt("x")',
    'fileset(".", "*")',
]


def run(text: str) -> object:
    return evaluate(parse_text(text), Scope(NoModule(Budget(Limits())), {}))


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_result(text: str, expected: object) -> None:
    value = run(text)
    assert (value, type(value) is bool) == (expected, type(expected) is bool)


def test_format_with_positions_and_widths() -> None:
    assert run('format("%[2]s-%[1]s", "a", "b")') == "b-a"
    assert run('format("|%-4s|%4s|%x|%+d|%t", "c", "d", 255, 3, true)') == "|c   |   d|ff|+3|true"


@pytest.mark.parametrize("text", FAILING)
def test_certain_failure(text: str) -> None:
    assert type(run(text)) is Invalid


@pytest.mark.parametrize("text", UNKNOWN)
def test_undetermined(text: str) -> None:
    assert type(run(text)) is Unknown


def test_partly_unknown_collections_keep_what_is_known() -> None:
    merged = run("merge({ a = 1 }, { b = nope })")
    assert isinstance(merged, dict)
    assert merged["a"] == 1
    assert isinstance(merged["b"], Unknown)
    assert run('lookup(merge({ a = 1 }, { b = nope }), "a", 0)') == 1
    assert run("values({ a = 1, b = nope })[0]") == 1


def test_sets_are_sets() -> None:
    assert type(run('toset(["a"])')) is SetValue
    assert type(run('setunion(["a"], ["b"])')) is SetValue
    assert type(run('toset(["a"])[0]')) is Invalid


@pytest.mark.parametrize(
    "text",
    [
        'join("", [for i in range(1000) : join("", [for j in range(1000) : "xxxxxxxxxx"])])',
        "setproduct(range(1000), range(1000))",
        "pow(10, 400)",
        'replace(join("", range(1000)), "", join("", range(1000)))',
    ],
)
def test_expensive_calls_are_refused(text: str) -> None:
    try:
        value = run(text)
    except LimitError:
        return
    assert isinstance(value, Unknown)


def test_every_computed_function_has_a_case() -> None:
    tried = {name for text, _ in CASES for name in NAMES if f"{name}(" in text}
    elsewhere = {"try", "can", "sensitive", "nonsensitive", "base64sha512", "sha256", "sha512"}
    assert NAMES - (PLACED - {"pathexpand"}) - tried - elsewhere == set()


def test_digests_of_the_sha2_family() -> None:
    assert run('sha256("abc")') == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert str(run('sha512("abc")')).startswith("ddaf35a193617abacc417349ae204131")
    assert str(run('base64sha512("abc")')).startswith("3a81oZNherrMQXNJriBBMRLm")
