"""Calls of the AWS SDK: pages, and what its errors mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hds_collectors.aws.failures import CAUGHT, code_of, failure_of, is_expired
from hds_collectors.aws.sessions import Clients
from hds_collectors.live.failures import BadAnswerError, Failure
from hds_collectors.live.service import Call, Live

_TOKENS = (
    ("NextContinuationToken", "ContinuationToken"),
    ("NextToken", "NextToken"),
    ("nextToken", "nextToken"),
    ("Marker", "Marker"),
    ("NextMarker", "Marker"),
    ("nextPageToken", "pageToken"),
)

"""Member of an answer that tells where the next page begins, and the parameter that asks for it."""
_AFTER = {
    "HasMoreDeliveryStreams": ("DeliveryStreamNames", "", "ExclusiveStartDeliveryStreamName"),
    "HasMoreTags": ("Tags", "Key", "ExclusiveStartTagKey"),
}
"""Member that tells that there is more: the list, what names an entry, and the parameter that asks for the rest."""


class AwsSource:
    """The clients of one account, see ``live.source.Source``."""

    caught = CAUGHT

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def pages(self, client: str, call: Call, parameters: Mapping[str, Any], region: str) -> Iterator[Mapping[str, Any]]:
        """Pages by the SDK's pager, or by the token of the answer where it has none."""
        made = self._clients.get(client, region)
        if made.can_paginate(call.operation):
            return iter(made.get_paginator(call.operation).paginate(**parameters))
        return _by_token(getattr(made, call.operation), parameters)

    def failure(self, error: BaseException) -> Failure:
        """See ``failures.failure_of``."""
        return failure_of(error)

    def is_expired(self, error: BaseException) -> bool:
        """See ``failures.is_expired``."""
        return is_expired(error)

    def is_absent(self, call: Call, error: BaseException) -> bool:
        """Whether the code of the error is one of those that mean there is none."""
        return code_of(error) in call.absent

    def owner(self, live: Live) -> str:
        """Account in the resource's own ARN; empty when it names none, or when it is one of Amazon's own."""
        arn = live.attributes.get("arn")
        parts = arn.split(":", 5) if isinstance(arn, str) else []
        return parts[4] if len(parts) == 6 and parts[4].isdigit() else ""


def _by_token(method: Any, parameters: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Pages of a call that the SDK has no pager for."""
    seen: set[str] = set()
    given = dict(parameters)
    while True:
        page = method(**given)
        yield page
        following = _following(page)
        if following is None:
            return
        parameter, token = following
        if token in seen:
            raise BadAnswerError("the same page was told twice: the list is not whole")
        seen.add(token)
        given[parameter] = token


def _following(page: Mapping[str, Any]) -> tuple[str, str] | None:
    """What asks for the next page; None for the last."""
    for told, asked in _TOKENS:
        if page.get(told):
            return asked, str(page[told])
    for flag, (items, name, asked) in _AFTER.items():
        if page.get(flag):
            last = page[items][-1]
            return asked, last[name] if name else last
    if page.get("IsTruncated"):
        raise BadAnswerError("the list breaks off")
    return None
