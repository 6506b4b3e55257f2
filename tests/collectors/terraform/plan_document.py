"""Small plans and states for tests, in the documented shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hds_collectors.terraform.registration import collect

from hds_policy.model import Inventory

HOST = "registry.terraform.io/"


def change(address: str, after: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A created ``TYPE.NAME``, or one in modules; ``given`` sets members of the entry or of its ``change``."""
    module, _, block = address.rpartition("::")
    type_name, _, name = block.split("[")[0].partition(".")
    entry: dict[str, Any] = {
        "address": f"{module}.{block}" if module else block,
        "mode": "managed",
        "type": type_name,
        "name": name,
        "provider_name": given.pop("provider_name", HOST + "hashicorp/aws"),
        "change": {"actions": ["create"], "before": None, "after": after, "after_unknown": {}},
    }
    if module:
        entry["module_address"] = module
    for member in ("index", "deposed"):
        if member in given:
            entry[member] = given.pop(member)
    entry["change"].update(given)
    return entry


def block(address: str, key: str, expressions: dict[str, Any] | None = None, **given: Any) -> dict[str, Any]:
    """A block of the configuration."""
    type_name, _, name = address.partition(".")
    entry = {"address": address, "mode": "managed", "type": type_name, "name": name, "provider_config_key": key}
    return {**entry, "expressions": expressions or {}, **given}


def plan(changes: list[Any], root: dict[str, Any] | None, providers: dict[str, Any] | None = None, **more: Any) -> Any:
    """A plan of format 1.2 unless ``more`` says otherwise."""
    document: dict[str, Any] = {"format_version": "1.2", "resource_changes": changes, **more}
    if root is not None:
        document["configuration"] = {"provider_config": providers or {}, "root_module": root}
    return document


def read(folder: Path, document: Any, name: str = "plan.json", **settings: Any) -> Inventory:
    """The inventory of a document, through the interface that the engine uses."""
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return collect(path, settings, None)
