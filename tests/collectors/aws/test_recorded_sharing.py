"""Who else may read, and where else data is kept, against answers that the SDK's description of each call accepts."""

from __future__ import annotations

import json

import pytest
from recorded import ACCOUNT, Answer, resources, told_by

from hds_policy.model import Value

FOREIGN = "999988887777"
Expected = dict[tuple[str, str], dict[str, Value]]


def _arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:eu-west-3:{ACCOUNT}:{rest}"


def ram() -> tuple[list[Answer], Expected]:
    share, gone = _arn("ram", "resource-share/1"), _arn("ram", "resource-share/2")
    cluster, ours = _arn("rds", "cluster:ehr"), {"resourceOwner": "SELF"}
    told = {"resourceShareArn": share, "name": "study", "allowExternalPrincipals": True, "status": "ACTIVE"}
    return [
        (
            "ram.get_resource_shares",
            ours,
            {"resourceShares": [told, {"resourceShareArn": gone, "name": "old", "status": "DELETED"}]},
        ),
        ("ram.list_principals", ours, {"principals": [{"id": FOREIGN, "resourceShareArn": share}]}),
        ("ram.list_resources", ours, {"resources": [{"arn": cluster, "resourceShareArn": share}]}),
    ], {
        ("aws_ram_resource_share", share): {"name": "study", "allow_external_principals": True},
        ("aws_ram_principal_association", f"{share},{FOREIGN}"): {"principal": FOREIGN, "resource_share_arn": share},
        ("aws_ram_resource_association", f"{share},{cluster}"): {"resource_arn": cluster},
    }


def s3_access_points() -> tuple[list[Answer], Expected]:
    policy = json.dumps({"Statement": [{"Effect": "Allow", "Principal": {"AWS": FOREIGN}, "Action": "s3:GetObject"}]})
    arn = _arn("s3", "accesspoint/study")
    point = {"Name": "study", "NetworkOrigin": "Internet", "Bucket": "records", "AccessPointArn": arn}
    return [
        ("s3control.list_access_points", {"AccountId": ACCOUNT}, {"AccessPointList": [point]}),
        ("s3control.get_access_point_policy", {"AccountId": ACCOUNT, "Name": "study"}, {"Policy": policy}),
    ], {("aws_s3_access_point", "study"): {"bucket": "records", "arn": arn, "policy": policy}}


def s3_directory_buckets() -> tuple[list[Answer], Expected]:
    name = "fast--euw3-az1--x-s3"
    first = {"Buckets": [], "ContinuationToken": "more"}
    return [
        ("s3.list_directory_buckets", {}, first),
        ("s3.list_directory_buckets", {"ContinuationToken": "more"}, {"Buckets": [{"Name": name}]}),
    ], {("aws_s3_directory_bucket", name): {"bucket": name}}


def s3_vectors() -> tuple[list[Answer], Expected]:
    arn = _arn("s3vectors", "bucket/notes")
    index = {"vectorBucketName": "notes", "indexName": "letters", "indexArn": f"{arn}/index/letters", "creationTime": 0}
    bucket = {"vectorBucketName": "notes", "vectorBucketArn": arn, "creationTime": 0}
    return [
        ("s3vectors.list_vector_buckets", {}, {"vectorBuckets": [bucket]}),
        ("s3vectors.list_indexes", {"vectorBucketName": "notes"}, {"indexes": [index]}),
    ], {
        ("aws_s3vectors_vector_bucket", "notes"): {"vector_bucket_arn": arn},
        ("aws_s3vectors_index", f"{arn}/index/letters"): {"vector_bucket_name": "notes", "index_name": "letters"},
    }


def recycle_bin() -> tuple[list[Answer], Expected]:
    kept = {"SnapshotId": "snap-0123456789abcdef0", "VolumeId": "vol-0123456789abcdef0"}
    return [
        ("ec2.list_snapshots_in_recycle_bin", {}, {"Snapshots": [kept]}),
        ("ec2.list_images_in_recycle_bin", {}, {"Images": [{"ImageId": "ami-0123456789abcdef0", "Name": "old"}]}),
    ], {
        ("aws_ebs_snapshot", "snap-0123456789abcdef0"): {"volume_id": "vol-0123456789abcdef0"},
        ("aws_ami", "ami-0123456789abcdef0"): {"name": "old"},
    }


def lightsail() -> tuple[list[Answer], Expected]:
    tags, place = [{"key": "hds", "value": "true"}], {"availabilityZone": "eu-west-3a", "regionName": "eu-west-3"}
    machine = {"name": "site", "arn": _arn("lightsail", "Instance/1"), "location": place, "tags": tags}
    disk = {"name": "data", "arn": _arn("lightsail", "Disk/1"), "location": place, "attachedTo": "site"}
    base = {"name": "db", "arn": _arn("lightsail", "RelationalDatabase/1"), "location": place}
    bucket = {"name": "scans", "arn": _arn("lightsail", "Bucket/1"), "location": place}
    copy = {"name": "kept", "arn": _arn("lightsail", "DiskSnapshot/1"), "fromDiskName": "data"}
    return [
        ("lightsail.get_instances", {}, {"instances": [machine]}),
        ("lightsail.get_disks", {}, {"disks": [disk]}),
        ("lightsail.get_relational_databases", {}, {"relationalDatabases": [base]}),
        ("lightsail.get_buckets", {}, {"buckets": [], "nextPageToken": "more"}),
        ("lightsail.get_buckets", {"pageToken": "more"}, {"buckets": [bucket]}),
        ("lightsail.get_container_services", {}, {"containerServices": []}),
        ("lightsail.get_load_balancers", {}, {"loadBalancers": []}),
        ("lightsail.get_instance_snapshots", {}, {"instanceSnapshots": []}),
        ("lightsail.get_disk_snapshots", {}, {"diskSnapshots": [copy]}),
        ("lightsail.get_relational_database_snapshots", {}, {"relationalDatabaseSnapshots": []}),
    ], {
        ("aws_lightsail_instance", "site"): {"availability_zone": "eu-west-3a", "tags": {"hds": "true"}},
        ("aws_lightsail_disk", "data"): {"tags": {}},
        ("aws_lightsail_disk_attachment", "data,site"): {"disk_name": "data", "instance_name": "site"},
        ("aws_lightsail_database", "db"): {"relational_database_name": "db"},
        ("aws_lightsail_bucket", "scans"): {"name": "scans"},
        ("awscc_lightsail_disk_snapshot", "kept"): {"disk_name": "data"},
    }


CASES = {
    one.__name__.replace("_", "-"): one
    for one in (ram, s3_access_points, s3_directory_buckets, s3_vectors, recycle_bin, lightsail)
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_told_is_found(name: str) -> None:
    answers, expected = CASES[name]()
    told = told_by(name, answers)
    assert not told.gaps
    found = resources(told)
    assert found.keys() == expected.keys()
    for key, attributes in expected.items():
        assert {one: found[key].get(one) for one in attributes} == attributes
