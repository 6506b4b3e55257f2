"""CloudTrail: trails, and the buckets and log groups they write to."""

from __future__ import annotations

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="cloudtrail",
    client="cloudtrail",
    types=("aws_cloudtrail",),
    prefixes=("cloudtrail:trail",),
    calls=(
        Call(
            "describe_trails",
            "trailList",
            ("cloudtrail:DescribeTrails",),
            plain(
                "aws_cloudtrail",
                "Name",
                # The account of an organisation tells its own; each region tells only its own trails.
                lambda item, place: bool(
                    item.get("HomeRegion") == place.region and f":{place.account}:" in str(item.get("TrailARN"))
                ),
                id="TrailARN",
                arn="TrailARN",
                name="Name",
                s3_bucket_name="S3BucketName",
                cloud_watch_logs_group_arn="CloudWatchLogsLogGroupArn",
                kms_key_id="KmsKeyId",
            ),
        ),
    ),
)
