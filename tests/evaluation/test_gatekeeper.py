"""Gatekeeper's own gator on the templates that the command writes, object by object."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import hds_policy
from real_opa import find, missing, run

from hds_policy.evaluation.gatekeeper import manifests
from hds_policy.hosters import load_regions

GATOR = find("gator")
needs_gator = pytest.mark.skipif(GATOR is None, reason=missing("gator", "are the templates for Gatekeeper"))
HEALTH = {"data-classification": "health"}
EEA = {"topology.kubernetes.io/region": "eu-west-3"}


def claim(labels: dict[str, str], storage: str | None = None) -> dict[str, Any]:
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    if storage is not None:
        spec["storageClassName"] = storage
    metadata = {"name": "records", "namespace": "default", "labels": labels}
    return {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": metadata, "spec": spec}


def volume(labels: dict[str, str], *terms: list[tuple[str, str, list[str]]]) -> dict[str, Any]:
    affinity = [
        {"matchExpressions": [{"key": key, "operator": operator, "values": values} for key, operator, values in term]}
        for term in terms
    ]
    spec: dict[str, Any] = {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"]}
    if terms:
        spec["nodeAffinity"] = {"required": {"nodeSelectorTerms": affinity}}
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": "disk", "labels": labels},
        "spec": spec,
    }


def inside(*regions: str) -> list[tuple[str, str, list[str]]]:
    return [("topology.kubernetes.io/region", "In", list(regions))]


CASES = {
    "claim without a label": (claim({}), {"unclassified-store"}),
    "claim with other labels": (claim({"app": "health"}), {"unclassified-store"}),
    "claim that says no": (claim({"hds": "false"}), set()),
    "claim that says none": (claim({"example.org/data-class": "no-health-data"}), set()),
    "claim with another class of data": (claim({"data_class": "internal"}), {"unclassified-store"}),
    "health claim in a checked class": (claim(HEALTH, "encrypted-eu"), set()),
    "health claim in another class": (claim(HEALTH, "standard"), {"storage-class"}),
    "health claim in the default class": (claim(HEALTH), {"storage-class"}),
    "health by a true key with a prefix": (claim({"acme.example/HDS": "Yes"}, "standard"), {"storage-class"}),
    "two keys of one normal form": (claim({"hds": "false", "a/hds": "true"}, "standard"), {"storage-class"}),
    "no health data in another class": (claim({"hds": "false"}, "standard"), set()),
    "health volume in Paris": (volume(HEALTH | EEA), set()),
    "health volume bound to Paris": (volume(HEALTH, inside("eu-west-3")), set()),
    "health volume in London": (
        volume(HEALTH | {"topology.kubernetes.io/region": "eu-west-2"}),
        {"storage-outside-eea"},
    ),
    "health volume that may be in Paris or Virginia": (
        volume(HEALTH, inside("eu-west-3", "us-east-1")),
        {"storage-outside-eea"},
    ),
    "health volume with a term that names no region": (
        volume(HEALTH, inside("eu-west-3"), [("disk", "In", ["ssd"])]),
        {"storage-outside-eea"},
    ),
    "health volume that is kept out of a region": (
        volume(HEALTH, [("topology.kubernetes.io/region", "NotIn", ["us-east-1"])]),
        {"storage-outside-eea"},
    ),
    "health volume without a region": (volume(HEALTH), {"storage-outside-eea"}),
    "health volume in a region nobody knows": (
        volume(HEALTH | {"topology.kubernetes.io/region": "moon"}),
        {"storage-outside-eea"},
    ),
    "volume without health data in Virginia": (
        volume({"hds": "no", "topology.kubernetes.io/region": "us-east-1"}),
        set(),
    ),
    "an object of another kind": (
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "default"}},
        set(),
    ),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gatekeeper") / "new" / "folder"
    done = hds_policy("policies", "gatekeeper", "-o", folder, "--enforcement", "deny")
    assert done.code == 0, done.err
    constraint = folder / "storage-class-constraint.yaml"
    document = yaml.safe_load(constraint.read_text("utf-8"))
    assert document["spec"]["parameters"]["storageClasses"] == []
    document["spec"]["parameters"]["storageClasses"] = ["encrypted-eu"]
    constraint.write_text(yaml.safe_dump(document), "utf-8")
    return folder


@needs_gator
@pytest.mark.parametrize("name", CASES)
def test_gator_judges(name: str, written: Path, tmp_path: Path) -> None:
    assert GATOR is not None
    given, expected = CASES[name]
    (tmp_path / "object.yaml").write_text(yaml.safe_dump(given), "utf-8")
    done = run(GATOR, "test", "--filename", written, "--filename", tmp_path / "object.yaml", "--output", "json")
    assert done.stdout, done.stderr
    found = json.loads(done.stdout) or []
    assert {entry["constraint"]["metadata"]["name"] for entry in found} == expected, done.stdout
    assert done.returncode == (1 if expected else 0)


def test_every_file_is_a_template_or_a_constraint_for_one() -> None:
    documents = [yaml.safe_load(text) for text in manifests(load_regions(), "warn").values()]
    templates = {d["spec"]["crd"]["spec"]["names"]["kind"] for d in documents if d["kind"] == "ConstraintTemplate"}
    constraints = {d["kind"]: d for d in documents if d["kind"] != "ConstraintTemplate"}
    assert templates == set(constraints) and len(documents) == 2 * len(templates) == 6
    assert {d["spec"]["enforcementAction"] for d in constraints.values()} == {"warn"}


def test_a_region_counts_only_when_every_hoster_of_that_name_lies_inside() -> None:
    text = manifests(load_regions(), "warn")["storage-outside-eea-constraint.yaml"]
    regions = yaml.safe_load(text)["spec"]["parameters"]["regions"]
    assert {"eu-west-3", "francecentral", "europe-west9", "fr-par"} <= set(regions)
    assert not {"eu-west-2", "us-east-1", "global", "eu-central-2"} & set(regions)


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert hds_policy("policies", "gatekeeper", "-o", tmp_path / "file").code == 2
    assert hds_policy("policies", "gatekeeper").code == 2
    assert hds_policy("policies", "gatekeeper", "-o", tmp_path / "x", "--enforcement", "no").code == 2
