"""Charts and kustomizations: what stands in them is a program that makes manifests, and is not one itself.

Sources: helm.sh/docs/topics/charts, kubectl.docs.kubernetes.io/references/kustomize/kustomization.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

from hds_collectors.terraform.folder import RefusedError, read_regular

_CHART = "Chart.yaml"
_KUSTOMIZATIONS = frozenset({"kustomization.yaml", "kustomization.yml", "Kustomization"})
_PLAIN_IN_A_CHART = "crds/"
"""Helm applies what stands there as it is."""
_LARGEST = 1 << 20
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


class PackageKind(StrEnum):
    """What has to be run."""

    CHART = "chart"
    KUSTOMIZATION = "kustomization"


class Package(Struct, frozen=True):
    """A chart or a kustomization.

    Attributes:
        kind: which.
        folder: relative to the scanned folder, ``.`` for itself.
        file: the file that makes it one.
    """

    kind: PackageKind
    folder: str
    file: str

    @property
    def command(self) -> str:
        """What makes manifests of it, and reads them."""
        folder = shlex.quote(self.folder)
        make = f"helm template {release_name(self.folder)} {folder}"
        if self.kind is PackageKind.KUSTOMIZATION:
            make = f"kubectl kustomize {folder}"
        return f"{make} | hds-policy check -"

    def holds(self, path: str) -> bool:
        """Whether a file is a part of the chart that Helm renders; of a kustomization, only the file that makes it."""
        if path == self.file:
            return True
        if self.kind is PackageKind.KUSTOMIZATION or not path.startswith(_prefix(self.folder)):
            return False
        return not path.removeprefix(_prefix(self.folder)).startswith(_PLAIN_IN_A_CHART)


def packages_of(paths: Iterable[str]) -> list[Package]:
    """Charts that are in no other chart, and kustomizations outside of charts, by their folder."""
    charts: list[Package] = []
    others: list[Package] = []
    for path in sorted(paths):
        folder, _, name = path.rpartition("/")
        if name == _CHART and not any((folder or ".").startswith(_prefix(chart.folder)) for chart in charts):
            charts.append(Package(PackageKind.CHART, folder or ".", path))
        elif name in _KUSTOMIZATIONS:
            others.append(Package(PackageKind.KUSTOMIZATION, folder or ".", path))
    return sorted(
        [*charts, *(one for one in others if not any(chart.holds(one.file) for chart in charts))],
        key=lambda one: (one.folder, one.kind),
    )


def named_files(base: Path, package: Package) -> Iterator[str]:
    """Files of the scanned folder that a kustomization names: resources, patches, what it generates from."""
    if package.kind is not PackageKind.KUSTOMIZATION:
        return
    from hds_collectors.kubernetes.yaml_documents import YamlError, documents_of  # noqa: PLC0415 - seldom needed

    try:
        text = read_regular(base / package.file, _LARGEST).decode("utf-8-sig")
        pending: list[Any] = [document.value for document in documents_of(text)]
    except (RefusedError, UnicodeDecodeError, YamlError):
        return
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, str):
            path = posixpath.normpath(f"{_prefix(package.folder)}{value}")
            if path.endswith((".yaml", ".yml", ".json")) and not path.startswith("../"):
                yield path


def release_name(folder: str) -> str:
    """A name that Helm takes, made from the last part of a folder."""
    return _NOT_IN_A_NAME.sub("-", folder.rpartition("/")[2].lower()).strip("-")[:53].strip("-") or "release"


def _prefix(folder: str) -> str:
    return "" if folder == "." else f"{folder}/"
