import json
import zlib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from clinic_estate import (
    EXPIRED,
    WAIVER,
    assessment,
    clinic_findings,
    clinic_resources,
    finding,
    judged,
    resource,
    rule,
)
from msgspec.structs import replace

from hds_policy.errors import ExitCode
from hds_policy.model import (
    Assessment,
    Basis,
    Cause,
    Classification,
    Input,
    InputStatus,
    Layer,
    Result,
    SourceRange,
    Step,
    SubjectKind,
    Unread,
)
from hds_policy.report import FORMATS, RenderOptions, sarif
from hds_policy.report.sarif.places import uri

SCHEMA = Path(__file__).parents[2].parent / "shared" / "schemas" / "sarif-2.1.0.json"


def log(a: Assessment) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(FORMATS["sarif"](a, RenderOptions()))
    return decoded


def run_of(a: Assessment) -> dict[str, Any]:
    run: dict[str, Any] = log(a)["runs"][0]
    return run


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft4Validator:
    if not SCHEMA.is_file():
        pytest.skip(f"the SARIF schema is not at ../{SCHEMA.relative_to(Path(__file__).parents[2].parent)}")
    return jsonschema.Draft4Validator(json.loads(SCHEMA.read_text("utf-8")))


def live() -> Assessment:
    """Nothing stands in a file, as in a live account."""
    account = replace(resource("aws_db_instance.live"), location=None)
    failed = finding("HDS-001", Result.FAIL, account.key, "said")
    hoster = finding("HDS-008", Result.REVIEW, "aws", "said", kind=SubjectKind.HOSTER, resources=())
    return assessment([judged(account, (Result.FAIL,) * 6)], [failed, hoster], inputs=())


@pytest.mark.parametrize("make", [assessment, live], ids=["empty", "live"])
def test_valid_against_the_schema(make: Any, validator: jsonschema.Draft4Validator) -> None:
    validator.validate(log(make()))


def test_the_clinic_is_valid_against_the_schema(clinic: Assessment, validator: jsonschema.Draft4Validator) -> None:
    document = log(clinic)
    validator.validate(document)
    document["runs"][0]["results"][0]["kind"] = "undetermined"
    assert not validator.is_valid(document)


def test_every_result_that_matters_is_there_and_no_pass(clinic: Assessment) -> None:
    kinds = [result["properties"]["result"] for result in run_of(clinic)["results"]]
    assert kinds == ["fail"] * 6 + ["undetermined"] * 9 + ["review"] * 2 + ["exempt"]


def test_mapping_of_each_result(clinic: Assessment) -> None:
    run = run_of(clinic)
    by_kind = {result["properties"]["result"]: result for result in run["results"]}
    rules = run["tool"]["driver"]["rules"]
    assert (by_kind["fail"]["kind"], by_kind["fail"]["level"]) == ("fail", "error")
    assert "suppressions" not in by_kind["fail"]
    undetermined = by_kind["undetermined"]
    assert (undetermined["kind"], undetermined["level"]) == ("fail", "error")
    assert undetermined["properties"]["tags"] == ["undetermined"]
    assert undetermined["properties"]["cause"] == "unresolved_value"
    assert undetermined["message"]["text"].startswith("Undetermined (unresolved_value). ")
    review = by_kind["review"]
    assert review["kind"] == "review"
    assert "level" not in review  # SARIF 3.27.10: beside this kind only "none", which is the default
    assert rules[review["ruleIndex"]]["defaultConfiguration"] == {"level": "note"}
    exempt = by_kind["exempt"]
    assert (exempt["kind"], exempt["level"]) == ("fail", "note")
    assert exempt["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "backup contract under signature, ticket SEC-114 (approved by RSSI, until 2027-01-31)",
        }
    ]
    assert exempt["message"]["text"].startswith("Exempt until 2027-01-31, approved by RSSI. ")
    assert exempt["properties"]["underlying"] == "fail"


def test_a_waived_or_reviewed_finding_has_no_security_severity(clinic: Assessment) -> None:
    run = run_of(clinic)
    for result in run["results"]:
        descriptor = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert descriptor["id"] == result["ruleId"]
        hard = result["properties"]["result"] in {"fail", "undetermined"}
        assert ("security-severity" in descriptor["properties"]) is hard
        assert ("security" in descriptor["properties"]["tags"]) is hard
        assert result["ruleId"].split("/")[0] in clinic.rules


