"""Services outside that settings of what carries health data name: whether data goes there is not told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from hds_policy.catalogue import Catalogue
from hds_policy.catalogue.outside import OutsideServices
from hds_policy.model import Doubt, OpenFlow, Resource, Unknown, Value

_NO_SETTINGS = frozenset({"tags", "tags_all", "labels", "description"})


def named_services(
    resources: Sequence[Resource], catalogue: Catalogue, carrying: Collection[str]
) -> Iterator[OpenFlow]:
    """A flow in doubt for each service and attribute of a resource that carries health data.

    Args:
        carrying: keys of what carries health data.
    """
    services = catalogue.outside_services
    for resource in resources:
        if resource.key not in carrying or resource.is_data:
            continue
        for name, value in resource.attributes.items():
            if name in _NO_SETTINGS:
                continue
            for host, edge in sorted(_named(value, services)):
                yield OpenFlow(resource.key, resource.key, name, edge, "", doubt=Doubt.SERVICE, service=host)


def _named(value: Value, services: OutsideServices) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    pending = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, str) and not isinstance(part, Unknown):
            found.update((host, service.edge) for host, service in services.named_in(part))
        elif isinstance(part, dict):
            pending.extend(part.values())
        elif isinstance(part, list):
            pending.extend(part)
    return found
