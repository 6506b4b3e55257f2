import copy
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from clinic_estate import assessment
from msgspec.structs import fields, replace

from hds_policy.errors import ExitCode
from hds_policy.model import Assessment, Cause, Finding, Layer, Result, Rule
from hds_policy.report import FORMATS, RenderOptions

SCHEMA = json.loads((files("hds_policy.report") / "assessment.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def read(a: Assessment) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(FORMATS["json"](a, RenderOptions()))
    return decoded


def objects(schema: object, path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        if schema.get("type") in ("object", ["object", "null"]):
            yield path, schema
        for key, value in schema.items():
            yield from objects(value, f"{path}/{key}")
    elif isinstance(schema, list):
        for number, value in enumerate(schema):
            yield from objects(value, f"{path}/{number}")


def test_the_schema_is_a_schema_and_strict() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    found = list(objects(SCHEMA))
    assert len(found) > 15
    for path, each in found:
        if "properties" in each:
            assert each["additionalProperties"] is False, path
            assert set(each["required"]) == set(each["properties"]), path
        else:
            assert each["additionalProperties"] == {"type": "string"}, path  # a mapping of strings


def test_the_clinic_is_valid(clinic: Assessment) -> None:
    VALIDATOR.validate(read(clinic))


def paths(tree: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    if isinstance(tree, dict):
        yield path
        for key, value in tree.items():
            yield from paths(value, (*path, key))
    elif isinstance(tree, list):
        for number, value in enumerate(tree):
            yield from paths(value, (*path, number))


def at(tree: Any, path: tuple[object, ...]) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def test_no_object_takes_a_further_key_or_loses_one(clinic: Assessment) -> None:
    document = read(clinic)
    free = {("names",)} | {("rules", number, "messages") for number in range(len(document["rules"]))}
    tried = 0
    kinds = {tuple(step for step in path if isinstance(step, str)): path for path in paths(document)}
    for path in kinds.values():
        if path in free:
            continue
        spoiled = copy.deepcopy(document)
        at(spoiled, path)["surprise"] = 1
        assert not VALIDATOR.is_valid(spoiled), path
        spoiled = copy.deepcopy(document)
        at(spoiled, path).popitem()
        assert not VALIDATOR.is_valid(spoiled), path
        tried += 1
    assert tried > 20


def test_what_the_law_of_results_forbids_is_not_valid(clinic: Assessment) -> None:
    document = read(clinic)
    by_result = {finding["result"]: number for number, finding in enumerate(document["findings"])}
    for result, key, value in [
        ("undetermined", "cause", None),
        ("exempt", "waiver", None),
        ("exempt", "underlying", "pass"),
        ("pass", "underlying", "fail"),
        ("fail", "result", "failed"),
    ]:
        spoiled = copy.deepcopy(document)
        spoiled["findings"][by_result[result]][key] = value
        assert not VALIDATOR.is_valid(spoiled), (result, key)


def test_everything_of_the_assessment_is_there(clinic: Assessment) -> None:
    document = read(clinic)
    # Places stand at the steps of the paths they belong to.
    renamed = {
        "places": "resources",
        "choice": "policies",
        "tool_version": "tool",
        "exit_code": "exit",
        "unused_waivers": "waivers",
        "expired_waivers": "waivers",
        "unused_declassifications": "declassifications",
    }
    assert {renamed.get(field.name, field.name) for field in fields(Assessment)} <= set(document)
    assert set(document["findings"][0]) == {field.name for field in fields(Finding)}
    assert set(document["rules"][0]) == {field.name for field in fields(Rule)}
    assert len(document["findings"]) == len(clinic.findings) == 29
    assert [each["key"] for each in document["resources"]] == [each.resource.key for each in clinic.resources]


def test_values_by_hand(clinic: Assessment) -> None:
    document = read(clinic)
    assert document["schema"] == "hds-policy/assessment/1"
    assert document["on"] == "2026-11-23"
    assert document["exit"] == {"code": 1, "meaning": "at least one fail"}
    assert document["counts"] == {
        "fail": 6, "undetermined": 9, "review": 2, "exempt": 1, "pass": 10, "not_applicable": 1,
    }  # fmt: skip
    snapshot = document["resources"][1]
    assert snapshot["layers"]["physical"][0]["region"] == {
        "cause": "unresolved_value", "detail": "var.region has no value", "references": ["var.region"],
    }  # fmt: skip
    assert snapshot["layers"]["admin"][0]["actor"] == {"kind": "undeclared", "id": "", "note": ""}
    assert snapshot["classification"]["path"] == [
        {
            "source": "aws_db_instance.patients", "target": "aws_db_snapshot.nightly",
            "flow": "snapshot", "attribute": "db_instance_identifier", "holder": "", "location": None,
        }
    ]  # fmt: skip
    assert [(each["rule"], each["expired"], each["unused"]) for each in document["waivers"]] == [
        ("HDS-006", False, False), ("HDS-003", False, True), ("HDS-001", True, False),
    ]  # fmt: skip
    exempt = next(each for each in document["findings"] if each["result"] == "exempt")
    assert exempt["underlying"] == "fail"
    assert exempt["waiver"]["expires"] == "2027-01-31"
    assert document["inputs"][2] == {
        "path": "link.tf", "status": "skipped", "reason": "symbolic link, not followed", "sha256": "", "size": 0,
    }  # fmt: skip


@pytest.mark.parametrize("code", list(ExitCode))
def test_every_exit_code_has_a_meaning(code: ExitCode) -> None:
    document = read(assessment(exit_code=code))
    VALIDATOR.validate(document)
    assert document["exit"]["code"] == int(code)


def test_closed_lists_are_those_of_the_model() -> None:
    definitions = SCHEMA["$defs"]
    assert definitions["result"]["enum"] == [result.value for result in Result]
    assert definitions["layer"]["enum"] == [layer.value for layer in Layer]
    assert definitions["cause"]["enum"] == [cause.value for cause in Cause]


def test_line_breaks_of_a_rule_become_spaces(clinic: Assessment) -> None:
    rule = replace(clinic.rules["HDS-001"], description="one\ntwo")
    document = read(replace(clinic, rules={"HDS-001": rule}))
    assert document["rules"][0]["description"] == "one two"
