"""``check --changed``: everything is read, and the root modules are judged that a branch touches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec.structs import replace

from hds_policy.cli.reading import Read
from hds_policy.errors import UsageError

if TYPE_CHECKING:
    from hds_policy.model import Assessment
    from hds_policy.model.assessment import Narrowed

_Command = TypeVar("_Command", bound=Callable[..., Any])


def changed_option(command: _Command) -> _Command:
    """Add ``--changed``."""
    return click.option(
        "--changed",
        default="",
        metavar="REF",
        help="Judge only the root modules that changed since the branch left REF; all is read for what flows between.",
    )(command)


def refuse_with_changed(ref: str, *, compared: bool) -> None:
    """A baseline of everything says nothing about a part.

    Raises:
        UsageError: a part is to be compared with a baseline.
    """
    if ref and compared:
        hint = "--diff-base judges everything and counts what is new; --changed judges what a change touches"
        raise UsageError("--changed does not go with --baseline or --diff-base", hint=hint)


def narrowed_to_changes(read: Read, ref: str) -> tuple[Read, Narrowed | None]:
    """What was read with the touched root modules in focus; as it is when there is no ref.

    Raises:
        UsageError: what was read is no folder of a repository, or the ref means no commit there.
    """
    if not ref:
        return read, None
    from hds_policy.changes import narrowed, roots_touched  # noqa: PLC0415 - only then
    from hds_policy.history import Repository, changed_since  # noqa: PLC0415
    from hds_policy.model.assessment import Narrowed  # noqa: PLC0415

    found = read.collected
    home = found.home
    if not found.folders or home is None:
        raise UsageError("--changed goes with folders of a repository", hint="name folders, not plans, states or files")
    repository = Repository.around(found.folders[0])
    if repository.top != found.base:
        raise UsageError("--changed: the folders are not of one repository", hint="check each repository by itself")
    commit = repository.merge_base(ref)
    checked = {found.named(path) for path in found.folders}
    changed = changed_since(repository, commit, checked, {entry.path for entry in found.inventory.inputs})
    folders = {root: found.named(home / root) for root in found.inventory.roots}
    touched = frozenset(folders)
    if not any(_is_ground(name, read, repository.top) for name in changed):
        touched = roots_touched(found.inventory, changed, folders, checked)
    part = Narrowed(ref, commit, tuple(sorted(touched)), len(folders))
    return replace(read, collected=replace(found, inventory=narrowed(found.inventory, touched))), part


def part_of(assessment: Assessment, part: Narrowed | None) -> Assessment:
    """The assessment that says which part it is of; a waiver that covers nothing of a part may cover something else."""
    return assessment if part is None else replace(assessment, narrowed=part, unused_waivers=())


def _is_ground(name: str, read: Read, top: Path) -> bool:
    """Whether a file is one that every verdict rests on: an estate, the registry it names, custom rules."""
    if name.rpartition("/")[2] == "hds-policy.toml":
        return True
    if read.chosen.choice.custom and name.endswith((".rego", "/severity.toml")):
        return True
    if not read.estate.file:
        return False
    file = Path(read.estate.file).resolve()
    grounds = [file] if read.estate.registry is None else [file, (file.parent / read.estate.registry.file).resolve()]
    return top / name in grounds
