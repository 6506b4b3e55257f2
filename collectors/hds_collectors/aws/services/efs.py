"""EFS: file systems, their copies in other regions, whether they are backed up."""

from __future__ import annotations

from collections.abc import Iterator

from hds_collectors.live.plain import plain, several
from hds_collectors.live.service import Call, Item, Live, Place, Service
from hds_collectors.live.words import block
from hds_policy.model import Unknown


def _replication(item: Item, place: Place) -> Iterator[Live]:
    source = item.need("SourceFileSystemId")
    if item.get("SourceFileSystemRegion") not in (None, place.region):
        # The region of the source tells it.
        return
    for target in item.get("Destinations") or []:
        yield Live(
            "aws_efs_replication_configuration",
            f"{source}:{target.get('FileSystemId')}",
            {
                "source_file_system_id": source,
                "destination": block(file_system_id=target.get("FileSystemId"), region=target.get("Region")),
            },
        )


def _backup(item: Item, place: Place) -> Iterator[Live]:
    name = item.need("FileSystemId")
    found = item.one("describe_backup_policy")
    if isinstance(found, Unknown):
        yield Live("aws_efs_backup_policy", name, {"file_system_id": name, "backup_policy": [{"status": found}]})
    elif found is not None:
        policy = block(status=found.get("Status"))
        yield Live("aws_efs_backup_policy", name, {"file_system_id": name, "backup_policy": policy})


SERVICE = Service(
    name="efs",
    client="efs",
    types=("aws_efs_file_system", "aws_efs_replication_configuration", "aws_efs_backup_policy"),
    prefixes=("elasticfilesystem:file-system",),
    calls=(
        Call(
            "describe_file_systems",
            "FileSystems",
            ("elasticfilesystem:DescribeFileSystems",),
            several(
                plain(
                    "aws_efs_file_system",
                    "FileSystemId",
                    id="FileSystemId",
                    arn="FileSystemArn",
                    availability_zone_name="AvailabilityZoneName",
                    encrypted="Encrypted",
                    kms_key_id="KmsKeyId",
                    name="Name",
                    tags="Tags",
                ),
                _backup,
            ),
            each=(
                Call(
                    "describe_backup_policy",
                    "BackupPolicy",
                    ("elasticfilesystem:DescribeBackupPolicy",),
                    take={"FileSystemId": "FileSystemId"},
                    absent=("PolicyNotFound",),
                ),
            ),
        ),
        Call(
            "describe_replication_configurations",
            "Replications",
            ("elasticfilesystem:DescribeReplicationConfigurations",),
            _replication,
            absent=("ReplicationNotFound",),
        ),
    ),
)
