"""Find the collector for a path and merge what several paths hold. Collectors register themselves by entry points."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from os.path import relpath
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from hds_policy.errors import UsageError
from hds_policy.model import Inventory, ProviderConfig, Reference, Resource, SourceRange, Unread

GROUP = "hds_policy.collectors"
_LARGEST_SHOWN = 1 << 24

Progress = Callable[[int, int], None]


class Collector(Protocol):
    """What an entry point of the group gives: reads all below a path, and never raises for what it finds."""

    def __call__(self, path: Path, settings: Mapping[str, Any], progress: Progress | None) -> Inventory:
        """Inventory with paths and roots relative to ``path``."""
        ...


@dataclass(frozen=True, slots=True)
class Collected:
    """An inventory whose paths are relative to ``base``, the repository (or the checked folder outside of one)."""

    inventory: Inventory
    base: Path

    def source(self, file: str) -> Sequence[str] | None:
        """Lines of a file that was read; None when it is not there any more, or is no plain file below the base."""
        path = self.base / file
        try:
            if (
                path.is_symlink()
                or not path.resolve().is_relative_to(self.base)
                or path.stat().st_size > _LARGEST_SHOWN
            ):
                return None
            return path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        except (OSError, ValueError):
            return None


def collect_all(paths: Sequence[Path], settings: Mapping[str, Any], progress: Progress | None = None) -> Collected:
    """Read every path with the Terraform collector, and merge.

    Args:
        settings: options of the collector, from the command line.

    Raises:
        UsageError: a path does not exist, is given twice, or no such collector is installed.
    """
    collector = _load("terraform")
    resolved = [_existing(path) for path in paths]
    for path in resolved:
        if any(other is not path and path.is_relative_to(other) for other in resolved):
            raise UsageError(f"{path.name}: is part of another given path", hint="name each folder once")
    base = _base(resolved)
    parts = []
    for path in resolved:
        folder = path if path.is_dir() else path.parent
        parts.append(_relocate(collector(path, settings, progress), _posix(relpath(folder, base))))
    return Collected(_merge(parts), base)


def _existing(path: Path) -> Path:
    try:
        found = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(f"{path}: no such file or folder") from error
    return found


def _base(paths: Sequence[Path]) -> Path:
    """The nearest folder above all paths that is a repository; outside of one, the folder they share."""
    folders = [path if path.is_dir() else path.parent for path in paths]
    common = folders[0]
    while not all(folder.is_relative_to(common) for folder in folders):
        common = common.parent
    return next((folder for folder in (common, *common.parents) if (folder / ".git").exists()), common)


def _load(name: str) -> Collector:
    found = [point for point in entry_points(group=GROUP) if point.name == name]
    if not found:
        raise UsageError(f"no collector named {name!r} is installed", hint="reinstall hds-policy")
    collector: Collector = found[0].load()
    return collector


def _posix(path: str) -> str:
    return PurePosixPath(Path(path)).as_posix()


def _merge(parts: Sequence[Inventory]) -> Inventory:
    if len(parts) == 1:
        return parts[0]
    return Inventory(
        resources=tuple(sorted((r for part in parts for r in part.resources), key=lambda r: (r.root, r.address))),
        references=tuple(r for part in parts for r in part.references),
        unread=tuple(u for part in parts for u in part.unread),
        inputs=tuple(sorted((i for part in parts for i in part.inputs), key=lambda i: i.path)),
        not_instantiated=sum(part.not_instantiated for part in parts),
        roots=tuple(sorted(root for part in parts for root in part.roots)),
    )


def _relocate(inventory: Inventory, prefix: str) -> Inventory:
    """The inventory with a folder put before all its paths, roots and keys."""
    if prefix == ".":
        return inventory
    moved = _Moved(prefix)
    return Inventory(
        resources=tuple(moved.resource(resource) for resource in inventory.resources),
        references=tuple(moved.reference(reference) for reference in inventory.references),
        unread=tuple(moved.unread(unread) for unread in inventory.unread),
        inputs=tuple(replace(entry, path=moved.path(entry.path)) for entry in inventory.inputs),
        not_instantiated=inventory.not_instantiated,
        roots=tuple(moved.path(root) for root in inventory.roots),
    )


class _Moved:
    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._keys: dict[str, str] = {}
        self._providers: dict[int, ProviderConfig] = {}

    def path(self, path: str) -> str:
        return self._prefix if path == "." else f"{self._prefix}/{path}"

    def place(self, place: SourceRange | None) -> SourceRange | None:
        return replace(place, file=self.path(place.file)) if place else None

    def resource(self, resource: Resource) -> Resource:
        # Many resources share one provider configuration, and keep sharing it.
        provider = self._providers.get(id(resource.provider))
        if provider is None:
            provider = replace(resource.provider, location=self.place(resource.provider.location))
            self._providers[id(resource.provider)] = provider
        moved = replace(
            resource, root=self.path(resource.root), location=self.place(resource.location), provider=provider
        )
        self._keys[resource.key] = moved.key
        return moved

    def reference(self, reference: Reference) -> Reference:
        source = self._keys.get(reference.source, reference.source)
        return replace(reference, source=source, target=self._keys.get(reference.target, reference.target))

    def unread(self, unread: Unread) -> Unread:
        return replace(unread, root=self.path(unread.root), location=self.place(unread.location), what=unread.what)
