"""Reading on the workers of a real scheduler, one of which is killed meanwhile: the inventory is that of threads."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from scanning import of_type, read

from hds_policy.errors import UsageError

if find_spec("distributed") is None:
    pytest.skip("dask left out: pip install 'hds-policy[dask]'", allow_module_level=True)

REGIONS = ("eu-west-1", "eu-west-3", "ap-southeast-2", "us-east-1")


@pytest.fixture
def cluster(_credentials: None) -> Iterator[Any]:
    from distributed import LocalCluster  # noqa: PLC0415 - only when it is installed

    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as made:
        yield made


def test_a_worker_that_is_killed_takes_nothing_with_it(cloud: Any, cluster: Any) -> None:
    for region in REGIONS:
        for number in range(5):
            cloud("sqs", region).create_queue(QueueName=f"q{number}")
    services = ("kms", "sns", "sqs")
    address = cluster.scheduler_address.replace("tcp", "dask")
    killed: list[int] = []

    def kill_one(done: int, total: int, what: str) -> None:
        busy = {state.name for state in cluster.scheduler.workers.values() if state.processing}
        if done < total and not killed and busy:
            (pid, *_) = [worker.pid for name, worker in cluster.workers.items() if name in busy]
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    spread = read(cloud.url, *services, regions=REGIONS, progress=kill_one, executor=address)
    assert killed, "no worker was reading"
    assert len(of_type(spread, "aws_sqs_queue")) == 20
    assert spread == read(cloud.url, *services, regions=REGIONS)


def test_where_no_scheduler_answers_the_run_ends(cloud: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hds_collectors.live.spreading._SECONDS", 1)
    with pytest.raises(UsageError, match="no scheduler answers"):
        read(cloud.url, "kms", executor="dask://127.0.0.1:9")


@pytest.mark.parametrize("text", ["127.0.0.1:8786", "http://127.0.0.1:1", "dask://", "dask://a/b:1"])
def test_what_is_no_scheduler_is_refused(cloud: Any, text: str) -> None:
    with pytest.raises(UsageError, match="dask://HOST:PORT"):
        read(cloud.url, "kms", executor=text)
