"""The graph of an Assessment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from hds_policy.catalogue import Catalogue
from hds_policy.graph.carrying import Carrying, steps_of
from hds_policy.model import (
    MODULE_CALL,
    Assessment,
    Classification,
    Finding,
    JudgedResource,
    OpenFlow,
    Resource,
    Result,
    SubjectKind,
    ToldBy,
)
from hds_policy.model.graph import Graph, Link, Node, NodeKind, Remark
from hds_policy.propagation import Classified
from hds_policy.propagation.places import attribute_place

_SILENT = frozenset({Result.PASS, Result.NOT_APPLICABLE})
_WORST_FIRST = (Result.FAIL, Result.UNDETERMINED, Result.REVIEW, Result.EXEMPT)


def build_graph(
    assessment: Assessment,
    resources: Mapping[str, Resource],
    classified: Classified,
    catalogue: Catalogue,
    *,
    whole: bool = False,
) -> Graph:
    """The graph of what carries health data, or of everything.

    Args:
        assessment: the judged estate.
        resources: everything that was read, by key.
        classified: how it was classified, and the edges.
        whole: show resources that carry no health data, and the edges to them, as well.
    """
    steps = steps_of(classified.classes)
    on_paths = {end for source, target, *_ in steps for end in (source, target)}
    reached = frozenset(on_paths | {key for key, found in classified.classes.items() if found.health})
    carrying = Carrying(catalogue.edge_types, resources, classified.classes, reached, steps, classified.declassified)
    shown = sorted(resources if whole else reached & resources.keys())
    inside = set(shown)
    edges = [edge for edge in classified.edges if edge.source in inside and edge.target in inside]
    links = [carrying.link(edge) for edge in edges]
    nodes = _Nodes(assessment, classified.classes, catalogue, reached)
    drawn = [nodes.of(resources[key]) for key in shown]
    for flow in classified.open_flows:
        if flow.source in inside and flow.holder in resources:
            drawn.append(_not_read(flow, resources[flow.holder]))
            links.append(_open_link(flow, resources[flow.holder], catalogue))
    return Graph(
        on=assessment.on,
        tool_version=assessment.tool_version,
        nodes=tuple(sorted({node.key: node for node in drawn}.values(), key=lambda node: node.key)),
        links=tuple(sorted(links, key=_link_order)),
        whole=whole,
        left_out=len(resources) - len(shown),
        incomplete=_incomplete(assessment),
    )


class _Nodes:
    """Makes nodes of resources."""

    def __init__(
        self,
        assessment: Assessment,
        classes: Mapping[str, Classification],
        catalogue: Catalogue,
        reached: frozenset[str],
    ) -> None:
        self._judged: Mapping[str, JudgedResource] = {entry.resource.key: entry for entry in assessment.resources}
        self._remarks = _remarks(assessment.findings)
        self._classes = classes
        self._catalogue = catalogue
        self._reached = reached

    def of(self, resource: Resource) -> Node:
        decision = self._catalogue.decision(resource.type, resource.provider.name)
        kind = NodeKind.DATA_SOURCE if resource.is_data else NodeKind.RESOURCE
        if resource.type.startswith(MODULE_CALL):
            kind = NodeKind.MODULE_CALL
        return Node(
            key=resource.key,
            kind=kind,
            address=resource.address,
            root=resource.root,
            type=resource.type,
            role=decision.role.value if decision else "",
            carries=resource.key in self._reached,
            location=resource.location,
            classification=self._classes.get(resource.key),
            judged=self._judged.get(resource.key),
            remarks=self._remarks.get(resource.key, ()),
            symbolic=resource.symbolic,
        )


def _remarks(findings: Iterable[Finding]) -> dict[str, tuple[Remark, ...]]:
    """What findings on a resource itself say of it, equal sentences once."""
    said: dict[str, dict[tuple[Result, str], list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        if finding.subject_kind is SubjectKind.RESOURCE and finding.result not in _SILENT:
            said[finding.subject][finding.result, finding.message or finding.code].append(finding)
    return {
        key: tuple(
            Remark(result, tuple(sorted({one.rule for one in found})), message, found[0].cause)
            for (result, message), found in sorted(sentences.items(), key=lambda said: _WORST_FIRST.index(said[0][0]))
        )
        for key, sentences in said.items()
    }


def _not_read(flow: OpenFlow, holder: Resource) -> Node:
    told = flow.service or flow.region
    where = f" ({told})" if told else ""
    return Node(
        key=_open_key(flow),
        kind=NodeKind.NOT_READ,
        address=f"{flow.attribute}{where} of {holder.address}",
        root=holder.root,
        type="",
        role="",
        carries=True,
        location=attribute_place(holder, flow.attribute),
    )


def _open_key(flow: OpenFlow) -> str:
    return f"?{flow.holder}#{flow.attribute}#{flow.service or flow.region}"


def _open_link(flow: OpenFlow, holder: Resource, catalogue: Catalogue) -> Link:
    return Link(
        source=flow.source,
        target=_open_key(flow),
        kind=flow.flow,
        attribute=flow.attribute,
        holder=flow.holder,
        told_by=ToldBy.REFERENCE,
        carries=True,
        both_ways=False,
        reason=f"{catalogue.edge_types[flow.flow].reason}; where it ends was not read",
        location=attribute_place(holder, flow.attribute),
    )


def _link_order(link: Link) -> tuple[str, str, str, str, str]:
    return (link.source, link.target, link.kind, link.attribute, link.holder)


def _incomplete(assessment: Assessment) -> tuple[str, ...]:
    """What keeps the graph from being whole: things that were not read, types whose edges nobody knows."""
    said = [f"{entry.what} was not read: {entry.detail}" for entry in assessment.unread]
    if assessment.coverage.unsupported:
        said.append(f"{assessment.coverage.unsupported} resources are of types whose edges are not known")
    return tuple(said)
