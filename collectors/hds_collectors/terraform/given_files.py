"""Some files of a module are named: the whole module is read, and what stands in these files is judged."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from hds_collectors.terraform.addresses import module_path
from hds_collectors.terraform.configuration import Configuration
from hds_collectors.terraform.folder import folder_of, is_configuration, is_variables
from hds_collectors.terraform.loader import is_override
from hds_policy.model import InputStatus, Inventory, SourceRange, Unread


def narrowed(inventory: Inventory, root: Configuration | None, files: Iterable[str]) -> Inventory:
    """The inventory of a module with the focus on some of its files.

    A variable or override file concerns the whole module. What a module call creates stands where the call stands.

    Args:
        root: configuration of the module; None when the folder holds none.
        files: printable names of files of the module's folder.
    """
    named = frozenset(files)
    calls = {} if root is None else {name: call.file.path for name, call in root.calls.items()}
    inputs = tuple(one for one in inventory.inputs if one.status is not InputStatus.SKIPPED or _is_file(one.path))
    if any(is_variables(name) or is_override(name) for name in named):
        return replace(inventory, inputs=inputs)

    def _concerned(address: str, place: SourceRange | None) -> bool:
        file = "" if place is None else place.file
        steps = module_path(address)
        return file in named or (bool(steps) and calls.get(steps[0].name) in named)

    def _matters(gap: Unread) -> bool:
        # A file that cannot be read changes the module as a whole; a block only what stands with it.
        in_other_block = gap.location is not None and gap.what != gap.location.file
        beside = gap.location is not None and folder_of(gap.location.file) == "."
        called = bool(module_path(gap.what))
        return not (in_other_block and (beside or called)) or _concerned(gap.what, gap.location)

    return replace(
        inventory,
        inputs=inputs,
        unread=tuple(gap for gap in inventory.unread if _matters(gap)),
        focus=frozenset(one.key for one in inventory.resources if _concerned(one.address, one.location)),
    )


def _is_file(path: str) -> bool:
    return is_variables(path) or (folder_of(path) == "." and is_configuration(path))
