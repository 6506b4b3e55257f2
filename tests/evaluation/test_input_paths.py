"""What a rule reads of its input is there: a mistyped key would make it silent, which reads like a pass."""

import pytest

from hds_policy.evaluation.sandbox.loading import inspect
from hds_policy.evaluation.subset.input_paths import input_paths
from hds_policy.evaluation.subset.rego_ast import parse
from hds_policy.rules.folder import load_rules

HEAD = "package custom.acme.rules.a\n\n"


def problems(body: str, path: str = "a.rego") -> list[str]:
    return [message for _, message in input_paths(parse(path, HEAD + body))]


@pytest.mark.parametrize(
    ("body", "key", "where"),
    [
        ("_a if input.locatoins", "locatoins", "input"),
        ("_a if input.placements.admn", "admn", "input.placements"),
        ('_a if input["locatoins"]', "locatoins", "input"),
        ("_a if input.locations[_].regoin", "regoin", "input.locations[…]"),
        ("_a if { some x in input.locations; x.regoin == 1 }", "regoin", "x"),
        ("_a if { some i, x in input.locations; x.regoin == i }", "regoin", "x"),
        ('_a if { x := input.certificates["c"]; x.holdr == 1 }', "holdr", "x"),
        ("_a if { some p in input.placements.admin; c := input.certificates[p.id]; c.scope == 1 }", "scope", "c"),
        ("_a if { some x in input.locations; y := x; y.regoin == 1 }", "regoin", "y"),
        ('_a if { some x in input.certificates; x.layers["admn"] }', "admn", "x.layers"),
        ("_a := [x.regoin | some x in input.locations]", "regoin", "x"),
        ("_f(y) if { some x in input.locations; x.regoin == y }", "regoin", "x"),
    ],
)
def test_a_key_that_is_not_there_is_named(body: str, key: str, where: str) -> None:
    assert problems(body + "\n") == [f"the policy input has no `{key}` in `{where}`"]


@pytest.mark.parametrize(
    "body",
    [
        "_a if { some x in input.locations; x.region == input.law.referentials[x.id].id }",
        '_a if { some n, x in input.certificates; x.services.names[n]; input.placements["admin"] }',
        "_a if input.locations[0].region",
        # Names with two meanings, and what is no object of the input, are not judged.
        "_a if { some x in input.locations; x.region == 1; b := [x.holdr | some x in input.certificates]; b == [] }",
        "_a(x) if { x.anything == 1 }",
        "_a if { x := {}; x.anything == 1 }",
        "_a if { some x in _b; x.anything == 1 }\n_b := [1]",
        "_a if { every x in input.locations { x.region == 1 }; b := [1 | some x in input.locations]; b == [] }",
        "_a if { some x; _b[x].anything == 1; c := [1 | some x in input.locations]; c == [x.anything] }\n_b := [1]",
    ],
)
def test_what_is_there_or_cannot_be_told_is_no_problem(body: str) -> None:
    assert problems(body + "\n") == []


def test_tests_bring_an_input_of_their_own() -> None:
    assert problems("test_a if input.nothing\n", "a_test.rego") == []


def test_our_own_rules_read_what_is_there() -> None:
    modules = [module for module in load_rules().modules if "/rules/" in module[0] or "/lib/" in module[0]]
    assert len(modules) > 20
    assert [message for path, source in modules for _, message in input_paths(parse(path, source))] == []


def test_custom_policies_are_refused_with_the_place() -> None:
    source = HEAD + "deny contains finding if {\n\tsome finding in input.locatoins\n}\n"
    said = inspect([("a.rego", source)], {"a.rego"})
    assert said["problems"] == ["a.rego:4:18: the policy input has no `locatoins` in `input`"]
