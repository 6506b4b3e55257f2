"""The safety net: what has, or had, a tag and is of a kind that no module reads is told as unread.

The Tagging API knows nothing of what never had a tag, so that it is no inventory.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from hds_collectors.live.failures import BadAnswerError
from hds_collectors.live.service import Call, Item, Place, Service, Unseen

WITHOUT_DATA = (
    "acm:*",
    "apigateway:*",
    "application-autoscaling:*",
    "autoscaling:*",
    "cloudformation:*",
    "cloudwatch:*",
    "codebuild:*",
    "codepipeline:*",
    "config:*",
    "ec2:capacity-reservation",
    "ec2:customer-gateway",
    "ec2:dhcp-options",
    "ec2:elastic-ip",
    "ec2:internet-gateway",
    "ec2:ipam*",
    "ec2:key-pair",
    "ec2:natgateway",
    "ec2:network-acl",
    "ec2:network-interface",
    "ec2:placement-group",
    "ec2:prefix-list",
    "ec2:reserved-instances",
    "ec2:route-table",
    "ec2:security-group*",
    "ec2:transit-gateway*",
    "ec2:vpc*",
    "ec2:vpn-*",
    "ecs:cluster",
    "eks:addon",
    "elasticache:parametergroup",
    "elasticache:subnetgroup",
    "elasticache:user*",
    "elasticfilesystem:access-point",
    "elasticloadbalancing:listener*",
    "elasticloadbalancing:targetgroup",
    "events:rule",
    "iam:*",
    "memorydb:acl",
    "memorydb:parametergroup",
    "memorydb:subnetgroup",
    "memorydb:user",
    "organizations:*",
    "rds:cluster-pg",
    "rds:es",
    "rds:og",
    "rds:pg",
    "rds:ri",
    "rds:secgrp",
    "rds:subgrp",
    "redshift:parametergroup",
    "redshift:subnetgroup",
    "resource-groups:*",
    "route53*",
    "servicecatalog:*",
    "signer:*",
    "wafv2:*",
)
"""Kinds that hold no data of their own; what moves data among them is read by the module of its service."""


def kind_of(arn: str) -> str:
    """Service and kind of an ARN, such as ``rds:db``; the service alone where ARNs name no kind.

    Raises:
        BadAnswerError: the text is no ARN.
    """
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn":
        raise BadAnswerError("an entry of the Tagging API is no ARN")
    service, rest = parts[2], parts[5].lstrip("/")
    mark = next((mark for mark in rest if mark in "/:"), "")
    return f"{service}:{rest.partition(mark)[0]}" if mark else f"{service}:"


def is_read(kind: str, prefixes: tuple[str, ...]) -> bool:
    """Whether a module answers for a kind; a prefix that ends with ``:`` takes the whole service."""
    service = kind.partition(":")[0]
    return any(prefix in (kind, f"{service}:") for prefix in prefixes)


def _unseen(item: Item, place: Place) -> Iterator[Unseen]:
    from hds_collectors.aws.services import all_services  # noqa: PLC0415 - the list of modules has this one in it

    arn = item.need("ResourceARN")
    kind = kind_of(arn)
    prefixes = tuple(prefix for service in all_services().values() for prefix in service.prefixes)
    if not is_read(kind, prefixes) and not any(fnmatchcase(kind, known) for known in WITHOUT_DATA):
        yield Unseen(kind, arn.rpartition(":")[2])


SERVICE = Service(
    name="tagging",
    client="resourcegroupstaggingapi",
    types=(),
    calls=(Call("get_resources", "ResourceTagMappingList", ("tag:GetResources",), _unseen),),
)
