"""FSx: file systems of every kind, and their backups, kept here or copied from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from hds_collectors.live.plain import plain, several
from hds_collectors.live.service import Call, Convert, Item, Live, Place, Service
from hds_collectors.live.words import tags

_KINDS = {
    "LUSTRE": ("aws_fsx_lustre_file_system", "LustreConfiguration"),
    "WINDOWS": ("aws_fsx_windows_file_system", "WindowsConfiguration"),
    "ONTAP": ("aws_fsx_ontap_file_system", "OntapConfiguration"),
    "OPENZFS": ("aws_fsx_openzfs_file_system", "OpenZFSConfiguration"),
}


def _of(kind: str) -> Convert:
    type_name, settings = _KINDS[kind]
    return plain(
        type_name,
        "FileSystemId",
        lambda item, _: bool(item.get("FileSystemType") == kind),
        id="FileSystemId",
        arn="ResourceARN",
        kms_key_id="KmsKeyId",
        subnet_ids="SubnetIds",
        automatic_backup_retention_days=f"{settings}.AutomaticBackupRetentionDays",
        import_path=f"{settings}.DataRepositoryConfiguration.ImportPath",
        export_path=f"{settings}.DataRepositoryConfiguration.ExportPath",
        tags="Tags",
    )


def _other(item: Item, place: Place) -> Iterator[Live]:
    """A kind that is newer than this table holds data as well, under a type that nothing knows."""
    kind = item.need("FileSystemType")
    if kind not in _KINDS:
        name = item.need("FileSystemId")
        yield Live(f"aws_fsx_{kind.lower()}_file_system", name, {"id": name, "tags": tags(item.get("Tags"))})


SERVICE = Service(
    name="fsx",
    client="fsx",
    types=(*(name for name, _ in _KINDS.values()), "aws_fsx_backup"),
    prefixes=("fsx:file-system", "fsx:backup"),
    calls=(
        Call(
            "describe_file_systems",
            "FileSystems",
            ("fsx:DescribeFileSystems",),
            several(*map(_of, _KINDS), _other),
        ),
        Call(
            "describe_backups",
            "Backups",
            ("fsx:DescribeBackups",),
            plain(
                "aws_fsx_backup",
                "BackupId",
                id="BackupId",
                arn="ResourceARN",
                file_system_id="FileSystem.FileSystemId",
                volume_id="Volume.VolumeId",
                kms_key_id="KmsKeyId",
                source_backup_id="SourceBackupId",
                source_backup_region="SourceBackupRegion",
                tags="Tags",
            ),
        ),
    ),
)
