"""``hds-policy inventory``: exactly what the engine is asked, and exit codes that say when it is not everything."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from command import Completed, hds_policy
from estates import ON, estate

from hds_policy.collection import collect_all
from hds_policy.evaluation import EmbeddedEngine
from hds_policy.evaluation.engine import Answer
from hds_policy.pipeline import Knowledge, assess, estate_of

ROOT = Path(__file__).parents[2]
CLINIC = ROOT / "examples" / "clinic" / "failing"
SCHEMA = json.loads((ROOT / "policies" / "schema" / "input.json").read_text("utf-8"))
Write = Callable[..., Path]


def inventory(*arguments: object) -> Completed:
    return hds_policy("inventory", *arguments)


def test_it_is_what_the_engine_is_asked(shipped: Knowledge) -> None:
    asked: list[Any] = []

    class Listening(EmbeddedEngine):
        def evaluate(self, document: Any) -> Answer:
            asked.append(json.loads(json.dumps(document)))
            return super().evaluate(document)

    estate_found = estate_of((CLINIC,), None, shipped)
    collected = collect_all((CLINIC,), {}, None, Path(estate_found.file) if estate_found.file else None)
    assess(collected.inventory, estate_found, shipped, date(2026, 11, 23), engine=Listening)
    done = inventory(CLINIC, *ON)
    assert [done.json] == asked
    assert len(done.json["placements"]["physical"]) > 2


@pytest.mark.parametrize("about", [[], ["--about"]])
def test_it_keeps_the_contract(about: list[str]) -> None:
    done = inventory(CLINIC, *about)
    jsonschema.Draft202012Validator(SCHEMA).validate(done.json)
    assert ("about" in done.json) == bool(about)


def test_about_says_which_resources_stand_behind_a_subject(write: Write) -> None:
    document = inventory(write(estate(region="us-east-1")), *ON, "--about").json
    (location,) = [entry["id"] for entry in document["locations"] if not entry["id"].startswith("canary:")]
    about = document["about"][location]
    assert about["resources"] == [{"address": "aws_s3_bucket.records", "file": "main.tf", "line": 5}]
    assert about["facts"]["country"] == "US"
    assert not any(subject.startswith("canary:") for subject in document["about"])


def test_exit_codes_say_when_it_is_not_everything(write: Write) -> None:
    whole = inventory(write(estate()), *ON)
    assert (whole.code, whole.json["unread"], whole.err) == (0, 0, "")
    broken = inventory(write(estate() | {"other.tf": 'resource "aws_s3_bucket" {'}, folder="broken"), *ON)
    assert (broken.code, broken.json["unread"]) == (3, 1)
    assert "not read: 1" in broken.err
    nothing = inventory(write({"main.tf": 'resource "random_id" "a" {}\n'}, folder="nothing"), *ON)
    assert nothing.code == 4


def test_names_out_of_the_tree_are_inert(write: Write) -> None:
    tags = 'data_classification = "health"'
    bucket = f'resource "aws_s3_bucket" "a" {{ region = "##vso[x]\\u001b[2J", tags = {{ {tags} }} }}'
    folder = write({"main.tf": bucket.replace(", ", "\n") + "\n"})
    done = inventory(folder, *ON, "--about")
    assert done.json["locations"][0]["region"] == "##vso[x]\x1b[2J"
    assert "##" not in done.out and "\x1b" not in done.out


def test_bad_arguments_are_usage_errors(tmp_path: Path) -> None:
    assert inventory(tmp_path / "missing").code == 2
    assert inventory(tmp_path, "--format", "yaml").code == 2
    assert inventory(tmp_path, "--on", "1999-01-01").code == 2
