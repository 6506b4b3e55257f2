"""Every call that has pages, of every module, against a server that tells one page again and again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hds_collectors.aws.failures import CAUGHT, failure_of
from hds_collectors.aws.options import Options
from hds_collectors.aws.services import all_services
from hds_collectors.aws.sessions import Clients, Loader
from hds_collectors.aws.source import AwsSource
from hds_collectors.live.service import Call

from hds_policy.model import Cause

TOKENS = ("NextContinuationToken", "NextToken", "nextToken", "NextMarker", "Marker", "ContinuationToken")
WITHOUT_TOKEN = {
    "HasMoreDeliveryStreams": {"DeliveryStreamNames": ["the same"]},
    "HasMoreTags": {"Tags": [{"Key": "the same"}]},
}
"""Answers that go on after the last entry that they list."""
MOST = 50
"""Pages after which a list counts as one that does not end."""


@pytest.fixture(scope="module")
def clients() -> Clients:
    return Clients(Loader().session(), Options(endpoint_url="http://127.0.0.1:9", attempts=1))


def _page(client: Any, call: Call) -> dict[str, Any] | None:
    """An answer whose token says that there is more; None for a call that has no pages."""
    shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[call.operation]).output_shape
    members = shape.members if shape else {}
    token = next((name for name in TOKENS if name in members), None)
    if client.can_paginate(call.operation):
        given = client.get_paginator(call.operation)._pagination_cfg
        told = given["output_token"]
        token = (told if isinstance(told, str) else told[0]).partition(" ||")[0]
    if token is None:
        return next(({flag: True, **rest} for flag, rest in WITHOUT_TOKEN.items() if flag in members), None)
    page: dict[str, Any] = {}
    for flag in ("IsTruncated", "HasMoreStreams", "HasMoreDeliveryStreams", "Truncated"):
        if flag in members:
            page[flag] = True
    at = page
    *outer, name = token.split(".")
    for one in outer:
        at = at.setdefault(one, {})
    at[name] = "the same"
    return page


PAGED = [
    pytest.param(service, call, id=f"{name}-{call.operation}")
    for name, service in all_services().items()
    for top in service.calls
    for call in top.every()
]


@pytest.mark.parametrize(("service", "call"), PAGED)
def test_a_page_that_is_told_again_and_again_is_a_failure(clients: Clients, service: Any, call: Call) -> None:
    client = clients.get(call.client or service.client, "eu-west-3")
    page = _page(client, call)
    if page is None:
        pytest.skip("the call has no pages")
    asked = 0

    def answer(**_: Any) -> tuple[Any, dict[str, Any]]:
        nonlocal asked
        asked += 1
        assert asked <= MOST, "the list does not end"
        return type("Http", (), {"status_code": 200})(), {**page, "ResponseMetadata": {"HTTPStatusCode": 200}}

    name = f"before-call.{client.meta.service_model.service_id.hyphenize()}"
    name = f"{name}.{client.meta.method_to_api_mapping[call.operation]}"
    client.meta.events.register_first(name, answer, unique_id=name)
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[call.operation])
    needed = {one: _value(model.input_shape.members[one]) for one in model.input_shape.required_members}
    try:
        with pytest.raises(CAUGHT) as error:
            list(AwsSource(clients).pages(call.client or service.client, call, {**needed, **call.fixed}, "eu-west-3"))
    finally:
        client.meta.events.unregister(name, unique_id=name)
    assert failure_of(error.value).cause is Cause.BAD_RESPONSE, error.value


def _value(shape: Any) -> Any:
    if shape.type_name == "list":
        return [_value(shape.member)]
    if shape.type_name == "structure":
        return {one: _value(shape.members[one]) for one in shape.required_members}
    if shape.type_name in ("integer", "long"):
        return 1
    return (shape.enum or ["abcdefghij-klmnopqrst"])[0]


def test_most_modules_have_calls_with_pages(clients: Clients) -> None:
    paged = {
        service.name
        for service in all_services().values()
        for top in service.calls
        for call in top.every()
        if _page(clients.get(call.client or service.client, "eu-west-3"), call)
    }
    assert len(paged) >= 30, sorted(paged)


def test_the_pages_of_a_list_without_token_are_all_read(clients: Clients) -> None:
    client = clients.get("firehose", "eu-west-3")
    names = [f"stream-{number:02}" for number in range(25)]

    def answer(params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]]:
        after = json.loads(params["body"]).get("ExclusiveStartDeliveryStreamName")
        start = names.index(after) + 1 if after else 0
        told = {"DeliveryStreamNames": names[start : start + 10], "HasMoreDeliveryStreams": start + 10 < len(names)}
        return type("Http", (), {"status_code": 200})(), told

    client.meta.events.register_first("before-call.firehose.ListDeliveryStreams", answer, unique_id="pages")
    try:
        (call,) = all_services()["firehose"].calls
        pages = AwsSource(clients).pages("firehose", call, {}, "eu-west-3")
        assert [name for page in pages for name in page["DeliveryStreamNames"]] == names
    finally:
        client.meta.events.unregister("before-call.firehose.ListDeliveryStreams", unique_id="pages")
