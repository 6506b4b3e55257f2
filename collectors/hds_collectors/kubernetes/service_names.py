"""Which workloads and databases stand behind the name of a service: what a connection string in the cluster means.

Source: Kubernetes, DNS for Services and Pods; the names of services that operators make, from their documentation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from hds_collectors.kubernetes.links import namespace_of
from hds_collectors.kubernetes.reference_table import CONFIG_MAP, POD_SPECS, SERVICE
from hds_policy.model import Reference, Resource, Value
from hds_policy.model.attributes import values_at

_MADE_BY_OPERATORS = {
    "k8s_postgresql_cnpg_io_cluster": ("{}-rw", "{}-ro", "{}-r"),
    "k8s_acid_zalan_do_postgresql": ("{}", "{}-repl", "{}-pooler"),
    "k8s_postgres_operator_crunchydata_com_postgres_cluster": ("{}-primary", "{}-replicas", "{}-pgbouncer", "{}-ha"),
    "k8s_pgv2_percona_com_percona_pg_cluster": ("{}-primary", "{}-replicas", "{}-pgbouncer", "{}-ha"),
    "k8s_pxc_percona_com_percona_xtra_db_cluster": ("{}-pxc", "{}-haproxy", "{}-proxysql"),
    "k8s_psmdb_percona_com_percona_server_mongo_db": ("{}-rs0", "{}-mongos"),
    "k8s_mongodbcommunity_mongodb_com_mongo_db_community": ("{}-svc",),
    "k8s_k8s_mariadb_com_maria_db": ("{}", "{}-primary", "{}-secondary"),
    "k8s_kafka_strimzi_io_kafka": ("{}-kafka-bootstrap", "{}-kafka-brokers"),
    "k8s_elasticsearch_k8s_elastic_co_elasticsearch": ("{}-es-http",),
    "k8s_rabbitmq_com_rabbitmq_cluster": ("{}", "{}-nodes"),
    "k8s_minio_min_io_tenant": ("minio", "{}-hl", "{}-console"),
    "k8s_redis_redis_opstreelabs_in_redis": ("{}",),
    "k8s_redis_redis_opstreelabs_in_redis_cluster": ("{}-leader", "{}-follower", "{}-master"),
    "k8s_databases_spotahome_com_redis_failover": ("rfs-{}", "rfr-{}"),
}
_NAME = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
# A host in a URL, after the user of a connection string, as host=..., or a text that is nothing else.
_HOST = re.compile(
    rf"(?:^|://|@|,|[hH][oO][sS][tT]\s*=\s*)(?:{_NAME}\.(?={_NAME}\.{_NAME}\.svc))?"
    rf"(?P<name>{_NAME})(?:\.(?P<namespace>{_NAME}))?(?:\.svc[a-z0-9.-]*)?(?=[:/,;?\s]|$)"
)
_LONGEST = 2048
_VALUES = ("container.env.value", "init_container.env.value")


class Services:
    """What stands behind the services of each root, by namespace and name."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._behind: dict[tuple[str, str, str], list[Resource]] = defaultdict(list)
        labelled: dict[tuple[str, str], list[tuple[Resource, Mapping[str, Value]]]] = defaultdict(list)
        for resource in resources:
            if resource.type in POD_SPECS:
                labelled[resource.root, namespace_of(resource)].append((resource, _pod_labels(resource)))
        for resource in resources:
            place = (resource.root, namespace_of(resource))
            for form in _MADE_BY_OPERATORS.get(resource.type, ()):
                self._behind[*place, form.format(resource.name)].append(resource)
            if resource.type == SERVICE and (selector := _selector(resource)):
                chosen = [one for one, labels in labelled[place] if selector.items() <= labels.items()]
                self._behind[*place, resource.name].extend(chosen)

    def references(self, resource: Resource) -> Iterator[Reference]:
        """References from the settings of a workload, or of a config map, to what the services they name lead to."""
        pod = POD_SPECS.get(resource.type)
        paths = [f"{pod}.{path}" for path in _VALUES] if pod else ["data"] if resource.type == CONFIG_MAP else []
        found: dict[tuple[str, str], None] = {}
        for path in paths if self._behind else ():
            for text in _texts(values_at(resource.attributes, path)):
                for one in self._named(text, resource):
                    if one is not resource:
                        found[one.key, path] = None
        for target, path in found:
            yield Reference(resource.key, target, path)

    def _named(self, text: str, holder: Resource) -> Iterator[Resource]:
        for match in _HOST.finditer(text[:_LONGEST]):
            namespace = match["namespace"] or namespace_of(holder)
            yield from self._behind.get((holder.root, namespace, match["name"]), ())


def _texts(values: Sequence[Value]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield from value.splitlines()
        elif isinstance(value, dict):
            yield from _texts(list(value.values()))


def _selector(service: Resource) -> dict[str, Value]:
    """Labels that a service selects by."""
    found = next(iter(values_at(service.attributes, "spec.selector")), None)
    return dict(found) if isinstance(found, dict) else {}


def _pod_labels(workload: Resource) -> dict[str, Value]:
    pod = POD_SPECS[workload.type]
    path = "metadata.labels" if pod == "spec" else f"{pod.rpartition('.')[0]}.metadata.labels"
    found = next(iter(values_at(workload.attributes, path)), None)
    return dict(found) if isinstance(found, dict) else {}
