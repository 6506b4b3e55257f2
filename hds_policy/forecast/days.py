"""Coming days on which a verdict can change, and why: certificates, contracts, waivers, law, the age of registries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from hds_policy.config import Estate
from hds_policy.errors import UsageError
from hds_policy.hosters import Law
from hds_policy.model import Certificate, CertificateState, Hoster, Rule

MAX_DAYS = 400
"""More days than that are refused rather than left out."""
_DAY = timedelta(days=1)
_STATES = {
    CertificateState.SUSPENDED: "is suspended",
    CertificateState.WITHDRAWN: "is withdrawn",
    CertificateState.REPLACED: "is replaced",
    CertificateState.IN_FORCE: "is in force again",
}


def days_of_change(  # noqa: PLR0913 - one argument for each source of days
    estate: Estate,
    law: Law,
    rules: Iterable[Rule],
    holders: Mapping[str, Hoster],
    registries: Mapping[str, date],
    *,
    after: date,
    until: date,
) -> dict[date, tuple[str, ...]]:
    """Each day after ``after``, up to ``until``, on which something begins or has ended, with what that is.

    Args:
        holders: hosters and operators in use and their subcontractors, by id; others change nothing.
        registries: name of each registry, and the day of its last review.

    Raises:
        UsageError: there are more than ``MAX_DAYS`` of them.
    """
    found: dict[date, list[str]] = defaultdict(list)
    events = [*_of_certificates(holders, estate), *_of_guarantees(holders), *_of_estate(estate), *_of_law(law, rules)]
    max_age = timedelta(days=estate.settings.registry_max_age_days)
    events += [(day + max_age + _DAY, f"the {name} is too old") for name, day in registries.items()]
    for day, what in events:
        if after < day <= until and what not in found[day]:
            found[day].append(what)
    days = {day: tuple(found[day]) for day in sorted(found) if found[day]}
    if len(days) > MAX_DAYS:
        raise UsageError(f"{len(days)} days of change up to {until}", hint="look less far ahead with --until")
    return days


def _of_certificates(holders: Mapping[str, Hoster], estate: Estate) -> Iterator[tuple[date, str]]:
    warning = timedelta(days=estate.settings.expiry_warning_days)
    for holder in holders.values():
        for certificate in holder.certificates:
            name = _name(certificate, holder)
            if certificate.valid_from:
                yield certificate.valid_from, f"{name} begins"
            if certificate.valid_until:
                yield certificate.valid_until + _DAY - warning, f"{name} ends on {certificate.valid_until}"
                yield certificate.valid_until + _DAY, f"{name} has ended"
            for event in certificate.events:
                yield event.on, f"{name} {_STATES.get(event.state, event.state.value)}"


def _of_guarantees(holders: Mapping[str, Hoster]) -> Iterator[tuple[date, str]]:
    for holder in holders.values():
        for guarantee in holder.guarantees:
            if guarantee.until:
                what = f"what {holder.name} answers to {guarantee.topic.value.replace('_', ' ')}"
                yield guarantee.until + _DAY, f"{what} no longer counts"


def _name(certificate: Certificate, holder: Hoster) -> str:
    number = f" {certificate.number}" if certificate.number else ""
    return f"the certificate{number} of {holder.name}"


def _of_estate(estate: Estate) -> Iterator[tuple[date, str]]:
    for contract in estate.contracts:
        yield contract.signed_on, f"the contract {contract.reference} with {contract.hoster} begins"
        if contract.valid_until:
            yield contract.valid_until + _DAY, f"the contract {contract.reference} with {contract.hoster} has ended"
    for waiver in estate.waivers:
        yield waiver.expires + _DAY, f"the waiver of {waiver.rule} for {waiver.address} has ended"


def _of_law(law: Law, rules: Iterable[Rule]) -> Iterator[tuple[date, str]]:
    for referential in law.referentials:
        if begins := referential.published or referential.approved:
            yield begins, f"referential {referential.version} counts"
        if referential.accepted_until:
            yield referential.accepted_until + _DAY, f"referential {referential.version} no longer counts"
    for text in law.all_texts:
        yield text.since, f"{text.text} is in force"
    for known in rules:
        if known.effective_from:
            yield known.effective_from, f"{known.id} is in force"
