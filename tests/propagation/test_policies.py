"""Whom a policy lets in, from the command line and on values."""

from __future__ import annotations

import json

import pytest
from building import NO_VALUE, inventory, resource
from clinic_tree import BUCKET, PARIS, Checked, said

from hds_policy.catalogue import load_catalogue
from hds_policy.model import Value
from hds_policy.propagation.ends import Ends
from hds_policy.propagation.policies import Access, Policies

OWN, OTHER = "111111111111", "999999999999"
SETTINGS: dict[str, Value] = {"allowed_account_ids": [OWN]}
PUBLIC, UNKNOWN, ACCOUNT = Access("public", ""), Access("unknown", ""), Access("account", OTHER)


def lets_in(policy: Value, *, sending: bool = False, **settings: Value) -> set[Access]:
    catalogue = load_catalogue()
    holder = resource("aws_s3_bucket_policy.p", {"policy": policy}, settings=settings or SETTINGS)
    return Policies(Ends(inventory(holder), catalogue), catalogue).lets_in(holder, "policy", sending=sending)


def policy(principal: object, **more: object) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "*", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", {PUBLIC}),
        ({"AWS": "*"}, {PUBLIC}),
        ({"AWS": ["arn:aws:iam::*:root"]}, {PUBLIC}),
        ({"AWS": OTHER}, {ACCOUNT}),
        ({"AWS": f"arn:aws:iam::{OTHER}:root"}, {ACCOUNT}),
        ({"AWS": [f"arn:aws:sts::{OTHER}:assumed-role/a/b", f"arn:aws:iam::{OWN}:user/c"]}, {ACCOUNT}),
        ({"AWS": f"arn:aws:iam::{OWN}:root"}, set()),
        ({"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}, set()),
        ({"AWS": "AIDAEXAMPLE"}, {Access("account", "AIDAEXAMPLE")}),
        ({"CanonicalUser": "79a5"}, {Access("account", "79a5")}),
        ({"Service": "logging.s3.amazonaws.com"}, set()),
        ({"Federated": f"arn:aws:iam::{OWN}:oidc-provider/ci.example"}, {Access("federation", "ci.example")}),
        ({"Federated": "accounts.google.com"}, {Access("federation", "accounts.google.com")}),
    ],
)
def test_a_principal(principal: object, expected: set[Access]) -> None:
    assert lets_in(policy(principal)) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, set()),
        ({"ArnLike": {"AWS:SourceArn": f"arn:aws:sns:eu-west-3:{OWN}:t"}}, set()),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:sns:eu-west-3:{OTHER}:t"}}, {ACCOUNT}),
        ({"StringEquals": {"aws:SourceAccount": [OWN, OTHER]}}, {ACCOUNT}),
        ({"ForAnyValue:StringLike": {"aws:SourceVpce": "vpce-1"}}, set()),
        ({"IpAddress": {"aws:SourceIp": ["192.0.2.0/24"]}}, set()),
        ({"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "0.0.0.0/0"]}}, {PUBLIC}),
        ({"StringLike": {"aws:SourceArn": "*"}}, {PUBLIC}),
        ({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, {PUBLIC}),
        ({"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}, {PUBLIC}),
        ({"ForAllValues:StringEquals": {"aws:SourceVpce": "vpce-1"}}, {PUBLIC}),
        ({"Bool": {"aws:SecureTransport": "true"}}, {PUBLIC}),
        ({"StringEquals": {"aws:SourceAccount": []}}, {PUBLIC}),
    ],
)
def test_a_condition_that_says_who(condition: object, expected: set[Access]) -> None:
    assert lets_in(policy("*", Condition=condition)) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"Effect": "Deny"}, set()),
        ({"Action": "sqs:SendMessage"}, set()),
        ({"Action": ["sqs:SendMessage", "sqs:ReceiveMessage"]}, {PUBLIC}),
        ({"Action": ["sqs:*"]}, {PUBLIC}),
        ({"Action": []}, {PUBLIC}),
    ],
)
def test_what_a_statement_allows(more: dict[str, object], expected: set[Access]) -> None:
    assert lets_in(policy("*", **more)) == expected


def test_who_only_sends_counts_when_that_is_asked() -> None:
    assert lets_in(policy("*", Action="sqs:SendMessage"), sending=True) == {PUBLIC}


def test_everybody_but_some_is_everybody() -> None:
    statement = {"Effect": "Allow", "NotPrincipal": {"AWS": OWN}, "Action": "*"}
    assert lets_in(json.dumps({"Statement": statement})) == {PUBLIC}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (NO_VALUE, {UNKNOWN}),
        ("no json", {UNKNOWN}),
        ("[" * 100_000, {UNKNOWN}),
        ("[]", {UNKNOWN}),
        ("", set()),
        ({"Statement": [NO_VALUE]}, {UNKNOWN}),
        ({"Statement": NO_VALUE}, {UNKNOWN}),
        ({"Statement": [{"Effect": NO_VALUE, "Principal": "*"}]}, {PUBLIC}),
        ({"Statement": [{"Effect": "Allow", "Principal": NO_VALUE}]}, {UNKNOWN}),
        ({"Statement": [{"Effect": "Allow", "Principal": {"AWS": [NO_VALUE, OTHER]}}]}, {UNKNOWN, ACCOUNT}),
        ({"Statement": [{"Effect": "Allow", "Principal": {"AWS": [OTHER]}, "Resource": NO_VALUE}]}, {ACCOUNT}),
        (
            {
                "Statement": {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Condition": {"StringEquals": {"aws:SourceVpce": NO_VALUE}},
                }
            },
            {UNKNOWN},
        ),
    ],
)
def test_what_is_not_known_is_never_nobody(value: Value, expected: set[Access]) -> None:
    assert lets_in(value) == expected


