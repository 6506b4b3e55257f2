"""Answers that no test server gives, held against the SDK's own description of each call before they count."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any, TypeAlias

from botocore.stub import Stubber
from hds_collectors.aws.options import Options
from hds_collectors.aws.resources import provider_of
from hds_collectors.aws.services import all_services
from hds_collectors.aws.sessions import Clients, Loader
from hds_collectors.aws.source import AwsSource
from hds_collectors.live.asking import Asking, Told
from hds_collectors.live.service import Place

from hds_policy.model import Value

HERE = "eu-west-3"
ACCOUNT = "111122223333"
Answer: TypeAlias = tuple[str, Mapping[str, Any], Mapping[str, Any]]
"""``client.operation``, the parameters it is to be asked with, and what it answers."""

_LOADER = Loader()


def told_by(service: str, answers: Sequence[Answer]) -> Told:
    """What a service tells when it gives these answers, each asked for once and in this order for each client."""
    clients = Clients(_LOADER.session(), Options())
    with ExitStack() as stack:
        stubs: dict[str, Stubber] = {}
        for asked, parameters, answer in answers:
            client, _, operation = asked.partition(".")
            if client not in stubs:
                stubs[client] = stack.enter_context(Stubber(clients.get(client, HERE)))
            stubs[client].add_response(operation, {**answer, "ResponseMetadata": {}}, dict(parameters))
        place = Place("aws", ACCOUNT, HERE, provider_of(HERE))
        told = Asking(all_services()[service], place, AwsSource(clients), time.monotonic() + 60).ask()
        for stub in stubs.values():
            stub.assert_no_pending_responses()
    clients.close()
    return told


def resources(told: Told) -> dict[tuple[str, str], Mapping[str, Value]]:
    """Attributes by type and name."""
    return {(live.type, live.name): live.attributes for live, _ in told.live}
