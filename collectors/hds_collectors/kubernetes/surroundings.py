"""What an object concerns that it does not name one by one: the workloads of a namespace, the claims of a cluster.

A log collector takes the logs of what runs beside it, a backup schedule everything in some namespaces, a service with
an external name sends what calls it outside. They become references of the attribute ``included``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from hds_collectors.kubernetes.links import namespace_of
from hds_collectors.kubernetes.reference_table import CLAIM, POD_SPECS, SERVICE, VOLUME
from hds_policy.model import Reference, Resource, Value
from hds_policy.model.attributes import values_at

INCLUDED = "included"
OUTSIDE = "outside"


class Reach(Struct, frozen=True):
    """What an object of a type concerns.

    Attributes:
        stores: claims, volumes and databases; else what runs.
        namespaces, without: attribute paths of the namespaces that count, and that do not.
        everywhere: the whole cluster where no namespace is named; else the namespace of the object.
    """

    stores: bool = False
    namespaces: str = ""
    without: str = ""
    everywhere: bool = False


_LOGS = Reach()
_CLUSTER_LOGS = Reach(everywhere=True)
_REACH = {
    SERVICE: Reach(),
    "k8s_velero_io_backup": Reach(True, "spec.included_namespaces", "spec.excluded_namespaces", True),
    "k8s_velero_io_schedule": Reach(
        True, "spec.template.included_namespaces", "spec.template.excluded_namespaces", True
    ),
    "k8s_k8up_io_backup": Reach(True),
    "k8s_k8up_io_schedule": Reach(True),
    "k8s_longhorn_io_backup_target": Reach(True, everywhere=True),
    "k8s_networking_istio_io_service_entry": Reach(),
    "k8s_cilium_io_cilium_network_policy": Reach(),
    "k8s_cilium_io_cilium_clusterwide_network_policy": _CLUSTER_LOGS,
    "k8s_opentelemetry_io_open_telemetry_collector": _CLUSTER_LOGS,
    "k8s_logging_banzaicloud_io_output": _LOGS,
    "k8s_logging_banzaicloud_io_cluster_output": _CLUSTER_LOGS,
    "k8s_fluentbit_fluent_io_output": _LOGS,
    "k8s_fluentbit_fluent_io_cluster_output": _CLUSTER_LOGS,
    "k8s_fluentd_fluent_io_output": _LOGS,
    "k8s_fluentd_fluent_io_cluster_output": _CLUSTER_LOGS,
    "k8s_logging_openshift_io_cluster_log_forwarder": _CLUSTER_LOGS,
    "k8s_observability_openshift_io_cluster_log_forwarder": _CLUSTER_LOGS,
}
_DATABASES = re.compile(
    r"^k8s_(postgresql_cnpg_io_cluster|acid_zalan_do_postgresql|postgres_operator_crunchydata_com_postgres_cluster"
    r"|pgv2_percona_com_percona_pg_cluster|pxc_percona_com_\w+_cluster|psmdb_percona_com_\w+|ps_percona_com_\w+"
    r"|stackgres_io_sg_cluster|mongodbcommunity_mongodb_com_\w+|mongodb_com_mongo_db|k8s_mariadb_com_maria_db"
    r"|redis_redis_opstreelabs_in_\w+|databases_spotahome_com_redis_failover|elasticsearch_k8s_elastic_co_elasticsearch"
    r"|opensearch_opster_io_open_search_cluster|kafka_strimzi_io_kafka|rabbitmq_com_rabbitmq_cluster|minio_min_io_tenant)$"
)
_RUNNING = frozenset(POD_SPECS)
_ADDRESS_KEYS = re.compile(r"(^|_)(endpoint|url|urls|host|hosts|address|server|match_name|match_pattern|brokers)$")
_TEXT_ADDRESS = re.compile(r"(?m)^\s*(?:endpoint|url|host|address)\s*:\s*[\"']?([^\s\"'#]+)")
_HOST = re.compile(r"^(?:[a-z0-9+.-]+://)?(?:[^/@]*@)?(?P<host>\[[^\]]*\]|[^/:?#]+)")


def is_database(resource: Resource) -> bool:
    """Whether an object is a database that an operator keeps."""
    return _DATABASES.match(resource.type) is not None


def included(resources: Sequence[Resource]) -> Iterator[Reference]:
    """References from objects to what they concern, each within its root."""
    reaching = [resource for resource in resources if resource.type in _REACH and _sends(resource)]
    for holder in reaching:
        reach = _REACH[holder.type]
        namespaces, without = _namespaces(holder, reach)
        for one in resources:
            if one is holder or not _concerned(one, reach.stores) or not _beside(one, holder):
                continue
            namespace = namespace_of(one)
            if (namespaces is None or not namespace or namespace in namespaces) and namespace not in without:
                yield Reference(holder.key, one.key, INCLUDED)


def _sends(resource: Resource) -> bool:
    return resource.type != SERVICE or bool(values_at(resource.attributes, "spec.external_name"))


def _beside(one: Resource, holder: Resource) -> bool:
    """One cluster, or manifests of which nobody knows where they go."""
    return one.root == holder.root or (one.location is not None and holder.location is not None)


def _concerned(one: Resource, stores: bool) -> bool:
    if stores:
        return one.type in (CLAIM, VOLUME) or is_database(one)
    return one.type in _RUNNING or is_database(one)


def _namespaces(holder: Resource, reach: Reach) -> tuple[frozenset[str] | None, frozenset[str]]:
    """Namespaces that count (None for all), and those that do not."""
    told = _texts(holder.attributes, reach.namespaces)
    without = _texts(holder.attributes, reach.without)
    if told and "*" not in told:
        return told, without
    own = namespace_of(holder)
    return (None if reach.everywhere or told or not own else frozenset({own})), without


def _texts(attributes: Mapping[str, Value], path: str) -> frozenset[str]:
    return frozenset(value for value in values_at(attributes, path) if isinstance(value, str)) if path else frozenset()


def with_addresses(resource: Resource) -> Resource:
    """An object that sends data on, with the addresses outside of the cluster that it names as ``outside``."""
    reach = _REACH.get(resource.type)
    if reach is None or reach.stores or resource.type == SERVICE:
        return resource
    outside = [text for text in dict.fromkeys(_addresses(resource.attributes.get("spec"), "")) if _is_outside(text)]
    if not outside:
        return resource
    lines = {**resource.lines, OUTSIDE: resource.lines["spec"]} if "spec" in resource.lines else resource.lines
    return replace(resource, attributes={**resource.attributes, OUTSIDE: list(outside)}, lines=lines)


def _addresses(value: Value, key: str) -> Iterator[str]:
    if isinstance(value, str):
        if _ADDRESS_KEYS.search(key):
            yield value
        elif key == "config":
            yield from _TEXT_ADDRESS.findall(value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            # What a collector receives on is no address that it sends to.
            if name != "receivers":
                yield from _addresses(inner, name)
    elif isinstance(value, list):
        for item in value:
            yield from _addresses(item, key)


def _is_outside(text: str) -> bool:
    """Whether an address may lie outside of the cluster: a service of it has a short name, or ends in ``svc``."""
    match = _HOST.match(text.strip())
    host = match["host"].rstrip(".").lower() if match else ""
    if not host or host in ("localhost", "0.0.0.0", "127.0.0.1", "[::1]") or "." not in host:  # noqa: S104 - compared only
        return False
    return not (host.endswith((".svc", ".svc.cluster.local")) or re.fullmatch(r"[a-z0-9-]+\.[a-z0-9-]+\.svc.*", host))
