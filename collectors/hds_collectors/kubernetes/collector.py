"""Manifests below a folder, in a file or from the standard input, as an inventory."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from hds_collectors.kubernetes.comments import Comment, comments_of, directives_of
from hds_collectors.kubernetes.conversion import NotAnObjectError, Origin, resource_of
from hds_collectors.kubernetes.files import MAX_BYTES, Listed
from hds_collectors.kubernetes.joining import joined
from hds_collectors.kubernetes.links import claims_of
from hds_collectors.kubernetes.manifest import Entry, Gap, Manifest, manifest_of
from hds_collectors.kubernetes.packages import Package, PackageKind, named_files, packages_of
from hds_collectors.kubernetes.recognition import speaks_of_objects, text_of
from hds_collectors.terraform.folder import RefusedError, folder_of, printable, read_regular
from hds_policy.model import Cause, Input, InputStatus, Inventory, ProviderConfig, Resource, SourceRange, Unread

PROVIDER = ProviderConfig("kubernetes", declared=False)
"""A manifest does not say where it is applied: no host, no context."""
_NO_OBJECT = "no object of Kubernetes"
_LOOKED_INTO = 1 << 20


class _Reading(Struct):
    """What was read so far."""

    resources: list[Resource] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    comments: dict[str, tuple[Comment, ...]] = field(default_factory=dict)

    def refuse(self, path: str, cause: Cause, reason: str) -> None:
        shown = printable(path)
        self.inputs.append(Input(shown, InputStatus.FAILED, reason))
        self.unread.append(Unread(shown, cause, reason, SourceRange(shown, 1, 1), folder_of(shown)))

    def text(self, data: bytes, path: str) -> None:
        """Take in the content of a file."""
        shown = printable(path)
        digest = hashlib.sha256(data).hexdigest()
        text = text_of(data)
        if text is None or not speaks_of_objects(text):
            self.inputs.append(Input(shown, InputStatus.SKIPPED, _NO_OBJECT, digest, len(data)))
            return
        found = manifest_of(text, shown)
        if not found.entries and not found.gaps:
            self.inputs.append(Input(shown, InputStatus.SKIPPED, _NO_OBJECT, digest, len(data)))
            return
        known = len(self.unread)
        self._objects(found, shown)
        if said := comments_of(text):
            self.comments[shown] = said
        gaps = self.unread[known:]
        failed = f"line {gaps[0].location.start_line}: {gaps[0].detail}" if gaps and gaps[0].location else ""
        status = InputStatus.FAILED if gaps else InputStatus.PARSED
        self.inputs.append(Input(shown, status, failed, digest, len(data)))

    def part(self, base: Path, path: str, kind: PackageKind) -> None:
        """Take note of a file of a package: what it makes is read elsewhere, or is told as not read."""
        shown = printable(path)
        reason = f"part of a {kind}"
        try:
            data = read_regular(base / path, MAX_BYTES)
        except RefusedError as error:
            self.inputs.append(Input(shown, InputStatus.SKIPPED, f"{reason}, and {error.reason}"))
            return
        self.inputs.append(Input(shown, InputStatus.SKIPPED, reason, hashlib.sha256(data).hexdigest(), len(data)))

    def unrendered(self, packages: Iterable[Package], why: str = "") -> None:
        """Take note of packages whose manifests nobody made."""
        for one in packages:
            shown = printable(one.file)
            detail = f"{why}a {one.kind} that is not rendered; run: {printable(one.command)}, or give --render"
            place = SourceRange(shown, 1, 1)
            root = printable(one.folder)
            self.unread.append(Unread(f"{one.kind} {root}", Cause.MODULE_NOT_AVAILABLE, detail, place, root))

    def rendered(self, package: Package, data: bytes) -> None:
        """Take in what was made of a package; its objects stand in the file that makes it one."""
        text, shown = text_of(data), printable(package.file)
        if text is None:
            self.unrendered([package], "what was rendered is no text; ")
            return
        found = manifest_of(text, shown)
        start = SourceRange(shown, 1, 1)
        # Lines of what was rendered are in no file.
        found.entries = [Entry(entry.value, start, {}) for entry in found.entries]
        found.gaps = [
            Gap(start, gap.cause, f"rendered line {gap.place.start_line}: {gap.detail}") for gap in found.gaps
        ]
        self._objects(found, shown)

    def _objects(self, found: Manifest, shown: str) -> None:
        root = folder_of(shown)
        for entry in found.entries:
            try:
                self.resources.append(resource_of(entry.value, Origin(root, PROVIDER, entry.place, entry.lines)))
            except NotAnObjectError as error:
                self.unread.append(Unread(shown, Cause.PARSE_ERROR, str(error), entry.place, root))
        self.unread.extend(Unread(shown, gap.cause, gap.detail, gap.place, root) for gap in found.gaps)

    def inventory(self) -> Inventory:
        resources, references = joined(distinct(one for made in self.resources for one in (made, *claims_of(made))))
        return Inventory(
            resources=tuple(sorted(resources, key=lambda one: (one.root, one.address))),
            references=tuple(sorted(references, key=lambda one: (one.source, one.attribute, one.target))),
            unread=tuple(sorted(self.unread, key=_order)),
            inputs=tuple(sorted(self.inputs, key=lambda entry: entry.path)),
            roots=tuple(sorted({resource.root for resource in resources})),
            directives=directives_of(self.comments, resources),
        )


def collect_folder(
    base: Path, found: Sequence[Listed], progress: Callable[[int, int], None] | None = None, *, render: bool = False
) -> Inventory:
    """Everything in the manifests of a folder.

    Args:
        found: what ``listing`` gives for it.
        render: run Helm and Kustomize on a copy; else what they would make is not read.
    """
    reading = _Reading()
    packages = packages_of(entry.path for entry in found if not entry.reason)
    made = _rendered(base, packages, reading) if render and packages else []
    # What a kustomization that was rendered names, with its patches, is in what it made.
    parts = frozenset(path for package in made for path in named_files(base, package))
    for number, entry in enumerate(found):
        if entry.reason:
            reading.refuse(entry.path, Cause.ACCESS_DENIED, entry.reason)
        elif package := next((one for one in packages if one.holds(entry.path)), None):
            reading.part(base, entry.path, package.kind)
        elif entry.path in parts:
            reading.part(base, entry.path, PackageKind.KUSTOMIZATION)
        else:
            _read(base, entry.path, reading)
        if progress is not None:
            progress(number + 1, len(found))
    if not render:
        reading.unrendered(packages)
    return reading.inventory()


def _rendered(base: Path, packages: Sequence[Package], reading: _Reading) -> list[Package]:
    """Read what Helm and Kustomize make of packages; those that were rendered."""
    from hds_collectors.kubernetes.rendering import NotRenderedError, Renderer, copied  # noqa: PLC0415 - only when asked

    made = []
    try:
        with copied(base) as copy:
            renderer = Renderer(copy)
            for package in packages:
                try:
                    reading.rendered(package, renderer.render(package))
                    made.append(package)
                except NotRenderedError as error:
                    reading.unrendered([package], f"cannot be rendered: {error}; ")
    except NotRenderedError as error:
        reading.unrendered(packages, f"cannot be rendered: {error}; ")
    return made


def collect_file(path: Path) -> Inventory:
    """Everything in one file."""
    reading = _Reading()
    _read(path.parent, path.name, reading)
    return reading.inventory()


def collect_text(data: bytes, name: str) -> Inventory:
    """Everything in a text, such as the output of ``helm template``."""
    reading = _Reading()
    reading.text(data, name)
    return reading.inventory()


def _read(base: Path, path: str, reading: _Reading) -> None:
    try:
        data = read_regular(base / path, MAX_BYTES)
    except RefusedError as error:
        if error.cause is Cause.LIMIT_EXCEEDED and not _begins_like_objects(base / path):
            reading.inputs.append(Input(printable(path), InputStatus.SKIPPED, f"{_NO_OBJECT}, and {error.reason}"))
            return
        reading.refuse(path, error.cause, error.reason)
        return
    reading.text(data, path)


def _begins_like_objects(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return b"apiVersion" in stream.read(_LOOKED_INTO)
    except OSError:
        return True


def distinct(resources: Iterable[Resource]) -> list[Resource]:
    """Resources with unique keys: an object that stands in several files of a folder gets each file as its instance."""
    by_key: dict[str, list[Resource]] = defaultdict(list)
    for resource in resources:
        by_key[resource.key].append(resource)
    found: list[Resource] = []
    for several in by_key.values():
        found.extend(several if len(several) == 1 else _numbered(several))
    return found


def _numbered(several: Sequence[Resource]) -> list[Resource]:
    seen: dict[str, int] = defaultdict(int)
    numbered = []
    for resource in several:
        file = resource.location.file.rpartition("/")[2] if resource.location else ""
        seen[file] += 1
        number = f":{seen[file]}" if seen[file] > 1 else ""
        numbered.append(replace(resource, address=f'{resource.address}["{file}{number}"]'))
    return numbered


def _order(gap: Unread) -> tuple[str, int, str]:
    return (gap.what, gap.location.start_line if gap.location else 0, gap.detail)
