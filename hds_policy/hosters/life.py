"""What each certificate of a registry is worth on a day, and when that changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from hds_policy.errors import ExitCode
from hds_policy.hosters.facts import certificate_names
from hds_policy.hosters.law import Law
from hds_policy.hosters.registry import Registry
from hds_policy.model import WEAK, Certificate, CertificateState


class Standing(StrEnum):
    """What a certificate is worth on a day, the worst first."""

    SUPERSEDED = "superseded"
    """Its referential no longer counts."""
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    ENDED = "ended"
    REPLACED = "replaced"
    UNKNOWN = "unknown"
    """Its dates, its referential, or what became of it are not known."""
    NOT_YET = "not_yet"
    ENDS_SOON = "ends_soon"
    STANDS = "stands"


LOST = frozenset({Standing.SUPERSEDED, Standing.WITHDRAWN, Standing.SUSPENDED, Standing.ENDED})
"""A hoster that has nothing better is not certified on that day."""
COUNTS = frozenset({Standing.STANDS, Standing.ENDS_SOON})


class Life(Struct, frozen=True):
    """One certificate on a day; ``until`` is the last day on which it can count, None when that is not known."""

    hoster: str
    certificate: str
    standing: Standing
    referential: str
    until: date | None

    def document(self) -> dict[str, str | None]:
        """As JSON has it."""
        return {
            "hoster": self.hoster,
            "certificate": self.certificate,
            "standing": self.standing.value,
            "referential": self.referential or None,
            "until": self.until.isoformat() if self.until else None,
        }


def lives(registry: Registry, law: Law, on: date, *, within: int) -> list[Life]:
    """Every certificate of the registry on a day, by hoster; ``within``: how many days before its end it ends soon."""
    return [
        Life(
            hoster=name,
            certificate=number,
            standing=standing(certificate, law, on, within=within),
            referential=certificate.referential or "",
            until=_last_day(certificate, law),
        )
        for name in sorted(registry.hosters)
        for certificate, number in certificate_names(registry.hosters[name])
    ]


def standing(certificate: Certificate, law: Law, on: date, *, within: int) -> Standing:
    """What a certificate is worth on a day; a fact that only a weak source tells is not known."""
    state = certificate.state(on)
    if state is not CertificateState.IN_FORCE:
        return Standing(state.value)
    if _told(certificate, "valid_until") and certificate.valid_until and certificate.valid_until < on:
        return Standing.ENDED
    known = law.referential(certificate.referential or "") if _told(certificate, "referential") else None
    if known is not None and known.accepted_until is not None and known.accepted_until < on:
        return Standing.SUPERSEDED
    if _told(certificate, "valid_from") and certificate.valid_from and certificate.valid_from > on:
        return Standing.NOT_YET
    last = _last_day(certificate, law)
    if known is None or not known.accepted(on) or last is None or not _told(certificate, "valid_until"):
        return Standing.UNKNOWN
    return Standing.ENDS_SOON if last < on + timedelta(days=within) else Standing.STANDS


def _told(certificate: Certificate, fact: str) -> bool:
    return certificate.source.grade not in WEAK and certificate.source_of(fact).grade not in WEAK


def _last_day(certificate: Certificate, law: Law) -> date | None:
    if certificate.valid_until is None:
        return None
    known = law.referential(certificate.referential or "")
    ends = [certificate.valid_until]
    if known is not None and known.accepted_until is not None:
        ends.append(known.accepted_until)
    return min(ends)


def verdict(rows: Sequence[Life], *, stale: bool) -> ExitCode:
    """Exit code for all certificates of a day.

    A hoster fails when it has lost every certificate, and is undetermined when none counts but one might.
    """
    by_hoster: dict[str, set[Standing]] = {}
    for row in rows:
        by_hoster.setdefault(row.hoster, set()).add(row.standing)
    open_ = [found for found in by_hoster.values() if not found & COUNTS]
    if any(found & LOST and found <= LOST | {Standing.REPLACED} for found in open_):
        return ExitCode.FAIL
    return ExitCode.UNDETERMINED if stale or open_ else ExitCode.OK
