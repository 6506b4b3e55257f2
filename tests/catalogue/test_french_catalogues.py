"""Catalogues of the French hosters, OpenStack and Kubernetes: decisions written by hand, and no type left out."""

from __future__ import annotations

import fnmatch
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "hds_policy" / "catalogue"
TYPES = Path(__file__).with_name("types")
FILES = ["ovh", "scaleway", "outscale", "openstack", "scalingo", "clevercloud", "kubernetes", "helm"]
COUNTS = {"ovh": 169, "scaleway": 155, "outscale": 57, "openstack": 108, "scalingo": 15, "clevercloud": 45, "helm": 1}
DATA_ROLES = {"stores", "processes", "transports", "backs_up", "administers"}
HOSTERS = {"ovh": "ovhcloud", "openstack": "", "kubernetes": "", "helm": ""}


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _entry(resource_type: str) -> dict[str, Any]:
    return _file(resource_type.partition("_")[0])["types"][resource_type]


def _flows(resource_type: str) -> set[tuple[str, str, str]]:
    return {(flow["from"], flow["kind"], flow["to"]) for flow in _entry(resource_type).get("flows", [])}


def _listed(name: str) -> list[str]:
    return (TYPES / f"{name}.txt").read_text(encoding="utf-8").split()


@pytest.mark.parametrize("name", FILES)
def test_every_type_of_the_provider_is_decided(name):
    listed = _listed(name)
    assert len(listed) == COUNTS.get(name, 83)
    families = [family["match"] for family in _file(name).get("families", [])]
    undecided = [
        resource_type
        for resource_type in listed
        if resource_type not in _file(name)["types"]
        and not any(fnmatch.fnmatchcase(resource_type, match) for match in families)
    ]
    assert undecided == []


@pytest.mark.parametrize("name", FILES)
def test_every_entry_is_a_type_of_the_provider(name):
    assert set(_file(name)["types"]) <= set(_listed(name))


@pytest.mark.parametrize("name", FILES)
def test_types_are_sorted_and_the_hoster_is_right(name):
    types = list(_file(name)["types"])
    assert types == sorted(types)
    assert _file(name)["provider"]["hoster"] == HOSTERS.get(name, name)


@pytest.mark.parametrize("name", FILES)
def test_every_family_decides_something_and_never_a_store(name):
    for family in _file(name).get("families", []):
        assert family["role"] in {"configures", "none"}
        assert family["reason"]
        assert [t for t in _listed(name) if fnmatch.fnmatchcase(t, family["match"]) and t not in _file(name)["types"]]


SUSPICIOUS = ("database", "storage", "volume", "snapshot", "backup", "bucket", "instance", "cluster", "share", "disk")


@pytest.mark.parametrize("name", FILES)
def test_no_family_swallows_a_type_whose_name_speaks_of_data(name):
    swallowed = [
        resource_type
        for resource_type in _listed(name)
        if resource_type not in _file(name)["types"] and any(word in resource_type for word in SUSPICIOUS)
    ]
    assert [t for t in swallowed if t != "openstack_dns_zone_share_v2"] == []


@pytest.mark.parametrize("name", FILES)
def test_entries_have_what_their_role_needs(name):
    models = {"iaas", "storage", "baremetal", "managed", "managed-backup", "backup"}
    for resource_type, entry in _file(name)["types"].items():
        if entry["role"] in DATA_ROLES:
            assert entry["model"] in models, resource_type
            assert entry["service"], resource_type
            assert "reason" not in entry, resource_type
        else:
            assert entry["reason"], resource_type
            assert not {"model", "service", "persists"} & set(entry), resource_type
        for flow in entry.get("flows", []):
            assert flow["from"] != flow["to"], resource_type


