"""Which of the kinds a cluster serves are read, and how much of them. Data first: the table, then the catalogue."""

from __future__ import annotations

from enum import StrEnum

from hds_collectors.kubernetes.conversion import Origin, resource_of
from hds_collectors.kubernetes.live.discovery import Kind
from hds_policy.catalogue import Catalogue, Decision, Role
from hds_policy.model import ProviderConfig


class Extent(StrEnum):
    """How much of a kind is read."""

    WHOLE = "whole"
    NAMES = "names"
    """Names, labels and annotations."""
    NOTHING = "nothing"


WHOLE = {
    "": frozenset(
        {
            "configmaps",
            "namespaces",
            "nodes",
            "persistentvolumeclaims",
            "persistentvolumes",
            "pods",
            "replicationcontrollers",
            "services",
        }
    ),
    "apps": frozenset({"daemonsets", "deployments", "replicasets", "statefulsets"}),
    "batch": frozenset({"cronjobs", "jobs"}),
    "networking.k8s.io": frozenset({"ingressclasses", "ingresses", "networkpolicies"}),
    "rbac.authorization.k8s.io": frozenset({"clusterrolebindings", "rolebindings"}),
    "storage.k8s.io": frozenset({"csidrivers", "csinodes", "storageclasses"}),
}
"""Kinds of Kubernetes itself that say what holds data, where it lies, where it goes and who may administer."""
SECRETS = ("", "secrets")
# What comes with every API server, and views that are computed when they are asked for: no data is kept in them.
_WITHOUT_DATA = frozenset(
    {
        "",
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "apps",
        "authentication.k8s.io",
        "authorization.k8s.io",
        "autoscaling",
        "batch",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "custom.metrics.k8s.io",
        "discovery.k8s.io",
        "events.k8s.io",
        "external.metrics.k8s.io",
        "flowcontrol.apiserver.k8s.io",
        "internal.apiserver.k8s.io",
        "metrics.k8s.io",
        "networking.k8s.io",
        "node.k8s.io",
        "packages.operators.coreos.com",
        "policy",
        "rbac.authorization.k8s.io",
        "resource.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
        "storagemigration.k8s.io",
    }
)


def matters(group: str) -> bool:
    """Whether an API group may hold a kind that is read; one that does not answer is a gap only then."""
    return group not in _WITHOUT_DATA or group in WHOLE


def extent_of(kind: Kind, catalogue: Catalogue, *, secret_names: bool) -> Extent:
    """How much of a kind is read.

    A kind that the catalogue does not know is read by name, so that it is reported as unknown; of one that it decided
    to hold no data and to lead none anywhere, nothing is.
    """
    if (kind.group, kind.resource) == SECRETS:
        return Extent.NAMES if secret_names else Extent.NOTHING
    if kind.resource in WHOLE.get(kind.group, ()):
        return Extent.WHOLE
    if kind.group in _WITHOUT_DATA:
        return Extent.NOTHING
    decision = _decision(kind, catalogue)
    if decision is None:
        return Extent.NAMES
    idle = decision.role in {Role.CONFIGURES, Role.NONE} and not decision.flows
    return Extent.NOTHING if idle else Extent.WHOLE


def _decision(kind: Kind, catalogue: Catalogue) -> Decision | None:
    """By the type that an object of this kind becomes, which may be that of a resource in a cloud."""
    probe = {"apiVersion": kind.api_version, "kind": kind.name, "metadata": {"name": "probe"}}
    made = resource_of(probe, Origin(".", ProviderConfig("kubernetes")))
    return catalogue.decision(made.type, made.provider.name)
