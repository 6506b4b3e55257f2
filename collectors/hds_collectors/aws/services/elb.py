"""Load balancers of version 2, and where they log to."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Item, Place, Service
from hds_collectors.live.words import block
from hds_policy.model import Unknown, Value


def _log(kind: str):  # type: ignore[no-untyped-def] # a told of plain()
    def told(item: Item, place: Place) -> Value:
        found = item.inner.get("describe_load_balancer_attributes", [])
        if isinstance(found, Unknown):
            return [{"bucket": found}]
        settings = {one.get("Key"): one.get("Value") for one in found}
        if settings.get(f"{kind}.s3.enabled") != "true":
            return None
        return block(bucket=settings.get(f"{kind}.s3.bucket"), enabled=True)

    return told


SERVICE = Service(
    name="elb",
    client="elbv2",
    types=("aws_lb",),
    prefixes=("elasticloadbalancing:loadbalancer",),
    calls=(
        Call(
            "describe_load_balancers",
            "LoadBalancers",
            ("elasticloadbalancing:DescribeLoadBalancers",),
            plain(
                "aws_lb",
                "LoadBalancerName",
                id="LoadBalancerArn",
                arn="LoadBalancerArn",
                name="LoadBalancerName",
                dns_name="DNSName",
                access_logs=_log("access_logs"),
                connection_logs=_log("connection_logs"),
                tags=inner_tags("describe_tags"),
            ),
            each=(
                Call(
                    "describe_load_balancer_attributes",
                    "Attributes",
                    ("elasticloadbalancing:DescribeLoadBalancerAttributes",),
                    take={"LoadBalancerArn": "LoadBalancerArn"},
                ),
                Call(
                    "describe_tags",
                    "TagDescriptions",
                    ("elasticloadbalancing:DescribeTags",),
                    take={"ResourceArns": "LoadBalancerArn"},
                    one_in_list=("ResourceArns",),
                    nested="Tags",
                ),
            ),
        ),
    ),
)
