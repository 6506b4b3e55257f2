"""The registry that comes with the tool and one that the organisation keeps, as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from hds_policy.errors import RegistryError
from hds_policy.hosters.registry import Registry
from hds_policy.model import Certificate, CertificateEvent, Hoster, HosterStatus


def merged(shipped: Registry, own: Mapping[str, Hoster], file: str) -> Registry:
    """Both registries as one.

    A hoster that both know has the certificates of both; of two with the same number, the organisation's counts, so
    that a suspension it has learned of does too; what the shipped one knows to have happened to it counts as well.
    Options and exclusions of the shipped one stay: a file can only add some.
    When the file says that a hoster is not certified, what the shipped one knows of its certificates no longer counts.

    Args:
        own: hosters of the file, by id.
        file: its name, for messages.

    Raises:
        RegistryError: a condition of the file has an id that the shipped registry uses for the same hoster.
    """
    hosters = dict(shipped.hosters)
    for name, entry in own.items():
        base = shipped.hosters.get(name)
        hosters[name] = entry if base is None else _both(base, entry, file)
    return replace(shipped, hosters=hosters)


def _both(base: Hoster, own: Hoster, file: str) -> Hoster:
    taken = {condition.id for condition in base.conditions}
    twice = next((condition.id for condition in own.conditions if condition.id in taken), None)
    if twice is not None:
        message = f"{file}: hosters.{own.id}.conditions.{twice}: the registry of hds-policy has a condition of that id"
        raise RegistryError(message, hint="Give it another id: a file adds conditions and changes none.")
    numbers = {_number(certificate.number) for certificate in own.certificates}
    kept = tuple(one for one in base.certificates if not _number(one.number) or _number(one.number) not in numbers)
    denied = own.status is HosterStatus.NOT_CERTIFIED
    return replace(
        base,
        status=base.status if own.status is HosterStatus.UNKNOWN else own.status,
        certificates=() if denied else (*with_events(own.certificates, base.certificates), *kept),
        conditions=(*base.conditions, *own.conditions),
        guarantees=(*own.guarantees, *base.guarantees),
        subcontractors=(*own.subcontractors, *base.subcontractors),
        source=own.source if denied else base.source,
    )


def with_events(copies: Iterable[Certificate], known: Iterable[Certificate]) -> tuple[Certificate, ...]:
    """Certificates with what is known to have happened to those of the same number and holder: a copy does not tell.

    Of two events of one day the one of the copy counts.
    """
    events: dict[tuple[str, str], dict[date, CertificateEvent]] = {}
    for one in known:
        if _number(one.number):
            events.setdefault((one.holder, _number(one.number)), {}).update({event.on: event for event in one.events})
    return tuple(
        replace(one, events=tuple(found[day] for day in sorted(found)))
        if (found := {**events.get((one.holder, _number(one.number)), {}), **{event.on: event for event in one.events}})
        else one
        for one in copies
    )


def _number(text: str) -> str:
    """What is the same however it is written: ``FR 094504`` and ``fr-094504``."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