def test_while_the_own_account_is_not_known_every_account_may_be_another() -> None:
    assert lets_in(policy({"AWS": OWN}), region="eu-west-3") == {Access("account", OWN)}


def opened(text: str) -> str:
    return PARIS.replace("}", f'  allowed_account_ids = ["{OWN}"]\n}}') + BUCKET + text


DOCUMENT = """
data "aws_iam_policy_document" "d" {{
  statement {{
    actions   = ["s3:GetObject"]
    resources = ["${{aws_s3_bucket.a.arn}}/*"]
    principals {{
      type        = "{kind}"
      identifiers = [{who}]
    }}
    {condition}
  }}
}}
data "aws_caller_identity" "me" {{}}
resource "aws_iam_role" "r" {{
  name               = "r"
  assume_role_policy = "{{}}"
}}
variable "x" {{}}
resource "aws_s3_bucket_policy" "p" {{
  bucket = aws_s3_bucket.a.id
  policy = data.aws_iam_policy_document.d.json
}}
"""
CONDITION = (
    'condition {\n      test     = "StringEquals"\n      variable = "aws:SourceVpce"\n      values   = ["v"]\n    }'
)


@pytest.mark.parametrize(
    ("kind", "who", "condition", "expected"),
    [
        ("*", '"*"', "", ("fail", "open_to_everybody")),
        ("AWS", '"*"', "", ("fail", "open_to_everybody")),
        ("AWS", '"*"', CONDITION, None),
        ("AWS", f'"{OTHER}"', "", ("review", "open_to_account")),
        ("AWS", f'"arn:aws:iam::{OWN}:root"', "", None),
        ("AWS", "aws_iam_role.r.arn", "", None),
        ("AWS", '"arn:aws:iam::${data.aws_caller_identity.me.account_id}:root"', "", None),
        ("AWS", "var.x", "", ("undetermined", "open_to_unknown")),
        ("AWS", "aws_iam_role.r.arn, var.x", "", ("undetermined", "open_to_unknown")),
        ("Service", '"cloudfront.amazonaws.com"', "", None),
    ],
)
def test_a_policy_made_by_a_data_source(
    checked: Checked, kind: str, who: str, condition: str, expected: tuple[str, str] | None
) -> None:
    done = checked(opened(DOCUMENT.format(kind=kind, who=who, condition=condition)))
    found = [(result, code) for result, _, code in said(done, "HDS-023")]
    assert found == ([expected] if expected else [])
    assert done.code == {"fail": 1, "undetermined": 3}.get(expected[0] if expected else "", 0)


WRITTEN = """
variable "x" {{}}
resource "aws_iam_role" "r" {{
  name               = "r"
  assume_role_policy = "{{}}"
}}
locals {{
  policy = jsonencode({{
    Statement = [{{
      Effect    = "Allow"
      Action    = "s3:GetObject"
      Principal = {who}
      Resource  = aws_s3_bucket.a.arn
    }}]
  }})
}}
resource "aws_s3_bucket_policy" "p" {{
  bucket = aws_s3_bucket.a.id
  policy = {policy}
}}
"""


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ('"*"', ("fail", "open_to_everybody")),
        (f'{{ AWS = ["{OTHER}"] }}', ("review", "open_to_account")),
        ("{ AWS = aws_iam_role.r.arn }", None),
        ("{ AWS = var.x }", ("undetermined", "open_to_unknown")),
    ],
)
def test_a_policy_written_with_a_part_that_is_not_known(
    checked: Checked, who: str, expected: tuple[str, str] | None
) -> None:
    """The ARN of a bucket that is not there yet makes the whole text unknown, but not who is let in."""
    done = checked(opened(WRITTEN.format(who=who, policy="local.policy")))
    assert [(result, code) for result, _, code in said(done, "HDS-023")] == ([expected] if expected else [])


def test_a_policy_that_only_a_variable_tells(checked: Checked) -> None:
    done = checked(opened(WRITTEN.format(who='"x"', policy="var.x")))
    assert said(done, "HDS-023") == [("undetermined", "aws_s3_bucket.a", "open_to_unknown")]


@pytest.mark.parametrize(("network", "expected"), [("", "fail"), ('vpc_options {\n    subnet_ids = ["s"]\n  }', None)])
def test_a_search_domain_in_a_network_is_not_open_to_everybody(
    checked: Checked, network: str, expected: str | None
) -> None:
    domain = f"""
resource "aws_opensearch_domain" "d" {{
  domain_name     = "d"
  tags            = {{ hds = "true" }}
  access_policies = jsonencode({{ Statement = [{{ Effect = "Allow", Action = "es:*", Principal = "*" }}] }})
  {network}
}}
"""
    assert [result for result, _, _ in said(checked(PARIS + domain), "HDS-023")] == ([expected] if expected else [])