def test_rules(clinic: Assessment) -> None:
    rules = {each["id"]: each for each in run_of(clinic)["tool"]["driver"]["rules"]}
    assert set(clinic.rules) | {"HDS-005/review", "HDS-006/exempt", "HDS-008/review"} == set(rules)
    first, eea = rules["HDS-001"], rules["HDS-007"]
    assert first["helpUri"] == "https://esante.gouv.fr/offres-services/hds"
    assert "helpUri" not in eea
    scores = {each: float(rules[each]["properties"]["security-severity"]) for each in clinic.rules}
    assert scores["HDS-007"] > 9.0  # critical on GitHub
    assert 7.0 <= scores["HDS-001"] < 9.0
    assert 4.0 <= scores["HDS-009"] < 7.0
    assert 0.0 < scores["HDS-008"] < 4.0
    assert "**What to do**" in first["help"]["markdown"]
    assert "\n\nWhat to do: Choose a hoster" in first["help"]["text"]


def test_at_most_twenty_tags_on_a_rule() -> None:
    wordy = replace(rule("HDS-001", "layer_physical", "t"), legal_basis=tuple(f"article {n}" for n in range(40)))
    tags = run_of(assessment(rules={"HDS-001": wordy}))["tool"]["driver"]["rules"][0]["properties"]["tags"]
    assert len(tags) == 20


def test_locations(clinic: Assessment) -> None:
    results = run_of(clinic)["results"]
    for result in results:
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert artifact["uriBaseId"] == "%SRCROOT%"
        assert not artifact["uri"].startswith("/")
    eea = next(result for result in results if result["ruleId"] == "HDS-007")
    assert eea["locations"][0]["physicalLocation"]["region"] == {"startLine": 10, "endLine": 10}
    assert eea["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": "aws_db_snapshot_copy.abroad", "kind": "resource"}
    ]
    hoster = next(result for result in results if result["ruleId"] == "HDS-008/review")
    related = hoster["locations"][0]["physicalLocation"]
    assert related["artifactLocation"]["uri"] == "modules/archive/main.tf"
    assert hoster["relatedLocations"][0]["message"] == {"text": "ovh_cloud_project_database.archive"}


