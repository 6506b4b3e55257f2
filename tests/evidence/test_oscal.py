"""The OSCAL documents against the schemas of NIST and compliance-trestle, and against the findings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bundles import Made, taken_apart

SCHEMAS = Path(__file__).parents[2].parent / "shared" / "schemas"
KINDS = ("assessment-plan", "assessment-results")


def documents(made: Made) -> dict[str, bytes]:
    _, files = taken_apart(made.bundle.read_bytes())
    return {kind: files[f"data/oscal/{kind}.json"] for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_the_documents_fit_the_schemas_of_oscal(kind: str, made: Made) -> None:
    jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="jsonschema-rs is not installed")
    schema = SCHEMAS / f"oscal_{kind}.json"
    if not schema.exists():
        pytest.skip(f"{schema.name} is not beside the checkout")
    validator = jsonschema_rs.validator_for(schema.read_text(encoding="utf-8"))
    document = json.loads(documents(made)[kind])
    assert [str(error) for error in validator.iter_errors(document)] == []
    document[kind]["metadata"].pop("title")
    assert not validator.is_valid(document)


@pytest.mark.parametrize("kind", KINDS)
def test_trestle_reads_the_documents(kind: str, made: Made, tmp_path: Path) -> None:
    pytest.importorskip("trestle", reason="compliance-trestle is not installed")
    from trestle.core.duplicates_validator import DuplicatesValidator  # noqa: PLC0415 - an optional program
    from trestle.oscal import assessment_plan, assessment_results  # noqa: PLC0415

    model = {
        "assessment-plan": assessment_plan.AssessmentPlan,
        "assessment-results": assessment_results.AssessmentResults,
    }[kind]
    place = tmp_path / f"{kind}.json"
    place.write_bytes(documents(made)[kind])
    read = model.oscal_read(place)
    assert read is not None
    assert DuplicatesValidator().model_is_valid(read, True)


def test_a_rule_is_satisfied_only_when_each_of_its_results_passes(made: Made) -> None:
    _, files = taken_apart(made.bundle.read_bytes())
    rows = [json.loads(line) for line in files["data/findings.jsonl"].splitlines()]
    [result] = json.loads(documents(made)["assessment-results"])["assessment-results"]["results"]
    by_rule: dict[str, set[str]] = {}
    for row in rows:
        by_rule.setdefault(row["rule"], set()).add(row["result"])
    told = {one["target"]["target-id"]: one["target"]["status"] for one in result["findings"]}
    assert {rule for rule, results in by_rule.items() if results != {"not_applicable"}} == set(told)
    for rule, status in told.items():
        only_passes = by_rule[rule] <= {"pass", "not_applicable"}
        assert (status["state"] == "satisfied") is only_passes, rule
        assert status["reason"] in by_rule[rule]
    assert told["HDS-026"] == {"state": "not-satisfied", "reason": "exempt"}
    [risk] = [one for one in result["risks"] if one["status"] == "deviation-approved"]
    assert risk["statement"] == "copies are made by hand (DPO)"
    known = {item["uuid"] for item in result["local-definitions"]["inventory-items"]}
    observed = {one["uuid"]: one for one in result["observations"]}
    for one in observed.values():
        assert {subject["subject-uuid"] for subject in one["subjects"]} <= known
    for one in result["findings"]:
        assert {each["observation-uuid"] for each in one["related-observations"]} <= set(observed)
