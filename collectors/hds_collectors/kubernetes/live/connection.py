"""From a context to its API server, by the official client: trust, certificates, proxies, tokens. Imports the SDK."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import urllib3

from hds_collectors.kubernetes.live.api import Api
from hds_collectors.kubernetes.live.contexts import IN_CLUSTER, Context
from hds_collectors.kubernetes.live.exec_plugin import credentials_of
from hds_collectors.kubernetes.live.problem import ApiError
from hds_policy.model import Cause


def connected(context: Context, timeout: int, concurrency: int) -> Api:
    """The API server of a context; nothing is asked of it yet.

    Args:
        timeout: longest wait, in seconds.
        concurrency: connections to keep.

    Raises:
        ApiError: the credentials cannot be had, or are none.
    """
    from kubernetes.client.configuration import Configuration  # noqa: PLC0415 - half a second, only for a scan
    from kubernetes.client.rest import RESTClientObject  # noqa: PLC0415
    from kubernetes.config import load_incluster_config, load_kube_config_from_dict  # noqa: PLC0415
    from kubernetes.config.config_exception import ConfigException  # noqa: PLC0415

    configuration = Configuration()
    try:
        if context.name == IN_CLUSTER and not context.cluster:
            load_incluster_config(client_configuration=configuration)
        else:
            # Tokens are never written back: the client is given a copy, and no file to write to.
            load_kube_config_from_dict(_document(context), client_configuration=configuration, persist_config=False)
        configuration.connection_pool_maxsize = concurrency
        if not configuration.verify_ssl:
            # It was accepted on the command line; once is enough.
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        pool = RESTClientObject(configuration).pool_manager
    except (ConfigException, OSError, ValueError, TypeError, KeyError) as error:
        # What the client says may quote a credential.
        raise ApiError(Cause.ACCESS_DENIED, f"the credentials cannot be used ({type(error).__name__})") from error
    return Api(context.host, pool, _headers(configuration, context.user), timeout)


def _document(context: Context) -> dict[str, Any]:
    """A kubeconfig with this context alone, and no plug-in in it."""
    user = dict(context.user)
    plugin = user.pop("exec", None)
    provider = user.pop("auth-provider", None)
    if isinstance(plugin, dict) and not user.get("token") and not user.get("tokenFile"):
        user.update(credentials_of(plugin, context.cluster))
    elif isinstance(provider, dict):
        user["token"] = provider["config"]["id-token"]
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "it",
        "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}],
        "clusters": [{"name": "it", "cluster": dict(context.cluster)}],
        "users": [{"name": "it", "user": user}],
    }


def _headers(configuration: Any, user: Mapping[str, Any]) -> Callable[[], Mapping[str, str]]:
    acting = _acting(user)

    def headers() -> Mapping[str, str]:
        # Asked anew for each call: the client reads the token of a service account again when it has aged.
        told = configuration.auth_settings().values()
        own = {entry["key"]: entry["value"] for entry in told if entry["in"] == "header" and entry["value"]}
        return {**own, **acting}

    return headers


def _acting(user: Mapping[str, Any]) -> dict[str, str]:
    """Whom the user acts as, which the client does not send: without it the scan would have other rights than meant."""
    if user.get("as-groups") or user.get("as-uid") or user.get("as-user-extra"):
        raise ApiError(Cause.ACCESS_DENIED, "acting with groups, an id or extra fields (as-groups …) is not supported")
    return {"Impersonate-User": user["as"]} if isinstance(user.get("as"), str) else {}
