"""Which Terraform resource type an object is: that of hashicorp/kubernetes where there is one.

The others are named ``k8s_<group>_<kind>``, e.g. ``k8s_velero_io_schedule``; the catalogue decides on both in one way.
Source of the groups: Kubernetes API reference 1.34.
"""

from __future__ import annotations

import re
from functools import lru_cache

# The types of hashicorp/kubernetes 3.x, by API group. A kind in another group has the same name and is something else.
_OF_TERRAFORM = {
    "": {
        "ConfigMap": "config_map_v1",
        "Endpoints": "endpoints_v1",
        "LimitRange": "limit_range_v1",
        "Namespace": "namespace_v1",
        "PersistentVolume": "persistent_volume_v1",
        "PersistentVolumeClaim": "persistent_volume_claim_v1",
        "Pod": "pod_v1",
        "ReplicationController": "replication_controller_v1",
        "ResourceQuota": "resource_quota_v1",
        "Secret": "secret_v1",
        "Service": "service_v1",
        "ServiceAccount": "service_account_v1",
    },
    "apps": {
        "DaemonSet": "daemon_set_v1",
        "Deployment": "deployment_v1",
        "StatefulSet": "stateful_set_v1",
    },
    "batch": {"CronJob": "cron_job_v1", "Job": "job_v1"},
    "storage.k8s.io": {"CSIDriver": "csi_driver_v1", "StorageClass": "storage_class_v1"},
    "networking.k8s.io": {
        "Ingress": "ingress_v1",
        "IngressClass": "ingress_class_v1",
        "NetworkPolicy": "network_policy_v1",
    },
    "discovery.k8s.io": {"EndpointSlice": "endpoint_slice_v1"},
    "rbac.authorization.k8s.io": {
        "ClusterRole": "cluster_role_v1",
        "ClusterRoleBinding": "cluster_role_binding_v1",
        "Role": "role_v1",
        "RoleBinding": "role_binding_v1",
    },
    "autoscaling": {"HorizontalPodAutoscaler": "horizontal_pod_autoscaler_v2"},
    "policy": {"PodDisruptionBudget": "pod_disruption_budget_v1", "PodSecurityPolicy": "pod_security_policy_v1beta1"},
    "scheduling.k8s.io": {"PriorityClass": "priority_class_v1"},
    "node.k8s.io": {"RuntimeClass": "runtime_class_v1"},
    "apiregistration.k8s.io": {"APIService": "api_service_v1"},
    "certificates.k8s.io": {"CertificateSigningRequest": "certificate_signing_request_v1"},
    "admissionregistration.k8s.io": {
        "MutatingWebhookConfiguration": "mutating_webhook_configuration_v1",
        "ValidatingAdmissionPolicy": "validating_admission_policy_v1",
        "ValidatingWebhookConfiguration": "validating_webhook_configuration_v1",
    },
}
# Groups that kinds have moved from: manifests that are years old still name them.
_FORMER = {
    ("extensions", "Deployment"): "apps",
    ("extensions", "DaemonSet"): "apps",
    ("extensions", "ReplicaSet"): "apps",
    ("extensions", "Ingress"): "networking.k8s.io",
    ("extensions", "NetworkPolicy"): "networking.k8s.io",
    ("extensions", "PodSecurityPolicy"): "policy",
}
CLUSTER_SCOPED = frozenset(
    {
        "APIService",
        "CSIDriver",
        "CSINode",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "CustomResourceDefinition",
        "IngressClass",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PodSecurityPolicy",
        "PriorityClass",
        "RuntimeClass",
        "StorageClass",
        "ValidatingAdmissionPolicy",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
        "VolumeSnapshotClass",
        "VolumeSnapshotContent",
    }
)
"""Kinds of Kubernetes that stand in no namespace."""
_WORD_END = re.compile(r"([a-z0-9])([A-Z])")
_ACRONYM_END = re.compile(r"([A-Z]+)([A-Z][a-z])")
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=8192)
def snake(name: str) -> str:
    """A name of the Kubernetes API as Terraform writes it: ``secretKeyRef`` → ``secret_key_ref``."""
    return _WORD_END.sub(r"\1_\2", _ACRONYM_END.sub(r"\1_\2", name)).lower()


@lru_cache(maxsize=4096)
def type_of(api_version: str, kind: str) -> str:
    """Resource type of an object, e.g. of ``apps/v1`` and ``Deployment``."""
    group = group_of(api_version)
    group = _FORMER.get((group, kind), group)
    known = _OF_TERRAFORM.get(group, {}).get(kind)
    if known:
        return f"kubernetes_{known}"
    words = "_".join(part for part in (group, snake(kind)) if part)
    return f"k8s_{_NOT_IN_A_NAME.sub('_', words.lower()).strip('_')}"


def group_of(api_version: str) -> str:
    """API group of an ``apiVersion``; empty for the core group."""
    return api_version.rpartition("/")[0]
