"""Why a resource is, or is not, considered to carry health data: everything that was looked at. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hds_policy.graph.addresses import matching, nearest, without_instances
from hds_policy.graph.declaring import Declaring
from hds_policy.model import Basis, Finding, Inventory, Reference, Resource, SourceRange, Step, Unread, Waiver
from hds_policy.model.graph import Graph, Link, Node, NodeKind
from hds_policy.propagation.places import attribute_place


@dataclass(frozen=True, slots=True)
class Stop:
    """A step of a path with what tells it: place of the attribute, and why data travels this way."""

    step: Step
    reason: str
    location: SourceRange | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer for one resource.

    Attributes:
        node: the resource, its class, its results.
        known: whether it is known that it does, or does not, carry health data.
        declared_at: place of the declaration that decided on it, or on the resource its path starts from.
        origin: node its path starts from; None when it has no path.
        stops: its path.
        links: every edge at it, those first along which health data travels.
        mentions: references to and from it that are no flow of data of any kind.
        waivers: waivers that cover findings on it.
        unread: what was not read in its root module, and might lead to it.
    """

    node: Node
    known: bool
    declared_at: SourceRange | None
    origin: Node | None
    stops: tuple[Stop, ...]
    links: tuple[Link, ...]
    mentions: tuple[Reference, ...]
    waivers: tuple[Waiver, ...]
    unread: tuple[Unread, ...]


_UNSETTLED = frozenset({Basis.UNCLASSIFIED, Basis.SUSPECTED})


class Explainer:
    """Explains resources of one run."""

    def __init__(
        self,
        graph: Graph,
        resources: Mapping[str, Resource],
        inventory: Inventory,
        findings: Iterable[Finding],
        declaring: Declaring,
    ) -> None:
        """Take a whole graph (``Graph.whole``) and what it was made from."""
        self._graph = graph
        self._nodes = {node.key: node for node in graph.nodes}
        self._resources = resources
        self._inventory = inventory
        self._waivers: dict[str, dict[Waiver, None]] = {}
        for finding in findings:
            if finding.waiver:
                for key in finding.resources:
                    self._waivers.setdefault(key, {})[finding.waiver] = None
        self._declaring = declaring

    def of(self, address: str) -> tuple[Explanation, ...]:
        """Explanations of every resource meant by an address; none when there is no such resource."""
        nodes = [node for node in self._graph.nodes if node.kind is not NodeKind.NOT_READ]
        return tuple(self._explain(node) for node in matching(address, nodes))

    def nearest(self, address: str) -> list[str]:
        """Keys that look like an address nothing was found for."""
        return nearest(address, (node for node in self._graph.nodes if node.kind is not NodeKind.NOT_READ))

    def unread_around(self, address: str) -> tuple[Unread, ...]:
        """What was not read and may hold a resource of this address: calls of modules it lies in."""
        plain = without_instances(address.rpartition(":")[2])
        return tuple(gap for gap in self._inventory.unread if f"{plain}.".startswith(f"{without_instances(gap.what)}."))

    def _explain(self, node: Node) -> Explanation:
        path = node.classification.path if node.classification else ()
        origin = self._nodes.get(path[0].source) if path else None
        links = [link for link in self._graph.links if node.key in {link.source, link.target}]
        linked = {(link.holder, link.attribute) for link in links}
        return Explanation(
            node=node,
            known=node.basis not in _UNSETTLED and not (node.role == "" and not node.carries),
            declared_at=self._declared_at(origin or node),
            origin=origin,
            stops=tuple(self._stop(step) for step in path),
            links=tuple(sorted(links, key=lambda link: not link.carries)),
            mentions=self._mentions(node.key, linked),
            waivers=tuple(self._waivers.get(node.key, ())),
            unread=tuple(gap for gap in self._inventory.unread if gap.root == node.root),
        )

    def _declared_at(self, node: Node) -> SourceRange | None:
        if node.classification is None:
            return None
        return self._declaring.place(self._resources[node.key], node.classification)

    def _stop(self, step: Step) -> Stop:
        same = (
            link
            for link in self._graph.links
            if {link.source, link.target} == {step.source, step.target}
            and (link.kind, link.attribute) == (step.flow, step.attribute)
        )
        link = next(same, None)
        holder = self._resources.get(step.holder)
        place = attribute_place(holder, step.attribute) if holder else None
        return Stop(step, link.reason if link else "", link.location if link else place)

    def _mentions(self, key: str, linked: set[tuple[str, str]]) -> tuple[Reference, ...]:
        """References at a resource that no edge was made of, each pair and attribute once."""
        found = dict.fromkeys(
            Reference(reference.source, reference.target, reference.attribute)
            for reference in self._inventory.references
            if key in {reference.source, reference.target} and not _is_edge(reference, linked)
        )
        return tuple(found)


def _is_edge(reference: Reference, linked: set[tuple[str, str]]) -> bool:
    return any(
        holder == reference.source
        and (attribute == reference.attribute or reference.attribute.startswith(f"{attribute}."))
        for holder, attribute in linked
    )
