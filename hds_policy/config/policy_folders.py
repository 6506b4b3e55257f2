"""``[policies]`` of the estate file: folders of custom policies, inside the folder of the file."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from hds_policy.config.estate import Estate
from hds_policy.config.problems import Problems, shown
from hds_policy.config.schema import RawPolicies, Table
from hds_policy.errors import EstateError


def read_policy_folders(problems: Problems, table: Table) -> tuple[str, ...]:
    """The folders in the order of the file; none leads out of the folder of the estate."""
    if not table:
        return ()
    raw = problems.read(table, RawPolicies, ("policies",))
    if raw is None:
        return ()
    for index, folder in enumerate(raw.folders):
        path = PurePosixPath(folder)
        if path.is_absolute() or ".." in path.parts or "\\" in folder or not folder.strip():
            text = f"{shown(folder)} must be a folder below the one of this file, written with /"
            problems.add(("policies", "folders", index), text)
        elif folder in raw.folders[:index]:
            problems.add(("policies", "folders", index), f"{shown(folder)} stands here twice")
    return tuple(raw.folders)


def policy_folders(estate: Estate) -> tuple[Path, ...]:
    """The folders of custom policies an estate names, as paths.

    Raises:
        EstateError: one leads out of the folder of the estate, through a link.
    """
    base = Path(estate.copy or estate.file).parent
    folders = tuple(base / name for name in estate.policies)
    for folder in folders:
        if not folder.resolve().is_relative_to(base.resolve()):
            raise EstateError(f"{estate.file}: [policies] folders: {folder} leads out of the folder of the estate")
    return folders
