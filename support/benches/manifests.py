"""``hds-policy check`` on 10,001 Kubernetes objects in ten files, beside checkov on the same files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benches.checkov import installed_checkov
from benches.measuring import Figure, Score, Setting, Task, measure

_APPLICATIONS: Final = 2_000
_FILES: Final = 10
_AIM: Final = 4.0
_CLASS: Final = """\
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: csi.scaleway.com
"""
_APPLICATION: Final = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-%(number)d
  namespace: ns-%(space)d
spec:
  replicas: 2
  selector:
    matchLabels: {app: app-%(number)d}
  template:
    metadata:
      labels: {app: app-%(number)d}
    spec:
      containers:
      - name: main
        image: registry.example/app:%(number)d
        envFrom:
        - configMapRef: {name: cm-%(number)d}
      volumes:
      - name: data
        persistentVolumeClaim: {claimName: data-%(number)d}
---
apiVersion: v1
kind: Service
metadata: {name: app-%(number)d, namespace: ns-%(space)d}
spec:
  selector: {app: app-%(number)d}
  ports:
  - port: 80
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cm-%(number)d, namespace: ns-%(space)d}
data:
  URL: http://app-%(number)d
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data-%(number)d, namespace: ns-%(space)d}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: fast
  resources: {requests: {storage: 1Gi}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: app-%(number)d, namespace: ns-%(space)d}
"""


def manifests(setting: Setting) -> Sequence[Figure | Score]:
    """CPU and memory of both; checkov is asked for its Kubernetes checks alone."""
    tree = setting.folder / "manifests"
    tree.mkdir()
    _write(tree)
    on = f"{5 * _APPLICATIONS + 1:,} objects"
    own = [setting.tool, "check", str(tree), "--format", "json"]
    health = [*own, "--assume", "health"]
    found: list[Figure | Score] = [
        measure(Task("check", on, own, '"resources"'), setting.runs, cpu_aim=_AIM),
        measure(Task("check, all of it health data", on, health, '"resources"'), setting.runs, cpu_aim=_AIM),
    ]
    if setting.peers:
        command = [installed_checkov(), "-d", str(tree), "--framework", "kubernetes", "--quiet", "--compact"]
        task = Task("checkov", on, command, "kubernetes scan results", {"LOG_LEVEL": "ERROR"})
        found.append(measure(task, 1, peer=True))
    return found


def _write(tree: Path) -> None:
    parts = [_APPLICATION % {"number": number, "space": number % 40} for number in range(_APPLICATIONS)]
    parts.append(_CLASS)
    for number in range(_FILES):
        (tree / f"objects-{number}.yaml").write_text("---\n".join(parts[number::_FILES]), encoding="utf-8")
