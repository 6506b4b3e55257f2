"""The example estate as code, and as made in a real server: the same placements and verdicts, or a named difference."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command import hds_policy
from scanning import read

from hds_policy.saved.writing import saved_bytes

EXAMPLE = Path(__file__).parents[3] / "examples" / "clinic" / "failing"
ESTATE = """
version = 1
[[operations]]
layers = ["admin"]
operator = "acme"
[operators.acme]
name = "Acme Infogérance SAS"
status = "certified"
"""
HEALTH = [{"Key": "data_classification", "Value": "health"}]
PARIS, DUBLIN, VIRGINIA = "eu-west-3", "eu-west-1", "us-east-1"
SERVICES = ("rds", "lambda", "logs", "firehose", "s3")


def _databases(cloud: Any) -> None:
    more = {"DBInstanceClass": "db.r7g.large", "Engine": "postgres", "AllocatedStorage": 200}
    more |= {"MasterUsername": "u", "MasterUserPassword": "not-a-secret", "BackupRetentionPeriod": 14}
    cloud("rds").create_db_instance(DBInstanceIdentifier="patients", StorageEncrypted=True, Tags=HEALTH, **more)
    cloud("rds").create_db_snapshot(DBSnapshotIdentifier="patients-nightly", DBInstanceIdentifier="patients")
    source = f"arn:aws:rds:{PARIS}:111122223333:db:patients"
    cloud("rds", DUBLIN).create_db_instance_read_replica(
        DBInstanceIdentifier="patients-replica", SourceDBInstanceIdentifier=source, AvailabilityZone=f"{DUBLIN}a"
    )


def _rest(cloud: Any) -> None:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("record.py", "")
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    role = cloud("iam").create_role(RoleName="patient-record-api", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    (database,) = cloud("rds").describe_db_instances(DBInstanceIdentifier="patients")["DBInstances"]
    cloud("lambda").create_function(
        FunctionName="patient-record-api",
        Runtime="python3.13",
        Role=role,
        Handler="record.api",
        Code={"ZipFile": code.getvalue()},
        Environment={"Variables": {"DATABASE": database["Endpoint"]["Address"]}},
    )
    cloud("s3", VIRGINIA).create_bucket(Bucket="clinique-des-lilas-analytics")
    bucket = {"RoleARN": role, "BucketARN": "arn:aws:s3:::clinique-des-lilas-analytics"}
    stream = cloud("firehose").create_delivery_stream(
        DeliveryStreamName="analytics", ExtendedS3DestinationConfiguration=bucket
    )["DeliveryStreamARN"]
    name = "/aws/lambda/patient-record-api"
    cloud("logs").create_log_group(logGroupName=name)
    cloud("logs").put_subscription_filter(
        logGroupName=name, filterName="analytics", filterPattern="", destinationArn=stream, roleArn=role
    )


@pytest.fixture
def compared(cloud: Any, tmp_path: Path) -> Any:
    """The comparison of the example with what was made, and with more that a test makes first."""

    def run(*options: str) -> Any:
        live = tmp_path / "live.json"
        found = read(cloud.url, *SERVICES, regions=(PARIS, DUBLIN, VIRGINIA))
        # The server leaves out by what an automated backup is known.
        assert {gap.what.rpartition(" ")[2] for gap in found.unread} == {"describe_db_instance_automated_backups"}
        live.write_bytes(saved_bytes(found, "aws", date(2026, 11, 24)))
        estate = tmp_path / "estate.toml"
        estate.write_text(ESTATE)
        given = ["--config", estate, "--on", "2026-11-24", "--var", f"analytics_region={VIRGINIA}", *options]
        return hds_policy("diff", EXAMPLE, live, *given)

    _databases(cloud)
    _rest(cloud)
    return run


def test_the_example_is_judged_alike_as_code_and_where_it_runs(compared: Any) -> None:
    """Database, snapshot, replica, function, log group, stream, bucket; the class comes to all but one by flows."""
    found = compared("--format", "json").json
    assert found["differing"] == []
    assert found["alike"] == 7
    # AWS makes automated snapshots; nobody made the bucket of the website.
    (snapshot,) = found["only_live"]
    assert snapshot["resource"].startswith(f'aws/111122223333/{PARIS}:aws_db_snapshot.live["rds:patients-')
    assert [one["resource"] for one in found["only_code"]] == ["record:aws_s3_bucket.website"]
    # What no scan of AWS can find; and the server does not say of what a snapshot is a copy, so that it was not made.
    assert {(one["resource"].partition(":")[0], one["reason"]) for one in found["unclear"]} == {
        ("imaging", "no_name"),
        ("portal", "no_name"),
        ("record", "none_seen"),
    }


def test_what_was_made_by_hand_is_found(compared: Any, cloud: Any) -> None:
    cloud("s3", VIRGINIA).create_bucket(Bucket="old-project")
    cloud("rds").add_tags_to_resource(
        ResourceName=f"arn:aws:rds:{PARIS}:111122223333:db:patients",
        Tags=[{"Key": "data_classification", "Value": "none"}],
    )
    done = compared("--format", "json")
    assert done.code == 1
    assert f"aws/111122223333/{VIRGINIA}:aws_s3_bucket.old-project" in {
        one["resource"] for one in done.json["only_live"]
    }
    changed = {one["code"]: one for one in done.json["differing"]}
    database = changed["record:module.patients.aws_db_instance.main"]
    assert (database["says_code"]["health"], database["says_live"]["health"]) == ("declared", "none")
    told = compared().out
    assert "Runs, and the code does not know it:" in told
    assert "aws_s3_bucket.old-project: nothing says whether it holds health data" in told
    assert "Judged differently:" in told and "not-a-secret" not in told


def test_two_paths_are_asked_for(tmp_path: Path) -> None:
    done = hds_policy("diff", tmp_path)
    assert (done.code, "two paths are compared" in done.err) == (2, True)
