"""The recycle bin of EC2: snapshots and images that were deleted and are kept, with their data."""

from __future__ import annotations

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="recycle-bin",
    client="ec2",
    types=("aws_ebs_snapshot", "aws_ami"),
    calls=(
        Call(
            "list_snapshots_in_recycle_bin",
            "Snapshots",
            ("ec2:ListSnapshotsInRecycleBin",),
            plain("aws_ebs_snapshot", "SnapshotId", id="SnapshotId", volume_id="VolumeId", description="Description"),
        ),
        Call(
            "list_images_in_recycle_bin",
            "Images",
            ("ec2:ListImagesInRecycleBin",),
            plain("aws_ami", "ImageId", id="ImageId", name="Name", description="Description"),
        ),
    ),
)
