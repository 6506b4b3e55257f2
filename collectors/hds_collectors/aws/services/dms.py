"""DMS: instances, tasks and endpoints. No table is read."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service


def _tags(path: str) -> tuple[Call, ...]:
    return (Call("list_tags_for_resource", "TagList", ("dms:ListTagsForResource",), take={"ResourceArn": path}),)


SERVICE = Service(
    name="dms",
    client="dms",
    types=("aws_dms_replication_instance", "aws_dms_replication_task", "aws_dms_endpoint"),
    prefixes=("dms:rep", "dms:task", "dms:endpoint"),
    calls=(
        Call(
            "describe_replication_instances",
            "ReplicationInstances",
            ("dms:DescribeReplicationInstances",),
            plain(
                "aws_dms_replication_instance",
                "ReplicationInstanceIdentifier",
                id="ReplicationInstanceIdentifier",
                arn="ReplicationInstanceArn",
                replication_instance_arn="ReplicationInstanceArn",
                availability_zone="AvailabilityZone",
                kms_key_arn="KmsKeyId",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=_tags("ReplicationInstanceArn"),
        ),
        Call(
            "describe_replication_tasks",
            "ReplicationTasks",
            ("dms:DescribeReplicationTasks",),
            plain(
                "aws_dms_replication_task",
                "ReplicationTaskIdentifier",
                id="ReplicationTaskIdentifier",
                arn="ReplicationTaskArn",
                source_endpoint_arn="SourceEndpointArn",
                target_endpoint_arn="TargetEndpointArn",
                replication_instance_arn="ReplicationInstanceArn",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=_tags("ReplicationTaskArn"),
        ),
        Call(
            "describe_endpoints",
            "Endpoints",
            ("dms:DescribeEndpoints",),
            plain(
                "aws_dms_endpoint",
                "EndpointIdentifier",
                id="EndpointIdentifier",
                arn="EndpointArn",
                endpoint_type="EndpointType",
                engine_name="EngineName",
                server_name="ServerName",
                kinesis_settings={"stream_arn": "KinesisSettings.StreamArn"},
            ),
        ),
    ),
)
