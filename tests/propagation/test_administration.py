"""Parties outside that access control lets in, from the command line."""

from __future__ import annotations

from typing import Any

import pytest
from clinic_tree import BUCKET, PARIS, Checked

OWN, OTHER = "111111111111", "999999999999"
PROVIDER = PARIS.replace("}", f'  allowed_account_ids = ["{OWN}"]\n}}')
GOOGLE = 'provider "google" {\n  project = "clinic"\n  region  = "europe-west9"\n}\n'
LAKE = 'resource "google_storage_bucket" "b" {\n  name = "b"\n  location = "EU"\n  labels = { hds = "true" }\n}\n'
OIDC = (
    'resource "aws_iam_openid_connect_provider" "o" {\n  url = %s\n  client_id_list = ["sts.amazonaws.com"]\n}\n'
    'resource "aws_eks_cluster" "k" {\n  name = "k"\n  role_arn = "r"\n}\n'
)


def role(principal: str, more: str = "") -> str:
    return f"""
variable "x" {{}}
resource "aws_iam_role" "r" {{
  name               = "r"
  assume_role_policy = jsonencode({{
    Statement = [{{ Effect = "Allow", Action = "sts:AssumeRole", Principal = {principal} }}]
  }})
}}
{more}
"""


def told(checked: Checked, text: str, *, further: str = "") -> list[tuple[str, str, str]]:
    """Result, party and code of each finding about a party, passes included."""
    done = checked(text, further=further)
    assert done.code in (0, 3, 4), "a right alone never fails"
    found: list[dict[str, Any]] = done.json["findings"]
    return [(one["result"], one["subject"], *one["reasons"][:1]) for one in found if one["rule"] == "HDS-027"]


def account(code: str = "account_not_declared", number: str = OTHER) -> list[tuple[str, ...]]:
    return [("review", f"account {number}", code)]


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        (f'{{ AWS = "arn:aws:iam::{OTHER}:root" }}', account()),
        (f'{{ AWS = ["{OWN}"], Service = "ec2.amazonaws.com" }}', []),
        ('{ AWS = "*" }', [("review", "everybody", "everybody_let_in")]),
        ("{ AWS = var.x }", [("review", "somebody who is not known", "party_not_known")]),
        (
            f'{{ Federated = "arn:aws:iam::{OWN}:oidc-provider/token.actions.githubusercontent.com" }}',
            [("review", "identity provider token.actions.githubusercontent.com", "provider_not_declared")],
        ),
        (f'{{ Federated = "arn:aws:iam::{OWN}:oidc-provider/oidc.eks.eu-west-3.amazonaws.com/id/A" }}', []),
        (f'{{ Federated = "arn:aws:iam::{OWN}:saml-provider/directory" }}', []),
        (
            f'{{ Federated = "arn:aws:iam::{OTHER}:saml-provider/directory" }}',
            [("review", "identity provider directory", "provider_not_declared")],
        ),
        ('{ Federated = "cognito-identity.amazonaws.com" }', []),
    ],
)
def test_whom_a_role_trusts(checked: Checked, principal: str, expected: list[tuple[str, ...]]) -> None:
    assert told(checked, PROVIDER + BUCKET + role(principal)) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ('"https://ci.example/p"', [("review", "identity provider ci.example/p", "provider_not_declared")]),
        ("aws_eks_cluster.k.identity[0].oidc[0].issuer", []),
        ("var.x", [("review", "somebody who is not known", "party_not_known")]),
    ],
)
def test_an_identity_provider_that_was_read(checked: Checked, url: str, expected: list[tuple[str, ...]]) -> None:
    text = role("{ Federated = aws_iam_openid_connect_provider.o.arn }", OIDC % url)
    assert told(checked, PROVIDER + BUCKET + text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'resource "aws_kms_grant" "g" {\n  key_id = "k"\n  operations = ["Decrypt"]\n  grantee_principal = "%s"\n}\n',
        'resource "aws_ram_principal_association" "g" {\n  resource_share_arn = "x"\n  principal = "%s"\n}\n',
        'resource "aws_lakeformation_permissions" "g" {\n  permissions = ["ALL"]\n  principal = "%s"\n}\n',
        'resource "aws_kms_key" "g" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "kms:*",'
        ' Principal = { AWS = "%s" } }] })\n}\n',
    ],
)
def test_grants_of_other_kinds(checked: Checked, text: str) -> None:
    assert told(checked, PROVIDER + BUCKET + text % f"arn:aws:iam::{OTHER}:role/a") == account()
    assert told(checked, PROVIDER + BUCKET + text % f"arn:aws:iam::{OWN}:role/a") == []


