"""Which runs may be answered from the cache, and what such an answer depends on. Whatever is not named here: none."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from hds_policy.cache import Answers, Request, cache_folder, content_digest, keep_in, tool_digest
from hds_policy.cli.writing import Look
from hds_policy.language import VARIABLES, current

if TYPE_CHECKING:
    from hds_policy.cli.reading import Read

SWITCH = "HDS_POLICY_NO_CACHE"
"""Environment variable that turns the cache off, whatever its value."""
ENVIRONMENT = (*VARIABLES, "LANGUAGE", "NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM")
"""Environment variables that may change a report."""
_BY_VALUE = frozenset(
    {"assume", "variables", "workspace", "hcl_parser", "strict", "verbose", "explain", "no_inline_waivers"}
)
_BY_CONTENT = frozenset({"paths", "config", "var_files"})
_KNOWN_OTHERWISE = frozenset({"on", "formats", "outputs", "debug", "no_cache"})
"""The day and the look of each report are settings of their own; where a report goes does not change it."""


def answers_for(context: click.Context, day: date, looks: Sequence[Look]) -> Answers | None:
    """The cache for a run of ``check``; None when the run is not one whose inputs are all known beforehand.

    Only folders are remembered: a plan, a state, the standard input and single files are read again each time, as is
    everything with an option that this module does not know.
    """
    given = context.params
    if given["no_cache"] or os.environ.get(SWITCH):
        return None
    unknown = set(given) - _BY_VALUE - _BY_CONTENT - _KNOWN_OTHERWISE
    if any(context.get_parameter_source(name) is not ParameterSource.DEFAULT for name in unknown):
        return None
    try:
        folders = [path.resolve(strict=True) for path in given["paths"] or (Path(),)]
        config = "" if given["config"] is None else str(given["config"].resolve(strict=True))
    except (OSError, RuntimeError, ValueError):
        return None
    if not all(folder.is_dir() for folder in folders):
        return None
    folder, tool = cache_folder("answers", _trees(folders)), _tool()
    if folder is None or tool is None:
        return None
    settings = {name: repr(given[name]) for name in _BY_VALUE}
    settings |= {f"environment {name}": repr(os.environ.get(name)) for name in ENVIRONMENT}
    settings |= {
        "day": str(day),
        "language": current(),
        "looks": repr(looks),
        "paths": repr(given["paths"]),
        "config": config,
    }
    return Answers(folder, Request(tool, folders, settings, given["var_files"]))


def keep_facts(paths: Sequence[Path]) -> None:
    """Let the facts that ship with the tool be parsed once, unless the cache is off or would lie in what is read."""
    try:
        folders = [path.resolve() for path in paths]
    except (OSError, RuntimeError, ValueError):
        return
    keep_in(None if os.environ.get(SWITCH) else cache_folder("facts", _trees(folders)))


def _trees(paths: Sequence[Path]) -> list[Path]:
    """The repositories that hold the paths: whoever may change what is checked may put entries beside it as well."""
    return [next((above for above in (path, *path.parents) if (above / ".git").exists()), path) for path in paths]


def _tool() -> str | None:
    from hds_policy.rules import default_folder  # noqa: PLC0415 - only a run that may be remembered needs it

    found = find_spec("hds_collectors")
    places = () if found is None else tuple(found.submodule_search_locations or ())
    return tool_digest([default_folder(), *map(Path, places)]) if places else None


def files_read(read: Read) -> Mapping[Path, str] | None:
    """Digest of every file that a run has read, as it was read; None when its answer is not to be kept."""
    inventory, estate = read.collected.inventory, read.estate
    if inventory.looked_outside or not estate.settings.cache or estate.policies:
        return None
    files = {} if not estate.file else {Path(estate.file).absolute(): estate.sha256}
    if estate.file and estate.registry is not None:
        files[Path(estate.file).absolute().parent / estate.registry.file] = estate.registry.sha256
    for entry in inventory.inputs:
        path = read.collected.base / entry.path
        # A name that is shown in another form than it has cannot be looked up again.
        if "\\" in entry.path or ".git" in path.parts:
            return None
        if entry.sha256:
            files[path] = entry.sha256
        elif _is_regular(path):
            # It was refused for its content, or passed by. A refusal (too large, not readable) is not worth keeping.
            digest = content_digest(path) if entry.status.value == "skipped" else None
            if digest is None:
                return None
            files[path] = digest
    return files


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False
