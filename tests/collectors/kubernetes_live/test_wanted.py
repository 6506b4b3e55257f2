"""What is read of a cluster follows the catalogue, and so do the rights that the shipped role gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

pytest.importorskip("urllib3", reason="urllib3 left out: it comes with the official client (--group test)")

from hds_collectors.kubernetes.live.discovery import Kind
from hds_collectors.kubernetes.live.wanted import WHOLE, Extent, extent_of, matters

from hds_policy.catalogue import Role, load_catalogue

CATALOGUE = load_catalogue()
READER = Path(__file__).resolve().parents[3] / "examples" / "kubernetes" / "reader.yaml"


def extent(group: str, resource: str, name: str, *, secret_names: bool = False) -> Extent:
    return extent_of(Kind(group, "v1", resource, name, True), CATALOGUE, secret_names=secret_names)


@pytest.mark.parametrize(
    ("group", "resource", "name", "expected"),
    [
        ("", "pods", "Pod", Extent.WHOLE),
        ("", "nodes", "Node", Extent.WHOLE),
        ("storage.k8s.io", "storageclasses", "StorageClass", Extent.WHOLE),
        ("snapshot.storage.k8s.io", "volumesnapshots", "VolumeSnapshot", Extent.WHOLE),
        ("postgresql.cnpg.io", "clusters", "Cluster", Extent.WHOLE),
        ("velero.io", "backupstoragelocations", "BackupStorageLocation", Extent.WHOLE),
        ("rds.aws.upbound.io", "instances", "Instance", Extent.WHOLE),
        ("s3.services.k8s.aws", "buckets", "Bucket", Extent.WHOLE),
        ("strange.example.com", "vaults", "Vault", Extent.NAMES),
        ("cert-manager.io", "certificates", "Certificate", Extent.NOTHING),
        ("", "secrets", "Secret", Extent.NOTHING),
        ("", "events", "Event", Extent.NOTHING),
        ("events.k8s.io", "events", "Event", Extent.NOTHING),
        ("coordination.k8s.io", "leases", "Lease", Extent.NOTHING),
        ("metrics.k8s.io", "pods", "PodMetrics", Extent.NOTHING),
    ],
)
def test_how_much_of_a_kind_is_read(group: str, resource: str, name: str, expected: Extent) -> None:
    assert extent(group, resource, name) is expected


def test_secrets_are_never_read_whole() -> None:
    assert extent("", "secrets", "Secret", secret_names=True) is Extent.NAMES


def test_a_group_that_does_not_answer_is_a_gap_unless_it_holds_nothing() -> None:
    assert [group for group in ("apps", "velero.io", "", "strange.example.com") if not matters(group)] == []
    assert not matters("metrics.k8s.io")


def prefix(group: str) -> str:
    return f"k8s_{re.sub('[^a-z0-9]+', '_', group)}_"


def role_groups() -> list[str]:
    (role,) = [one for one in yaml.safe_load_all(READER.read_text(encoding="utf-8")) if one["kind"] == "ClusterRole"]
    return [group for rule in role["rules"] if rule["resources"] == ["*"] for group in rule["apiGroups"]]


def is_idle(resource_type: str) -> bool:
    decision = CATALOGUE.decision(resource_type, "kubernetes")
    assert decision is not None
    return decision.role in {Role.CONFIGURES, Role.NONE} and not decision.flows


def test_the_role_covers_every_kind_of_the_catalogue_that_is_read() -> None:
    covered = tuple(prefix(group) for group in (*role_groups(), *filter(None, WHOLE)))
    needed = [one for one in CATALOGUE.types("k8s") if not is_idle(one)]
    assert len(needed) > 40
    assert [one for one in needed if not one.startswith(covered)] == []


def test_the_role_gives_no_right_to_what_is_known_to_hold_nothing() -> None:
    types = CATALOGUE.types("k8s")
    assert role_groups() == sorted(set(role_groups()))
    for group in role_groups():
        known = [one for one in types if one.startswith(prefix(group))]
        assert not known or not all(map(is_idle, known)), group
