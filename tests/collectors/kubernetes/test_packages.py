"""Charts and kustomizations: not read unless rendered, with the command that does; rendered without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hds_collectors.kubernetes.packages import packages_of
from hds_collectors.kubernetes.registration import collect

from hds_policy.model import Cause, InputStatus, Inventory

CLAIM = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\n"
TREE = {
    "charts/ehr/Chart.yaml": "apiVersion: v2\nname: ehr\nversion: 0.1.0\n",
    "charts/ehr/values.yaml": "name: ehr\n",
    "charts/ehr/templates/c.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\n",
    "charts/ehr/charts/db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 0.1.0\n",
    "charts/ehr/crds/crd.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: plain}\n",
    "base/claim.yaml": CLAIM,
    "base/other.yaml": CLAIM.replace("name: data", "name: other"),
    "base/kustomization.yaml": "resources: [claim.yaml]\n",
    "prod/kustomization.yaml": "namespace: ehr\nresources: [../base]\n",
}


def write(top: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return top


def keys(inventory: Inventory) -> list[str]:
    return [resource.key for resource in inventory.resources]


def isolated() -> bool:
    """Whether a process can be kept from the network here."""
    unshare = shutil.which("unshare")
    words = [str(unshare), "--user", "--map-root-user", "--net", "true"]
    return unshare is not None and subprocess.run(words, capture_output=True, check=False).returncode == 0


KUSTOMIZE = pytest.mark.skipif(
    not isolated() or not (shutil.which("kustomize") or shutil.which("kubectl")),
    reason="kustomize or kubectl, and unshare, are not here",
)
HELM = pytest.mark.skipif(not isolated() or not shutil.which("helm"), reason="helm, and unshare, are not here")


def test_a_chart_in_a_chart_is_a_part_of_it() -> None:
    assert [(one.kind.value, one.folder) for one in packages_of(TREE)] == [
        ("kustomization", "base"),
        ("chart", "charts/ehr"),
        ("kustomization", "prod"),
    ]


def test_what_is_not_rendered_is_not_read_and_says_the_command(tmp_path: Path) -> None:
    found = collect(write(tmp_path, TREE), {}, None)
    assert keys(found) == [
        "base:kubernetes_persistent_volume_claim_v1.data",
        "base:kubernetes_persistent_volume_claim_v1.other",
        "charts/ehr/crds:kubernetes_pod_v1.plain",
    ]
    assert [(gap.what, gap.cause) for gap in found.unread] == [
        ("chart charts/ehr", Cause.MODULE_NOT_AVAILABLE),
        ("kustomization base", Cause.MODULE_NOT_AVAILABLE),
        ("kustomization prod", Cause.MODULE_NOT_AVAILABLE),
    ]
    assert "helm template ehr charts/ehr | hds-policy check -" in found.unread[0].detail
    assert "kubectl kustomize prod | hds-policy check -" in found.unread[2].detail
    # Each file is accounted for, with the digest that a remembered answer depends on.
    assert {entry.path for entry in found.inputs} == set(TREE)
    assert all(entry.sha256 for entry in found.inputs)
    assert {entry.status for entry in found.inputs} == {InputStatus.PARSED, InputStatus.SKIPPED}


@KUSTOMIZE
def test_kustomizations_are_rendered(tmp_path: Path) -> None:
    tree = {name: content for name, content in TREE.items() if not name.startswith("charts")}
    found = collect(write(tmp_path, tree), {"render": True}, None)
    # claim.yaml is in what both made; other.yaml is named by none, and read as it is.
    assert keys(found) == [
        "base:kubernetes_persistent_volume_claim_v1.data",
        "base:kubernetes_persistent_volume_claim_v1.other",
        "prod:kubernetes_persistent_volume_claim_v1.ehr/data",
    ]
    assert found.unread == ()
    places = {resource.key: resource.location for resource in found.resources}
    rendered = places["prod:kubernetes_persistent_volume_claim_v1.ehr/data"]
    assert rendered is not None
    assert (rendered.file, rendered.start_line) == ("prod/kustomization.yaml", 1)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == sorted(
        name.rpartition("/")[2] for name in tree
    )


@KUSTOMIZE
def test_one_that_cannot_be_rendered_is_a_gap_and_its_files_are_read(tmp_path: Path) -> None:
    tree = {"base/claim.yaml": CLAIM, "base/kustomization.yaml": "resources: [claim.yaml, missing.yaml]\n"}
    found = collect(write(tmp_path, tree), {"render": True}, None)
    assert keys(found) == ["base:kubernetes_persistent_volume_claim_v1.data"]
    (gap,) = found.unread
    assert "cannot be rendered" in gap.detail
    assert "missing.yaml" in gap.detail
    assert str(tmp_path) not in gap.detail


@KUSTOMIZE
def test_nothing_is_fetched(tmp_path: Path) -> None:
    tree = {
        "kustomization.yaml": "resources: ['https://github.com/kubernetes-sigs/kustomize//examples/multibases?ref=v1']\n"
    }
    (gap,) = collect(write(tmp_path, tree), {"render": True}, None).unread
    assert "cannot be rendered" in gap.detail


@HELM
def test_charts_are_rendered(tmp_path: Path) -> None:
    found = collect(write(tmp_path, TREE), {"render": True}, None)
    assert "charts/ehr:kubernetes_config_map_v1.ehr" in keys(found)
    assert found.unread == ()


def test_a_program_that_is_not_there_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    found = collect(write(tmp_path, TREE), {"render": True}, None)
    assert len(found.unread) == 3
    assert all("cannot be rendered" in gap.detail for gap in found.unread)
