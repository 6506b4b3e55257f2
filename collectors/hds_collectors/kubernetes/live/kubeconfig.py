"""Read kubeconfigs as kubectl merges them: the first file that has a name wins. Nothing in them is run here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from hds_policy.config.problems import nearest, shown
from hds_policy.errors import UsageError

_MAX_BYTES = 10_000_000
_FILES_OF_A_CLUSTER = ("certificate-authority",)
_FILES_OF_A_USER = ("client-certificate", "client-key", "tokenFile")


class Kubeconfig(Struct, frozen=True):
    """Contexts, clusters and users by name; the name of the current context, empty when there is none."""

    contexts: Mapping[str, Mapping[str, Any]]
    clusters: Mapping[str, Mapping[str, Any]]
    users: Mapping[str, Mapping[str, Any]]
    current: str

    def parts(self, name: str) -> tuple[str, Mapping[str, Any], Mapping[str, Any]]:
        """Address, cluster and user of a context.

        Raises:
            UsageError: there is no such context, or what it names is not there.
        """
        if name not in self.contexts:
            raise UsageError(f"no context {shown(name)} in the kubeconfig{nearest(name, self.contexts)}")
        context = self.contexts[name]
        cluster = self.clusters.get(str(context.get("cluster")))
        user = self.users.get(str(context.get("user"))) if context.get("user") else {}
        server = cluster.get("server") if cluster else None
        if cluster is None or user is None or not isinstance(server, str):
            raise UsageError(f"context {shown(name)}: its cluster, its address or its user is not in the kubeconfig")
        return server.rstrip("/"), cluster, user


def merged(files: Sequence[Path]) -> Kubeconfig:
    """The kubeconfig that several files make.

    Raises:
        UsageError: one cannot be read, or is none.
    """
    whole = Kubeconfig({}, {}, {}, "")
    for file in files:
        one = _one(file)
        whole = Kubeconfig(
            {**one.contexts, **whole.contexts},
            {**one.clusters, **whole.clusters},
            {**one.users, **whole.users},
            whole.current or one.current,
        )
    return whole


def _one(file: Path) -> Kubeconfig:
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise UsageError(f"{file}: larger than {_MAX_BYTES} bytes")
        content = yaml.safe_load(data)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        # What the parser says quotes the file, which holds credentials.
        raise UsageError(f"{file}: not YAML") from error
    if not isinstance(content, dict):
        raise UsageError(f"{file}: not a kubeconfig")
    folder = file.absolute().parent
    current = content.get("current-context")
    return Kubeconfig(
        _named(file, content, "contexts", "context"),
        _absolute(_named(file, content, "clusters", "cluster"), _FILES_OF_A_CLUSTER, folder),
        _absolute(_named(file, content, "users", "user"), _FILES_OF_A_USER, folder),
        current if isinstance(current, str) else "",
    )


def _named(file: Path, content: Mapping[str, Any], many: str, one: str) -> dict[str, Mapping[str, Any]]:
    entries = content.get(many) or []
    found: dict[str, Mapping[str, Any]] = {}
    for entry in entries if isinstance(entries, list) else [None]:
        name = entry.get("name") if isinstance(entry, dict) else None
        inner = entry.get(one) if isinstance(entry, dict) else None
        if not isinstance(name, str) or not isinstance(inner, dict | None):
            raise UsageError(f"{file}: {many} is not a list of names, each with a {one}")
        found.setdefault(name, inner or {})
    return found


def _absolute(
    entries: Mapping[str, Mapping[str, Any]], keys: Sequence[str], folder: Path
) -> dict[str, Mapping[str, Any]]:
    """File names count from the folder of their kubeconfig; the command of a plug-in with a slash does too."""
    found: dict[str, Mapping[str, Any]] = {}
    for name, entry in entries.items():
        changed = {key: str(folder / entry[key]) for key in keys if isinstance(entry.get(key), str)}
        plugin = entry.get("exec")
        command = plugin.get("command") if isinstance(plugin, dict) else None
        found[name] = {**entry, **changed}
        if isinstance(plugin, dict) and isinstance(command, str) and "/" in command:
            found[name] = {**found[name], "exec": {**plugin, "command": str(folder / command)}}
    return found
