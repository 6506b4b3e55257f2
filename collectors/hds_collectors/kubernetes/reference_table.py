"""Which attributes of objects name other objects. Source: Kubernetes API reference 1.34, CSI snapshot API v1."""

from __future__ import annotations

from msgspec import Struct

CLAIM = "kubernetes_persistent_volume_claim_v1"
VOLUME = "kubernetes_persistent_volume_v1"
STORAGE_CLASS = "kubernetes_storage_class_v1"
SECRET = "kubernetes_secret_v1"  # noqa: S105 - a resource type
CONFIG_MAP = "kubernetes_config_map_v1"
NAMESPACE = "kubernetes_namespace_v1"
SERVICE = "kubernetes_service_v1"
SNAPSHOT = "k8s_snapshot_storage_k8s_io_volume_snapshot"
SNAPSHOT_CONTENT = "k8s_snapshot_storage_k8s_io_volume_snapshot_content"
SNAPSHOT_CLASS = "k8s_snapshot_storage_k8s_io_volume_snapshot_class"

POD_SPECS = {
    "kubernetes_pod_v1": "spec",
    "kubernetes_deployment_v1": "spec.template.spec",
    "kubernetes_stateful_set_v1": "spec.template.spec",
    "kubernetes_daemon_set_v1": "spec.template.spec",
    "kubernetes_replication_controller_v1": "spec.template.spec",
    "kubernetes_job_v1": "spec.template.spec",
    "kubernetes_cron_job_v1": "spec.job_template.spec.template.spec",
    "k8s_apps_replica_set": "spec.template.spec",
}
"""Path of the pod in each kind of workload."""


class Named(Struct, frozen=True):
    """An attribute that names an object.

    Attributes:
        path: attribute path of the name.
        target: resource type of what is named.
        namespace: path of the namespace beside it; empty for the namespace of the holder, or none.
    """

    path: str
    target: str
    namespace: str = ""


_CONTAINERS = ("container", "init_container", "ephemeral_container")
_OF_A_POD = (
    ("volume.persistent_volume_claim.claim_name", CLAIM),
    ("volume.secret.secret_name", SECRET),
    ("volume.config_map.name", CONFIG_MAP),
    ("volume.projected.sources.secret.name", SECRET),
    ("volume.projected.sources.config_map.name", CONFIG_MAP),
    *((f"{one}.env.value_from.secret_key_ref.name", SECRET) for one in _CONTAINERS),
    *((f"{one}.env.value_from.config_map_key_ref.name", CONFIG_MAP) for one in _CONTAINERS),
    *((f"{one}.env_from.secret_ref.name", SECRET) for one in _CONTAINERS),
    *((f"{one}.env_from.config_map_ref.name", CONFIG_MAP) for one in _CONTAINERS),
)
_VELERO = "k8s_velero_io_"
_LOCATION = f"{_VELERO}backup_storage_location"
_SNAPSHOT_LOCATION = f"{_VELERO}volume_snapshot_location"
NAMED: dict[str, tuple[Named, ...]] = {
    **{
        workload: tuple(Named(f"{pod}.{path}", target) for path, target in _OF_A_POD)
        for workload, pod in POD_SPECS.items()
    },
    CLAIM: (
        Named("spec.volume_name", VOLUME),
        Named("spec.storage_class_name", STORAGE_CLASS),
        Named("spec.data_source.name", SNAPSHOT),
        Named("spec.data_source.name", CLAIM),
        Named("spec.data_source_ref.name", SNAPSHOT, "spec.data_source_ref.namespace"),
        Named("spec.data_source_ref.name", CLAIM, "spec.data_source_ref.namespace"),
    ),
    VOLUME: (
        Named("spec.claim_ref.name", CLAIM, "spec.claim_ref.namespace"),
        Named("spec.storage_class_name", STORAGE_CLASS),
    ),
    SNAPSHOT: (
        Named("spec.source.persistent_volume_claim_name", CLAIM),
        Named("spec.source.volume_snapshot_content_name", SNAPSHOT_CONTENT),
        Named("spec.volume_snapshot_class_name", SNAPSHOT_CLASS),
        Named("status.bound_volume_snapshot_content_name", SNAPSHOT_CONTENT),
    ),
    f"{_VELERO}schedule": (
        Named("spec.template.storage_location", _LOCATION),
        Named("spec.template.volume_snapshot_locations", _SNAPSHOT_LOCATION),
    ),
    f"{_VELERO}backup": (
        Named("spec.storage_location", _LOCATION),
        Named("spec.volume_snapshot_locations", _SNAPSHOT_LOCATION),
    ),
    f"{_VELERO}restore": (Named("spec.backup_name", f"{_VELERO}backup"),),
    "k8s_postgresql_cnpg_io_cluster": (
        Named("spec.plugins.parameters.barman_object_name", "k8s_barmancloud_cnpg_io_object_store"),
    ),
    "k8s_k8s_mariadb_com_backup": (Named("spec.maria_db_ref.name", "k8s_k8s_mariadb_com_maria_db"),),
    "k8s_k8s_mariadb_com_physical_backup": (Named("spec.maria_db_ref.name", "k8s_k8s_mariadb_com_maria_db"),),
    SNAPSHOT_CONTENT: (
        Named("spec.volume_snapshot_ref.name", SNAPSHOT, "spec.volume_snapshot_ref.namespace"),
        Named("spec.volume_snapshot_class_name", SNAPSHOT_CLASS),
    ),
}
"""By resource type of the holder."""
