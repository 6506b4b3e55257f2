"""What can be told only from all objects: stores outside, what a schedule or a collector concerns, services, clouds."""

from __future__ import annotations

import pytest
from hds_collectors.kubernetes.collector import collect_text

from hds_policy.model import Inventory, Resource


def read(*documents: str) -> Inventory:
    return collect_text("\n---\n".join(documents).encode(), "a.yaml")


def only(inventory: Inventory, resource_type: str) -> Resource:
    (found,) = [one for one in inventory.resources if one.type == resource_type]
    return found


def edges(inventory: Inventory, attribute: str) -> set[tuple[str, str]]:
    return {(one.source, one.target) for one in inventory.references if one.attribute.endswith(attribute)}


VELERO = """\
apiVersion: velero.io/v1
kind: BackupStorageLocation
metadata: {name: default, namespace: velero}
spec:
  provider: %s
  objectStorage: {bucket: backups, prefix: x}
  config: {region: %s, s3Url: "%s"}
"""


def test_a_bucket_of_velero_is_placed_by_its_region_and_address() -> None:
    found = only(read(VELERO % ("aws", "gra", "https://s3.gra.io.cloud.ovh.net")), "aws_s3_bucket")
    assert (found.key, found.is_data) == ("data.aws_s3_bucket.velero/default/backups", True)
    assert found.attributes == {"bucket": "backups", "region": "gra"}
    assert found.provider.attributes == {"region": "gra", "endpoints": [{"s3": "https://s3.gra.io.cloud.ovh.net"}]}
    assert found.lines == {"bucket": 6, "region": 6}


@pytest.mark.parametrize(
    ("provider", "kind"), [("gcp", "google_storage_bucket"), ("azure", "azurerm_storage_container")]
)
def test_buckets_of_other_clouds(provider: str, kind: str) -> None:
    assert only(read(VELERO % (provider, "", "")), kind).attributes == {"name": "backups"}


POSTGRES = "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: ehr}\nspec:\n  backup:\n"


@pytest.mark.parametrize(
    ("text", "kind", "attributes", "provider"),
    [
        ("s3://b/x", "aws_s3_bucket", {"bucket": "b"}, {}),
        ("gs://b/x", "google_storage_bucket", {"name": "b"}, {}),
        (
            "https://acct.blob.core.windows.net/c",
            "azurerm_storage_container",
            {"name": "acct.blob.core.windows.net"},
            {},
        ),
    ],
)
def test_a_url_tells_the_kind_of_store(text: str, kind: str, attributes: object, provider: object) -> None:
    found = only(read(f"{POSTGRES}    barmanObjectStore: {{destinationPath: '{text}'}}\n"), kind)
    assert found.attributes == attributes
    assert found.provider.attributes == provider


def test_longhorn_writes_the_region_into_the_url() -> None:
    text = (
        "apiVersion: longhorn.io/v1beta2\nkind: BackupTarget\nmetadata: {name: default, namespace: longhorn-system}\n"
    )
    found = only(read(text + "spec: {backupTargetURL: 's3://copies@eu-west-3/'}\n"), "aws_s3_bucket")
    assert found.attributes == {"bucket": "copies", "region": "eu-west-3"}


CLAIM = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: %s}\n"
SCHEDULE = "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: s, namespace: velero}\nspec: {template: {%s}}\n"
HERE, THERE = (f"kubernetes_persistent_volume_claim_v1.{name}/data" for name in ("ehr", "shop"))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("includedNamespaces: [ehr]", {HERE}),
        ("includedNamespaces: ['*']", {HERE, THERE}),
        ("", {HERE, THERE}),
        ("excludedNamespaces: [ehr]", {THERE}),
    ],
)
def test_a_schedule_concerns_the_claims_of_its_namespaces(template: str, expected: set[str]) -> None:
    found = read(SCHEDULE % template, CLAIM % "ehr", CLAIM % "shop", VELERO % ("aws", "eu-west-3", ""))
    schedule = "k8s_velero_io_schedule.velero/s"
    assert edges(found, "included") == {(schedule, key) for key in expected}
    # A location that is not told is the one of the name default.
    location = "k8s_velero_io_backup_storage_location.velero/default"
    assert edges(found, "storage_location") == {(schedule, location)}


DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: %s, namespace: %s}
spec:
  template:
    metadata: {labels: {app: %s}}
    spec: {containers: [{name: c, image: i, env: [{name: URL, value: "%s"}]}]}
