"""What the modules declare, held against the SDK's own description of each service, and against the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore import xform_name
from botocore.session import Session
from hds_collectors.aws.services import all_services
from hds_collectors.live.service import Call, Service

from hds_policy.catalogue import load_catalogue

SESSION = Session()
READING = ("Describe", "List", "Get", "BatchGet")
DATA_PLANE = {
    "s3:GetObject",
    "dynamodb:GetItem",
    "dynamodb:Scan",
    "dynamodb:Query",
    "sqs:ReceiveMessage",
    "kinesis:GetRecords",
    "logs:GetLogEvents",
    "logs:FilterLogEvents",
    "secretsmanager:GetSecretValue",
    "ssm:GetParameter",
    "ssm:GetParameters",
    "lambda:GetFunction",
    "rds:DownloadDBLogFilePortion",
}


def _calls(service: Service) -> Iterator[tuple[str, Call]]:
    for call in service.calls:
        for one in call.every():
            yield one.client or service.client, one


def _shape_at(shape: Any, path: str) -> Any:
    for name in path.split(".") if path != "." else ():
        shape = shape.members[name]
    return shape


@pytest.mark.parametrize("name", all_services())
def test_every_call_exists_with_its_parameters_and_its_list(name: str) -> None:
    service = all_services()[name]
    for client, call in _calls(service):
        model = SESSION.get_service_model(client)
        names = {xform_name(one): one for one in model.operation_names}
        operation = model.operation_model(names[call.operation])
        listed = _shape_at(operation.output_shape, call.items)
        if not call.proof.startswith("<") and call.proof != "ResponseMetadata":
            _shape_at(operation.output_shape, call.proof or call.items)
        if call.nested:
            assert call.nested in listed.member.members, call.operation
        given = {*call.fixed, *call.take, *([call.account] if call.account else ())}
        assert given <= set(operation.input_shape.members if operation.input_shape else ()), call.operation
        assert set(operation.input_shape.required_members if operation.input_shape else ()) <= given, call.operation


@pytest.mark.parametrize("name", all_services())
def test_only_lists_and_descriptions_are_asked_for(name: str) -> None:
    actions = all_services()[name].actions()
    assert actions
    for action in actions:
        assert action.partition(":")[2].startswith(READING), action
        assert action not in DATA_PLANE
    for _, call in _calls(all_services()[name]):
        assert call.operation.startswith(("describe_", "list_", "get_", "batch_get_")), call.operation
        assert call.actions, call.operation


@pytest.mark.parametrize("name", all_services())
def test_the_catalogue_knows_every_type(name: str) -> None:
    catalogue = load_catalogue()
    for one in all_services()[name].types:
        assert catalogue.decision(one, one.partition("_")[0]) is not None, one
