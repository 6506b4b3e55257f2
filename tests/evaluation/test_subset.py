"""The subset lint refuses every measured divergence, and nothing that both engines read alike."""

import json
from pathlib import Path
from typing import Any

import pytest
import regorus
import yaml

from hds_policy.evaluation.subset import Violation, lint, lint_modules
from hds_policy.evaluation.subset.builtins import ALLOWED
from hds_policy.rules.folder import default_folder, read_modules

ASSETS = Path(__file__).parents[1] / "assets" / "rego"
DIVERGENCES = yaml.safe_load((ASSETS / "divergences.yaml").read_text(encoding="utf-8"))
BUILTINS = yaml.safe_load((ASSETS / "builtins.yaml").read_text(encoding="utf-8"))
INPUT = {"list": [1, 2], "text": "é", "word": "bé", "pattern": r"^\w$", "object": {"a": {"b": 1}}}


def embedded(module: str, query: str = "data.a.x") -> Any:
    engine = regorus.Engine()
    try:
        engine.add_policy("a.rego", module)
        engine.set_input_json(json.dumps(INPUT))
        result = json.loads(engine.eval_query_as_json(query)).get("result")
    except RuntimeError:
        return "error"
    return result[0]["expressions"][0]["value"] if result else "undefined"


def refused(body: str, path: str = "a.rego") -> list[str]:
    return [violation.message for violation in lint(path, f"package a\n{body}\n")]


@pytest.mark.parametrize("probe", DIVERGENCES, ids=lambda probe: probe["name"])
def test_divergence_is_refused_at_its_line(probe: dict[str, Any]) -> None:
    violations = lint("a.rego", probe["module"])
    assert [v for v in violations if v.line == probe["line"] and probe["refused"] in v.message], violations


@pytest.mark.parametrize("probe", DIVERGENCES, ids=lambda probe: probe["name"])
def test_embedded_engine_still_behaves_as_recorded(probe: dict[str, Any]) -> None:
    assert embedded(probe["module"]) == probe["embedded"]


def test_every_allowed_builtin_has_probes() -> None:
    assert set(BUILTINS) == set(ALLOWED)
    assert all(BUILTINS.values())


@pytest.mark.parametrize(
    ("expression", "value"),
    [probe for probes in BUILTINS.values() for probe in probes],
    ids=[probe[0] for probes in BUILTINS.values() for probe in probes],
)
def test_allowed_builtin_gives_the_documented_value(expression: str, value: Any) -> None:
    module = "package a\nx := " + expression.replace("\n", "\\n").replace("\t", "\\t") + "\n"
    assert lint("a.rego", module) == []
    assert embedded(module) == value


@pytest.mark.parametrize(
    "body",
    [
        "x if not input.nope",
        'x if not input.nope.deep["key"]',
        "x if { some i in [1]; not input.list[i] }",
        "x if { y := input.text; not startswith(y, `b`) }",
        "x if { some y in input.list; not y in {3, 4} }",
        "x if { some y in input.list; z := [y]; not z == [1, y] }",
        "_f(y) if y == 2\nx if { some y in input.list; not _f(y) }",
        "_r if input.nope\nx if not _r",
        'import data.b\nx if { y := 1; not b.f(y, {"k": null}) }',
        "x if { every y in input.list { not y == 3 } }",
        "x contains y if { walk(input, [_, y]); is_string(y) }",
        'x := sprintf("%v and %s: %d %%", [input.list, "a", 1])',
        "x := [y | some y in input.list; y > 1 - 2]",
        "x := {k: v | some k, v in input.object}",
        "x := -3",
        "default x := false\nx if input.text",
        "x if { some i; input.list[i] == 2 }",
        'import rego.v1\nimport data.b.c as d\nimport input.text\nx := [d.y, text, data.b["if"]]',
        "even(n) if n % 2 == 0\nx if even(2)",
        'x := regex.match("^[a-z]{2}-[0-9]+$", input.text)',
        "x := y if { y := input.text } else := 2 if not input.text else := 3",
    ],
)
def test_what_both_engines_read_alike_is_accepted(body: str) -> None:
    assert refused(body) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("x if { not input.list[input.nope] }", "an index under `not` may be undefined"),
        ("x if { y := 1; not [1 | input.nope] == y }", "an operand under `not` may be undefined"),
        ('x if { y := {}; not y == {"a": input.nope} }', "an operand under `not` may be undefined"),
        ("x if { some y in input.list; not _ }", "`not` over this expression"),
        ("x if not input.nope == 1", "an operand under `not` may be undefined"),
        ("x if { y := 1; not y + 1 }", "`not` over this expression"),
        ("x if { y := 1; not y = 1 }", "`not` over this expression"),
        ("x if { y := 1; z := [{1}]; not z[{input.nope}] }", "an index under `not` may be undefined"),
        ("x if { y := {input}; not count({input.nope | y}) == 0 }", "an operand under `not` may be undefined"),
        ("x if { input.list[i] == 1; not i == 2 }", "an operand under `not` may be undefined"),
        ("x := walk(input, [p, v])", "`walk` as a value"),
        ("x := 9007199254740993", "beyond 2^53"),
        ("x := startswith(1)", "`startswith` takes 2 arguments here, not 1"),
        ("x if { count(input.list, 2) }", "`count` takes 1 arguments here, not 2"),
        ("_f(y) := y\nx := _f(1, 2)", "`_f` takes 1 arguments, not 2"),
        ("y := 1\nx := y(2)", "`y` is a rule, not a function"),
        ("x if { f := 1; f(2) }", "a call of something that is not a constant name"),
        ("x := sprintf(`%x`, [1])", "`sprintf` verb `%x`"),
        ("x := sprintf(`100%`, [])", "`sprintf` verb `%`"),
        ("x := sprintf(`%v`, input.list)", "`sprintf` needs its format as a text and its values as an array"),
        ("x := regex.replace(`a`, `b`, `c`)", "of the regular expressions only regex.match"),
        ("x := crypto.sha256(`a`)", "the embedded engine does not have it"),
        ("x := print(`a`)", "policies have no side effect"),
        ("import data\nx := 1", "import only"),
        ("f(input) := input\nx := 1", "the variable `input` has the name of a rule or an import"),
        ("import data.b\nx := [b | some b in input.list]", "the variable `b` has the name of a rule or an import"),
        ("object := 1\nx := 1", "`object` is the name of a built-in"),
        ("default f(y) := 1\ndefault f(y) := 2\nx := f(1)", "`f` has a second default"),
        ("a := b\nb := c\nc := a", "recursion: a.a → a.b → a.c → a.a"),
        ("x := data.a", "recursion: a.x → a.x"),
        ("x := [data.a.x.deep]", "recursion: a.x → a.x"),
        ("x contains y if some y in data[input.text].x", "recursion: a.x → a.x"),
    ],
)
def test_what_differs_is_refused(body: str, message: str) -> None:
    assert any(message in found for found in refused(body)), refused(body)


