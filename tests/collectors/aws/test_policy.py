"""The IAM policy: what the modules declare, what the server was really asked, and its size."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hds_collectors.aws.policy import DENIED, actions_of, documents, rendered
from hds_collectors.aws.services import all_services


def test_every_declared_action_is_allowed_once_and_none_that_is_denied() -> None:
    services = list(all_services().values())
    made = documents(services)
    allowed = [
        action
        for name, document in made.items()
        if name != "HdsPolicyNoContent"
        for action in document["Statement"][0]["Action"]
    ]
    assert sorted(allowed) == sorted(set(allowed)) == list(actions_of(services))
    assert {"sts:GetCallerIdentity", "ec2:DescribeRegions", "s3:ListAllMyBuckets", "tag:GetResources"} <= set(allowed)
    assert not set(allowed) & set(DENIED)
    assert not any("*" in action for action in allowed)


def test_a_document_fits_a_managed_policy() -> None:
    for name, document in documents(list(all_services().values())).items():
        assert len(json.dumps(document, separators=(",", ":"))) <= 6144, name


def test_a_service_alone_asks_for_its_own_actions() -> None:
    found = json.loads(rendered("json", [all_services()["kms"]]))
    assert found["HdsPolicyRead1"]["Statement"][0]["Action"] == [
        "ec2:DescribeRegions",
        "kms:DescribeKey",
        "kms:ListKeys",
        "sts:GetCallerIdentity",
    ]


def test_the_server_takes_the_template_and_makes_the_role(cloud: Any) -> None:
    template = rendered("cloudformation", list(all_services().values()))
    given = {"ReaderAccount": "999988887777", "ExternalId": "our-run"}
    cloud("cloudformation").create_stack(
        StackName="reader",
        TemplateBody=template,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    role = cloud("iam").get_role(RoleName="HdsPolicyRead")["Role"]
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": "our-run"}}
    attached = cloud("iam").list_attached_role_policies(RoleName="HdsPolicyRead")["AttachedPolicies"]
    assert len(attached) == len(documents(list(all_services().values())))


@pytest.mark.parametrize("form", ["json", "cloudformation", "terraform"])
def test_every_format_is_one_json_document(form: str) -> None:
    assert isinstance(json.loads(rendered(form, list(all_services().values()))), dict)
