"""Whose account, which regions: what stops a run, what narrows it, and what comes out the same each time."""

from __future__ import annotations

from typing import Any

import pytest
from hds_collectors.live.failures import WrongAccountError
from scanning import of_type, read

from hds_policy.errors import UsageError
from hds_policy.model import InputStatus


def test_another_account_than_the_one_that_is_meant_stops_the_run(cloud: Any) -> None:
    with pytest.raises(WrongAccountError, match="of account 111122223333, not of 999988887777"):
        read(cloud.url, "kms", account="999988887777")


def test_a_region_that_does_not_exist_is_refused(cloud: Any) -> None:
    with pytest.raises(UsageError, match="no region 'eu-west-33'"):
        read(cloud.url, "kms", regions=("eu-west-33",))


def test_regions_that_are_left_out_are_listed(cloud: Any) -> None:
    found = read(cloud.url, "kms", regions=("eu-west-3",))
    skipped = {entry.path for entry in found.inputs if entry.status is InputStatus.SKIPPED}
    assert "aws/111122223333/us-east-1" in skipped
    assert "aws/111122223333/eu-west-3" not in skipped


def test_every_enabled_region_is_read_by_default(cloud: Any) -> None:
    cloud("sqs", "ap-southeast-2").create_queue(QueueName="far")
    (queue,) = of_type(read(cloud.url, "sqs", regions=()), "aws_sqs_queue")
    assert queue.root == "aws/111122223333/ap-southeast-2"


def test_two_runs_tell_the_same(cloud: Any) -> None:
    for region in ("eu-west-3", "us-east-1"):
        for number in range(20):
            cloud("sqs", region).create_queue(QueueName=f"q{number}")
    assert read(cloud.url, "sqs", "kms") == read(cloud.url, "kms", "sqs", threads=1)


def test_an_address_of_the_environment_is_not_asked(cloud: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert read(cloud.url, "kms").inputs
