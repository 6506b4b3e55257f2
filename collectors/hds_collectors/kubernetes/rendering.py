"""Run Helm or Kustomize on a copy of what is scanned, without a network, an own home folder or anybody's settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from hds_collectors.kubernetes.packages import Package, PackageKind, release_name

_PATIENCE = 60
"""Seconds for one package."""
_LARGEST_OUTPUT = 64 * 1024 * 1024
_LARGEST_COPY = 256 * 1024 * 1024
_MOST_FILES = 50_000
_LEFT_OUT = frozenset({".git", "node_modules", ".terraform"})
_WITHOUT_NETWORK = ("unshare", "--user", "--map-root-user", "--net")


class NotRenderedError(Exception):
    """Why a package was not rendered; for a person."""


class Renderer:
    """Renders packages of one copy.

    Args:
        copy: what ``copied`` gave.
    """

    def __init__(self, copy: Path) -> None:
        self._copy = copy

    def render(self, package: Package) -> bytes:
        """The manifests of a package.

        Raises:
            NotRenderedError: the program is not there or fails, or no process can be kept from the network here.
        """
        command = [*_isolation(), *_program(package, self._copy)]
        with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
            try:
                done = subprocess.run(  # noqa: S603 - the program is chosen by us, the folder is our copy
                    command,
                    cwd=self._copy,
                    env={"PATH": os.environ.get("PATH", os.defpath), "HOME": home, "LC_ALL": "C.UTF-8"},
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=said,
                    timeout=_PATIENCE,
                    check=False,
                )
            except subprocess.TimeoutExpired as error:
                raise NotRenderedError(f"took more than {_PATIENCE} seconds") from error
            except OSError as error:
                raise NotRenderedError(f"{command[0]} cannot be run: {error.strerror}") from error
            if done.returncode:
                raise NotRenderedError(f"{_name(package)} failed: {self._first_line(said)}")
            out.seek(0)
            data = out.read(_LARGEST_OUTPUT + 1)
            if len(data) > _LARGEST_OUTPUT:
                raise NotRenderedError(f"more than {_LARGEST_OUTPUT} bytes")
            return data

    def _first_line(self, said: IO[bytes]) -> str:
        said.seek(0)
        text = said.read(4096).decode(errors="replace")
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        # Paths of the copy mean nothing to a reader.
        line = (lines[-1] if lines else "without a message").replace(f"{self._copy}/", "").replace(str(self._copy), ".")
        return "".join(letter if letter.isprintable() else "?" for letter in line)[:300]


@contextmanager
def copied(base: Path) -> Iterator[Path]:
    """A copy of the regular files below a folder, removed in the end; links, pipes and devices are left out.

    Raises:
        NotRenderedError: there are too many.
    """
    with tempfile.TemporaryDirectory(prefix="hds-policy-") as made:
        size = number = 0
        for folder, below, files in os.walk(base):
            below[:] = [name for name in below if name not in _LEFT_OUT and not (Path(folder) / name).is_symlink()]
            target = Path(made) / Path(folder).relative_to(base)
            target.mkdir(parents=True, exist_ok=True)
            for name in files:
                source = Path(folder) / name
                if source.is_symlink() or not source.is_file():
                    continue
                size, number = size + source.stat().st_size, number + 1
                if size > _LARGEST_COPY or number > _MOST_FILES:
                    raise NotRenderedError(f"more than {_MOST_FILES} files or {_LARGEST_COPY} bytes to copy")
                shutil.copyfile(source, target / name)
        yield Path(made).resolve()


def _isolation() -> Sequence[str]:
    if shutil.which(_WITHOUT_NETWORK[0]) is None:
        raise NotRenderedError("no process can be kept from the network here (unshare is missing)")
    probe = subprocess.run([*_WITHOUT_NETWORK, "true"], capture_output=True, check=False)  # noqa: S603 - our own words
    if probe.returncode:
        raise NotRenderedError("no process can be kept from the network here (unshare is not allowed)")
    return _WITHOUT_NETWORK


def _name(package: Package) -> str:
    if package.kind is PackageKind.CHART:
        return "helm"
    return "kustomize" if shutil.which("kustomize") else "kubectl"


def _program(package: Package, copy: Path) -> list[str]:
    name = _name(package)
    if shutil.which(name) is None:
        missing = "helm" if package.kind is PackageKind.CHART else "kustomize or kubectl"
        raise NotRenderedError(f"{missing} is not installed")
    folder = str(copy / package.folder)
    if name == "helm":
        return ["helm", "template", release_name(package.folder), folder]
    return [name, "build" if name == "kustomize" else "kustomize", folder]
