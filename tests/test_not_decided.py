"""What nobody decided on, or decided twice, from the command line: folders that once ended with exit code 0."""

from __future__ import annotations

import pytest
from clinic_tree import BODY, BUCKET, DATABASE, DEFAULT_NONE, HEALTH, PARIS, VIRGINIA, Checked, said


def test_a_hint_is_not_cleared_by_default(checked: Checked) -> None:
    intent = 'resource "aws_s3_bucket" "i" {\n  bucket = "p"\n  tags = { Compliance = "HDS" }\n}\n'
    done = checked(PARIS + BUCKET + intent, further=DEFAULT_NONE)
    assert said(done, "HDS-015") == [("review", "aws_s3_bucket.i", "suspected")]
    assert done.code == 0
    assert checked(PARIS + BUCKET + intent, "--strict", further=DEFAULT_NONE).code == 3
    assert checked(PARIS + BUCKET + intent).code == 3


def test_a_type_made_for_health_data_is_not_cleared_by_default(checked: Checked) -> None:
    service = 'resource "azurerm_healthcare_fhir_service" "f" {\n  name     = "x"\n  location = "eastus"\n}\n'
    done = checked(PARIS + BUCKET + service, further=DEFAULT_NONE)
    assert said(done, "HDS-015") == [("review", "azurerm_healthcare_fhir_service.f", "suspected")]


def test_an_hds_option_of_the_hoster_is_not_cleared_by_default(checked: Checked) -> None:
    """Whoever orders HDS hosting hosts health data: both are judged, on what is known of their hosters."""
    text = """
provider "scalingo" {
  region = "osc-fr1"
}
resource "scalingo_app" "s" {
  name         = "s"
  hds_resource = true
}
resource "clevercloud_postgresql" "p" {
  name   = "s"
  plan   = "xs_sml"
  region = "parhds"
}
resource "clevercloud_postgresql" "other" {
  name   = "s"
  plan   = "xs_sml"
  region = "par"
}
"""
    done = checked(text, further=DEFAULT_NONE)
    bases = {one["address"]: one["classification"]["basis"] for one in done.json["resources"]}
    assert bases == {"scalingo_app.s": "native", "clevercloud_postgresql.p": "native"}


def test_what_is_tagged_and_holds_nothing_is_said(checked: Checked) -> None:
    secret = f'resource "aws_secretsmanager_secret" "a" {{\n  name = "k"\n  {HEALTH}\n}}\n'
    done = checked(PARIS + secret)
    assert said(done, "HDS-016") == [("review", "aws_secretsmanager_secret", "tagged")]
    assert done.code == 4


def test_of_two_tags_the_one_that_says_health_counts(checked: Checked) -> None:
    machine = f"""
resource "aws_instance" "v" {{
  ami         = "x"
  tags        = {{ data_classification = "none" }}
  volume_{HEALTH}
}}
"""
    done = checked(PARIS.replace("eu-west-3", "us-east-1") + machine)
    assert done.code == 1
    assert said(done, "HDS-007") == [("fail", "aws_instance.v", "outside_eea")]


COPY = """
resource "aws_db_instance" "copy" {
  provider            = aws.us
  replicate_source_db = aws_db_instance.a.arn
}
"""


def test_a_copy_with_a_tag_that_says_none_is_a_copy(checked: Checked) -> None:
    tagged = VIRGINIA.replace("}\n", '  default_tags {\n    tags = { data_classification = "none" }\n  }\n}\n')
    done = checked(PARIS + tagged + DATABASE + COPY)
    assert done.code == 1
    assert said(done, "HDS-007") == [("fail", "aws_db_instance.copy", "outside_eea")]


def test_only_a_rule_of_the_estate_says_that_a_copy_holds_nothing(checked: Checked) -> None:
    rule = (
        "[[classification.rules]]\n"
        'match = "aws_db_instance.copy"\n'
        "health = false\n"
        'reason = "anonymised on the way by the replication task"\n'
    )
    done = checked(PARIS + VIRGINIA + DATABASE + COPY, further=rule)
    assert (done.code, said(done, "HDS-007")) == (0, [])


def rule_for(match: str) -> str:
    return f'[[classification.rules]]\nmatch = "{match}"\nhealth = true\nreason = "patient files"\n'


@pytest.mark.parametrize(
    ("default", "result", "code"),
    [
        (DEFAULT_NONE, "undetermined", 3),
        ('\n[classification]\ndefault = "health"\n', "undetermined", 3),
        ("", "review", 0),
    ],
)
def test_a_rule_that_was_to_protect_and_fits_nothing(checked: Checked, default: str, result: str, code: int) -> None:
    done = checked(PARIS + BUCKET, further=default + rule_for("aws_s3_buckets.*"))
    assert said(done, "HDS-017") == [(result, "classification rule: patient files", "no_resource")]
    assert done.code == code
    used = checked(PARIS + BUCKET, further=default + rule_for("aws_s3_bucket.*"))
    assert (used.code, said(used, "HDS-017")) == (0, [])


