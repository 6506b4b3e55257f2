"""The estate file as it is on a commit, with what it names: a merge request may change the checked one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from posixpath import dirname, join, normpath

from msgspec import Struct

from hds_policy.config.loader import FILE_NAME, estate_folders, tables_of
from hds_policy.errors import EstateError, HdsPolicyError
from hds_policy.history import Repository, write_files


class EstateCopy(Struct, frozen=True):
    """A copy of an estate file of a commit.

    Attributes:
        file: the copy, in a temporary folder.
        top: that folder.
        ref: the commit, as it was named.
        stands_for: where the file lies, or would lie, in the checked-out folder.
    """

    file: Path
    top: Path
    ref: str
    stands_for: Path


@contextmanager
def estate_at(ref: str, paths: Sequence[Path], config: Path | None) -> Iterator[EstateCopy]:
    """The estate file as a commit has it, and the registry and policies it names, for as long as the context lasts.

    Args:
        ref: a commit, a branch or a tag.
        paths: checked folders and files; the estate file lies at the top of one.
        config: where it lies, when it is named.

    Raises:
        UsageError: there is no repository, or no such commit.
        EstateError: the commit has no estate file there, or several.
    """
    repository = Repository.around(config or paths[0])
    commit = repository.commit(ref)
    name = _name(repository, commit, ref, [config] if config else [f / FILE_NAME for f in estate_folders(paths)])
    with tempfile.TemporaryDirectory(prefix="hds-policy-") as folder:
        top = Path(folder).resolve()
        write_files(repository, commit, [name], top)
        copy = EstateCopy(top / name, top, ref, repository.top / name)
        with told_as(copy):
            named = [normpath(join(dirname(name), entry)) for entry in _named(copy.file)]
        write_files(repository, commit, [entry for entry in named if not entry.startswith(("/", ".."))], top)
        yield copy


@contextmanager
def told_as(copy: EstateCopy) -> Iterator[None]:
    """Errors name the files of the commit as git does, not the temporary copies."""

    def told(text: str) -> str:
        return text.replace(f"{copy.top}{os.sep}", f"{copy.ref}:")

    try:
        yield
    except HdsPolicyError as error:
        raise type(error)(told(error.message), hint=error.hint, details=tuple(map(told, error.details))) from error


def _name(repository: Repository, commit: str, ref: str, candidates: Sequence[Path]) -> str:
    names = dict.fromkeys(repository.relative(candidate) for candidate in candidates)
    found = [name for name in names if any(blob.path == name for blob in repository.blobs(commit, name))]
    if len(found) > 1:
        raise EstateError(f"several estate files on {ref}: {', '.join(found)}", hint="name the one with --config")
    if not found:
        hint = "bring it to that branch first, or leave --config-from out"
        raise EstateError(f"{ref} has no {' or '.join(names)}", hint=hint)
    return found[0]


def _named(file: Path) -> list[str]:
    """Registry file and folders of policies; what is wrong with them is told when the estate is read."""
    tables = tables_of(file)
    registry, policies = tables.get("registry"), tables.get("policies")
    named = [registry.get("file")] if isinstance(registry, dict) else []
    named += policies.get("folders") or [] if isinstance(policies, dict) else []
    return [entry for entry in named if isinstance(entry, str) and entry]