"""
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: store, namespace: ehr}\nspec: {selector: {app: db}}\n"


@pytest.mark.parametrize(
    ("value", "reaches"),
    [
        ("http://store.ehr:8080/x", True),
        ("store.ehr.svc.cluster.local:5432", True),
        ("postgresql://u:p@store.ehr.svc/db", True),
        ("host=store.ehr port=5432", True),
        ("db-0.store.ehr.svc", True),
        ("store.ehr", True),
        ("http://store", False),  # of the namespace of the caller
        ("https://store.ehr.example.org", False),
        ("https://example.org/store.ehr", False),
    ],
)
def test_a_service_leads_to_what_it_selects(value: str, reaches: bool) -> None:
    found = read(DEPLOYMENT % ("db", "ehr", "db", ""), DEPLOYMENT % ("bi", "bi", "bi", value), SERVICE)
    expected = {("kubernetes_deployment_v1.bi/bi", "kubernetes_deployment_v1.ehr/db")} if reaches else set()
    assert edges(found, "env.value") == expected


def test_the_services_of_operators_and_config_maps() -> None:
    settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: ehr}\n"
    settings += "data:\n  a.properties: |\n    x=1\n    host=pg-rw\n"
    found = read(f"{POSTGRES}    retentionPolicy: 30d\n", settings)
    assert edges(found, "data") == {("kubernetes_config_map_v1.ehr/c", "k8s_postgresql_cnpg_io_cluster.ehr/pg")}


@pytest.mark.parametrize(
    ("version", "kind", "spec", "expected"),
    [
        ("rds.aws.upbound.io/v1beta1", "Instance", "forProvider: {region: eu-west-3}", "aws_db_instance"),
        ("rds.aws.m.upbound.io/v1beta1", "Instance", "forProvider: {region: eu-west-3}", "aws_db_instance"),
        ("database.aws.crossplane.io/v1beta1", "RDSInstance", "forProvider: {region: eu-west-3}", "aws_db_instance"),
        ("s3.aws.upbound.io/v1beta1", "Bucket", "forProvider: {region: eu-west-3}", "aws_s3_bucket"),
        (
            "rds.services.k8s.aws/v1alpha1",
            "DBInstance",
            "dbInstanceIdentifier: x, region: eu-west-3",
            "aws_db_instance",
        ),
        ("sql.cnrm.cloud.google.com/v1beta1", "SQLInstance", "region: eu-west-3", "google_sql_database_instance"),
        ("storage.azure.com/v1", "StorageAccount", "region: eu-west-3", "azurerm_storage_account"),
        ("object.scaleway.upbound.io/v1alpha1", "Bucket", "forProvider: {region: eu-west-3}", "scaleway_object_bucket"),
    ],
)
def test_what_an_operator_makes_in_a_cloud_is_of_its_terraform_type(
    version: str, kind: str, spec: str, expected: str
) -> None:
    text = f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: x, labels: {{hds: 'true'}}}}\nspec: {{{spec}}}\n"
    (found,) = read(text).resources
    assert (found.type, found.address) == (expected, f"{expected}.x")
    assert found.attributes["region"] == "eu-west-3"
    assert found.provider.name == expected.partition("_")[0]
    assert found.provider.attributes == {"region": "eu-west-3"}
    assert any(value == {"hds": "true"} for value in found.attributes.values())


def test_what_the_catalogue_does_not_know_stays_what_it_is() -> None:
    (found,) = read("apiVersion: new.aws.upbound.io/v1\nkind: Thing\nmetadata: {name: x}\n").resources
    assert (found.type, found.provider.name) == ("k8s_new_aws_upbound_io_thing", "kubernetes")


def test_a_stateful_set_mounts_its_claims() -> None:
    text = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: ehr}
spec: {volumeClaimTemplates: [{metadata: {name: data}}]}
"""
    mounted = edges(read(text), "claim_name")
    assert mounted == {("kubernetes_stateful_set_v1.ehr/db", "kubernetes_persistent_volume_claim_v1.ehr/data-db[?]")}


OUTPUT = """\
apiVersion: fluentbit.fluent.io/v1alpha2
kind: ClusterOutput
metadata: {name: o}
spec: {%s}
"""


@pytest.mark.parametrize(
    ("spec", "outside"),
    [
        ("http: {host: logs.example.com, port: 443}", ["logs.example.com"]),
        ("forward: {host: fluentd.logging.svc}", None),
        ("loki: {host: loki}", None),
    ],
)
def test_addresses_that_logs_are_sent_to(spec: str, outside: list[str] | None) -> None:
    found = read(OUTPUT % spec, DEPLOYMENT % ("api", "ehr", "api", ""))
    (output,) = [one for one in found.resources if one.type.endswith("output")]
    assert output.attributes.get("outside") == outside
    assert edges(found, "included") == {(output.key, "kubernetes_deployment_v1.ehr/api")}