@pytest.mark.parametrize(
    ("resource_type", "role", "model", "service"),
    [
        ("ovh_cloud_project_database", "stores", "managed-backup", "databases"),
        ("ovh_cloud_project_storage", "stores", "managed", "object-storage"),
        ("ovh_cloud_project_volume", "stores", "storage", "block-storage"),
        ("ovh_cloud_project_volume_backup", "backs_up", "backup", "volume-backup"),
        ("ovh_cloud_project_instance", "processes", "iaas", "compute"),
        ("ovh_cloud_project_instance_snapshot", "backs_up", "backup", "instance-backup"),
        ("ovh_cloud_project_kube", "processes", "managed", "managed-kubernetes"),
        ("ovh_dedicated_server", "processes", "baremetal", "dedicated-servers"),
        ("ovh_dbaas_logs_output_graylog_stream", "stores", "managed", "logs-data-platform"),
        ("ovh_email_domain_account", "stores", "managed", "email"),
        ("ovh_cloud_project_user", "configures", None, None),
        ("scaleway_instance_server", "processes", "iaas", "instances"),
        ("scaleway_baremetal_server", "processes", "baremetal", "elastic-metal"),
        ("scaleway_object_bucket", "stores", "managed", "object-storage"),
        ("scaleway_rdb_instance", "stores", "managed-backup", "managed-databases"),
        ("scaleway_rdb_read_replica", "stores", "managed", "managed-databases"),
        ("scaleway_k8s_cluster", "processes", "managed", "kapsule"),
        ("scaleway_lb", "transports", "managed", "load-balancer"),
        ("scaleway_lb_backend", None, None, None),
        ("scaleway_block_snapshot", "backs_up", "storage", "block-storage"),
        ("scaleway_cockpit_exporter", "transports", "managed", "cockpit"),
        ("scaleway_mnq_sqs_queue", "transports", "managed", "messaging"),
        ("outscale_vm", "processes", "iaas", "compute"),
        ("outscale_volume", "stores", "storage", "block-storage"),
        ("outscale_snapshot", "backs_up", "backup", "block-storage"),
        ("outscale_snapshot_export_task", "backs_up", "backup", "object-storage"),
        ("outscale_oks_cluster", "processes", "managed", "kubernetes"),
        ("outscale_tag", "configures", None, None),
        ("openstack_compute_instance_v2", "processes", "iaas", "compute"),
        ("openstack_blockstorage_volume_v3", "stores", "storage", "block-storage"),
        ("openstack_objectstorage_container_v1", "stores", "managed", "object-storage"),
        ("openstack_db_instance_v1", "stores", "managed", "trove"),
        ("openstack_networking_port_v2", None, None, None),
        ("scalingo_app", "processes", "managed", "applications"),
        ("scalingo_database", "stores", "managed-backup", "databases"),
        ("scalingo_log_drain", "transports", "managed", "log-drains"),
        ("clevercloud_postgresql", "stores", "managed-backup", "postgresql"),
        ("clevercloud_fsbucket", "stores", "managed", "fs-bucket"),
        ("clevercloud_nodejs", "processes", "managed", "applications"),
        ("clevercloud_cellar_bucket", "stores", "managed", "cellar"),
        ("clevercloud_drain_datadog", "transports", "managed", "log-drains"),
        ("kubernetes_stateful_set_v1", "processes", "managed", "kubernetes"),
        ("kubernetes_persistent_volume_claim_v1", "stores", "storage", "kubernetes-volume"),
        ("kubernetes_manifest", "processes", "managed", "kubernetes"),
        ("kubernetes_secret_v1", "configures", None, None),
        ("helm_release", "processes", "managed", "kubernetes"),
    ],
)
def test_decisions_written_by_hand(resource_type, role, model, service):
    if role is None:
        assert resource_type not in _file(resource_type.partition("_")[0])["types"]
        return
    entry = _entry(resource_type)
    assert (entry["role"], entry.get("model"), entry.get("service")) == (role, model, service)


