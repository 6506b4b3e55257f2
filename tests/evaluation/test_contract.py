"""The input contract: generated, kept by everything that is asked, and known to OPA's type checker."""

import importlib.util
import json
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import jsonschema
import pytest
from asking import UNKNOWN_HOSTER, around, placed
from building import NO_VALUE

from hds_policy.evaluation import build, contract
from hds_policy.evaluation.canary import add_canaries
from hds_policy.evaluation.examples import read_examples
from hds_policy.model import LAYERS, ActorKind, HosterStatus
from hds_policy.rules.folder import default_folder, load_rules

ROOT = Path(__file__).parents[2]
RULES = load_rules()
EXAMPLES = [example for rule in RULES.rules.values() for example in read_examples(RULES.folder, rule)]
VALIDATOR = jsonschema.Draft202012Validator(
    json.loads((ROOT / "policies" / "schema" / "input.json").read_text("utf-8"))
)


def generator() -> ModuleType:
    path = ROOT / "support" / "build_input_schema_doc.py"
    spec = importlib.util.spec_from_file_location("build_input_schema_doc", path)
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def problems(document: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(document)]


def a_document() -> dict[str, Any]:
    entries = [placed(), placed("cloud_database.b", NO_VALUE, "us-east", who=UNKNOWN_HOSTER)]
    return build(entries, around()).document


def test_the_schema_is_a_schema_and_up_to_date() -> None:
    jsonschema.Draft202012Validator.check_schema(VALIDATOR.schema)
    script = generator()
    assert script.main(["--check"]) == 0


def test_the_generator_notices_a_stale_file(tmp_path: Path) -> None:
    script = generator()
    output = tmp_path / "new" / "input.json"
    assert script.main(["--check", "--output", str(output)]) == 1
    assert script.main(["--output", str(output)]) == 0
    output.write_text(output.read_text("utf-8").replace("expiry_warning_ns", "expiry_warning_days"), "utf-8")
    assert script.main(["--check", "--output", str(output)]) == 1


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.rule.id} {example.name}")
def test_every_example_keeps_the_contract(example: Any) -> None:
    document = deepcopy(example.document)
    assert problems(document) == []
    add_canaries(document)
    assert problems(document) == []


def test_what_is_built_keeps_the_contract() -> None:
    document = a_document()
    assert problems(document) == []
    assert document["placements"]["physical"] and document["locations"]


@pytest.mark.parametrize("table", sorted(a_document()))
def test_no_table_may_be_missing(table: str) -> None:
    document = a_document()
    del document[table]
    assert problems(document) == [f"$: {table!r} is a required property"]


def test_a_key_or_value_nobody_declared_is_against_the_contract() -> None:
    document = a_document()
    document["extra"] = []
    document["placements"]["physical"][0]["actor"] = "controller"
    document["locations"][0]["country"] = None
    found = problems(document)
    assert len(found) == 3 and all(any(part in one for one in found) for part in ("extra", "actor", "country"))


def test_the_words_are_those_of_the_model() -> None:
    layers = tuple(layer.value for layer in LAYERS)
    assert get_args(contract._LayerName) == layers
    assert contract.Placements.__struct_fields__ == contract.LayersCovered.__struct_fields__ == layers
    assert set(get_args(contract._Status)) == {status.value for status in HosterStatus}
    actors = get_args(get_type_hints(contract.Question)["actor"])
    assert {*actors, ActorKind.CONTROLLER.value, ActorKind.EXEMPT.value} == {kind.value for kind in ActorKind}
    assert len(actors) == len(ActorKind) - 2


def test_the_annotation_names_the_schema_for_every_package() -> None:
    source = (default_folder() / "hds" / "hds.rego").read_text("utf-8")
    assert "# scope: subpackages\n" in source and "# - input: schema.input\n" in source
    assert all(path.startswith("hds/") for path, _ in RULES.modules)
