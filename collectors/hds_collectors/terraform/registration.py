"""What the engine finds through the entry point ``terraform``: the collector behind the interface all collectors share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hds_collectors.terraform.collector import Options
from hds_collectors.terraform.collector import collect as collect_configuration
from hds_policy.errors import UsageError
from hds_policy.model import Inventory


def collect(path: Path, settings: Mapping[str, Any], progress: Callable[[int, int], None] | None) -> Inventory:
    """Read Terraform configuration.

    Args:
        settings: ``var_files`` (paths), ``variables`` (texts ``NAME=VALUE``), ``parser`` (``fast`` or ``python-hcl2``).

    Raises:
        UsageError: a variable is not NAME=VALUE, or what ``collect`` of the collector raises.
    """
    variables: dict[str, str] = {}
    for text in settings.get("variables", ()):
        name, separator, value = text.partition("=")
        if not separator or not name.strip():
            raise UsageError("--var needs NAME=VALUE")
        variables[name.strip()] = value
    options = Options(
        var_files=tuple(settings.get("var_files", ())),
        variables=variables,
        parser=settings.get("parser", "fast"),
        progress=progress,
    )
    return collect_configuration(path, options)
