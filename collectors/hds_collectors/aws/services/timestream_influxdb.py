"""Timestream for InfluxDB: instances and clusters, and where they log to."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Convert, Service

_LOGS = "logDeliveryConfiguration.s3Configuration"
_TAGS = (
    Call("list_tags_for_resource", "tags", ("timestream-influxdb:ListTagsForResource",), take={"resourceArn": "arn"}),
)


def _as(type_name: str) -> Convert:
    return plain(
        type_name,
        "id",
        id="id",
        arn="arn",
        name="name",
        publicly_accessible="publiclyAccessible",
        vpc_subnet_ids="vpcSubnetIds",
        log_delivery_configuration={
            "s3_configuration": {"bucket_name": f"{_LOGS}.bucketName", "enabled": f"{_LOGS}.enabled"}
        },
        tags=inner_tags("list_tags_for_resource"),
    )


SERVICE = Service(
    name="timestream-influxdb",
    client="timestream-influxdb",
    types=("aws_timestreaminfluxdb_db_instance", "aws_timestreaminfluxdb_db_cluster"),
    prefixes=("timestream-influxdb:db-instance", "timestream-influxdb:db-cluster"),
    calls=(
        Call(
            "list_db_instances",
            "items",
            ("timestream-influxdb:ListDbInstances",),
            each=(
                Call(
                    "get_db_instance",
                    ".",
                    ("timestream-influxdb:GetDbInstance",),
                    _as("aws_timestreaminfluxdb_db_instance"),
                    take={"identifier": "id"},
                    proof="id",
                    each=_TAGS,
                ),
            ),
        ),
        Call(
            "list_db_clusters",
            "items",
            ("timestream-influxdb:ListDbClusters",),
            each=(
                Call(
                    "get_db_cluster",
                    ".",
                    ("timestream-influxdb:GetDbCluster",),
                    _as("aws_timestreaminfluxdb_db_cluster"),
                    take={"dbClusterId": "id"},
                    proof="id",
                    each=_TAGS,
                ),
            ),
        ),
    ),
)
