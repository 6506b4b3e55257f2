"""Buckets, machines, volumes, databases and their copies, as a real server tells them."""

from __future__ import annotations

import json
from typing import Any

from scanning import of_type, only, read

HEALTH = [{"Key": "hds", "Value": "true"}]
ABROAD = "us-east-1"
FOREIGN = "999988887777"


def _bucket(cloud: Any, name: str, region: str = "eu-west-3") -> Any:
    s3 = cloud("s3", region)
    place = {} if region == ABROAD else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **place)
    return s3


def test_buckets_lie_in_their_own_region_wherever_they_are_asked_from(cloud: Any) -> None:
    _bucket(cloud, "patients.raw").put_bucket_tagging(Bucket="patients.raw", Tagging={"TagSet": HEALTH})
    _bucket(cloud, "copy-abroad", ABROAD)
    found = read(cloud.url, "s3", regions=("eu-west-3",))
    assert not found.unread
    assert {r.key: (r.attributes["region"], r.attributes["tags"]) for r in of_type(found, "aws_s3_bucket")} == {
        'aws/111122223333/eu-west-3:aws_s3_bucket.live["patients.raw"]': ("eu-west-3", {"hds": "true"}),
        "aws/111122223333/us-east-1:aws_s3_bucket.copy-abroad": (ABROAD, {}),
    }
    assert {r.provider.attributes["region"] for r in of_type(found, "aws_s3_bucket")} == {"eu-west-3", ABROAD}


def test_where_a_bucket_is_copied_to_and_who_reads_it(cloud: Any) -> None:
    s3 = _bucket(cloud, "records")
    _bucket(cloud, "records-abroad", ABROAD)
    for name, region in (("records", "eu-west-3"), ("records-abroad", ABROAD)):
        cloud("s3", region).put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    rule = {
        "Status": "Enabled",
        "Priority": 1,
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Filter": {"Prefix": ""},
    }
    rules = [
        {**rule, "ID": "on", "Destination": {"Bucket": "arn:aws:s3:::records-abroad", "Account": FOREIGN}},
        {**rule, "ID": "off", "Status": "Disabled", "Priority": 2, "Destination": {"Bucket": "arn:aws:s3:::nowhere"}},
    ]
    role = "arn:aws:iam::111122223333:role/r"
    s3.put_bucket_replication(Bucket="records", ReplicationConfiguration={"Role": role, "Rules": rules})
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}],
    }
    s3.put_bucket_policy(Bucket="records", Policy=json.dumps(policy))
    s3.put_bucket_acl(Bucket="records", ACL="public-read")
    found = read(cloud.url, "s3")
    (kept,) = only(found, "aws_s3_bucket_replication_configuration").attributes["rule"]
    assert kept["destination"] == [{"bucket": "arn:aws:s3:::records-abroad", "account": FOREIGN}]
    assert json.loads(only(found, "aws_s3_bucket_policy").attributes["policy"]) == policy
    (control,) = only(found, "aws_s3_bucket_acl").attributes["access_control_policy"]
    assert control["grant"][0]["grantee"] == [
        {"type": "Group", "uri": "http://acs.amazonaws.com/groups/global/AllUsers"}
    ]
    assert [r.name for r in of_type(found, "aws_s3_bucket_versioning")] == ["records", "records-abroad"]


def test_volumes_snapshots_and_who_may_read_them(cloud: Any) -> None:
    ec2 = cloud("ec2")
    volume = ec2.create_volume(AvailabilityZone="eu-west-3b", Size=8, Encrypted=True)["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    ec2.create_tags(Resources=[volume], Tags=HEALTH)
    ec2.modify_snapshot_attribute(
        SnapshotId=snapshot,
        Attribute="createVolumePermission",
        OperationType="add",
        UserIds=[FOREIGN],
        GroupNames=["all"],
    )
    found = read(cloud.url, "ec2", regions=("eu-west-3",))
    assert not found.unread
    kept = only(found, "aws_ebs_volume").attributes
    assert (kept["id"], kept["availability_zone"], kept["encrypted"], kept["tags"]) == (
        volume,
        "eu-west-3b",
        True,
        {"hds": "true"},
    )
    assert only(found, "aws_ebs_snapshot").attributes["volume_id"] == volume
    shared = of_type(found, "aws_snapshot_create_volume_permission")
    assert {(r.attributes["snapshot_id"], r.attributes["account_id"]) for r in shared} == {
        (snapshot, "all"),
        (snapshot, FOREIGN),
    }
    links = {(r.source.partition(":")[2], r.attribute, r.target.partition(":")[2]) for r in found.references}
    assert (f"aws_ebs_snapshot.{snapshot}", "volume_id", f"aws_ebs_volume.{volume}") in links


def test_machines_their_volumes_and_images(cloud: Any) -> None:
    ec2 = cloud("ec2")
    made = ec2.run_instances(ImageId="ami-0123456789abcdef0", MinCount=2, MaxCount=2, InstanceType="t3.small")[
        "Instances"
    ]
    kept, ended = (one["InstanceId"] for one in made)
    ec2.terminate_instances(InstanceIds=[ended])
    own = ec2.create_image(InstanceId=kept, Name="golden")["ImageId"]
    ec2.modify_image_attribute(ImageId=own, LaunchPermission={"Add": [{"UserId": FOREIGN}]})
    found = read(cloud.url, "ec2", regions=("eu-west-3",))
    assert only(found, "aws_instance").attributes["id"] == kept
    assert kept in {r.attributes["instance_id"] for r in of_type(found, "aws_volume_attachment")}
    images = [r for r in found.resources if r.type.startswith("aws_ami") and r.attributes.get("id") == own]
    assert [r.type for r in images] == ["aws_ami_from_instance"]
    permission = only(found, "aws_ami_launch_permission").attributes
    assert (permission["image_id"], permission["account_id"]) == (own, FOREIGN)


def test_databases_their_snapshots_and_copies_abroad(cloud: Any) -> None:
    rds = cloud("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="main",
        DBInstanceClass="db.t3.small",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="someone",
        MasterUserPassword="not-a-secret",
        BackupRetentionPeriod=7,
        Tags=HEALTH,
    )
    rds.create_db_snapshot(DBSnapshotIdentifier="by-hand", DBInstanceIdentifier="main")
    rds.modify_db_snapshot_attribute(DBSnapshotIdentifier="by-hand", AttributeName="restore", ValuesToAdd=[FOREIGN])
    cloud("rds", ABROAD).create_db_instance_read_replica(
        DBInstanceIdentifier="replica", SourceDBInstanceIdentifier="arn:aws:rds:eu-west-3:111122223333:db:main"
    )
    found = read(cloud.url, "rds")
    main, replica = of_type(found, "aws_db_instance")
    assert (main.key, main.attributes["backup_retention_period"], main.attributes["tags"]) == (
        "aws/111122223333/eu-west-3:aws_db_instance.main",
        7,
        {"hds": "true"},
    )
    assert replica.key == "aws/111122223333/us-east-1:aws_db_instance.replica"
    assert replica.attributes["replicate_source_db"] in ("main", "arn:aws:rds:eu-west-3:111122223333:db:main")
    snapshot = next(r for r in of_type(found, "aws_db_snapshot") if r.name == "by-hand").attributes
    assert snapshot["shared_accounts"] == [FOREIGN]
    assert "not-a-secret" not in repr(found)
