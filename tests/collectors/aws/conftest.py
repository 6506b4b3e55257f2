"""A real server that speaks the AWS API, on loopback, and a broken one."""

from __future__ import annotations

import os
import socket
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

if find_spec("boto3") is None or find_spec("moto") is None:
    # tests/collectors/test_aws_left_out.py says so.
    collect_ignore_glob = ["test_*"]
else:
    # The server reads it when it is imported.
    os.environ.setdefault("MOTO_ACCOUNT_ID", "111122223333")
    os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    import boto3
    from moto.server import ThreadedMotoServer

FOREIGN = "999988887777"
HERE = "eu-west-3"
ABROAD = "us-east-1"


@pytest.fixture(scope="session", autouse=True)
def _credentials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Credentials of nobody: no test may reach the account of whoever runs it."""
    nothing = str(tmp_path_factory.mktemp("nobody") / "none")
    given = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": HERE,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": nothing,
        "AWS_SHARED_CREDENTIALS_FILE": nothing,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name, value in given.items():
            patch.setenv(name, value)
        patch.setattr(socket, "getaddrinfo", _on_loopback)
        yield


_LOOK_UP = socket.getaddrinfo


def _on_loopback(host: Any, *rest: Any, **more: Any) -> Any:
    """The SDK puts the account before the host of some services, which no name server knows of this machine."""
    account, _, address = str(host).partition(".")
    return _LOOK_UP(address if account.isdigit() and address == "127.0.0.1" else host, *rest, **more)


@pytest.fixture(scope="session")
def _server(_credentials: None) -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def cloud(_server: str) -> Any:
    """An empty account: call it with a service, and a region, for a client."""
    urllib.request.urlopen(urllib.request.Request(f"{_server}/moto-api/reset", method="POST")).close()
    return Cloud(_server)


class Cloud:
    """Clients of the test server."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, service: str, region: str = HERE) -> Any:
        return boto3.client(service, region_name=region, endpoint_url=self.url)
