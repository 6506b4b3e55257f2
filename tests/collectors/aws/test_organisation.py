"""An organisation of three accounts: what is planted in each of four regions is found, what is not read is said."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest
from hds_collectors.aws.options import options_of
from hds_collectors.aws.policy import as_cloudformation, chosen
from hds_collectors.aws.services import all_services
from hds_collectors.aws.worker import Reader
from hds_collectors.live.units import Unit
from msgspec import Struct
from passing_on import Asked, passing_on
from scanning import read

from hds_policy.errors import UsageError
from hds_policy.model import Cause, InputStatus, Inventory

FIRST = "123456789012"
REGIONS = ("eu-west-1", "eu-west-3", "ap-southeast-2", "us-east-1")
ABROAD = REGIONS[2:]
ROLE = "HdsPolicyRead"


class Organisation(Struct):
    cloud: Any
    members: tuple[str, ...]
    unit: str
    closed: str

    def client(self, account: str, service: str, region: str) -> Any:
        """A client of an account of the organisation."""
        if account == FIRST:
            return self.cloud(service, region)
        role = f"arn:aws:iam::{account}:role/{ROLE}"
        keys = self.cloud("sts").assume_role(RoleArn=role, RoleSessionName="plant")["Credentials"]
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.cloud.url,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )


@pytest.fixture
def organisation(cloud: Any, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """The account the run begins with, two members of which one lies in a unit in a unit, and a closed account."""
    # With it, the server takes every call for one of that account, whoever signed it.
    monkeypatch.delenv("MOTO_ACCOUNT_ID")
    api = cloud("organizations")
    api.create_organization(FeatureSet="ALL")
    made = [
        api.create_account(Email=f"{name}@example.org", AccountName=name)["CreateAccountStatus"]["AccountId"]
        for name in ("clinic", "website", "former")
    ]
    root = api.list_roots()["Roots"][0]["Id"]
    outer = api.create_organizational_unit(ParentId=root, Name="care")["OrganizationalUnit"]["Id"]
    inner = api.create_organizational_unit(ParentId=outer, Name="clinics")["OrganizationalUnit"]["Id"]
    api.move_account(AccountId=made[0], SourceParentId=root, DestinationParentId=inner)
    api.tag_resource(ResourceId=made[1], Tags=[{"Key": "perimeter", "Value": "none"}])
    api.close_account(AccountId=made[2])
    return Organisation(cloud, (made[0], made[1]), outer, made[2])


def whole(url: str, *services: str, **more: Any) -> Inventory:
    return read(url, *services, regions=REGIONS, organisation=True, role=ROLE, **more)


def read_accounts(found: Inventory) -> set[str]:
    """Accounts of which at least one unit was read."""
    return {
        entry.path.split("/")[1]
        for entry in found.inputs
        if entry.status is InputStatus.PARSED and entry.path.count("/") == 3
    }


def reasons(found: Inventory) -> dict[str, str]:
    """By account, why it is not read."""
    return {entry.path[4:]: entry.reason for entry in found.inputs if entry.path.count("/") == 1}


def test_what_is_planted_in_each_account_and_region_is_found_and_judged(
    organisation: Organisation, tmp_path: Path
) -> None:
    accounts = (FIRST, *organisation.members)
    for account in accounts:
        for region in REGIONS:
            organisation.client(account, "sqs", region).create_queue(QueueName="records", tags={"hds": "true"})
            organisation.client(account, "sns", region).create_topic(Name="jobs", Tags=[{"Key": "hds", "Value": "no"}])
    command = [sys.executable, "-P", "-m", "hds_policy", "scan", "aws", "--endpoint-url", organisation.cloud.url]
    command += ["--hoster", "aws", "--organisation", "--role", ROLE, "--service", "sqs", "--service", "sns"]
    command += [part for region in REGIONS for part in ("--region", region)]
    command += ["--on", "2026-11-24", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)
    assert done.returncode == 1, done.stderr
    assert done.stderr == b""
    report = json.loads(done.stdout)
    queues = {f"aws/{account}/{region}" for account in accounts for region in REGIONS}
    assert {one["root"] for one in report["resources"] if one["type"] == "aws_sqs_queue"} == queues
    failed = {one["subject"] for one in report["findings"] if one["result"] == "fail"}
    abroad = {f"{root}:aws_sqs_queue.records" for root in queues if root.endswith(ABROAD)}
    assert failed == abroad, "no topic without health data, and no queue in the European Economic Area"
    stored = {one["subject"] for one in report["findings"] if (one["rule"], one["result"]) == ("HDS-007", "pass")}
    assert stored == {f"{root}:aws_sqs_queue.records" for root in queues} - abroad


def test_accounts_that_are_not_read_are_listed_with_the_reason(organisation: Organisation) -> None:
    found = whole(organisation.cloud.url, "kms", exclude=(organisation.members[1],))
    assert read_accounts(found) == {FIRST, organisation.members[0]}
    assert reasons(found)[organisation.closed] == "the account is suspended"
    assert reasons(found)[organisation.members[1]] == "the options leave this account out"


def test_accounts_are_chosen_by_number_unit_and_tag(organisation: Organisation) -> None:
    url, (clinic, website) = organisation.cloud.url, organisation.members
    for choice, wanted in (
        ({"include": (organisation.unit,)}, {clinic}),
        ({"include": (clinic, "tag:perimeter=none")}, {clinic, website}),
        ({"exclude": (organisation.unit, "tag:perimeter=none")}, {FIRST}),
        ({"include": (clinic, website), "exclude": (organisation.unit,)}, {website}),
        ({"exclude": ("tag:perimeter=other",)}, {FIRST, clinic, website}),
    ):
        assert read_accounts(whole(url, "kms", **choice)) == wanted, choice


def test_an_account_whose_role_cannot_be_assumed_is_unread_and_the_others_are_read(organisation: Organisation) -> None:
    clinic, website = organisation.members

    def refuses(asked: Asked) -> bool:
        return b"AssumeRole" in asked.body and clinic.encode() in asked.body

    with passing_on(organisation.cloud.url, refuses) as (url, _):
        found = whole(url, "kms")
    assert read_accounts(found) == {FIRST, website}
    (gap,) = [gap for gap in found.unread if gap.what == f"aws/{clinic}"]
    assert gap.cause is Cause.ACCESS_DENIED
    assert "the role HdsPolicyRead cannot be assumed: permission is missing" in gap.detail
    assert {entry.status for entry in found.inputs if entry.path == f"aws/{clinic}"} == {InputStatus.FAILED}


def test_the_role_is_assumed_with_the_external_id_and_only_in_members(organisation: Organisation) -> None:
    with passing_on(organisation.cloud.url) as (url, asked):
        whole(url, "kms", external_id="of-our-own")
    assumed = [one.body.decode() for one in asked if b"Action=AssumeRole" in one.body]
    assert all("ExternalId=of-our-own" in body for body in assumed)
    assert {account for account in (FIRST, *organisation.members) if any(account in body for body in assumed)} == set(
        organisation.members
    )


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"include": ("999988887777",)}, "999988887777 is not in this organisation"),
        ({"include": ("tag:a=b",)}, "no account of the organisation is left"),
        ({"account": "999988887777"}, "not of 999988887777"),
        ({"include": ("clinic",)}, "no account, unit or tag"),
        ({"role": ""}, "name of a role"),
        ({"role": "arn:aws:iam::111122223333:role/x"}, "name of a role"),
        ({"organisation": False, "exclude": ("111122223333",)}, "of an organisation"),
    ],
)
def test_a_choice_that_cannot_be_meant_ends_the_run(organisation: Organisation, more: Any, told: str) -> None:
    given = {"organisation": True, "role": ROLE, **more}
    with pytest.raises(Exception, match=told) as error:
        read(organisation.cloud.url, "kms", regions=REGIONS, **given)
    assert error.value.exit_code == 2


def test_without_an_organisation_the_run_ends(cloud: Any) -> None:
    with pytest.raises(UsageError, match="does not tell its accounts"):
        whole(cloud.url, "kms")


def test_the_stack_set_makes_the_role_in_each_member(organisation: Organisation) -> None:
    api = organisation.cloud("cloudformation", "us-east-1")
    given = {"ReaderAccount": FIRST, "ExternalId": "of-our-own"}
    api.create_stack_set(
        StackSetName="hds-policy",
        TemplateBody=as_cloudformation(chosen(["kms"])),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    api.create_stack_instances(StackSetName="hds-policy", Accounts=list(organisation.members), Regions=["us-east-1"])
    for account in organisation.members:
        iam = organisation.client(account, "iam", "us-east-1")
        role = iam.get_role(RoleName=ROLE)["Role"]
        (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert statement["Principal"]["AWS"] == f"arn:aws:iam::{FIRST}:root"
        assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": "of-our-own"}}
        assert len(iam.list_attached_role_policies(RoleName=ROLE)["AttachedPolicies"]) == 2


def test_a_worker_signs_in_itself_and_reads_what_the_run_reads(organisation: Organisation) -> None:
    url, (clinic, _) = organisation.cloud.url, organisation.members
    for account in (FIRST, clinic):
        organisation.client(account, "sqs", "eu-west-3").create_queue(QueueName=f"of-{account}")
    given = {"endpoint_url": url, "hoster": "aws", "organisation": True, "role": ROLE, "attempts": 1}
    reader = Reader(options_of(given, all_services()), FIRST)
    found = whole(url, "sqs")
    for account in (FIRST, clinic):
        (outcome,) = reader([Unit(f"aws/{account}", "eu-west-3", "sqs")])
        assert [one.name for one in outcome.resources] == [f"of-{account}"]
        assert outcome.resources == tuple(one for one in found.resources if one.root == f"aws/{account}/eu-west-3")
