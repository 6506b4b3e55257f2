"""The IAM policy a scan needs, made from what the modules declare, and nothing beyond."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hds_collectors.aws.services import all_services
from hds_collectors.live.service import Service
from hds_policy.errors import UsageError

ACTIONS = ("ec2:DescribeRegions", "sts:GetCallerIdentity")
"""What every scan asks first: who am I, and which regions are there."""

DENIED = (
    "athena:GetQueryResults",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:PartiQLSelect",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ebs:GetSnapshotBlock",
    "ecr:GetDownloadUrlForLayer",
    "ec2:GetConsoleOutput",
    "ec2:GetConsoleScreenshot",
    "ec2:GetPasswordData",
    "healthlake:ReadResource",
    "healthlake:SearchWithGet",
    "healthlake:SearchWithPost",
    "kinesis:GetRecords",
    "kms:Decrypt",
    "lambda:GetFunction",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:StartQuery",
    "rds-data:*",
    "redshift-data:*",
    "rds:DownloadDBLogFilePortion",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "secretsmanager:GetSecretValue",
    "sqs:ReceiveMessage",
    "ssm:GetParameter",
    "ssm:GetParameters",
    "ssm:GetParametersByPath",
)
"""Reading what is stored: denied by name, so that another policy of the same role cannot allow it."""

_SIZE = 6_144
"""Characters a managed policy may have, white space not counted (IAM quotas)."""


def actions_of(services: Sequence[Service]) -> tuple[str, ...]:
    """Every action that a scan of the services needs, sorted."""
    return tuple(sorted({*ACTIONS, *(action for service in services for action in service.actions())}))


def documents(services: Sequence[Service]) -> dict[str, dict[str, Any]]:
    """Policy documents by name: as many as the size of a managed policy asks for, and the denial."""
    found = {}
    for number, part in enumerate(_parts(actions_of(services)), start=1):
        found[f"HdsPolicyRead{number}"] = _document("Allow", part)
    found["HdsPolicyNoContent"] = _document("Deny", DENIED)
    return found


def _document(effect: str, actions: Iterable[str]) -> dict[str, Any]:
    statement = {"Effect": effect, "Action": list(actions), "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def _parts(actions: Iterable[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for action in actions:
        if _length(_document("Allow", [*parts[-1], action])) > _SIZE:
            parts.append([])
        parts[-1].append(action)
    return parts


def _length(document: Mapping[str, Any]) -> int:
    return len(json.dumps(document, separators=(",", ":")))


def as_json(services: Sequence[Service]) -> str:
    """The documents as JSON, by name."""
    return json.dumps(documents(services), indent=2) + "\n"


def as_cloudformation(services: Sequence[Service]) -> str:
    """A CloudFormation template (JSON) of a role that another account assumes; for a StackSet over an organisation."""
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${ReaderAccount}:root"}},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}},
    }
    made = documents(services)
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": {"Ref": "RoleName"},
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        },
    }
    policies = {
        name: {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {"PolicyDocument": document, "Roles": [{"Ref": "Role"}]},
        }
        for name, document in made.items()
    }
    template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Reads what runs, and no content of a store, for hds-policy scan aws.",
        "Parameters": {
            "ReaderAccount": {"Type": "String", "AllowedPattern": "[0-9]{12}"},
            "ExternalId": {"Type": "String", "MinLength": 2},
            "RoleName": {"Type": "String", "Default": "HdsPolicyRead"},
        },
        "Resources": {"Role": role, **policies},
    }
    return json.dumps(template, indent=2) + "\n"


def as_terraform(services: Sequence[Service]) -> str:
    """A Terraform module of the same role, in the JSON syntax of the language."""
    made = documents(services)
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "${var.reader_arn}"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"sts:ExternalId": "${var.external_id}"}},
            }
        ],
    }
    name = "HdsPolicyRead"
    module = {
        "variable": {
            "reader_arn": {"type": "string", "description": "who assumes the role"},
            "external_id": {"type": "string", "description": "external id the trust asks for"},
        },
        "resource": {
            "aws_iam_role": {"hds_policy": {"name": name, "assume_role_policy": json.dumps(trust)}},
            "aws_iam_policy": {key: {"name": key, "policy": json.dumps(document)} for key, document in made.items()},
            "aws_iam_role_policy_attachment": {
                key: {"role": "${aws_iam_role.hds_policy.name}", "policy_arn": f"${{aws_iam_policy.{key}.arn}}"}
                for key in made
            },
        },
    }
    return json.dumps(module, indent=2) + "\n"


_FORMATS: Mapping[str, Callable[[Sequence[Service]], str]] = {
    "json": as_json,
    "cloudformation": as_cloudformation,
    "terraform": as_terraform,
}


def chosen(names: Sequence[str]) -> list[Service]:
    """The services of these names; all when none is named.

    Raises:
        UsageError: there is no such service.
    """
    services = all_services()
    unknown = sorted(set(names) - services.keys())
    if unknown:
        raise UsageError(f"no service {unknown[0]!r}", hint=f"there are: {', '.join(services)}")
    return [services[name] for name in names or services]


def rendered(form: str, services: Sequence[Service]) -> str:
    """The policy in a format."""
    return _FORMATS[form](services)
