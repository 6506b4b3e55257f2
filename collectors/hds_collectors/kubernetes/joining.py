"""All that was converted, joined: what objects name, what they concern, and the stores outside that they write to."""

from __future__ import annotations

from collections.abc import Iterable

from hds_collectors.kubernetes import object_stores
from hds_collectors.kubernetes.links import linked
from hds_collectors.kubernetes.service_names import Services
from hds_collectors.kubernetes.surroundings import included, with_addresses
from hds_policy.catalogue import load_catalogue
from hds_policy.model import Reference, Resource


def joined(resources: Iterable[Resource]) -> tuple[list[Resource], list[Reference]]:
    """What was converted, with everything that can be told only from all of it.

    Args:
        resources: what ``resource_of`` gave, and ``claims_of`` for manifests; keys must be unique. Those of one root
            lie in one cluster.

    Returns:
        The resources, with a data source for each bucket that backups are written to; and all references.
    """
    found = [with_addresses(resource) for resource in resources]
    references = [*linked(found), *included(found)]
    services = Services(found)
    for resource in found:
        references.extend(services.references(resource))
    stores: dict[str, Resource] = {}
    for resource in found:
        if _has_stores(resource.type):
            made, to_them = object_stores.joined(resource)
            stores.update((store.key, store) for store in made)
            references.extend(to_them)
    return [*found, *stores.values()], references


def _has_stores(resource_type: str) -> bool:
    """Whether the catalogue says that data goes from a type to a store outside of the cluster."""
    if not resource_type.startswith("k8s_"):
        return False
    decision = load_catalogue().decision(resource_type, "k8s")
    return decision is not None and any(object_stores.ATTRIBUTE in (one.source, one.target) for one in decision.flows)
