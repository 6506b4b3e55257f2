"""Lightsail: machines, disks, databases, buckets, containers, and snapshots of them."""

from __future__ import annotations

from collections.abc import Iterator

from hds_collectors.live.plain import Told, plain, several
from hds_collectors.live.service import Call, Convert, Item, Live, Place, Service


def _call(operation: str, items: str, action: str, convert: Convert) -> Call:
    return Call(operation, items, (f"lightsail:{action}",), convert)


def _named(type_name: str, **more: Told) -> Convert:
    return plain(type_name, "name", id="name", name="name", arn="arn", tags="tags", **more)


def _attachment(item: Item, place: Place) -> Iterator[Live]:
    disk, machine = item.need("name"), item.get("attachedTo")
    if machine:
        told = {"disk_name": disk, "instance_name": machine}
        yield Live("aws_lightsail_disk_attachment", f"{disk},{machine}", told)


SERVICE = Service(
    name="lightsail",
    client="lightsail",
    types=(
        "aws_lightsail_instance",
        "aws_lightsail_disk",
        "aws_lightsail_disk_attachment",
        "aws_lightsail_database",
        "aws_lightsail_bucket",
        "aws_lightsail_container_service",
        "aws_lightsail_lb",
        "awscc_lightsail_instance_snapshot",
        "awscc_lightsail_disk_snapshot",
        "awscc_lightsail_database_snapshot",
    ),
    # Distributions are told in one region only, and not read.
    prefixes=(
        "lightsail:Instance",
        "lightsail:Disk",
        "lightsail:RelationalDatabase",
        "lightsail:Bucket",
        "lightsail:ContainerService",
        "lightsail:LoadBalancer",
        "lightsail:InstanceSnapshot",
        "lightsail:DiskSnapshot",
        "lightsail:RelationalDatabaseSnapshot",
    ),
    calls=(
        _call(
            "get_instances",
            "instances",
            "GetInstances",
            _named("aws_lightsail_instance", availability_zone="location.availabilityZone"),
        ),
        _call(
            "get_disks",
            "disks",
            "GetDisks",
            several(_named("aws_lightsail_disk", availability_zone="location.availabilityZone"), _attachment),
        ),
        _call(
            "get_relational_databases",
            "relationalDatabases",
            "GetRelationalDatabases",
            plain(
                "aws_lightsail_database",
                "name",
                id="name",
                relational_database_name="name",
                arn="arn",
                availability_zone="location.availabilityZone",
                publicly_accessible="publiclyAccessible",
                backup_retention_enabled="backupRetentionEnabled",
                tags="tags",
            ),
        ),
        _call("get_buckets", "buckets", "GetBuckets", _named("aws_lightsail_bucket", url="url")),
        _call(
            "get_container_services",
            "containerServices",
            "GetContainerServices",
            plain(
                "aws_lightsail_container_service",
                "containerServiceName",
                id="containerServiceName",
                name="containerServiceName",
                arn="arn",
                tags="tags",
            ),
        ),
        _call(
            "get_load_balancers", "loadBalancers", "GetLoadBalancers", _named("aws_lightsail_lb", dns_name="dnsName")
        ),
        _call(
            "get_instance_snapshots",
            "instanceSnapshots",
            "GetInstanceSnapshots",
            _named("awscc_lightsail_instance_snapshot", instance_name="fromInstanceName"),
        ),
        _call(
            "get_disk_snapshots",
            "diskSnapshots",
            "GetDiskSnapshots",
            _named("awscc_lightsail_disk_snapshot", disk_name="fromDiskName"),
        ),
        _call(
            "get_relational_database_snapshots",
            "relationalDatabaseSnapshots",
            "GetRelationalDatabaseSnapshots",
            _named("awscc_lightsail_database_snapshot", relational_database_name="fromRelationalDatabaseName"),
        ),
    ),
)
