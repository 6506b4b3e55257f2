"""What the engine finds through the entry point ``terraform``: the readers behind the one interface of collectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hds_collectors.terraform.collector import Options
from hds_collectors.terraform.collector import collect as collect_configuration
from hds_collectors.terraform.kind import is_terraform
from hds_policy.errors import UsageError
from hds_policy.model import Inventory


def collect(path: Path, settings: Mapping[str, Any], progress: Callable[[int, int], None] | None) -> Inventory:
    """Read Terraform configuration, a plan or a state; what a file is, its content tells.

    Args:
        settings: ``var_files`` (paths), ``variables`` (texts ``NAME=VALUE``), ``parser`` (``fast`` or ``python-hcl2``);
            ``use_environment`` (whether ``TF_VAR_`` names of the environment count);
            ``source`` (folder of the configuration that a plan or state belongs to);
            ``files`` (names of the files of the folder ``path`` that are judged).

    Raises:
        UsageError: a variable is not NAME=VALUE, ``source`` goes with configuration, or what the readers raise.
    """
    options = _options(settings, progress)
    source: Path | None = settings.get("source")
    if not is_terraform(path) and path.exists():
        from hds_collectors.terraform.documents import collect_file  # noqa: PLC0415 - only when there is one

        return collect_file(path, source, options)
    if source is not None:
        raise UsageError("--source belongs to a plan or a state", hint="leave it out for a folder of configuration")
    return collect_configuration(path, options)


def collect_data(
    data: bytes,
    name: str,
    folder: Path,
    settings: Mapping[str, Any],
    progress: Callable[[int, int], None] | None,
) -> Inventory:
    """Read a plan or a state that came by the standard input.

    Args:
        data: all of it.
        name: how the inventory names it.
        folder: folder that paths are relative to, as for a file in it.
        settings: as ``collect``.

    Raises:
        UsageError: as ``collect``.
    """
    from hds_collectors.terraform.documents import collect_bytes  # noqa: PLC0415 - only when there is one

    return collect_bytes(data, name, folder, settings.get("source"), _options(settings, progress))


def _options(settings: Mapping[str, Any], progress: Callable[[int, int], None] | None) -> Options:
    variables: dict[str, str] = {}
    for text in settings.get("variables", ()):
        name, separator, value = text.partition("=")
        if not separator or not name.strip():
            raise UsageError("--var needs NAME=VALUE")
        variables[name.strip()] = value
    return Options(
        var_files=tuple(settings.get("var_files", ())),
        variables=variables,
        workspace=settings.get("workspace", ""),
        parser=settings.get("parser", "fast"),
        use_environment=settings.get("use_environment", False),
        progress=progress,
        files=tuple(settings.get("files", ())),
    )