def test_a_default_does_not_clear_a_type_nobody_knows(checked: Checked) -> None:
    done = checked(PARIS + BUCKET + 'resource "aws_novelty_store" "n" {}\n', further=DEFAULT_NONE)
    assert said(done, "HDS-013") == [("undetermined", "aws_novelty_store", "unsupported")]
    assert done.code == 3


def waivers(root: str) -> str:
    one = (
        '[[waivers]]\nrule = "HDS-00{number}"\naddress = "aws_s3_bucket.a"\n'
        'reason = "staging only has invented patients"\napproved_by = "the DPO"\nexpires = 2027-01-01\n' + root
    )
    return "".join(one.format(number=number) for number in range(1, 8))


@pytest.mark.parametrize(
    ("root", "failing"),
    [('root = "."\n', {"prod:aws_s3_bucket.a"}), ('root = "prod"\n', {"aws_s3_bucket.a"}), ("", set())],
    ids=["top", "prod", "all"],
)
def test_a_waiver_may_be_bound_to_a_root(checked: Checked, root: str, failing: set[str]) -> None:
    text = PARIS.replace("eu-west-3", "us-east-1") + BUCKET
    done = checked(text, further=waivers(root), **{"prod/main.tf": text})
    assert {subject for result, subject, _ in said(done, "HDS-007") if result == "fail"} == failing
    assert done.code == (1 if failing else 0)


@pytest.mark.parametrize("options", [(), ("--strict",)])
def test_what_only_a_default_clears_is_nothing_to_check(checked: Checked, options: tuple[str, ...]) -> None:
    invoices = 'resource "aws_db_instance" "a" {\n  identifier = "invoices"\n}\n'
    assert checked(PARIS + invoices, *options, further=DEFAULT_NONE).code == 4


@pytest.mark.parametrize(("options", "code"), [((), 4), (("--strict",), 3)])
def test_a_hint_asks_for_a_decision_and_is_none(checked: Checked, options: tuple[str, ...], code: int) -> None:
    patients = 'resource "aws_db_instance" "a" {\n  identifier = "patients"\n}\n'
    done = checked(PARIS + patients, *options, further=DEFAULT_NONE)
    assert said(done, "HDS-015") == [("review", "aws_db_instance.a", "suspected")]
    assert done.code == code


@pytest.mark.parametrize(
    ("country", "status", "result", "code"),
    [
        ("FR", "certified", None, 0),
        ("NO", "certified", None, 0),
        ("GB", "certified", "fail", 1),
        ("RE", "certified", "undetermined", 3),
        ("US", "controller", "not_applicable", 0),
        ("US", "exempt", "not_applicable", 0),
    ],
)
def test_a_site_is_judged_by_its_country_unless_it_is_ones_own(
    checked: Checked, country: str, status: str, result: str | None, code: int
) -> None:
    operator = "op" if status == "certified" else "us"
    reason = "" if status == "certified" else 'reason = "our own patients, on our own machines"\n'
    site = (
        (f'[operators.us]\nname = "Us"\nstatus = "{status}"\n{reason}' if operator == "us" else "")
        + f'[[sites]]\nid = "room"\ncountry = "{country}"\noperator = "{operator}"\n'
        + '[[clusters]]\nsite = "room"\nmatch = { root = "*" }\n'
        + '[[certificates]]\nholder = "op"\nnumber = "OP-2"\n'
        + BODY.replace('regions = "eea"', 'regions = ["*"]')
    )
    claim = 'provider "kubernetes" {}\nresource "kubernetes_persistent_volume_claim_v1" "a" {}\n'
    done = checked(claim, "--assume", "health", further=site)
    assert [one[0] for one in said(done, "HDS-007")] == ([result] if result else []), done.out + done.err
    assert done.code == code


def test_the_report_of_a_long_chain_shows_the_end_of_each_way(checked: Checked) -> None:
    """Each replica would else carry the whole chain before it: the report would grow with its square."""
    chain = "".join(
        f'resource "aws_db_instance" "r{number}" {{\n'
        f"  replicate_source_db = aws_db_instance.{f'r{number - 1}' if number else 'a'}.arn\n}}\n"
        for number in range(60)
    )
    done = checked(PARIS + DATABASE + chain)
    assert done.code == 0
    ways = {one["address"]: one["classification"]["path"] for one in done.json["resources"]}
    assert len(ways) == 61
    assert [len(ways[f"aws_db_instance.r{number}"]) for number in (0, 23, 24, 59)] == [1, 24, 24, 24]
    assert ways["aws_db_instance.r59"][-1]["target"].endswith("aws_db_instance.r59")