def test_a_folder_is_shown_in_a_file_of_its_own() -> None:
    inputs = tuple(Input(path, InputStatus.PARSED) for path in ("a.tf", "modules/logs/x.tf"))
    said = finding("HDS-009", Result.FAIL, "modules/logs", "said", kind=SubjectKind.FOLDER, resources=())
    place = run_of(assessment([], [said], inputs=inputs))["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "modules/logs/x.tf"


def test_code_flow_follows_the_data(clinic: Assessment) -> None:
    eea = next(result for result in run_of(clinic)["results"] if result["ruleId"] == "HDS-007")
    stops = [stop["location"] for stop in eea["codeFlows"][0]["threadFlows"][0]["locations"]]
    assert [stop["logicalLocations"][0]["fullyQualifiedName"] for stop in stops] == [
        "aws_db_instance.patients", "aws_db_snapshot.nightly", "aws_db_snapshot_copy.abroad",
    ]  # fmt: skip
    assert [stop["physicalLocation"]["region"]["startLine"] for stop in stops] == [1, 1, 8]


def test_code_flow_shows_what_tells_each_step_and_passes_what_is_not_judged() -> None:
    steps = (
        Step("aws_db_instance.d", "aws_link.l", "exports_to", "rule.source", "aws_link.l"),
        Step("aws_link.l", "aws_s3_bucket.b", "writes", "rule.bucket", "aws_link.l"),
    )
    reached = judged(
        resource("aws_s3_bucket.b", "b.tf", 30, 33),
        (Result.FAIL,) * 6,
        classification=Classification(True, Basis.PROPAGATED, "data flows here", steps),
    )
    said = finding("HDS-007", Result.FAIL, "aws_s3_bucket.b", "said")
    places = {
        "aws_db_instance.d": SourceRange("d.tf", 1, 9),
        "aws_link.l rule.source": SourceRange("l.tf", 12, 12),
        "aws_link.l rule.bucket": SourceRange("l.tf", 13, 13),
    }

    def stops(of: Assessment) -> list[tuple[str, str, int]]:
        (result,) = run_of(of)["results"]
        flows = result.get("codeFlows", [])
        places = [stop["location"] for flow in flows for stop in flow["threadFlows"][0]["locations"]]
        return [
            (
                place["message"]["text"],
                place["physicalLocation"]["artifactLocation"]["uri"],
                place["physicalLocation"]["region"]["startLine"],
            )
            for place in places
        ]

    whole = assessment([reached], [said])
    assert stops(replace(whole, places=places)) == [
        ("health data starts here", "d.tf", 1),
        ("export aws_link.l: exports_to by rule.source", "l.tf", 12),
        ("written to aws_s3_bucket.b: writes by rule.bucket", "l.tf", 13),
    ]
    assert stops(whole) == [], "a path with a gap would be another path"


@pytest.mark.parametrize(
    ("file", "encoded"),
    [
        ("main.tf", "main.tf"),
        ("a b/c#d?.tf", "a%20b/c%23d%3F.tf"),
        ("c:d.tf", "c%3Ad.tf"),
        ("100%.tf", "100%25.tf"),
        ("santé.tf", "sant%C3%A9.tf"),
        ("\udcff.tf", "%FF.tf"),
        ("\ud800.tf", "%5Cu%7Bd800%7D.tf"),
    ],
)
def test_uris_are_percent_encoded(file: str, encoded: str) -> None:
    assert uri(file) == encoded


def fingerprints(a: Assessment) -> list[str]:
    return [result["partialFingerprints"]["hdsPolicy/v1"] for result in run_of(a)["results"]]


def moved(a: Assessment) -> Assessment:
    down = [
        replace(each, location=SourceRange(each.location.file, each.location.start_line + 50, 999))
        if each.location
        else each
        for each in a.findings
    ]
    return replace(a, findings=tuple(replace(each, message=f"{each.message} reworded") for each in down))


def test_fingerprints_survive_moved_lines_and_new_words(clinic: Assessment) -> None:
    before = fingerprints(clinic)
    assert fingerprints(moved(clinic)) == before
    assert len(set(before)) == len(before) == 18


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "HDS-002"},
        {"subject": "other:aws_db_instance.a"},
        {"facts": (("holder", "ovhcloud"), ("region", "us-east-1"))},
        {"facts": (("holder", "aws"), ("region", "us-west-2"))},
        {"subject_kind": SubjectKind.TYPE},
    ],
)
def test_fingerprints_tell_apart(change: dict[str, Any]) -> None:
    facts = (("holder", "aws"), ("region", "us-east-1"))
    one = finding("HDS-001", Result.FAIL, "aws_db_instance.a", "said", facts=facts)
    other = replace(one, **change)
    assert fingerprints(assessment([], [one])) != fingerprints(assessment([], [other]))


def test_fingerprints_rest_on_the_id_of_the_hoster_not_on_its_name() -> None:
    one = finding("HDS-001", Result.FAIL, "a.b", "said", facts=(("holder", "AWS"), ("holder_id", "aws")))
    renamed = replace(one, facts=(("holder", "Amazon Web Services"), ("holder_id", "aws")))
    other = replace(one, facts=(("holder", "AWS"), ("holder_id", "aws-china")))
    assert fingerprints(assessment([], [one])) == fingerprints(assessment([], [renamed]))
    assert fingerprints(assessment([], [one])) != fingerprints(assessment([], [other]))


def test_fingerprints_tell_layers_apart() -> None:
    one = finding("HDS-001", Result.FAIL, "a.b", "said", layer=Layer.ADMIN)
    two = replace(one, layer=Layer.BACKUP)
    assert fingerprints(assessment([], [one])) != fingerprints(assessment([], [two]))


def test_equal_findings_get_numbers() -> None:
    one = finding("HDS-001", Result.FAIL, "aws_db_instance.a", "said")
    first, second = fingerprints(assessment([], [one, replace(one, message="said otherwise")]))
    assert first.endswith(":1")
    assert second == f"{first[:-2]}:2"


@pytest.mark.parametrize(
    ("code", "success"),
    [(ExitCode.OK, True), (ExitCode.FAIL, True), (ExitCode.UNDETERMINED, True), (ExitCode.INTERNAL, False)],
)
def test_invocation_tells_the_exit_code(code: ExitCode, success: bool) -> None:
    (invocation,) = run_of(assessment(exit_code=code))["invocations"]
    assert invocation["exitCode"] == int(code)
    assert invocation["executionSuccessful"] is success
    assert invocation["exitCodeDescription"]


