"""What Gatekeeper says of labels at admission is what hds-policy says of the same manifests beforehand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import hds_policy
from real_opa import find, missing, run

from hds_policy.collection import collect_all
from hds_policy.config import Estate
from hds_policy.model import Basis
from hds_policy.pipeline import Knowledge, prepare

GATOR = find("gator")
CLAIM = """\
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: c%d, namespace: ehr, labels: %s}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
"""
LABELS = [
    "{}",
    "{app: health}",
    "{hds-policy.dev/data: health}",
    "{hds-policy.dev/data: none}",
    "{data-classification: Health}",
    "{DATA_CLASS: medical}",
    "{hds: 'true'}",
    "{hds: 'no'}",
    "{acme.example/phi: 'Yes'}",
    "{data_class: internal}",
    "{data_class: no-health-data}",
    "{compliance: hds}",
    "{data_sensitivity: dscp}",
]


@pytest.mark.skipif(GATOR is None, reason=missing("gator", "does admission agree with the check of manifests"))
def test_the_same_claims_are_undecided(tmp_path: Path) -> None:
    assert GATOR is not None
    templates, objects = tmp_path / "templates", tmp_path / "objects"
    assert hds_policy("policies", "gatekeeper", "-o", templates).code == 0
    objects.mkdir()
    text = "---\n".join(CLAIM % (number, labels) for number, labels in enumerate(LABELS))
    (objects / "claims.yaml").write_text(text, encoding="utf-8")
    done = run(GATOR, "test", "--filename", templates, "--filename", objects / "claims.yaml", "--output", "json")
    told = [entry for entry in json.loads(done.stdout) if entry["constraint"]["kind"] == "HDSUnclassifiedStore"]
    by_gator = {entry["violatingObject"]["metadata"]["name"] for entry in told}

    inventory = collect_all([objects], {"var_files": (), "variables": (), "parser": "fast"}).inventory
    knowledge = Knowledge.shipped()
    ready = prepare(inventory, Estate.default(), knowledge, knowledge.registry.updated)
    undecided = {Basis.UNCLASSIFIED, Basis.SUSPECTED}
    found = {ready.resources[key].name for key, one in ready.classified.classes.items() if one.basis in undecided}
    assert found == by_gator
    assert found == {"c0", "c1", "c9", "c11"}