@pytest.mark.parametrize(
    ("resource_type", "flow"),
    [
        ("ovh_cloud_project_storage", (".", "replicates_to", "replication.rules.destination.name")),
        ("ovh_cloud_project_volume_backup", ("volume_id", "backs_up", ".")),
        ("ovh_cloud_project_kube_nodepool", ("kube_id", "contains", ".")),
        ("ovh_cloud_project_kube_log_subscription", ("kube_id", "logs_to", "stream_id")),
        ("scaleway_instance_server", ("additional_volume_ids", "mounts", ".")),
        ("scaleway_rdb_read_replica", ("instance_id", "replicates_to", ".")),
        ("scaleway_block_volume", ("snapshot_id", "restores_from", ".")),
        ("scaleway_block_snapshot", (".", "exports_to", "export.bucket")),
        ("outscale_volume_link", ("volume_id", "mounts", "vm_id")),
        ("outscale_snapshot_export_task", (".", "exports_to", "osu_export.osu_bucket")),
        ("openstack_compute_volume_attach_v2", ("volume_id", "mounts", "instance_id")),
        ("openstack_blockstorage_volume_v3", ("source_vol_id", "copies_to", ".")),
        ("scalingo_addon", ("app", "writes", ".")),
        ("scalingo_log_drain", ("app", "logs_to", ".")),
        ("clevercloud_nodejs", (".", "writes", "dependencies")),
        ("clevercloud_cellar_bucket", ("cellar_id", "contains", ".")),
        ("kubernetes_deployment_v1", ("spec.template.spec.volume.persistent_volume_claim.claim_name", "mounts", ".")),
        ("kubernetes_persistent_volume_claim", ("spec.volume_name", "contains", ".")),
    ],
)
def test_data_flows_in_the_right_direction(resource_type, flow):
    assert flow in _flows(resource_type)


def test_regions_beside_the_main_one():
    assert _entry("ovh_cloud_project_database")["also_in"] == ["nodes.region", "backup_regions"]
    assert _entry("ovh_cloud_project_storage")["also_in"] == ["replication.rules.destination.region"]


def test_zonal_products_of_scaleway_do_not_take_the_region_of_the_provider():
    for resource_type in ("scaleway_instance_server", "scaleway_block_volume", "scaleway_lb", "scaleway_redis_cluster"):
        assert _entry(resource_type)["region"] == ["zone", "provider.zone"]


def test_clever_cloud_defaults_to_par_only_where_the_provider_does():
    assert _entry("clevercloud_postgresql")["region"] == ["region", "=par"]
    assert "region" not in _entry("clevercloud_kubernetes")
    assert _file("clevercloud")["provider"]["region"] == ["region"]


def test_kubernetes_knows_no_region_and_no_hoster():
    for name in ("kubernetes", "helm"):
        assert _file(name)["provider"]["region"] == []
        assert _file(name)["provider"]["hoster"] == ""


@pytest.mark.parametrize(
    ("host", "hoster"),
    [
        ("auth.cloud.ovh.net", "ovhcloud"),
        ("s3.gra.io.cloud.ovh.net", "ovhcloud"),
        ("ovh-us", "ovhcloud-us"),
        ("s3.fr-par.scw.cloud", "scaleway"),
        ("oos.eu-west-2.outscale.com", "outscale"),
        ("cellar-c2.services.clever-cloud.com", "clevercloud"),
        ("s3.eu-west-3.amazonaws.com", "aws"),
        ("x.gr7.eu-west-3.eks.amazonaws.com", "aws"),
        ("iam.eu-west-0.prod-cloud-ocb.orange-business.com", "orange-business"),
        ("scw.cloud.example.com", None),
        ("evil-outscale.com", None),
        ("auth.example.org", None),
    ],
)
def test_endpoints_name_their_hoster(host, hoster):
    table = _file("endpoints")["endpoints"]
    found = [entry["hoster"] for pattern, entry in table.items() if fnmatch.fnmatchcase(host, pattern)]
    assert (found[0] if found else None) == hoster


def test_every_endpoint_has_a_source_and_a_date():
    table = _file("endpoints")["endpoints"]
    assert len(table) > 20
    assert all(entry["source"] and entry["checked_on"].year == 2026 for entry in table.values())


@pytest.mark.parametrize(
    "resource_type",
    [
        "ovh_cloud_storage_object_bucket",
        "ovh_cloud_instance_snapshot",
        "scaleway_messageq_deployment",
        "scaleway_mailbox",
        "openstack_blockstorage_backup_v3",
        "outscale_object_bucket",
        "kubernetes_volume_snapshot_v1",
        "clevercloud_clickhouse",
        "scalingo_volume",
    ],
)
def test_a_type_of_a_later_provider_that_may_hold_data_stays_undecided(resource_type):
    catalogue = _file(resource_type.partition("_")[0])
    assert resource_type not in catalogue["types"]
    assert not [f for f in catalogue.get("families", []) if fnmatch.fnmatchcase(resource_type, f["match"])]
