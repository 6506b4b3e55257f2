"""What no module reads is told, by the Tagging API and by name."""

from __future__ import annotations

from typing import Any

import pytest
from hds_collectors.aws.services import all_services
from hds_collectors.aws.services.tagging import is_read, kind_of
from hds_collectors.live.failures import BadAnswerError
from scanning import read

from hds_policy.model import Cause


@pytest.mark.parametrize(
    ("arn", "kind"),
    [
        ("arn:aws:rds:eu-west-3:111122223333:db:main", "rds:db"),
        ("arn:aws:s3:::records", "s3:"),
        ("arn:aws:sqs:eu-west-3:111122223333:orders", "sqs:"),
        ("arn:aws:dynamodb:eu-west-3:111122223333:table/visits", "dynamodb:table"),
        ("arn:aws:apigateway:eu-west-3::/restapis/a1", "apigateway:restapis"),
        ("arn:aws:states:eu-west-3:111122223333:stateMachine:flow", "states:stateMachine"),
    ],
)
def test_the_kind_of_an_arn(arn: str, kind: str) -> None:
    assert kind_of(arn) == kind


def test_a_text_that_is_no_arn_is_a_bad_answer() -> None:
    with pytest.raises(BadAnswerError):
        kind_of("records")


def test_kinds_are_compared_whole() -> None:
    assert is_read("rds:db", ("rds:db",))
    assert is_read("s3:", ("s3:",))
    assert not is_read("rds:db-new-thing", ("rds:db",))


def test_what_has_a_tag_and_no_module_is_unread(cloud: Any) -> None:
    assert not any(is_read("swf:domain", one.prefixes) for one in all_services().values())
    tags = [{"key": "hds", "value": "true"}]
    cloud("swf").register_domain(name="wards", workflowExecutionRetentionPeriodInDays="30", tags=tags)
    cloud("sqs").create_queue(QueueName="known", tags={"hds": "true"})
    (gap,) = read(cloud.url, "tagging").unread
    assert (gap.cause, gap.what) == (
        Cause.UNSUPPORTED_RESOURCE,
        "aws/111122223333/eu-west-3/tagging get_resources",
    )
    assert gap.detail.startswith("swf:domain: no module reads it")


def test_an_account_tells_what_is_not_read_unless_services_are_named(cloud: Any) -> None:
    named = read(cloud.url, "kms", regions=("eu-west-3",))
    assert not named.unread
    assert "aws/111122223333/s3" in {entry.path for entry in named.inputs}
