"""Every cluster that is asked for, one after the other, as one inventory."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from hds_collectors.kubernetes.conversion import Origin
from hds_collectors.kubernetes.joining import joined
from hds_collectors.kubernetes.live.cluster import Asked, Found, read_cluster
from hds_collectors.kubernetes.live.connection import connected
from hds_collectors.kubernetes.live.contexts import Context, contexts_of
from hds_collectors.kubernetes.live.problem import ApiError
from hds_policy.catalogue import load_catalogue
from hds_policy.config.problems import shown
from hds_policy.errors import UsageError
from hds_policy.model import Cause, Input, InputStatus, Inventory, ProviderConfig, Resource, Unread, Value
from hds_policy.model.attributes import values_at
from hds_policy.scanning import ScanProgress, ScanRequest

_NOT_IN_A_ROOT = re.compile(r"[^A-Za-z0-9._@/-]+")
_NAMESPACE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
ROOTS = "clusters/"
"""Before the name of a context in the root of its resources, so that none is taken for a folder of code."""


def scan_clusters(request: ScanRequest) -> Inventory:
    """Read the clusters of a request.

    Raises:
        UsageError: no context fits, one is not usable, two have one name, or a namespace cannot be one.
    """
    settings = request.settings
    for namespace in settings["namespaces"]:
        if not _NAMESPACE.fullmatch(namespace):
            raise UsageError(f"{shown(namespace)} is no name of a namespace")
    contexts = contexts_of(settings)
    roots = [ROOTS + _NOT_IN_A_ROOT.sub("_", context.name).strip("/") for context in contexts]
    for root in roots:
        if roots.count(root) > 1:
            raise UsageError(f"two contexts are both named {root} in the inventory", hint="scan them in two runs")
    catalogue = load_catalogue()
    whole = Found()
    for number, (context, root) in enumerate(zip(contexts, roots, strict=True)):
        asked = Asked(
            root, _origin(context, root), settings["namespaces"], settings["secret_names"], settings["concurrency"]
        )
        try:
            api = connected(context, settings["timeout"], settings["concurrency"])
        except ApiError as problem:
            whole.unread.append(Unread(f"{root}: credentials", problem.cause, problem.detail, None, root))
            whole.inputs.append(Input(f"{root}: credentials", InputStatus.FAILED, problem.detail))
            continue
        found = read_cluster(api, asked, catalogue, _part(request.progress, number, len(contexts)))
        whole.resources += found.resources
        whole.unread += found.unread
        whole.inputs += found.inputs
    whole.unread += _missing(settings["namespaces"], whole)
    return _inventory(whole, roots)


def _missing(namespaces: Iterable[str], found: Found) -> list[Unread]:
    """Namespaces that no cluster has: the server says of one that does not exist that it is empty."""
    there = {resource.name for resource in found.resources if resource.type == "kubernetes_namespace_v1"}
    return [
        Unread(f"namespace {name}", Cause.UNRESOLVED_VALUE, "no cluster that was read is known to have it")
        for name in namespaces
        if name not in there
    ]


def _origin(context: Context, root: str) -> Origin:
    provider = ProviderConfig(
        "kubernetes",
        source="hashicorp/kubernetes",
        attributes={"config_context": context.name, "host": context.host},
    )
    return Origin(root, provider)


def _part(progress: ScanProgress, number: int, clusters: int) -> ScanProgress:
    """Progress of one cluster as that of the whole: every cluster counts the same."""

    def tell(done: int, total: int, what: str) -> None:
        progress(number * total + done, clusters * total, what)

    return tell


def _inventory(found: Found, roots: list[str]) -> Inventory:
    resources, references = joined(_distinct(found.resources))
    return Inventory(
        resources=tuple(sorted(resources, key=lambda one: (one.root, one.address))),
        references=tuple(sorted(references, key=lambda one: (one.source, one.attribute, one.target))),
        unread=tuple(sorted(found.unread, key=lambda one: (one.what, one.detail))),
        inputs=tuple(sorted(found.inputs, key=lambda one: one.path)),
        roots=tuple(sorted(roots)),
    )


def _distinct(resources: Iterable[Resource]) -> list[Resource]:
    """Each object once: one that two API groups serve is the same, two that only share an address are told apart."""
    by_key: dict[str, Resource] = {}
    for resource in resources:
        known = by_key.setdefault(resource.key, resource)
        if known is not resource and (uid := _uid(resource)) != _uid(known):
            other = replace(resource, address=f'{resource.address}["{uid}"]')
            by_key[other.key] = other
    return list(by_key.values())


def _uid(resource: Resource) -> Value:
    return next(iter(values_at(resource.attributes, "metadata.uid")), None)
