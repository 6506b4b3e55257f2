"""What a kubeconfig gets only when it is allowed: programs that run, and servers whose identity is not verified."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from hds_policy.config.problems import shown
from hds_policy.errors import UsageError

WELL_KNOWN = frozenset(
    {
        "aws",
        "aws-iam-authenticator",
        "doctl",
        "exo",
        "gke-gcloud-auth-plugin",
        "kubectl-oidc_login",
        "kubelogin",
        "oci",
        "scw",
        "tsh",
    }
)
"""Programs of hosters and identity providers that give credentials; by name alone, found on the search path."""


_HARMLESS = frozenset(
    {"AAD_SERVICE_PRINCIPAL_CLIENT_ID", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_REGION", "AWS_STS_REGIONAL_ENDPOINTS"}
    | {"AZURE_CLIENT_ID", "AZURE_TENANT_ID", "OCI_CLI_AUTH", "OCI_CLI_PROFILE", "SCW_PROFILE"}
)
"""What a kubeconfig may set for a well-known program: by PATH, LD_PRELOAD or AWS_CONFIG_FILE it would run another."""


def refuse_danger(
    name: str, cluster: Mapping[str, Any], user: Mapping[str, Any], allowed: Sequence[str], *, insecure: bool
) -> None:
    """Refuse a context that would run a program or trust a server without having been told to.

    Args:
        name: of the context.
        allowed: programs that may run beside the well-known ones, as the kubeconfig names them.
        insecure: whether a server may go unverified.

    Raises:
        UsageError: says what has to be allowed, and how.
    """
    where = f"context {shown(name)}"
    _refuse_unverified(where, cluster, insecure=insecure)
    if "auth-provider" in user:
        _refuse_provider(where, user["auth-provider"])
    plugin = user.get("exec")
    if plugin is None:
        return
    command = plugin.get("command") if isinstance(plugin, dict) else None
    if not isinstance(command, str) or not command:
        raise UsageError(f"{where}: its exec plug-in names no command")
    if _is_allowed(command, allowed):
        return
    hint = f"if that is meant: --allow-exec {command}"
    if command not in WELL_KNOWN:
        raise UsageError(f"{where}: the kubeconfig wants to run {shown(command)} for credentials", hint=hint)
    for variable in _variables(plugin):
        if variable not in _HARMLESS:
            raise UsageError(f"{where}: the kubeconfig sets {shown(variable)} for {shown(command)}", hint=hint)


def _variables(plugin: Mapping[str, Any]) -> list[str]:
    entries = plugin.get("env") or ()
    return [str(entry.get("name")) if isinstance(entry, dict) else str(entry) for entry in entries]


def _is_allowed(command: str, allowed: Sequence[str]) -> bool:
    # A path is allowed as a path: another program of the same name is another program.
    return command in allowed or any(PurePath(one) == PurePath(command) for one in allowed if "/" in one)


def _refuse_unverified(where: str, cluster: Mapping[str, Any], *, insecure: bool) -> None:
    if insecure:
        return
    if cluster.get("insecure-skip-tls-verify"):
        raise UsageError(
            f"{where}: the kubeconfig says not to verify the server (insecure-skip-tls-verify)",
            hint="give its certificate-authority, or accept that with --allow-insecure",
        )
    address = urlsplit(str(cluster.get("server")))
    if address.scheme != "https" and not (address.scheme == "http" and _is_loopback(address.hostname or "")):
        raise UsageError(
            f"{where}: the address of its server does not begin with https://",
            hint="credentials would go over the network in clear; accept that with --allow-insecure",
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse_provider(where: str, provider: Any) -> None:
    config = provider.get("config") if isinstance(provider, dict) else None
    token = config.get("id-token") if isinstance(config, dict) else None
    if not isinstance(token, str) or (isinstance(config, dict) and "cmd-path" in config):
        raise UsageError(
            f"{where}: an auth-provider that fetches credentials itself is not used",
            hint="kubectl dropped them in 1.26; use an exec plug-in or a token",
        )
