"""The registry that comes with the tool and one that the organisation keeps, as one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from hds_policy.errors import RegistryError
from hds_policy.hosters.registry import Registry
from hds_policy.model import Hoster, HosterStatus


def merged(shipped: Registry, own: Mapping[str, Hoster], file: str) -> Registry:
    """Both registries as one.

    A hoster that both know has the certificates of both; of two with the same number, the organisation's counts, so
    that a suspension it has learned of does too. Options and exclusions of the shipped one stay: a file can
    only add some.
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
    numbers = {_number(certificate.number) for certificate in own.certificates if certificate.number}
    kept = tuple(one for one in base.certificates if not one.number or _number(one.number) not in numbers)
    denied = own.status is HosterStatus.NOT_CERTIFIED
    return replace(
        base,
        status=base.status if own.status is HosterStatus.UNKNOWN else own.status,
        certificates=() if denied else (*own.certificates, *kept),
        conditions=(*base.conditions, *own.conditions),
        guarantees=(*own.guarantees, *base.guarantees),
        subcontractors=(*own.subcontractors, *base.subcontractors),
        source=own.source if denied else base.source,
    )


def _number(text: str) -> str:
    return "".join(text.split()).casefold()
