"""EC2 and EBS: machines, volumes, snapshots and images, and who else may read those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hds_collectors.aws.arns import arn_of
from hds_collectors.live.service import Call, Item, Live, Place, Service
from hds_collectors.live.words import blocks, tags

_ENDED = ("terminated", "shutting-down")


def _instance(item: Item, place: Place) -> Iterable[Live]:
    if item.get("State.Name") in _ENDED:
        return
    name = item.need("InstanceId")
    yield Live(
        "aws_instance",
        name,
        {
            "id": name,
            "arn": arn_of(place, "ec2", f"instance/{name}"),
            "ami": item.get("ImageId"),
            "instance_type": item.get("InstanceType"),
            "availability_zone": item.get("Placement.AvailabilityZone"),
            "outpost_arn": item.get("OutpostArn"),
            "subnet_id": item.get("SubnetId"),
            "root_device_name": item.get("RootDeviceName"),
            "iam_instance_profile": item.get("IamInstanceProfile.Arn"),
            "tags": tags(item.get("Tags")),
        },
    )
    for entry in item.get("BlockDeviceMappings") or []:
        volume = (entry.get("Ebs") or {}).get("VolumeId")
        if volume:
            device = str(entry.get("DeviceName", ""))
            yield Live(
                "aws_volume_attachment",
                f"{device}:{volume}:{name}",
                {"device_name": device, "volume_id": volume, "instance_id": name},
            )


def _volume(item: Item, place: Place) -> Iterable[Live]:
    name = item.need("VolumeId")
    yield Live(
        "aws_ebs_volume",
        name,
        {
            "id": name,
            "arn": arn_of(place, "ec2", f"volume/{name}"),
            "availability_zone": item.get("AvailabilityZone"),
            "encrypted": item.get("Encrypted"),
            "kms_key_id": item.get("KmsKeyId"),
            "outpost_arn": item.get("OutpostArn"),
            "size": item.get("Size"),
            "snapshot_id": item.get("SnapshotId") or None,
            "type": item.get("VolumeType"),
            "tags": tags(item.get("Tags")),
        },
    )


def _is_own(item: Item, place: Place) -> bool:
    """Whether a snapshot or image belongs to the account: a server may tell more than it is asked for."""
    return item.get("OwnerId") in (None, place.account)


def _is_shareable(item: Item, place: Place) -> bool:
    """A snapshot on an Outpost cannot be shared, and has no such attribute."""
    return _is_own(item, place) and not item.get("OutpostArn")


def _snapshot(item: Item, place: Place) -> Iterable[Live]:
    if not _is_own(item, place):
        return
    name = item.need("SnapshotId")
    source = _copied_from(item)
    attributes = {
        "id": name,
        "arn": f"arn:{place.partition}:ec2:{place.region}::snapshot/{name}",
        "description": item.get("Description"),
        "encrypted": item.get("Encrypted"),
        "kms_key_id": item.get("KmsKeyId"),
        "outpost_arn": item.get("OutpostArn"),
        "owner_id": item.get("OwnerId"),
        "tags": tags(item.get("Tags")),
    }
    if source:
        yield Live("aws_ebs_snapshot_copy", name, {**attributes, **source})
    else:
        yield Live("aws_ebs_snapshot", name, {**attributes, "volume_id": _volume_of(item)})
    yield from _shared(item, name)


_NO_VOLUME = "vol-ffffffff"
"""What EC2 puts where a snapshot was not made from a volume, as in a copy."""


def _volume_of(item: Item) -> str | None:
    volume = item.get("VolumeId")
    return None if volume == _NO_VOLUME else volume


def _copied_from(item: Item) -> dict[str, str | bool | None]:
    """Where a copy comes from: EC2 keeps it in the description that CopySnapshot writes, and nowhere else."""
    words = str(item.get("Description") or "").replace("]", " ").split()
    if "[Copied" not in words:
        return {}
    source = next((word for word in words if word.startswith("snap-")), None)
    region = words[-1] if words[-2:-1] == ["from"] else None
    return {"source_snapshot_id": source, "source_region": region}


def _shared(item: Item, name: str) -> Iterator[Live]:
    for permission in item.all("describe_snapshot_attribute"):
        who = permission.get("UserId") or permission.get("Group")
        if who:
            yield Live(
                "aws_snapshot_create_volume_permission",
                f"{name}:{who}",
                {"snapshot_id": name, "account_id": str(who)},
            )


def _image(item: Item, place: Place) -> Iterable[Live]:
    if not _is_own(item, place):
        return
    name = item.need("ImageId")
    attributes = {
        "id": name,
        "arn": f"arn:{place.partition}:ec2:{place.region}::image/{name}",
        "name": item.get("Name"),
        "description": item.get("Description"),
        "architecture": item.get("Architecture"),
        "ebs_block_device": blocks(
            [{**entry, **entry["Ebs"]} for entry in item.get("BlockDeviceMappings") or [] if entry.get("Ebs")],
            lambda entry: {
                "device_name": entry.get("DeviceName"),
                "snapshot_id": entry.get("SnapshotId"),
                "encrypted": entry.get("Encrypted"),
            },
        ),
        "tags": tags(item.get("Tags")),
    }
    if item.get("SourceImageId"):
        source = {"source_ami_id": item.get("SourceImageId"), "source_ami_region": item.get("SourceImageRegion")}
        yield Live("aws_ami_copy", name, {**attributes, **source})
    elif item.get("SourceInstanceId"):
        yield Live("aws_ami_from_instance", name, {**attributes, "source_instance_id": item.get("SourceInstanceId")})
    else:
        yield Live("aws_ami", name, attributes)
    for permission in item.all("describe_image_attribute"):
        account = (
            permission.get("UserId") or permission.get("OrganizationArn") or permission.get("OrganizationalUnitArn")
        )
        yield Live(
            "aws_ami_launch_permission",
            f"{name}:{account or permission.get('Group')}",
            {"image_id": name, "account_id": account, "group": permission.get("Group")},
        )


def _subnet(item: Item, place: Place) -> Iterable[Live]:
    name = item.need("SubnetId")
    yield Live(
        "aws_subnet",
        name,
        {
            "id": name,
            "arn": item.get("SubnetArn") or arn_of(place, "ec2", f"subnet/{name}"),
            "availability_zone": item.get("AvailabilityZone"),
            "outpost_arn": item.get("OutpostArn"),
            "vpc_id": item.get("VpcId"),
            "tags": tags(item.get("Tags")),
        },
    )


def _template(item: Item, place: Place) -> Iterable[Live]:
    name = item.need("LaunchTemplateId")
    yield Live(
        "aws_launch_template",
        name,
        {
            "id": name,
            "arn": arn_of(place, "ec2", f"launch-template/{name}"),
            "name": item.get("LaunchTemplateName"),
            "tags": tags(item.get("Tags")),
        },
    )


SERVICE = Service(
    name="ec2",
    client="ec2",
    types=(
        "aws_instance",
        "aws_volume_attachment",
        "aws_ebs_volume",
        "aws_ebs_snapshot",
        "aws_ebs_snapshot_copy",
        "aws_snapshot_create_volume_permission",
        "aws_ami",
        "aws_ami_copy",
        "aws_ami_from_instance",
        "aws_ami_launch_permission",
        "aws_subnet",
        "aws_launch_template",
    ),
    prefixes=("ec2:instance", "ec2:volume", "ec2:snapshot", "ec2:image", "ec2:subnet", "ec2:launch-template"),
    calls=(
        Call("describe_instances", "Reservations", ("ec2:DescribeInstances",), _instance, nested="Instances"),
        Call("describe_volumes", "Volumes", ("ec2:DescribeVolumes",), _volume),
        Call(
            "describe_snapshots",
            "Snapshots",
            ("ec2:DescribeSnapshots",),
            _snapshot,
            fixed={"OwnerIds": ["self"]},
            each=(
                Call(
                    "describe_snapshot_attribute",
                    "CreateVolumePermissions",
                    ("ec2:DescribeSnapshotAttribute",),
                    fixed={"Attribute": "createVolumePermission"},
                    take={"SnapshotId": "SnapshotId"},
                    when=_is_shareable,
                ),
            ),
        ),
        Call(
            "describe_images",
            "Images",
            ("ec2:DescribeImages",),
            _image,
            fixed={"Owners": ["self"]},
            each=(
                Call(
                    "describe_image_attribute",
                    "LaunchPermissions",
                    ("ec2:DescribeImageAttribute",),
                    fixed={"Attribute": "launchPermission"},
                    take={"ImageId": "ImageId"},
                    when=_is_own,
                ),
            ),
        ),
        Call("describe_subnets", "Subnets", ("ec2:DescribeSubnets",), _subnet),
        Call("describe_launch_templates", "LaunchTemplates", ("ec2:DescribeLaunchTemplates",), _template),
    ),
)