def test_notifications_name_what_was_not_read_and_each_cause(clinic: Assessment) -> None:
    said = run_of(clinic)["invocations"][0]["toolExecutionNotifications"]
    assert [each["message"]["text"] for each in said] == [
        "Not read: broken.tf (parse_error): unexpected token '}'",
        "Not read: module.vpc (module_not_available): source is a registry address",
        "9 results undetermined: unresolved_value.",
    ]
    assert said[0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert {each["level"] for each in said} == {"error"}


def test_many_unread_are_counted() -> None:
    unread = tuple(Unread(f"{n}.tf", Cause.PARSE_ERROR, "broken") for n in range(1200))
    said = run_of(assessment(unread=unread))["invocations"][0]["toolExecutionNotifications"]
    assert len(said) == 1001
    assert said[-1]["message"]["text"] == "200 more inputs were not read."


def many(number: int) -> Assessment:
    """Mild findings first, so that cutting by position would lose the worst."""
    found = [finding("HDS-001", Result.REVIEW, f"aws_db_instance.r{n}", "to be looked at") for n in range(number - 500)]
    found += [finding("HDS-002", Result.FAIL, f"aws_db_instance.f{n}", "fails") for n in range(500)]
    return assessment([], found)


def test_no_more_results_than_github_takes(validator: jsonschema.Draft4Validator) -> None:
    run = run_of(many(26_000))
    assert len(run["results"]) == 25_000
    assert [result["properties"]["result"] for result in run["results"][:501]] == ["fail"] * 500 + ["review"]
    said = run["invocations"][0]["toolExecutionNotifications"][0]
    assert said["message"]["text"].startswith("1000 results are left out")
    assert "1000 review" in said["message"]["text"]
    validator.validate({**log(many(600)), "version": "2.1.0"})


def test_no_more_bytes_than_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_COMPRESSED", 30_000)
    report = FORMATS["sarif"](many(2_000), RenderOptions())
    run = json.loads(report)["runs"][0]
    assert len(zlib.compress(json.dumps(run).encode(), 9)) <= 30_000
    kept = len(run["results"])
    assert 0 < kept < 2_000
    text = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert text.startswith(f"{2_000 - kept} results are left out")


def test_messages_are_short_and_hold_no_link_or_argument() -> None:
    said = finding("HDS-001", Result.FAIL, "aws_db_instance.a", "[here](http://evil) {0} " + "long " * 400)
    text = run_of(assessment([], [said]))["results"][0]["message"]["text"]
    assert len(text) == 1024
    assert text.endswith("…")
    assert "](" not in text
    assert "{0}" not in text


def test_a_rule_that_nobody_knows_is_reported_all_the_same() -> None:
    run = run_of(assessment([], [finding("X-1", Result.FAIL, "aws_db_instance.a", "said")]))
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]] == {"id": "X-1"}
    assert result["level"] == "error"


def test_expired_waivers_suppress_nothing() -> None:
    clinic = assessment(clinic_resources(), clinic_findings(), waivers=(WAIVER, EXPIRED), expired_waivers=(EXPIRED,))
    suppressed = [result for result in run_of(clinic)["results"] if "suppressions" in result]
    assert [result["ruleId"] for result in suppressed] == ["HDS-006/exempt"]


def test_two_conditions_of_one_hoster_are_told_apart() -> None:
    one = finding("HDS-010", Result.FAIL, "ovhcloud", "said", kind=SubjectKind.HOSTER, facts=(("title", "option"),))
    two = replace(one, facts=(("title", "support"),))
    assert fingerprints(assessment([], [one])) != fingerprints(assessment([], [two]))


def test_at_most_a_hundred_related_locations() -> None:
    resources = [judged(resource(f"aws_db_instance.n{number}"), (Result.FAIL,) * 6) for number in range(150)]
    keys = tuple(each.resource.key for each in resources)
    said = finding("HDS-009", Result.FAIL, "aws", "said", kind=SubjectKind.HOSTER, resources=keys)
    (result,) = run_of(assessment(resources, [said]))["results"]
    assert len(result["relatedLocations"]) == 100
    assert result["properties"]["resourceCount"] == 150


def test_a_path_through_something_without_a_place_gives_no_code_flow(clinic: Assessment) -> None:
    without = [each for each in clinic.resources if each.resource.key != "aws_db_snapshot.nightly"]
    results = run_of(replace(clinic, resources=tuple(without)))["results"]
    assert results
    assert not [result for result in results if "codeFlows" in result]
