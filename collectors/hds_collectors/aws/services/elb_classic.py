"""Load balancers of the first version, the machines behind them, and where they log to."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Item, Place, Service
from hds_collectors.live.words import block
from hds_policy.model import Unknown, Value


def _instances(item: Item, place: Place) -> Value:
    return [one["InstanceId"] for one in item.get("Instances") or []]


def _log(item: Item, place: Place) -> Value:
    found = item.one("describe_load_balancer_attributes")
    if isinstance(found, Unknown):
        return [{"bucket": found}]
    log = (found.get("AccessLog") if found else None) or {}
    return block(bucket=log.get("S3BucketName"), enabled=True) if log.get("Enabled") else None


SERVICE = Service(
    name="elb-classic",
    client="elb",
    types=("aws_elb",),
    prefixes=("elasticloadbalancing:loadbalancer",),
    calls=(
        Call(
            "describe_load_balancers",
            "LoadBalancerDescriptions",
            ("elasticloadbalancing:DescribeLoadBalancers",),
            plain(
                "aws_elb",
                "LoadBalancerName",
                id="LoadBalancerName",
                name="LoadBalancerName",
                dns_name="DNSName",
                instances=_instances,
                subnets="Subnets",
                access_logs=_log,
                tags=inner_tags("describe_tags"),
            ),
            each=(
                Call(
                    "describe_load_balancer_attributes",
                    "LoadBalancerAttributes",
                    ("elasticloadbalancing:DescribeLoadBalancerAttributes",),
                    take={"LoadBalancerName": "LoadBalancerName"},
                ),
                Call(
                    "describe_tags",
                    "TagDescriptions",
                    ("elasticloadbalancing:DescribeTags",),
                    take={"LoadBalancerNames": "LoadBalancerName"},
                    one_in_list=("LoadBalancerNames",),
                    nested="Tags",
                ),
            ),
        ),
    ),
)
