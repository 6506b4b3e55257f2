"""Addresses of module and resource instances, taken apart and without their instance keys.

Source: https://developer.hashicorp.com/terraform/cli/state/resource-addressing
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from hds_collectors.terraform.instances import key_suffix

_TOKEN = re.compile(r'\.?([\w*-]+)|\[("(?:[^"\\]|\\.)*+"|[^\]"]*+)\]')
_KEY = re.compile(r'\[(?:"(?:[^"\\]|\\.)*+"|[^\]"]*+)\]')

Key = int | str | None


class Step(NamedTuple):
    """One module call on the way from the root, with its instance key (None without one)."""

    name: str
    key: Key


Path = tuple[Step, ...]
"""A module instance; empty for the root."""


def without_keys(address: str) -> str:
    """An address without instance keys: that of the block, module calls included."""
    return _KEY.sub("", address) if "[" in address else address


class Token(NamedTuple):
    """One part of an address: a name, or (with an empty name) an instance key."""

    name: str
    key: Key = None


def tokens(reference: str) -> list[Token]:
    """Names and keys of an address or reference, in order."""
    return [
        Token(match[1]) if match[1] is not None else Token("", _key(match[2])) for match in _TOKEN.finditer(reference)
    ]


def _key(text: str) -> Key:
    if text.startswith('"'):
        try:
            value = json.loads(text)
        except ValueError:
            value = text[1:-1]
        return str(value).replace("$${", "${").replace("%%{", "%{")
    return int(text) if text.isdecimal() else None


def module_path(address: str) -> Path:
    """Steps of a module address such as ``module.a["x"].module.b``; what comes after the modules is left out."""
    parts = tokens(address)
    steps: list[Step] = []
    position = 0
    while position + 1 < len(parts) and parts[position].name == "module":
        name = parts[position + 1].name
        position += 2
        key: Key = None
        if position < len(parts) and not parts[position].name:
            key = parts[position].key
            position += 1
        steps.append(Step(name, key))
    return tuple(steps)


def prefix_of(path: Path) -> str:
    """What stands before the resources of a module instance in their addresses."""
    return "".join(f"module.{step.name}{'' if step.key is None else key_suffix(step.key)}." for step in path)
