"""A text that names a resource by an account: it is that resource only when it was read in this account."""

from __future__ import annotations

import pytest
from building import NO_VALUE, inventory, resource

from hds_policy.catalogue import load_catalogue
from hds_policy.config import Estate
from hds_policy.model import Resource, Value
from hds_policy.propagation import Classified, classify

HEALTH = {"data_classification": "health"}
OURS, THEIRS = "111111111111", "999999999999"
ROLE = f"arn:aws:iam::{OURS}:role/deploy"
SUBSCRIPTION = "00000000-1111-2222-3333-444444444444"


def classified(*seen: Resource) -> Classified:
    return classify(inventory(*seen), load_catalogue(), Estate.default())


def followed(found: Classified, target: Resource) -> tuple[bool, bool]:
    """Whether the data reached the target, and whether an end is open."""
    return found.classes[target.key].health, bool(found.open_flows)


def notified(account: str, queue: Resource) -> tuple[bool, bool]:
    bucket = resource("aws_s3_bucket.p", {"bucket": "patients", "tags": HEALTH})
    arn = f"arn:aws:sqs:eu-west-3:{account}:events"
    link = resource("aws_s3_bucket_notification.f", {"bucket": "patients", "queue": [{"queue_arn": arn}]})
    return followed(classified(bucket, link, queue), queue)


@pytest.mark.parametrize(
    ("own", "settings"),
    [
        ({}, {"allowed_account_ids": [OURS]}),
        ({}, {"allowed_account_ids": ["222222222222", OURS]}),
        ({}, {"assume_role": [{"role_arn": ROLE}]}),
        ({}, {"assume_role_with_web_identity": [{"role_arn": ROLE}]}),
        ({"arn": f"arn:aws:sqs:eu-west-3:{OURS}:renamed"}, {"allowed_account_ids": [THEIRS]}),
    ],
)
def test_an_arn_of_ones_own_account_is_what_was_read_and_one_of_another_is_not(
    own: dict[str, Value], settings: dict[str, Value]
) -> None:
    queue = resource("aws_sqs_queue.q", {"name": "events", **own}, settings=settings)
    assert notified(OURS, queue) == (True, False)
    assert notified(THEIRS, queue) == (False, True)


@pytest.mark.parametrize(
    "settings",
    [{}, {"allowed_account_ids": NO_VALUE}, {"assume_role": [{"role_arn": NO_VALUE}]}, {"allowed_account_ids": ["me"]}],
)
def test_while_nothing_tells_the_account_both_may_be_meant(settings: dict[str, Value]) -> None:
    queue = resource("aws_sqs_queue.q", {"name": "events"}, settings=settings)
    assert notified(OURS, queue) == (True, True)


def test_an_account_and_a_region_that_are_told_close_the_end_in_another_root() -> None:
    def queue(**attributes: Value) -> Resource:
        settings: dict[str, Value] = {"allowed_account_ids": [OURS], **attributes}
        return resource("aws_sqs_queue.q", {"name": "events"}, root="else", settings=settings)

    assert notified(OURS, queue(region="eu-west-3")) == (True, False)
    assert notified(OURS, queue()) == (True, True)


def test_the_name_of_a_bucket_needs_no_account() -> None:
    bucket = resource("aws_s3_bucket.p", {"bucket": "patients", "tags": HEALTH})
    copy = resource("aws_s3_bucket.c", {"bucket": "copies"})
    to = [{"destination": [{"bucket": "arn:aws:s3:::copies"}]}]
    link = resource("aws_s3_bucket_replication_configuration.r", {"bucket": "patients", "rule": to})
    assert followed(classified(bucket, copy, link), copy) == (True, False)


@pytest.mark.parametrize(
    ("project", "expected"),
    [("clinic", (True, False)), ("others", (False, True)), ("123456789012", (True, True))],
    ids=["its own", "another", "a number is no name"],
)
def test_a_project_of_google(project: str, expected: tuple[bool, bool]) -> None:
    settings: dict[str, Value] = {"project": "clinic"}
    source = resource("google_pubsub_topic.p", {"name": "patients", "labels": HEALTH}, settings=settings)
    dead = resource("google_pubsub_topic.d", {"name": "dead"}, settings=settings)
    policy = [{"dead_letter_topic": f"projects/{project}/topics/dead"}]
    link = resource(
        "google_pubsub_subscription.s", {"topic": "projects/clinic/topics/patients", "dead_letter_policy": policy}
    )
    assert followed(classified(source, dead, link), dead) == expected


@pytest.mark.parametrize(
    ("subscription", "expected"),
    [(SUBSCRIPTION, (True, False)), (SUBSCRIPTION.replace("0", "5"), (False, True)), ("x", (True, True))],
    ids=["its own", "another", "no subscription"],
)
def test_a_subscription_of_azure(subscription: str, expected: tuple[bool, bool]) -> None:
    settings: dict[str, Value] = {"subscription_id": SUBSCRIPTION}
    server = resource("azurerm_postgresql_flexible_server.p", {"name": "p", "tags": HEALTH}, settings=settings)
    logs = resource("azurerm_log_analytics_workspace.l", {"name": "logs"}, settings=settings)
    path = "resourceGroups/a/providers/Microsoft.{}/{}"
    link = resource(
        "azurerm_monitor_diagnostic_setting.m",
        {
            "target_resource_id": f"/subscriptions/{SUBSCRIPTION}/"
            + path.format("DBforPostgreSQL", "flexibleServers/p"),
            "log_analytics_workspace_id": f"/subscriptions/{subscription}/"
            + path.format("OperationalInsights", "workspaces/logs"),
        },
    )
    assert followed(classified(server, logs, link), logs) == expected
