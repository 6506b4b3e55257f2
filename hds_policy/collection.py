"""Find the collector for a path and merge what several paths hold. Collectors register themselves by entry points."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from os.path import relpath
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from hds_policy.errors import UsageError
from hds_policy.model import (
    Directive,
    Input,
    InputStatus,
    Inventory,
    ProviderConfig,
    Reference,
    Resource,
    SourceRange,
    Unread,
)
from hds_policy.saved import begins_as_saved, is_saved, read_saved, saved_of

GROUP = "hds_policy.collectors"
READERS = "hds_policy.readers"
"""Entry points that read one document: called with its bytes, its name, the folder it counts in, settings, progress."""
RECOGNISERS = "hds_policy.recognisers"
"""Entry points that say whether a document is theirs: called with its name and bytes. Terraform takes the rest."""
STANDARD_INPUT = Path("-")
_LARGEST_SHOWN = 1 << 24
_LARGEST_INPUT = 1 << 28
_PARTS_OF_A_FOLDER = (".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json")

_WEIGHT = {InputStatus.SKIPPED: 0, InputStatus.PARSED: 1, InputStatus.FAILED: 2}

Progress = Callable[[int, int], None]


class Collector(Protocol):
    """What an entry point of the group gives: reads all below a path; what it cannot read there is in ``unread``.

    Only a path that is nothing it knows, or options that do not fit, raise UsageError.
    """

    def __call__(self, path: Path, settings: Mapping[str, Any], progress: Progress | None) -> Inventory:
        """Inventory with paths and roots relative to ``path``."""
        ...


class Collected(Struct, frozen=True):
    """An inventory whose files are relative to ``base``, the repository (or the checked folder outside of one).

    Root modules and keys are relative to the folder of the estate file (see ``collect_all``), so that what the estate
    selects does not depend on where a repository begins.
    """

    inventory: Inventory
    base: Path
    told: frozenset[str] = frozenset()
    """Files that only a saved inventory names: what lies under such a name here is not what was read."""
    folders: tuple[Path, ...] = ()
    """Folders that were checked; empty when a document was."""
    home: Path | None = None
    """What roots are relative to."""

    def named(self, path: Path) -> str:
        """A folder as the inventory names files: from the base, with ``/``."""
        return _posix(relpath(path, self.base))

    def source(self, file: str) -> Sequence[str] | None:
        """Lines of a file that was read; None when it is not there any more, or is no plain file below the base."""
        if file in self.told:
            return None
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


class _Part(Struct, frozen=True):
    """What one call of the collector reads: a folder, a file, or some files of a folder that only count in it."""

    path: Path
    folder: Path
    files: tuple[str, ...] = ()


def collect_all(
    paths: Sequence[Path], settings: Mapping[str, Any], progress: Progress | None = None, estate: Path | None = None
) -> Collected:
    """Read every path, a folder with every collector, a file with the one it is for or as a saved inventory, and merge.

    Args:
        settings: options of the collector, from the command line.
        estate: estate file of the run. Roots and keys are relative to its folder when that is a checked folder or one
            above them all, else to the folder that the paths share.

    Raises:
        UsageError: a path does not exist, is given twice, or no such collector is installed.
    """
    if list(paths) == [STANDARD_INPUT]:
        return _from_standard_input(settings, progress)
    resolved = [_existing(path) for path in paths]
    saved = [path for path in resolved if is_saved(path)]
    for path in resolved:
        # A folder is read without the saved inventories in it.
        others = (other for other in resolved if other is not path and not (path in saved and other != path))
        if any(path.is_relative_to(other) for other in others):
            raise UsageError(f"{path.name}: is part of another given path", hint="name each folder once")
    if len(saved) == len(resolved) and settings.get("source") is not None:
        raise UsageError("--source belongs to a plan or a state", hint="leave it out for a saved inventory")
    parts = _parts([path for path in resolved if path not in saved])
    # Roots of a saved inventory are names that the scan gave: no folder here is put before them.
    folders = [part.folder for part in parts] or [path.parent for path in saved]
    base, home = _base(folders), _home(folders, estate)
    read = [read_saved(path).inventory for path in saved]
    told = frozenset(file for found in read for file in _files_of(found))
    for part in parts:
        found = _read(part, settings, progress)
        read.append(_relocate(found, _posix(relpath(part.folder, base)), _posix(relpath(part.folder, home))))
    merged = _merge(read)
    told -= {entry.path for found in read[len(saved) :] for entry in found.inputs}
    whole = all(path.is_dir() for path in resolved)
    return Collected(merged, base, told, tuple(resolved) if whole else (), home)


def _files_of(inventory: Inventory) -> Iterator[str]:
    """Every file that an inventory names as the place of something."""
    places = [resource.location for resource in inventory.resources]
    places += [resource.provider.location for resource in inventory.resources]
    places += [unread.location for unread in inventory.unread]
    return (place.file for place in places if place)


def _read(part: _Part, settings: Mapping[str, Any], progress: Progress | None) -> Inventory:
    terraform: Collector = _load(GROUP, "terraform")
    settings = {**settings, "files": part.files}
    if part.files:
        return terraform(part.path, settings, progress)
    if not part.path.is_dir():
        collector: Collector = _load(GROUP, _recognised(part.path.name, part.path))
        return collector(part.path, settings, progress)
    found = terraform(part.path, settings, progress)
    for name in sorted(point.name for point in entry_points(group=GROUP) if point.name != "terraform"):
        found = _beside(found, _load(GROUP, name)(part.path, settings, progress))
    return found


def _recognised(name: str, document: Path | bytes) -> str:
    """Name of the collector whose document this is."""
    if isinstance(document, Path):
        try:
            if not document.is_file() or document.stat().st_size > _LARGEST_INPUT:
                return "terraform"
            document = document.read_bytes()
        except OSError:
            return "terraform"
    points = sorted(entry_points(group=RECOGNISERS), key=lambda point: point.name)
    return next((point.name for point in points if point.load()(name, document)), "terraform")


def _beside(first: Inventory, second: Inventory) -> Inventory:
    """What two collectors read in one folder; an address that both give is told apart by the file in the second."""
    if not second.resources and not second.inputs and not second.unread:
        return first
    taken = {resource.key for resource in first.resources}
    renamed: dict[str, str] = {}
    resources = []
    for resource in second.resources:
        if resource.key in taken:
            file = resource.location.file if resource.location else ""
            own = replace(resource, address=f'{resource.address}["{file}"]')
            renamed[resource.key] = own.key
            resources.append(own)
        else:
            resources.append(resource)
    references = tuple(
        replace(one, source=renamed.get(one.source, one.source), target=renamed.get(one.target, one.target))
        for one in (second.references if renamed else ())
    )
    return _merge([first, replace(second, resources=tuple(resources), references=references or second.references)])


def _parts(paths: Sequence[Path]) -> list[_Part]:
    """Paths as they are read: files of one configuration folder together."""
    files: dict[Path, list[str]] = {}
    parts = []
    for path in paths:
        if path.is_dir():
            parts.append(_Part(path, path))
        elif path.name.endswith(_PARTS_OF_A_FOLDER):
            files.setdefault(path.parent, []).append(path.name)
        else:
            parts.append(_Part(path, path.parent))
    return parts + [_Part(folder, folder, tuple(sorted(names))) for folder, names in files.items()]


def _existing(path: Path) -> Path:
    try:
        found = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(f"{path}: no such file or folder") from error
    return found


def _shared(folders: Sequence[Path]) -> Path:
    common = folders[0]
    while not all(folder.is_relative_to(common) for folder in folders):
        common = common.parent
    return common


def _home(folders: Sequence[Path], estate: Path | None) -> Path:
    home = None if estate is None else estate.resolve().parent
    if home is not None and (home in folders or all(folder.is_relative_to(home) for folder in folders)):
        return home
    return _shared(folders)


def _base(folders: Sequence[Path]) -> Path:
    """The nearest folder above all folders that is a repository; outside of one, the folder they share."""
    common = _shared(folders)
    return next((folder for folder in (common, *common.parents) if (folder / ".git").exists()), common)


def _from_standard_input(settings: Mapping[str, Any], progress: Progress | None) -> Collected:
    """A document that comes by the standard input, read as if it lay in the current folder."""
    data = sys.stdin.buffer.read(_LARGEST_INPUT + 1)
    if len(data) > _LARGEST_INPUT:
        raise UsageError("-: the standard input is larger than 256 MiB", hint="write it to a file, and split it")
    folder = Path.cwd()
    base = _base([folder])
    if begins_as_saved(data):
        found = saved_of("-", data).inventory
        return Collected(found, base, frozenset(_files_of(found)))
    found = _load(READERS, _recognised("-", data))(data, "-", folder, settings, progress)
    return Collected(_relocate(found, _posix(relpath(folder, base)), "."), base)


def _load(group: str, name: str) -> Any:
    found = [point for point in entry_points(group=group) if point.name == name]
    if not found:
        raise UsageError(f"no collector named {name!r} is installed", hint="reinstall hds-policy")
    return found[0].load()


def _posix(path: str) -> str:
    return PurePosixPath(Path(path)).as_posix()


def _merge(parts: Sequence[Inventory]) -> Inventory:
    if len(parts) == 1:
        return parts[0]
    keys = [resource.key for part in parts for resource in part.resources]
    if len(set(keys)) != len(keys):
        raise UsageError("two of the given paths hold the same resources", hint="check them one by one")
    return Inventory(
        resources=tuple(sorted((r for part in parts for r in part.resources), key=lambda r: (r.root, r.address))),
        references=tuple(r for part in parts for r in part.references),
        unread=tuple(u for part in parts for u in part.unread),
        inputs=_merged_inputs(parts),
        not_instantiated=sum(part.not_instantiated for part in parts),
        roots=tuple(sorted({root for part in parts for root in part.roots})),
        focus=_merged_focus(parts),
        looked_outside=any(part.looked_outside for part in parts),
        directives=_merged_directives(parts),
    )


def _merged_inputs(parts: Sequence[Inventory]) -> tuple[Input, ...]:
    """Each file once: a module that two parts use is read by both, and skipped only when neither reads it."""
    merged: dict[str, Input] = {}
    for entry in (entry for part in parts for entry in part.inputs):
        known = merged.get(entry.path)
        if known is None or _WEIGHT[entry.status] > _WEIGHT[known.status]:
            merged[entry.path] = entry
    return tuple(merged[path] for path in sorted(merged))


def _merged_directives(parts: Sequence[Inventory]) -> tuple[Directive, ...]:
    """Each comment once, about the resources of every part: two of them may use one module."""
    merged: dict[tuple[str, int, str], Directive] = {}
    for one in (one for part in parts for one in part.directives):
        place = (one.place.file, one.place.start_line, one.text)
        known = merged.get(place)
        resources = one.resources if known is None else tuple(sorted({*known.resources, *one.resources}))
        merged[place] = replace(one, resources=resources)
    return tuple(merged[place] for place in sorted(merged))


def _merged_focus(parts: Sequence[Inventory]) -> frozenset[str] | None:
    if all(part.focus is None for part in parts):
        return None
    keys = ((r.key for r in part.resources) if part.focus is None else part.focus for part in parts)
    return frozenset(key for found in keys for key in found)


def _relocate(inventory: Inventory, files: str, roots: str) -> Inventory:
    """The inventory with a folder put before all its paths, and one before its roots and keys."""
    if files == roots == ".":
        return inventory
    moved = _Moved(files, roots)
    return Inventory(
        resources=tuple(moved.resource(resource) for resource in inventory.resources),
        references=tuple(moved.reference(reference) for reference in inventory.references),
        unread=tuple(moved.unread(unread) for unread in inventory.unread),
        inputs=tuple(replace(entry, path=moved.path(entry.path)) for entry in inventory.inputs),
        not_instantiated=inventory.not_instantiated,
        roots=tuple(moved.root(root) for root in inventory.roots),
        focus=None if inventory.focus is None else frozenset(moved.key(key) for key in inventory.focus),
        looked_outside=inventory.looked_outside,
        directives=tuple(moved.directive(directive) for directive in inventory.directives),
    )


class _Moved:
    def __init__(self, files: str, roots: str) -> None:
        self._files = files
        self._roots = roots
        self._keys: dict[str, str] = {}
        self._providers: dict[int, ProviderConfig] = {}

    def path(self, path: str) -> str:
        return _joined(self._files, path)

    def root(self, root: str) -> str:
        return _joined(self._roots, root)

    def key(self, key: str) -> str:
        return self._keys.get(key, key)

    def place(self, place: SourceRange | None) -> SourceRange | None:
        return replace(place, file=self.path(place.file)) if place else None

    def resource(self, resource: Resource) -> Resource:
        # Many resources share one provider configuration, and keep sharing it.
        provider = self._providers.get(id(resource.provider))
        if provider is None:
            provider = replace(resource.provider, location=self.place(resource.provider.location))
            self._providers[id(resource.provider)] = provider
        moved = replace(
            resource, root=self.root(resource.root), location=self.place(resource.location), provider=provider
        )
        self._keys[resource.key] = moved.key
        return moved

    def reference(self, reference: Reference) -> Reference:
        return replace(reference, source=self.key(reference.source), target=self.key(reference.target))

    def directive(self, directive: Directive) -> Directive:
        keys = tuple(sorted(self.key(key) for key in directive.resources))
        place = replace(directive.place, file=self.path(directive.place.file))
        return replace(directive, place=place, resources=keys)

    def unread(self, unread: Unread) -> Unread:
        return replace(unread, root=self.root(unread.root), location=self.place(unread.location))


def _joined(prefix: str, path: str) -> str:
    return path if prefix == "." else prefix if path == "." else f"{prefix}/{path}"
