"""Directory buckets of S3 (Express One Zone), which the list of buckets leaves out."""

from __future__ import annotations

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="s3-directory-buckets",
    client="s3",
    types=("aws_s3_directory_bucket",),
    prefixes=("s3express:bucket",),
    calls=(
        Call(
            "list_directory_buckets",
            "Buckets",
            ("s3express:ListAllMyDirectoryBuckets",),
            plain("aws_s3_directory_bucket", "Name", id="Name", bucket="Name", arn="BucketArn"),
        ),
    ),
)
