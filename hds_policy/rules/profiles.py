"""Profiles: which shipped rules a run asks, as data in ``profiles.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from hds_policy.errors import PolicyError, UsageError
from hds_policy.model.choice import PROFILES


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One profile.

    Attributes:
        title, title_fr, reason: for a person.
        every: whether all shipped rules are asked but those of ``without``.
        rules: ids that are asked, when not every rule is.
        without: ids that are not asked, when every other rule is.
        strict: what asks for a person counts like an undetermined result.
        last_day: last day of an evaluation it makes sense for; None for no last one.
    """

    title: str
    title_fr: str
    reason: str
    every: bool = False
    rules: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    strict: bool = False
    last_day: date | None = None

    def left_out(self, shipped: Iterable[str]) -> tuple[str, ...]:
        """Ids of the shipped rules it does not ask, sorted."""
        if self.every:
            return tuple(sorted(set(shipped) & set(self.without)))
        return tuple(sorted(set(shipped) - set(self.rules)))

    def refuse_day(self, name: str, on: date) -> None:
        """Raise a UsageError for a day the profile makes no sense for."""
        if self.last_day is not None and on > self.last_day:
            hint = f"name a day in the past (--on {self.last_day}), or choose another profile"
            raise UsageError(f"--profile {name}: no day after {self.last_day} ({on}): {self.reason}", hint=hint)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    profiles: dict[str, Profile]


def load_profiles() -> dict[str, Profile]:
    """Every profile by name.

    Raises:
        PolicyError: the file is damaged, or a profile neither takes every rule nor names some.
    """
    file = Path(__file__).with_name("profiles.toml")
    try:
        profiles = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), _File).profiles
    except (OSError, ValueError) as error:
        raise PolicyError(f"{file.name}: {error}", hint="Install hds-policy again.") from error
    if tuple(profiles) != PROFILES:
        raise PolicyError(f"{file.name}: must hold the profiles {', '.join(PROFILES)}")
    for name, profile in profiles.items():
        if profile.every == bool(profile.rules) or (profile.without and not profile.every):
            raise PolicyError(f"{file.name}: {name}: give either rules, or every = true and perhaps without")
        if not (profile.title.strip() and profile.title_fr.strip() and profile.reason.strip()):
            raise PolicyError(f"{file.name}: {name}: title, title_fr and reason must not be empty")
    return profiles
