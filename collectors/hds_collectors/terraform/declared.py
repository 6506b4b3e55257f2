"""Where the blocks of a root module and of all modules below it stand, whether or not they have an instance.

A plan is made with variables that the reader of its configuration may not have: a block that has no instance there can
have one in the plan. Nothing is evaluated here; a call whose source is no plain text leads nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hds_collectors.terraform.configuration import Configuration, Declaration
from hds_collectors.terraform.loader import Loader
from hds_policy.model import SourceRange

_DEEPEST = 24
_MOST = 200_000


class Declared(NamedTuple):
    """Place of a block, and the line of each of its arguments."""

    location: SourceRange
    lines: Mapping[str, int]


class Blocks(NamedTuple):
    """Places by address without instance keys.

    Attributes:
        resources: resource and data blocks.
        calls: module calls whose module is not in the tree.
    """

    resources: dict[str, Declared]
    calls: dict[str, SourceRange]


def declared_blocks(loader: Loader, root: str) -> Blocks:
    """The blocks that a root module declares, directly and by the modules it calls."""
    found = Blocks({}, {})
    configuration = loader.configuration(root)
    pending: list[tuple[tuple[str, ...], str, Configuration]] = []
    if configuration is not None:
        pending.append(((), root, configuration))
    while pending and len(found.resources) < _MOST:
        path, folder, configuration = pending.pop()
        prefix = "".join(f"module.{name}." for name in path)
        for (is_data, type_name, name), block in configuration.resources.items():
            address = f"{prefix}{'data.' if is_data else ''}{type_name}.{name}"
            found.resources[address] = Declared(block.location(), block.lines())
        for name, call in configuration.calls.items():
            target = _target(loader, call, folder, root, (*path, name))
            if target is not None and len(path) < _DEEPEST:
                pending.append(((*path, name), *target))
            else:
                found.calls[f"{prefix}module.{name}"] = call.location()
    return found


def _target(
    loader: Loader, call: Declaration, folder: str, root: str, path: tuple[str, ...]
) -> tuple[str, Configuration] | None:
    source = call.expression("source")
    target = loader.find(folder, source, root, path) if isinstance(source, str) else None
    return target if isinstance(target, tuple) else None
