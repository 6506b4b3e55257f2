"""Access points of S3: another way to the objects of a bucket, with a policy of its own."""

from __future__ import annotations

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Item, Place, Service
from hds_policy.model import Value


def _policy(item: Item, place: Place) -> Value:
    found = item.one("get_access_point_policy")
    return found.get("Policy") if isinstance(found, Item) else found


SERVICE = Service(
    name="s3-access-points",
    client="s3control",
    types=("aws_s3_access_point",),
    prefixes=("s3:accesspoint",),
    calls=(
        Call(
            "list_access_points",
            "AccessPointList",
            ("s3:ListAccessPoints",),
            plain(
                "aws_s3_access_point",
                "Name",
                id="AccessPointArn",
                arn="AccessPointArn",
                name="Name",
                bucket="Bucket",
                bucket_account_id="BucketAccountId",
                network_origin="NetworkOrigin",
                policy=_policy,
            ),
            account="AccountId",
            each=(
                Call(
                    "get_access_point_policy",
                    ".",
                    ("s3:GetAccessPointPolicy",),
                    take={"Name": "Name"},
                    account="AccountId",
                    proof="Policy",
                    absent=("NoSuchAccessPointPolicy",),
                ),
            ),
        ),
    ),
)
