"""Whose region an ARN names: its partition tells, unless the provider speaks to somebody else's service."""

from __future__ import annotations

import pytest
from building import NO_VALUE, resource

from hds_policy.catalogue import load_catalogue
from hds_policy.placement import hoster_of_end

LINK = "aws_s3_bucket_replication_configuration.r"
OUTSCALE = {"endpoints": [{"s3": "https://oos.eu-west-2.outscale.com"}]}


@pytest.mark.parametrize(
    ("partition", "hoster"),
    [
        ("aws", "aws"),
        ("aws-cn", "aws-cn"),
        ("aws-us-gov", "aws-us-gov"),
        ("aws-iso-b", "aws-iso"),
        ("aws-eusc", "aws-eusc"),
        ("scw", "scaleway"),
        ("moon", ""),
        ("", ""),
    ],
)
def test_the_partition_tells_the_hoster(partition: str, hoster: str) -> None:
    assert hoster_of_end(partition, resource(LINK), load_catalogue()) == hoster


@pytest.mark.parametrize("address", [LINK, "aws_s3_bucket.b"])
@pytest.mark.parametrize(
    ("provider", "hoster"),
    [
        (OUTSCALE, "outscale"),
        ({"endpoints": [{"s3": NO_VALUE}]}, ""),
        ({"endpoints": [{"s3": "https://minio.example"}]}, ""),
        ({"region": "eu-west-3"}, "aws"),
    ],
)
def test_a_service_of_another_hoster_writes_the_same_arns(
    address: str, provider: dict[str, object], hoster: str
) -> None:
    holder = resource(address, settings=provider)
    assert hoster_of_end("aws", holder, load_catalogue()) == hoster


def test_an_arn_of_another_hoster_is_that_hosters_whatever_the_provider() -> None:
    assert hoster_of_end("aws-cn", resource(LINK, settings=OUTSCALE), load_catalogue()) == "aws-cn"
    assert hoster_of_end("aws", resource("google_storage_transfer_job.j"), load_catalogue()) == "aws"
