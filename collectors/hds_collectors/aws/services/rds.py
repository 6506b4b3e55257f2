"""RDS and Aurora: instances, clusters, snapshots and who may read them, backups kept in another region, exports.

DocumentDB and Neptune answer the same calls; their resources are told by the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hds_collectors.live.service import Call, Item, Live, Place, Service
from hds_collectors.live.words import block, tags
from hds_policy.model import Unknown, Value

_ENGINES = {"docdb": "docdb", "neptune": "neptune"}


def _endpoint(item: Item) -> Value:
    """Host and port, as Terraform has it."""
    host, port = item.get("Endpoint.Address"), item.get("Endpoint.Port")
    return f"{host}:{port}" if host and port else host


def _family(item: Item) -> str:
    return _ENGINES.get(str(item.get("Engine")), "rds")


def _instance(item: Item, place: Place) -> Iterable[Live]:
    name = item.need("DBInstanceIdentifier")
    family = _family(item)
    attributes: dict[str, Value] = {
        "id": name,
        "identifier": name,
        "arn": item.get("DBInstanceArn"),
        "availability_zone": item.get("AvailabilityZone"),
        "engine": item.get("Engine"),
        "kms_key_id": item.get("KmsKeyId"),
        "publicly_accessible": item.get("PubliclyAccessible"),
        "address": item.get("Endpoint.Address"),
        "endpoint": _endpoint(item),
        "tags": tags(item.get("TagList")),
    }
    cluster = item.get("DBClusterIdentifier")
    if cluster:
        kind = "aws_rds_cluster_instance" if family == "rds" else f"aws_{family}_cluster_instance"
        yield Live(kind, name, {**attributes, "cluster_identifier": cluster})
        return
    yield Live(
        "aws_db_instance",
        name,
        {
            **attributes,
            "allocated_storage": item.get("AllocatedStorage"),
            "backup_retention_period": item.get("BackupRetentionPeriod"),
            "backup_target": item.get("BackupTarget"),
            "db_name": item.get("DBName"),
            "instance_class": item.get("DBInstanceClass"),
            "multi_az": item.get("MultiAZ"),
            "replicate_source_db": item.get("ReadReplicaSourceDBInstanceIdentifier")
            or item.get("ReadReplicaSourceDBClusterIdentifier"),
            "storage_encrypted": item.get("StorageEncrypted"),
        },
    )


def _cluster(item: Item, place: Place) -> Iterable[Live]:
    name = item.need("DBClusterIdentifier")
    family = _family(item)
    yield Live(
        "aws_rds_cluster" if family == "rds" else f"aws_{family}_cluster",
        name,
        {
            "id": name,
            "cluster_identifier": name,
            "arn": item.get("DBClusterArn"),
            "availability_zones": item.get("AvailabilityZones"),
            "backup_retention_period": item.get("BackupRetentionPeriod"),
            "database_name": item.get("DatabaseName"),
            "engine": item.get("Engine"),
            "endpoint": item.get("Endpoint"),
            "reader_endpoint": item.get("ReaderEndpoint"),
            "kms_key_id": item.get("KmsKeyId"),
            "replication_source_identifier": item.get("ReplicationSourceIdentifier"),
            "storage_encrypted": item.get("StorageEncrypted"),
            "tags": tags(item.get("TagList")),
        },
    )


def _sharing(item: Item, operation: str) -> Value:
    """Accounts a snapshot is shared with; ``all`` for everybody."""
    found = item.inner.get(operation, [])
    if isinstance(found, Unknown):
        return [found]
    restore = [one for one in found if one.get("AttributeName") == "restore"]
    return [str(value) for one in restore for value in one.get("AttributeValues") or []] or None


def _snapshot(item: Item, place: Place) -> Iterable[Live]:
    name = item.need("DBSnapshotIdentifier")
    attributes: dict[str, Value] = {
        "id": name,
        "engine": item.get("Engine"),
        "kms_key_id": item.get("KmsKeyId"),
        "shared_accounts": _sharing(item, "describe_db_snapshot_attributes"),
        "snapshot_type": item.get("SnapshotType"),
        "tags": tags(item.get("TagList")),
    }
    source = item.get("SourceDBSnapshotIdentifier")
    if source:
        yield Live(
            "aws_db_snapshot_copy",
            name,
            {
                **attributes,
                "db_snapshot_arn": item.get("DBSnapshotArn"),
                "source_db_snapshot_identifier": source,
                "source_region": item.get("SourceRegion"),
                "target_db_snapshot_identifier": name,
            },
        )
    else:
        yield Live(
            "aws_db_snapshot",
            name,
            {
                **attributes,
                "db_instance_identifier": item.get("DBInstanceIdentifier"),
                "db_snapshot_arn": item.get("DBSnapshotArn"),
                "db_snapshot_identifier": name,
            },
        )


def _cluster_snapshot(item: Item, place: Place) -> Iterable[Live]:
    name = item.need("DBClusterSnapshotIdentifier")
    family = _family(item)
    attributes: dict[str, Value] = {
        "id": name,
        "engine": item.get("Engine"),
        "kms_key_id": item.get("KmsKeyId"),
        "shared_accounts": _sharing(item, "describe_db_cluster_snapshot_attributes"),
        "db_cluster_snapshot_arn": item.get("DBClusterSnapshotArn"),
        "snapshot_type": item.get("SnapshotType"),
        "tags": tags(item.get("TagList")),
    }
    source = item.get("SourceDBClusterSnapshotArn")
    if source and family == "rds":
        copied = {"source_db_cluster_snapshot_identifier": source, "target_db_cluster_snapshot_identifier": name}
        yield Live("aws_rds_cluster_snapshot_copy", name, {**attributes, **copied})
        return
    kind = "aws_db_cluster_snapshot" if family == "rds" else f"aws_{family}_cluster_snapshot"
    named = {"db_cluster_identifier": item.get("DBClusterIdentifier"), "db_cluster_snapshot_identifier": name}
    yield Live(kind, name, {**attributes, **named})


def _automated(item: Item, place: Place) -> Iterable[Live]:
    """Automated backups that this region keeps of an instance of another one, or of one that is gone."""
    arn = item.get("DBInstanceArn") or item.need("DBInstanceIdentifier")
    if item.get("Region") == place.region and item.get("Status") == "active":
        # The backups of a running instance beside it belong to the instance.
        return
    name = item.get("DBInstanceAutomatedBackupsArn") or item.need("DbiResourceId")
    yield Live(
        "aws_db_instance_automated_backups_replication",
        str(name).rpartition(":")[2],
        {
            "id": name,
            "source_db_instance_arn": arn,
            "retention_period": item.get("BackupRetentionPeriod"),
            "kms_key_id": item.get("KmsKeyId"),
        },
    )


def _global(item: Item, place: Place) -> Iterable[Live]:
    name = item.need("GlobalClusterIdentifier")
    members = item.get("GlobalClusterMembers") or []
    kind = {"docdb": "aws_docdb_global_cluster", "neptune": "aws_neptune_global_cluster"}.get(
        _family(item), "aws_rds_global_cluster"
    )
    writer = next((one.get("DBClusterArn") for one in members if one.get("IsWriter")), None)
    readers = [one.get("DBClusterArn") for one in members if not one.get("IsWriter")]
    common = {"id": name, "global_cluster_identifier": name, "engine": item.get("Engine")}
    yield Live(
        kind,
        name,
        {
            **common,
            "arn": item.get("GlobalClusterArn"),
            "source_db_cluster_identifier": writer,
            "global_cluster_members": [block(db_cluster_arn=arn)[0] for arn in readers if arn],
        },
    )


def _export(item: Item, place: Place) -> Iterator[Live]:
    name = item.need("ExportTaskIdentifier")
    yield Live(
        "aws_rds_export_task",
        name,
        {
            "id": name,
            "source_arn": item.get("SourceArn"),
            "s3_bucket_name": item.get("S3Bucket"),
            "kms_key_id": item.get("KmsKeyId"),
            "status": item.get("Status"),
        },
    )


SERVICE = Service(
    name="rds",
    client="rds",
    types=(
        "aws_db_instance",
        "aws_rds_cluster",
        "aws_rds_cluster_instance",
        "aws_docdb_cluster",
        "aws_docdb_cluster_instance",
        "aws_docdb_cluster_snapshot",
        "aws_docdb_global_cluster",
        "aws_neptune_cluster",
        "aws_neptune_cluster_instance",
        "aws_neptune_cluster_snapshot",
        "aws_neptune_global_cluster",
        "aws_db_snapshot",
        "aws_db_snapshot_copy",
        "aws_db_cluster_snapshot",
        "aws_rds_cluster_snapshot_copy",
        "aws_db_instance_automated_backups_replication",
        "aws_rds_global_cluster",
        "aws_rds_export_task",
    ),
    prefixes=("rds:db", "rds:cluster", "rds:snapshot", "rds:cluster-snapshot", "rds:auto-backup", "rds:global-cluster"),
    calls=(
        Call(
            "describe_db_instances",
            "DBInstances",
            ("rds:DescribeDBInstances", "rds:ListTagsForResource"),
            _instance,
        ),
        Call("describe_db_clusters", "DBClusters", ("rds:DescribeDBClusters",), _cluster),
        Call(
            "describe_db_snapshots",
            "DBSnapshots",
            ("rds:DescribeDBSnapshots",),
            _snapshot,
            each=(
                Call(
                    "describe_db_snapshot_attributes",
                    "DBSnapshotAttributesResult.DBSnapshotAttributes",
                    ("rds:DescribeDBSnapshotAttributes",),
                    take={"DBSnapshotIdentifier": "DBSnapshotIdentifier"},
                    proof="DBSnapshotAttributesResult",
                    when=lambda item, _: item.get("SnapshotType") == "manual",
                ),
            ),
        ),
        Call(
            "describe_db_cluster_snapshots",
            "DBClusterSnapshots",
            ("rds:DescribeDBClusterSnapshots",),
            _cluster_snapshot,
            each=(
                Call(
                    "describe_db_cluster_snapshot_attributes",
                    "DBClusterSnapshotAttributesResult.DBClusterSnapshotAttributes",
                    ("rds:DescribeDBClusterSnapshotAttributes",),
                    take={"DBClusterSnapshotIdentifier": "DBClusterSnapshotIdentifier"},
                    proof="DBClusterSnapshotAttributesResult",
                    when=lambda item, _: item.get("SnapshotType") == "manual",
                ),
            ),
        ),
        Call(
            "describe_db_instance_automated_backups",
            "DBInstanceAutomatedBackups",
            ("rds:DescribeDBInstanceAutomatedBackups",),
            _automated,
        ),
        Call("describe_global_clusters", "GlobalClusters", ("rds:DescribeGlobalClusters",), _global),
        Call("describe_export_tasks", "ExportTasks", ("rds:DescribeExportTasks",), _export),
    ),
)
