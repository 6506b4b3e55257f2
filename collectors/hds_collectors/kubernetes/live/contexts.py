"""Which clusters are meant, and whether the kubeconfig asks for anything that is not done without being told so."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from hds_collectors.kubernetes.live.guards import refuse_danger
from hds_collectors.kubernetes.live.kubeconfig import Kubeconfig, merged
from hds_policy.errors import UsageError

IN_CLUSTER = "in-cluster"
_IN_CLUSTER_HOST = "KUBERNETES_SERVICE_HOST"


class Context(Struct, frozen=True):
    """A cluster and the credentials for it.

    Attributes:
        name: of the context; ``in-cluster`` for the service account.
        host: address of the API server, without a slash at the end.
        cluster, user: as the kubeconfig has them, file names absolute; empty for the service account.
    """

    name: str
    host: str
    cluster: Mapping[str, Any] = {}
    user: Mapping[str, Any] = {}


def contexts_of(settings: Mapping[str, Any]) -> list[Context]:
    """The contexts a run asks for, in this order, each once.

    Raises:
        UsageError: none can be told, one does not exist, or one asks for what has to be allowed first.
    """
    names: Sequence[str] = settings["contexts"]
    if settings["in_cluster"]:
        if names or settings["all_contexts"]:
            raise UsageError("--in-cluster is a cluster of its own", hint="scan the contexts in another run")
        return [_in_cluster()]
    if names and settings["all_contexts"]:
        raise UsageError("--all-contexts and --context say different things", hint="give one of them")
    files = _files(settings["kubeconfig"])
    if not files and not names and not settings["kubeconfig"] and os.environ.get(_IN_CLUSTER_HOST):
        return [_in_cluster()]
    if not files:
        raise UsageError("no kubeconfig is found", hint="give --kubeconfig FILE, or --in-cluster inside of a cluster")
    config = merged(files)
    chosen = _chosen(config, names, everything=settings["all_contexts"])
    contexts = [Context(name, *config.parts(name)) for name in chosen]
    for context in contexts:
        refuse_danger(
            context.name, context.cluster, context.user, settings["allow_exec"], insecure=settings["allow_insecure"]
        )
    return contexts


def _chosen(config: Kubeconfig, names: Sequence[str], *, everything: bool) -> list[str]:
    if everything:
        chosen = sorted(config.contexts)
    else:
        chosen = list(dict.fromkeys(names)) or ([config.current] if config.current else [])
    if not chosen:
        raise UsageError("the kubeconfig names no current context", hint="give --context NAME or --all-contexts")
    return chosen


def _files(given: str | None) -> list[Path]:
    if given:
        return [Path(given).expanduser()]
    told = os.environ.get("KUBECONFIG", "")
    if told:
        files = [Path(name).expanduser() for name in told.split(os.pathsep) if name]
        # Several may be named that are not all there; as kubectl takes it.
        return [file for file in files if file.exists()]
    default = Path("~/.kube/config").expanduser()
    return [default] if default.exists() else []


def _in_cluster() -> Context:
    host, port = os.environ.get(_IN_CLUSTER_HOST, ""), os.environ.get("KUBERNETES_SERVICE_PORT", "")
    if not host or not port:
        raise UsageError("--in-cluster: this process does not run in a cluster", hint="give --context NAME")
    return Context(IN_CLUSTER, f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}")