def test_a_tenant_that_lighthouse_lets_in(checked: Checked) -> None:
    text = """
provider "azurerm" {
  features {}
}
resource "azurerm_storage_account" "a" {
  name     = "a"
  location = "francecentral"
  tags     = { hds = "true" }
}
resource "azurerm_lighthouse_definition" "l" {
  name               = "l"
  managing_tenant_id = "00000000-1111-2222-3333-444444444444"
  scope              = "s"
}
"""
    assert told(checked, text) == account(number="00000000-1111-2222-3333-444444444444")


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("serviceAccount:a@clinic.iam.gserviceaccount.com", []),
        ("serviceAccount:a@others.iam.gserviceaccount.com", account(number="others")),
        ("serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com", []),
        ("serviceAccount:1-compute@developer.gserviceaccount.com", []),
        (
            "user:a@Partner.example",
            [("review", "identity provider partner.example", "provider_not_declared")],
        ),
        ("domain:partner.example", [("review", "identity provider partner.example", "provider_not_declared")]),
        ("allUsers", [("review", "everybody", "everybody_let_in")]),
        ("projectOwner:clinic", []),
        ("projectOwner:others", account(number="others")),
        (
            "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/*",
            [
                (
                    "review",
                    "identity provider iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/*",
                    "provider_not_declared",
                )
            ],
        ),
    ],
)
def test_a_member_of_a_project(checked: Checked, member: str, expected: list[tuple[str, ...]]) -> None:
    text = (
        'resource "google_project_iam_member" "m" {\n  project = "clinic"\n  role = "roles/owner"\n  member = "%s"\n}\n'
    )
    assert told(checked, GOOGLE + LAKE + text % member) == expected


def test_a_member_that_is_not_known(checked: Checked) -> None:
    text = (
        'variable "x" {}\nresource "google_service_account" "s" {\n  account_id = "s"\n}\n'
        'resource "google_project_iam_binding" "m" {\n  project = "clinic"\n  role = "r"\n  members = [%s]\n}\n'
    )
    unknown = [("review", "somebody who is not known", "party_not_known")]
    assert told(checked, GOOGLE + LAKE + text % "var.x") == unknown
    assert told(checked, GOOGLE + LAKE + text % "google_service_account.s.member") == []


def test_without_health_data_under_the_provider_nothing_is_asked(checked: Checked) -> None:
    assert told(checked, PROVIDER + role(f'{{ AWS = "{OTHER}" }}')) == []
    assert told(checked, PROVIDER + GOOGLE + LAKE + role(f'{{ AWS = "{OTHER}" }}')) == []


CERTIFIED = """
[[certificates]]
holder = "outside"
number = "OUT-1"
layers = ["{layer}"]
services = ["*"]
regions = ["*"]
referential = "2.0"
valid_from = 2025-03-01
valid_until = 2028-02-29
body = "a certification body"
seen_on = 2026-09-01
"""


@pytest.mark.parametrize(
    ("status", "certificate", "expected"),
    [
        ("controller", "", [("pass", f"account {OTHER}")]),
        ("exempt", "", [("pass", f"account {OTHER}")]),
        ("certified", CERTIFIED.format(layer="admin"), [("pass", f"account {OTHER}")]),
        ("certified", CERTIFIED.format(layer="backup"), account("operator_certificate_not_seen")),
        ("unknown", "", account("operator_certificate_not_seen")),
        ("not_certified", "", account("operator_not_certified")),
    ],
)
def test_a_declared_operator_is_asked_for_its_certificate(
    checked: Checked, status: str, certificate: str, expected: list[tuple[str, ...]]
) -> None:
    operator = (
        f'[operators.outside]\nname = "Outside"\nstatus = "{status}"\naccounts = ["123456789012", "{OTHER}"]\n'
        'reason = "our own staff, in an account of its own"\n'
    )
    text = PROVIDER + BUCKET + role(f'{{ AWS = "{OTHER}" }}')
    assert told(checked, text, further=operator + certificate) == expected


def test_one_party_is_one_finding_for_all_that_lets_it_in(checked: Checked) -> None:
    grant = (
        'resource "aws_kms_grant" "g" {\n  key_id = "k"\n  operations = ["Decrypt"]\n  grantee_principal = "%s"\n}\n'
    )
    done = checked(PROVIDER + BUCKET + role(f'{{ AWS = "{OTHER}" }}') + grant % f"arn:aws:iam::{OTHER}:role/a")
    (one,) = [one for one in done.json["findings"] if one["rule"] == "HDS-027"]
    assert one["resources"] == ["aws_iam_role.r", "aws_kms_grant.g"]
    assert one["message"] == (
        f"The account {OTHER} is let in by assume_role_policy of aws_iam_role.r (places in all: 2); "
        "no operator is declared for it."
    )


def test_an_account_of_everybody_is_refused(write: Any, check: Any) -> None:
    estate = 'version = 1\n[operators.o]\nname = "O"\nstatus = "unknown"\naccounts = ["*"]\n'
    done = check(write({"main.tf": PROVIDER + BUCKET, "hds-policy.toml": estate}))
    assert done.code == 2
    assert "names everybody" in " ".join(done.err.split())
