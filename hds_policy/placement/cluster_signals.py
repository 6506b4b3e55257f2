"""What the objects of a cluster tell of who hosts it: nodes, drivers of volumes, annotations of load balancers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from hds_policy.catalogue import Catalogue
from hds_policy.catalogue.clusters import SignalKind
from hds_policy.model import Resource
from hds_policy.model.attributes import values_at

_NODE = "k8s_node"
_REGION_LABELS = ("topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region")
_TYPE_LABELS = ("node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type")
_SERVICES = frozenset({"kubernetes_service", "kubernetes_service_v1"})
_DRIVER_PATHS = {
    "kubernetes_storage_class": "storage_provisioner",
    "kubernetes_storage_class_v1": "storage_provisioner",
    "kubernetes_persistent_volume": "spec.persistent_volume_source.csi.driver",
    "kubernetes_persistent_volume_v1": "spec.persistent_volume_source.csi.driver",
    "kubernetes_csi_driver_v1": "metadata.name",
}


class Signal(Struct, frozen=True):
    """One thing that tells something.

    Attributes:
        kind: what it is read from.
        hosters: who may stand behind it; never empty.
        region: as a node tells it; empty when it does not.
        evidence: for a person.
    """

    kind: SignalKind
    hosters: frozenset[str]
    region: str
    evidence: str


class Signals(Struct):
    """The signals of one cluster."""

    found: list[Signal]

    @property
    def kinds(self) -> int:
        """How many kinds of signals there are."""
        return len({signal.kind for signal in self.found})

    @property
    def hosters(self) -> frozenset[str]:
        """Hosters that fit every signal; empty when they contradict each other, or there is none."""
        if not self.found:
            return frozenset()
        return frozenset.intersection(*(signal.hosters for signal in self.found))

    @property
    def regions(self) -> frozenset[str]:
        """Regions that nodes tell."""
        return frozenset(signal.region for signal in self.found if signal.region)

    def against(self, hoster: str) -> list[Signal]:
        """Signals that another hoster than this one stands behind."""
        return [signal for signal in self.found if hoster not in signal.hosters]


def signals_by_root(resources: Iterable[Resource], catalogue: Catalogue) -> dict[str, Signals]:
    """Signals of each root, every one once: what has one root lies in one cluster."""
    found: dict[str, dict[Signal, None]] = defaultdict(dict)
    for resource in resources:
        for signal in _signals_of(resource, catalogue):
            found[resource.root][signal] = None
    return {root: Signals(list(signals)) for root, signals in found.items()}


def _signals_of(resource: Resource, catalogue: Catalogue) -> Iterator[Signal]:
    facts = catalogue.clusters
    for kind, text, region in _texts(resource):
        hosters = facts.hosters(kind, text)
        if hosters:
            yield Signal(kind, hosters, region, f"the {kind} {_shown(kind, text)}")


def _shown(kind: SignalKind, text: str) -> str:
    # The id of a machine is of no use here, and makes each node a signal of its own.
    return text.rpartition("/")[0] or text if kind is SignalKind.PROVIDER_ID else text


def _texts(resource: Resource) -> Iterator[tuple[SignalKind, str, str]]:
    """Kind, text, and region told beside it."""
    if resource.type == _NODE:
        labels = next((one for one in values_at(resource.attributes, "metadata.labels") if isinstance(one, dict)), {})
        region = next((str(labels[name]) for name in _REGION_LABELS if name in labels), "")
        for value in values_at(resource.attributes, "spec.provider_id"):
            if isinstance(value, str):
                yield SignalKind.PROVIDER_ID, value, region
        for name in _TYPE_LABELS:
            if isinstance(value := labels.get(name), str):
                yield SignalKind.INSTANCE_TYPE, value, region
        for name in labels:
            yield SignalKind.NODE_LABEL, name, region
    elif resource.type in _SERVICES:
        for annotations in values_at(resource.attributes, "metadata.annotations"):
            for name in annotations if isinstance(annotations, dict) else ():
                yield SignalKind.LOAD_BALANCER, name, ""
    elif resource.type in _DRIVER_PATHS:
        for value in values_at(resource.attributes, _DRIVER_PATHS[resource.type]):
            if isinstance(value, str):
                yield SignalKind.DRIVER, value, ""