def test_a_call_within_a_call_in_with_is_refused_in_tests_too() -> None:
    body = "f(y) := y\ng(y) := y\ntest_x if { input == 1 with input as "
    message = "a call within a call in the value of `with` may be evaluated wrongly; bind it first"
    assert refused(body + "[f([g(1)])] }", "a_test.rego") == [message]
    assert refused(body + "[f(1), g(1)] }", "a_test.rego") == []


RULE_HEAD = "package hds.rules.a\n"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("deny contains 1\nhelp := 2", "`help` is public; only deny, undetermined, review may be"),
        ("deny := {1}", "`deny` must be written `deny contains finding if ...`"),
        ("deny.x contains 1", "`deny` must be written `deny contains finding if ...`"),
        ("default review := {1}\nreview contains 2", "`review` must be written"),
        ("_f := 1", "a rule package must define at least one of deny, undetermined, review"),
    ],
)
def test_public_names_of_a_rule_package(body: str, message: str) -> None:
    assert any(message in violation.message for violation in lint("hds/rules/a/a.rego", RULE_HEAD + body))


def test_public_names_of_other_packages_are_free() -> None:
    assert lint("hds/lib/a.rego", "package hds.lib.a\nhelp := 2\n") == []
    assert lint("a_test.rego", "package hds.rules.a_test\ntest_a if true\n") == []
    assert lint("hds/rules/a/a.rego", RULE_HEAD + "deny contains 1\n_help := 2\n") == []


def test_recursion_across_packages_is_found() -> None:
    modules = [
        ("b.rego", "package b\nimport data.c\nf(x) := c.g(x)\n"),
        ("c.rego", "package c\ng(x) := data.b.f(x)\n"),
    ]
    assert [(v.path, v.message) for v in lint_modules(modules)] == [
        ("b.rego", "recursion: b.f → c.g → b.f"),
        ("c.rego", "recursion: c.g → b.f → c.g"),
    ]


def test_functions_of_other_packages_must_exist() -> None:
    modules = [
        ("b.rego", "package b\nimport data.c\nx := c.g(1)\ny := c.nope(1)\nz := data.c.g(1, 2)\n"),
        ("c.rego", "package c\ng(x) := x\n"),
    ]
    assert [(v.line, v.message) for v in lint_modules(modules)] == [
        (4, "no function `data.c.nope`"),
        (5, "`data.c.g` takes 1 arguments, not 2"),
    ]


def test_position_counts_characters_not_bytes() -> None:
    [violation] = lint("a.rego", 'package a\nx := ["é€", 1.5]\n')
    assert (violation.line, violation.column) == (2, 13)
    assert str(violation).startswith("a.rego:2:13: a float")


@pytest.mark.parametrize("source", ["", "package", "package a\nx := {", "\x00", "package a\nx := " + "[" * 3000])
def test_what_is_not_rego_is_one_violation(source: str) -> None:
    [violation] = lint("a.rego", source)
    assert isinstance(violation, Violation)
    assert violation.message.startswith("not valid Rego: ")
    assert "\n" not in violation.message
    assert "Stack backtrace" not in violation.message


def test_shipped_policies_are_in_the_subset() -> None:
    modules = read_modules(default_folder())
    assert modules
    assert lint_modules(modules) == []
