"""Run the credential plug-in of a kubeconfig (client.authentication.k8s.io), once it was found to be allowed.

The official client runs it with the whole environment and without a time limit, and goes on without credentials when
it fails.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from hds_collectors.kubernetes.live.problem import ApiError
from hds_policy.model import Cause

_SECONDS = 60.0
_MAX_BYTES = 1 << 20
_VERSIONS = ("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1")
_KEPT = frozenset(
    {"APPDATA", "HOME", "HTTPS_PROXY", "HTTP_PROXY", "LANG", "LOGNAME", "NO_PROXY", "PATH", "SYSTEMROOT", "TEMP", "TMP"}
    | {"TMPDIR", "USER", "USERPROFILE", "http_proxy", "https_proxy", "no_proxy"}
)
_KEPT_BEGINNINGS = (
    "AAD_",
    "ARM_",
    "AWS_",
    "AZURE_",
    "CLOUDSDK_",
    "EXOSCALE_",
    "GOOGLE_",
    "OCI_",
    "SCW_",
    "SSL_",
    "XDG_",
)
"""What the programs of hosters find their own credentials by; no variable of another program reaches them."""


def credentials_of(plugin: Mapping[str, Any], cluster: Mapping[str, Any]) -> dict[str, Any]:
    """What a plug-in gives, as a user of a kubeconfig has it: ``token``, or certificate and key in PEM, base64.

    Args:
        plugin: ``exec`` of the user.
        cluster: for a plug-in that asks to be told.

    Raises:
        ApiError: it cannot be run, fails, does not end, or gives none. What it prints is not repeated: it may be
            secret.
    """
    version = plugin.get("apiVersion")
    if version not in _VERSIONS:
        raise ApiError(
            Cause.ACCESS_DENIED, f"the credential plug-in is of a version that is none of {', '.join(_VERSIONS)}"
        )
    info: dict[str, Any] = {"apiVersion": version, "kind": "ExecCredential", "spec": {"interactive": False}}
    if plugin.get("provideClusterInfo"):
        info["spec"]["cluster"] = {
            key: cluster[key] for key in ("server", "certificate-authority-data") if key in cluster
        }
    try:
        done = subprocess.run(  # noqa: S603 - the guard allowed it
            [str(plugin["command"]), *map(str, plugin.get("args") or ())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_environment(plugin), "KUBERNETES_EXEC_INFO": json.dumps(info)},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ApiError(Cause.TIMEOUT, f"the credential plug-in did not end within {_SECONDS:.0f} s") from error
    except OSError as error:
        raise ApiError(Cause.ACCESS_DENIED, "the credential plug-in cannot be run") from error
    if done.returncode != 0:
        raise ApiError(Cause.ACCESS_DENIED, f"the credential plug-in failed with exit code {done.returncode}")
    return _given(done.stdout, str(version))


def _environment(plugin: Mapping[str, Any]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key in _KEPT or key.startswith(_KEPT_BEGINNINGS)}
    # A search path that names the current folder would run what lies there.
    path = (entry for entry in kept.get("PATH", os.defpath).split(os.pathsep) if Path(entry).is_absolute())
    kept["PATH"] = os.pathsep.join(path)
    for entry in plugin.get("env") or ():
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            kept[entry["name"]] = str(entry.get("value", ""))
    return kept


def _given(output: bytes, version: str) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(output[:_MAX_BYTES])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ApiError(Cause.ACCESS_DENIED, "the credential plug-in gave no JSON") from error
    status = document.get("status") if isinstance(document, dict) else None
    if not isinstance(status, dict) or document.get("apiVersion") != version:
        raise ApiError(Cause.ACCESS_DENIED, "the credential plug-in gave no credentials of its version")
    if isinstance(status.get("token"), str) and status["token"]:
        return {"token": status["token"]}
    certificate, key = status.get("clientCertificateData"), status.get("clientKeyData")
    if isinstance(certificate, str) and isinstance(key, str) and certificate and key:
        return {"client-certificate-data": _base64(certificate), "client-key-data": _base64(key)}
    raise ApiError(Cause.ACCESS_DENIED, "the credential plug-in gave neither a token nor a certificate with its key")


def _base64(text: str) -> str:
    from base64 import b64encode  # noqa: PLC0415 - rarely

    return b64encode(text.encode()).decode("ascii")
