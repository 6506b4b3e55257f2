"""JUnit: valid for the strictest schema, and red for everything that is not green."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from clinic_estate import assessment, finding
from msgspec.structs import replace
from test_formats import HOSTILE, hostile

from hds_policy.errors import ExitCode
from hds_policy.model import Assessment, Result
from hds_policy.report import FORMATS, RenderOptions

SCHEMA = Path(__file__).parents[1] / "assets" / "reports" / "junit.xsd"


def suites(report: str) -> dict[str, ElementTree.Element]:
    return {suite.get("name", ""): suite for suite in ElementTree.fromstring(report)}


def outcomes(suite: ElementTree.Element) -> dict[str, str]:
    return {case.get("name", ""): case[0].tag if len(case) else "" for case in suite.findall("testcase")}


@pytest.mark.parametrize("name", ["clinic", "empty", *HOSTILE])
def test_the_report_is_valid_for_the_schema(name: str, clinic: Assessment, options: RenderOptions) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed (dependency group test)")
    reported = {"clinic": clinic, "empty": assessment()}.get(name) or hostile(HOSTILE[name])
    assert not list(xmlschema.XMLSchema(SCHEMA).iter_errors(FORMATS["junit"](reported, options)))


def test_each_result_has_its_outcome(clinic: Assessment, options: RenderOptions) -> None:
    found = suites(FORMATS["junit"](clinic, options))
    assert outcomes(found["HDS-006"]) == {
        "aws_db_instance.patients · backup": "",
        "aws_db_snapshot.nightly · backup": "error",
        "aws_db_snapshot_copy.abroad · backup": "failure",
        "aws_s3_bucket.documents · backup": "",
        "ovh_cloud_project_database.archive · backup": "skipped",
    }
    assert outcomes(found["HDS-007"]) == {
        "aws_db_snapshot.nightly": "skipped",
        "aws_db_snapshot_copy.abroad": "failure",
    }
    assert outcomes(found["HDS-008"]) == {"acme-infogerance": "skipped"}
    assert outcomes(found["run"]) == {"read broken.tf": "error", "read module.vpc": "error", "exit code 1": "failure"}


def test_counts_are_those_of_the_cases(clinic: Assessment, options: RenderOptions) -> None:
    for suite in suites(FORMATS["junit"](clinic, options)).values():
        found = list(outcomes(suite).values())
        told = {name: int(suite.get(name, "-1")) for name in ("tests", "failures", "errors", "skipped")}
        assert told == {
            "tests": len(found),
            "failures": found.count("failure"),
            "errors": found.count("error"),
            "skipped": found.count("skipped"),
        }


def test_a_case_says_where_why_and_what_to_do(clinic: Assessment, options: RenderOptions) -> None:
    case = suites(FORMATS["junit"](clinic, options))["HDS-007"].find("testcase/failure")
    assert case is not None
    assert case.get("type") == "outside_eea"
    lines = (case.text or "").splitlines()
    assert lines[0] == "main.tf:10"
    assert lines[1] == "Data is stored in us-east-1 (US), outside the European Economic Area."
    assert lines[2] == "What to do: Move the data to a region inside the European Economic Area."


def test_a_waiver_is_told_with_its_end(clinic: Assessment, options: RenderOptions) -> None:
    skipped = suites(FORMATS["junit"](clinic, options))["HDS-006"].find("testcase/skipped")
    assert skipped is not None
    assert (skipped.get("message") or "").startswith("Exempt until 2027-01-31, approved by RSSI. ovh_cloud_project")


def test_cases_of_the_same_name_are_told_apart() -> None:
    twice = [finding("HDS-007", Result.FAIL, "a.b", "One."), finding("HDS-007", Result.FAIL, "a.b", "Other.")]
    found = suites(FORMATS["junit"](assessment(findings=twice), RenderOptions()))
    assert list(outcomes(found["HDS-007"])) == ["a.b", "a.b (2)"]


def test_a_run_is_green_only_when_it_is(clinic: Assessment, options: RenderOptions) -> None:
    green = replace(assessment(), exit_code=ExitCode.OK)
    assert outcomes(suites(FORMATS["junit"](green, options))["run"]) == {"exit code 0": ""}
    nothing = outcomes(suites(FORMATS["junit"](replace(green, exit_code=ExitCode.NOTHING), options))["run"])
    assert nothing == {"read .": "error", "exit code 4": "error"}
