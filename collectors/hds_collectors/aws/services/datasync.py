"""DataSync: tasks, and the buckets they read and write."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Item, Place, Service
from hds_policy.model import Value


def _bucket(item: Item, place: Place) -> Value:
    name = item.need("LocationUri").removeprefix("s3://").partition("/")[0]
    return f"arn:{place.partition}:s3:::{name}"


def _is_bucket(item: Item, place: Place) -> bool:
    return str(item.get("LocationUri")).startswith("s3://") and ":s3:" not in str(item.get("LocationUri"))


SERVICE = Service(
    name="datasync",
    client="datasync",
    types=("aws_datasync_task", "aws_datasync_location_s3"),
    prefixes=("datasync:task", "datasync:location"),
    calls=(
        Call(
            "list_tasks",
            "Tasks",
            ("datasync:ListTasks",),
            each=(
                Call(
                    "describe_task",
                    ".",
                    ("datasync:DescribeTask",),
                    plain(
                        "aws_datasync_task",
                        "TaskArn",
                        id="TaskArn",
                        arn="TaskArn",
                        name="Name",
                        source_location_arn="SourceLocationArn",
                        destination_location_arn="DestinationLocationArn",
                        cloudwatch_log_group_arn="CloudWatchLogGroupArn",
                        tags=inner_tags("list_tags_for_resource"),
                    ),
                    take={"TaskArn": "TaskArn"},
                    proof="TaskArn",
                    each=(
                        Call(
                            "list_tags_for_resource",
                            "Tags",
                            ("datasync:ListTagsForResource",),
                            take={"ResourceArn": "TaskArn"},
                        ),
                    ),
                ),
            ),
        ),
        Call(
            "list_locations",
            "Locations",
            ("datasync:ListLocations",),
            plain(
                "aws_datasync_location_s3",
                "LocationArn",
                _is_bucket,
                id="LocationArn",
                arn="LocationArn",
                s3_bucket_arn=_bucket,
            ),
        ),
    ),
)
