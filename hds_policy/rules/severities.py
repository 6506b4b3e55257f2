"""``severity.toml`` of a folder of custom policies: other severities for shipped rules, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from hds_policy.errors import PolicyError
from hds_policy.model.choice import SeverityChange
from hds_policy.model.rule import Rule, Severity

FILE_NAME = "severity.toml"
_LARGEST = 1 << 16
_SHORTEST_REASON = 10


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    rule: str
    severity: Severity
    reason: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    severity: list[_Entry]


def read_severities(folder: Path, shipped: Mapping[str, Rule], by: str) -> tuple[SeverityChange, ...]:
    """The changes a folder declares; none when it has no such file.

    Args:
        folder: of custom policies.
        shipped: shipped rules by id.
        by: name of the folder's namespace, for the report.

    Raises:
        PolicyError: not readable, another shape, a rule that is not shipped or named twice, no reason.
    """
    file = folder / FILE_NAME
    if not file.exists():
        return ()
    import tomllib  # noqa: PLC0415 - a remembered answer needs none

    if file.is_symlink() or not file.is_file() or file.stat().st_size > _LARGEST:
        raise PolicyError(f"{FILE_NAME}: must be a plain file of at most {_LARGEST >> 10} KiB")
    try:
        entries = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), _File).severity
    except (OSError, ValueError, RecursionError) as error:
        hint = 'write [[severity]] with rule = "HDS-009", severity = "high" and a reason'
        raise PolicyError(f"{FILE_NAME}: {error or 'nested too deeply'}", hint=hint) from error
    changes: dict[str, SeverityChange] = {}
    for number, entry in enumerate(entries, start=1):
        where = f"{FILE_NAME}: entry {number}"
        rule = shipped.get(entry.rule)
        if rule is None:
            raise PolicyError(f"{where}: {entry.rule!r} is no shipped rule", hint="hds-policy rules lists them")
        if entry.rule in changes:
            raise PolicyError(f"{where}: {entry.rule} stands here twice")
        reason = " ".join(entry.reason.split())
        if len(reason) < _SHORTEST_REASON:
            raise PolicyError(f"{where}: reason must have at least {_SHORTEST_REASON} characters")
        changes[rule.id] = SeverityChange(rule.id, rule.severity, entry.severity, reason, by)
    return tuple(changes[identifier] for identifier in sorted(changes))
