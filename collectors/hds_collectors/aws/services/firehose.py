"""Firehose: streams, where they read and where they deliver, copies of what failed included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hds_collectors.live.plain import inner_tags
from hds_collectors.live.service import SELF, Call, Item, Live, Place, Service
from hds_collectors.live.words import block
from hds_policy.model import Value


def _bucket(told: Mapping[str, Any] | None) -> list[Value]:
    return block(bucket_arn=(told or {}).get("BucketARN"))


def _to(one: Mapping[str, Any]) -> dict[str, Value]:
    """Delivery of one destination; every kind keeps what failed, or everything, in a bucket of its own."""
    extended = one.get("ExtendedS3DestinationDescription") or one.get("S3DestinationDescription")
    made: dict[str, Value] = {}
    if extended:
        backup = _bucket(extended.get("S3BackupDescription"))
        made["extended_s3_configuration"] = block(bucket_arn=extended.get("BucketARN"), s3_backup_configuration=backup)
    redshift = one.get("RedshiftDestinationDescription")
    if redshift:
        made["redshift_configuration"] = block(
            cluster_jdbcurl=redshift.get("ClusterJDBCURL"),
            s3_configuration=_bucket(redshift.get("S3DestinationDescription")),
        )
    search = one.get("AmazonopensearchserviceDestinationDescription") or one.get("ElasticsearchDestinationDescription")
    if search:
        made["opensearch_configuration"] = block(
            domain_arn=search.get("DomainARN"), s3_configuration=_bucket(search.get("S3DestinationDescription"))
        )
    web = one.get("HttpEndpointDestinationDescription")
    if web:
        made["http_endpoint_configuration"] = block(
            url=(web.get("EndpointConfiguration") or {}).get("Url"),
            s3_configuration=_bucket(web.get("S3DestinationDescription")),
        )
    return made


def _stream(item: Item, place: Place) -> Iterator[Live]:
    name = item.need("DeliveryStreamName")
    attributes: dict[str, Value] = {
        "id": item.get("DeliveryStreamARN"),
        "arn": item.get("DeliveryStreamARN"),
        "name": name,
        "tags": inner_tags("list_tags_for_delivery_stream")(item, place),
        "kinesis_source_configuration": block(
            kinesis_stream_arn=item.get("Source.KinesisStreamSourceDescription.KinesisStreamARN")
        )
        or None,
        "msk_source_configuration": block(msk_cluster_arn=item.get("Source.MSKSourceDescription.MSKClusterARN"))
        or None,
    }
    for one in item.get("Destinations") or []:
        attributes.update(_to(one))
    yield Live("aws_kinesis_firehose_delivery_stream", name, attributes)


SERVICE = Service(
    name="firehose",
    client="firehose",
    types=("aws_kinesis_firehose_delivery_stream",),
    prefixes=("firehose:deliverystream",),
    calls=(
        Call(
            "list_delivery_streams",
            "DeliveryStreamNames",
            ("firehose:ListDeliveryStreams",),
            each=(
                Call(
                    "describe_delivery_stream",
                    "DeliveryStreamDescription",
                    ("firehose:DescribeDeliveryStream",),
                    _stream,
                    take={"DeliveryStreamName": SELF},
                    each=(
                        Call(
                            "list_tags_for_delivery_stream",
                            "Tags",
                            ("firehose:ListTagsForDeliveryStream",),
                            take={"DeliveryStreamName": "DeliveryStreamName"},
                        ),
                    ),
                ),
            ),
        ),
    ),
)
