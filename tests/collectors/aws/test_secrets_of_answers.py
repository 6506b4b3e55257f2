"""Secrets in what an account holds and answers: none is in a saved inventory, a journal, a report or a bundle."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

HDS = {"hds": "true"}
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)
SERVICES = ("dynamodb", "ec2", "ecs", "glue", "lambda", "logs", "rds", "s3", "secretsmanager", "sqs", "stepfunctions")


def _canary(number: int) -> str:
    return f"zqcanary{number:02d}q7x"


CODE = io.BytesIO()
with zipfile.ZipFile(CODE, "w") as archive:
    archive.writestr("index.py", f"PASSWORD = '{_canary(13)}'")


def _planted(cloud: Any) -> list[str]:
    """One of each place where people put secrets, and what was put there."""
    role = cloud("iam").create_role(RoleName="run", AssumeRolePolicyDocument=POLICY)["Role"]["Arn"]
    cloud("lambda").create_function(
        FunctionName="read",
        Runtime="python3.12",
        Role=role,
        Handler="index.run",
        Code={"ZipFile": CODE.getvalue()},
        Environment={"Variables": {"PASSWORD": _canary(0), "URL": f"postgres://app:{_canary(1)}@db/x"}},
        Tags=HDS,
    )
    cloud("secretsmanager").create_secret(Name="db", SecretString=_canary(2))
    cloud("rds").create_db_instance(
        DBInstanceIdentifier="records",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="app",
        MasterUserPassword=_canary(3),
        Tags=[{"Key": "hds", "Value": "true"}],
    )
    cloud("ec2").run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, UserData=f"export PASSWORD={_canary(4)}")
    queue = cloud("sqs").create_queue(QueueName="records", tags=HDS)["QueueUrl"]
    cloud("sqs").send_message(QueueUrl=queue, MessageBody=_canary(5))
    cloud("s3").create_bucket(Bucket="records-x", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    cloud("s3").put_object(Bucket="records-x", Key=_canary(6), Body=_canary(7).encode())
    cloud("ecs").register_task_definition(
        family="app",
        containerDefinitions=[
            {
                "name": "c",
                "image": "i",
                "memory": 64,
                "environment": [{"name": "TOKEN", "value": _canary(8)}],
                "command": ["--password", _canary(9)],
            }
        ],
    )
    cloud("glue").create_job(
        Name="load", Role=role, Command={"Name": "glueetl"}, DefaultArguments={"--password": _canary(10)}
    )
    cloud("dynamodb").create_table(
        TableName="people",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    cloud("dynamodb").put_item(TableName="people", Item={"id": {"S": _canary(11)}})
    cloud("logs").create_log_group(logGroupName="app")
    cloud("logs").create_log_stream(logGroupName="app", logStreamName="one")
    cloud("logs").put_log_events(
        logGroupName="app", logStreamName="one", logEvents=[{"timestamp": 1_764_000_000_000, "message": _canary(12)}]
    )
    return [_canary(number) for number in range(14)]


def _hds_policy(folder: Path, *arguments: object) -> bytes:
    """Both outputs; the exit code is that of the verdict."""
    command = [sys.executable, "-P", "-m", "hds_policy", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=180)
    assert done.returncode in (0, 1, 3), done.stderr
    return done.stdout + done.stderr


def test_nothing_that_is_a_secret_is_kept(cloud: Any, tmp_path: Path) -> None:
    planted = _planted(cloud)
    services = [part for name in SERVICES for part in ("--service", name)]
    scan = ["scan", "aws", "--endpoint-url", cloud.url, "--hoster", "aws", "--region", "eu-west-3", *services]
    told = [
        _hds_policy(tmp_path, *scan, "--save", "account.json", "--resume", "journal", "--format", "json", "--debug")
    ]
    bundle = tmp_path / "bundle.zip"
    told.append(_hds_policy(tmp_path, "evidence", "export", "account.json", "--unsigned", "--debug", "-o", bundle))
    with zipfile.ZipFile(bundle) as archive_of_it:
        told += [archive_of_it.read(name) for name in archive_of_it.namelist()]
    told += [path.read_bytes() for path in tmp_path.iterdir() if path.name in ("account.json", "journal")]
    whole = b"\n".join(told)
    for name in (b"aws_lambda_function.read", b"aws_db_instance.records", b"aws_sqs_queue.records"):
        assert name in whole
    assert [canary for canary in planted if canary.encode() in whole] == []
