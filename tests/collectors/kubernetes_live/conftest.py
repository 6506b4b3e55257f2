"""One real cluster for all tests of this folder; where it cannot be had, they say so."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import kube_cluster
import pytest


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kube_cluster.Cluster]:
    if find_spec("kubernetes") is None:
        pytest.skip("kube-apiserver left out: the official client is not installed here (pip install --group test)")
    if not kube_cluster.is_built():
        pytest.skip(kube_cluster.LEFT_OUT)
    running = kube_cluster.start(tmp_path_factory.mktemp("cluster"))
    yield running
    running.stop()
