"""Settings by which a store is backed up (``backups.toml``)."""

from __future__ import annotations

from fnmatch import fnmatchcase

import msgspec


class BackupSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How resources of some types are backed up.

    Attributes:
        types: Terraform resource types that have the setting.
        attribute: attribute path; empty when the service always keeps backups.
        of: attribute path of what is backed up, ``.`` for the resource itself.
        off: patterns of values with which there is no backup.
        default: value when the attribute is not set.
        source: where the provider says so; never empty when the service always keeps backups.
    """

    types: tuple[str, ...]
    attribute: str = ""
    of: str = "."
    off: tuple[str, ...] = ()
    default: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if not self.attribute and self.of == "." and not self.source:
            raise ValueError(f"{', '.join(self.types)}: that a service always keeps backups needs a source")

    def keeps(self, value: str) -> bool:
        """Whether a value keeps backups."""
        return not any(fnmatchcase(value, pattern) for pattern in self.off)


class BackupSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    backups: tuple[BackupSetting, ...] = ()

    def by_type(self) -> dict[str, list[BackupSetting]]:
        """Settings by resource type."""
        found: dict[str, list[BackupSetting]] = {}
        for one in self.backups:
            for name in one.types:
                found.setdefault(name, []).append(one)
        return found
