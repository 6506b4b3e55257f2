"""What an inventory shows that an estate file would have to speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from hds_policy.config.recognition import normal_key
from hds_policy.config.selection import tags_of
from hds_policy.model.inventory import Inventory
from hds_policy.model.layer import LAYERS, Layer
from hds_policy.model.placement import ActorKind, Placement
from hds_policy.model.resource import ProviderConfig, Resource

TAG_ATTRIBUTES = ("tags_all", "tags", "effective_labels", "labels", "metadata.labels")
_TELLING = (
    "classif",
    "sensitiv",
    "sensib",
    "confidential",
    "complian",
    "health",
    "sante",
    "hds",
    "phi",
    "hipaa",
    "dscp",
)
_CLUSTER_PROVIDERS = frozenset({"kubernetes", "helm"})
_REGION_ARGUMENTS = ("region", "location", "zone")


class TagSeen(Struct, frozen=True):
    """A tag that looks like a classification, and on how many resources it stands."""

    key: str
    value: str
    count: int


def tags_seen(resources: Iterable[Resource]) -> list[TagSeen]:
    """Tags whose key looks like a classification, the most frequent first; no other tag leaves the inventory."""
    counts: Counter[tuple[str, str]] = Counter()
    for resource in resources:
        for key, value in tags_of(resource, TAG_ATTRIBUTES).items():
            if isinstance(value, str | bool) and any(part in normal_key(key) for part in _TELLING):
                counts[key, str(value).lower() if isinstance(value, bool) else value] += 1
    return [
        TagSeen(key, value, count)
        for (key, value), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def providers_seen(inventory: Inventory) -> dict[str, set[str]]:
    """Regions that the configuration of each provider names, by provider name."""
    seen: dict[str, set[str]] = {}
    for resource in inventory.resources:
        regions = seen.setdefault(resource.provider.name, set())
        for argument in _REGION_ARGUMENTS:
            value = resource.provider.attributes.get(argument)
            if isinstance(value, str):
                regions.add(value)
    return seen


def hosters_seen(placements: Iterable[Placement]) -> dict[str, set[str]]:
    """Regions by hoster id."""
    seen: dict[str, set[str]] = {}
    for placement in placements:
        if placement.actor.kind is ActorKind.HOSTER:
            regions = seen.setdefault(placement.actor.id, set())
            if isinstance(placement.region, str):
                regions.add(placement.region)
    return seen


def undeclared_layers(placements: Iterable[Placement]) -> list[Layer]:
    """Layers on the customer's side that nothing is declared for, in their order."""
    found = {placement.layer for placement in placements if placement.actor.kind is ActorKind.UNDECLARED}
    return [layer for layer in LAYERS if layer in found]


def stores(placements: Iterable[Placement]) -> int:
    """How many resources keep data."""
    return len({placement.resource for placement in placements if placement.stores})


def clusters_seen(resources: Sequence[Resource]) -> list[tuple[ProviderConfig, str]]:
    """Each provider configuration that speaks to a Kubernetes cluster, with its root module folder."""
    seen = {
        (resource.provider.name, resource.provider.alias, resource.root): (resource.provider, resource.root)
        for resource in resources
        if resource.provider.name in _CLUSTER_PROVIDERS
    }
    return [seen[key] for key in sorted(seen)]
