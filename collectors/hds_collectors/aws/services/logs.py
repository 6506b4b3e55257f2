"""CloudWatch Logs: groups, who is sent what is logged, exports to buckets. No line is read."""

from __future__ import annotations

from collections.abc import Iterator

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Item, Live, Place, Service
from hds_policy.model import Value


def _arn(item: Item, place: Place) -> Value:
    return item.get("logGroupArn") or str(item.get("arn") or "").removesuffix(":*") or None


def _subscription(item: Item, place: Place) -> Iterator[Live]:
    group, name = item.need("logGroupName"), item.need("filterName")
    yield Live(
        "aws_cloudwatch_log_subscription_filter",
        f"{group}:{name}",
        {"name": name, "log_group_name": group, "destination_arn": item.get("destinationArn")},
    )


SERVICE = Service(
    name="logs",
    client="logs",
    types=(
        "aws_cloudwatch_log_group",
        "aws_cloudwatch_log_subscription_filter",
        "aws_cloudwatch_log_destination",
    ),
    prefixes=("logs:log-group", "logs:destination"),
    calls=(
        Call(
            "describe_log_groups",
            "logGroups",
            ("logs:DescribeLogGroups",),
            plain(
                "aws_cloudwatch_log_group",
                "logGroupName",
                id="logGroupName",
                name="logGroupName",
                arn=_arn,
                kms_key_id="kmsKeyId",
                retention_in_days="retentionInDays",
                tags=inner_tags("list_tags_log_group"),
            ),
            each=(
                Call(
                    "describe_subscription_filters",
                    "subscriptionFilters",
                    ("logs:DescribeSubscriptionFilters",),
                    _subscription,
                    take={"logGroupName": "logGroupName"},
                ),
                Call(
                    "list_tags_log_group",
                    "tags",
                    ("logs:ListTagsLogGroup",),
                    take={"logGroupName": "logGroupName"},
                ),
            ),
        ),
        Call(
            "describe_destinations",
            "destinations",
            ("logs:DescribeDestinations",),
            plain(
                "aws_cloudwatch_log_destination",
                "destinationName",
                id="destinationName",
                name="destinationName",
                arn="arn",
                target_arn="targetArn",
            ),
        ),
    ),
)
