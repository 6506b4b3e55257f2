"""A scan under exactly the generated policy, on a server that enforces it: nothing more is asked, nothing missing."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import boto3
import botocore.client
import pytest
from hds_collectors.aws.policy import documents
from hds_collectors.aws.services import all_services
from scanning import of_type, read

from hds_policy.model import Cause, Inventory

if find_spec("ministack") is None:
    pytest.skip("no server that enforces IAM: pip install ministack", allow_module_level=True)

ACCOUNT = "111122223333"
REGION = "eu-west-3"
ROOT = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
CONTENT = (
    *("BatchGetItem", "Decrypt", "ExecuteStatement", "FilterLogEvents", "GetConsoleOutput", "GetFunction", "GetItem"),
    *("GetLogEvents", "GetObject", "GetParameter", "GetParameters", "GetPasswordData", "GetQueryResults", "GetRecords"),
    *("GetSecretValue", "GetSnapshotBlock", "Query", "ReadResource", "ReceiveMessage", "Scan", "SelectObjectContent"),
)
"""Operations that read what is stored."""


@pytest.fixture(scope="module")
def enforcing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server that enforces IAM, on loopback."""
    folder = tmp_path_factory.mktemp("enforcing")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    given = {"AUTH": "true", "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "MINISTACK_ACCOUNT_ID": ACCOUNT}
    given |= {"SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0", "LOG_LEVEL": "ERROR", "TMPDIR": str(folder)}
    given |= {"DOCKER_HOST": f"unix://{folder}/none", "MINISTACK_REGION": REGION, "HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-P", "-m", "ministack"],
            cwd=folder,
            env={"PATH": os.environ["PATH"], **ROOT, **given},
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/_ministack/health", server, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not start")


def _root(url: str, service: str) -> Any:
    return boto3.client(
        service,
        region_name=REGION,
        endpoint_url=url,
        aws_access_key_id=ROOT["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=ROOT["AWS_SECRET_ACCESS_KEY"],
    )


@contextmanager
def _as(keys: dict[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in keys.items():
            patch.setenv(name, value)
        yield


def _reader(url: str, name: str, made: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Keys of a user that has these policies and no other."""
    iam = _root(url, "iam")
    iam.create_user(UserName=name)
    for policy, document in made.items():
        iam.put_user_policy(UserName=name, PolicyName=policy, PolicyDocument=json.dumps(document))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}


def _plant(url: str) -> None:
    _root(url, "s3").create_bucket(
        Bucket="records-of-patients", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    _root(url, "sqs").create_queue(QueueName="letters", tags={"hds": "true"})
    _root(url, "secretsmanager").create_secret(Name="door", SecretString="1234")
    _root(url, "kms").create_key()
    _root(url, "dynamodb").create_table(
        TableName="visits",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )
    _root(url, "logs").create_log_group(logGroupName="app")


def _gaps(found: Inventory) -> set[tuple[str, Cause, str]]:
    return {(gap.what, gap.cause, gap.detail) for gap in found.unread}


def _read(url: str, **more: Any) -> Inventory:
    return read(url, regions=(REGION,), **more)


def test_a_scan_under_the_generated_policy_is_refused_nothing_and_reads_no_content(
    enforcing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _plant(enforcing)
    keys = _reader(enforcing, "reader", documents(list(all_services().values())))
    asked: set[tuple[str, str]] = set()
    real = botocore.client.BaseClient._make_api_call

    def noted(self: Any, operation: str, parameters: Any) -> Any:
        asked.add((self.meta.service_model.service_name, operation))
        return real(self, operation, parameters)

    with _as(keys), monkeypatch.context() as patch:
        patch.setattr(botocore.client.BaseClient, "_make_api_call", noted)
        found = _read(enforcing)
    with _as(ROOT):
        everything = _read(enforcing)
    assert not [gap for gap in found.unread if gap.cause is Cause.ACCESS_DENIED]
    assert _gaps(found) == _gaps(everything)
    assert found.resources == everything.resources
    for name in ("aws_s3_bucket", "aws_sqs_queue", "aws_secretsmanager_secret", "aws_kms_key", "aws_dynamodb_table"):
        assert of_type(found, name), name
    assert len({service for service, _ in asked}) > 30
    assert not [one for one in asked if not one[1].startswith(("List", "Describe", "Get"))]
    assert not {operation for _, operation in asked} & set(CONTENT)


def test_the_server_enforces_it(enforcing: str) -> None:
    """Without one permission exactly what needs it is unread."""
    made = documents([all_services()[name] for name in ("kms", "sqs")])
    made["HdsPolicyRead1"]["Statement"][0]["Action"].remove("kms:DescribeKey")
    with _as(_reader(enforcing, "short", made)):
        found = read(enforcing, "kms", "sqs", regions=(REGION,))
    denied = {gap.what for gap in found.unread if gap.cause is Cause.ACCESS_DENIED}
    assert denied == {f"aws/{ACCOUNT}/{REGION}/kms describe_key"}


def test_reading_content_is_denied_also_to_whom_another_policy_allows_it(enforcing: str) -> None:
    made = documents([all_services()["secretsmanager"]])
    made["Other"] = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    keys = _reader(enforcing, "wide", made)
    client = boto3.client(
        "secretsmanager",
        region_name=REGION,
        endpoint_url=enforcing,
        aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
    )
    assert "SecretList" in client.list_secrets()
    with pytest.raises(client.exceptions.ClientError, match="AccessDenied"):
        client.get_secret_value(SecretId="door")
