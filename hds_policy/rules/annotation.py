"""The METADATA comment of a Rego module, as OPA writes it: YAML in a comment block before ``package``."""

from __future__ import annotations

import re
from typing import Any

from hds_policy.cache.facts import parsed
from hds_policy.errors import PolicyError, YamlError

_PACKAGE = re.compile(r"^package[ \t]+([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)[ \t]*(?:#.*)?$")
_OPENING = re.compile(r"^#[ \t]*METADATA[ \t]*$")
_LARGEST = 1 << 14
HINT = "Write the METADATA comment as in the rules that come with hds-policy; `hds-policy explain ID` shows one."


def package_of(path: str, source: str) -> str:
    """The dotted package of a module.

    Raises:
        PolicyError: no ``package`` line, or one that is not plain names joined by dots.
    """
    for number, line in enumerate(source.splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        match = _PACKAGE.match(line)
        if match is None:
            raise PolicyError(f"{path}:{number}: the first statement must be `package` and plain names joined by dots")
        return match.group(1)
    raise PolicyError(f"{path}: no package statement")


def annotation_of(path: str, source: str) -> dict[str, Any]:
    """The METADATA mapping of a module, exactly as it stands in its YAML.

    Raises:
        PolicyError: no block, a block not directly before ``package``, not YAML, or not a mapping.
    """
    start, text = _block(path, source)
    _refuse_size(path, start, text)
    try:
        loaded = parsed(text.encode(), "yaml", _yaml)
    except YamlError as error:
        raise PolicyError(f"{path}:{start + error.line}: METADATA is not valid YAML: {error}", hint=HINT) from error
    if not isinstance(loaded, dict):
        raise PolicyError(f"{path}:{start}: METADATA must be a mapping", hint=HINT)
    return loaded


def _yaml(text: str) -> Any:
    from hds_policy.rules.strict_yaml import load_strict  # noqa: PLC0415 - YAML takes 25 ms to import

    return load_strict(text)


def _refuse_size(path: str, start: int, text: str) -> None:
    """Thousands of levels end the process in the YAML library."""
    if len(text) > _LARGEST:
        raise PolicyError(f"{path}:{start}: METADATA is larger than {_LARGEST >> 10} KiB", hint=HINT)


def _block(path: str, source: str) -> tuple[int, str]:
    """Line of the first YAML line (from 1) and the YAML text of the block before ``package``."""
    lines = source.splitlines()
    opening = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    starts = [n for n, line in enumerate(lines[:opening]) if _OPENING.match(line)]
    if not starts:
        raise PolicyError(f"{path}: no METADATA comment before `package`", hint=HINT)
    if len(starts) > 1:
        raise PolicyError(f"{path}:{starts[1] + 1}: a second METADATA comment before `package`", hint=HINT)
    first = starts[0] + 1
    end = next((n for n in range(first, opening) if not lines[n].startswith("#")), opening)
    if end != opening:
        raise PolicyError(f"{path}:{end + 1}: METADATA must stand directly before `package`", hint=HINT)
    return first + 1, "\n".join(line[1:] for line in lines[first:end])
