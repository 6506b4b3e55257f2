"""Certificates and days as policies see them. Format: policies/README.md."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hds_policy.config import EEA
from hds_policy.hosters import FACTS
from hds_policy.model import LAYERS, WEAK, Certificate, Grade, Hoster, Layer, Scope

_NOT_KNOWN = Scope(known=False)

DAY_NS = 86_400 * 10**9
MOMENT_NS = 1 << 16
"""A short while. It divides a day, so that programs which read numbers as floats, as conftest does, see it exactly."""


def certificate_id(holder: str, number: int) -> str:
    """Id of the n-th certificate of a holder, counted from 0."""
    return f"{holder}#{number + 1}"


def certificate_ids(holder: Hoster | None) -> list[str]:
    """Ids of all certificates of a holder; none when it is not known."""
    return [certificate_id(holder.id, number) for number in range(len(holder.certificates))] if holder else []


def certificate_document(identity: str, certificate: Certificate, on: date) -> dict[str, Any]:
    """A certificate as a policy sees it on a day; a fact that only a weak source tells is not known."""
    strong = {name for name in FACTS if certificate.source_of(name).grade not in WEAK}
    begins = certificate.valid_from if "valid_from" in strong else None
    ends = certificate.valid_until if "valid_until" in strong else None
    return {
        "id": identity,
        "holder": certificate.holder,
        "layers": {layer.value: _covered(layer, certificate) if "layers" in strong else None for layer in LAYERS},
        "services": _scope(certificate.services if "services" in strong else _NOT_KNOWN),
        "regions": _scope(certificate.regions if "regions" in strong else _NOT_KNOWN),
        "referential": (certificate.referential or "") if "referential" in strong else "",
        "from_ns": day_ns(begins) if begins else None,
        "until_ns": end_ns(ends),
        "read_ns": day_ns(max(certificate.source_of(name).checked_on for name in FACTS)),
        "weak": certificate.source.grade in WEAK,
        "held": certificate.source.grade is Grade.ESTATE,
        "number": certificate.number if "number" in strong else "",
        "state": certificate.state(on).value,
    }


def _covered(layer: Layer, certificate: Certificate) -> bool | None:
    return None if layer in certificate.layers_unknown else layer in certificate.layers


def certificate_facts(certificate: Certificate, holder: str, on: date) -> dict[str, str]:
    """Facts of a certificate for messages; ``holder`` is the name for a person."""
    return {
        "holder": holder,
        "holder_id": certificate.holder,
        "number": certificate.number or "not known",
        "referential": certificate.referential or "not known",
        "valid_from": certificate.valid_from.isoformat() if certificate.valid_from else "not known",
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else "not known",
        "source": certificate.source.reference,
        "on": on.isoformat(),
    }


def _scope(scope: Scope) -> dict[str, Any]:
    names = dict.fromkeys(sorted(scope.names - {EEA}), True)
    return {
        "known": scope.known,
        "everything": scope.everything,
        "eea": EEA in scope.names,
        "names": names,
        "complete": scope.complete,
    }


def day_ns(day: date) -> int:
    """Nanoseconds from 1970 to the beginning of a day in UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 10**9


def end_ns(last: date | None) -> int | None:
    """The first instant after a last day; None for no end."""
    return day_ns(last) + DAY_NS if last else None
