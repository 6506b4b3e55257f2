"""Graphs made by hand for the tests of the formats; folders of Terraform whose flows are known."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hds_policy.model import (
    LAYERS,
    Actor,
    ActorKind,
    Basis,
    Cause,
    Classification,
    JudgedPlacement,
    JudgedResource,
    Placement,
    ProviderConfig,
    Resource,
    Result,
    SourceRange,
    Step,
    ToldBy,
    Unknown,
)
from hds_policy.model.graph import Graph, Link, Node, NodeKind, Remark

ON = date(2026, 11, 23)
EVIL = (
    '</script><img src=x onerror="document.title=`owned`">\'"`{{x}}${1}\\N\\l<!--]]>&lt;#quot;"]\n'
    "::error::evil\u202eevil\x1b]0;owned\x07##vso[task.complete]\ud800%% end\u2028-->|click"
)


def node(
    key: str,
    result: Result = Result.PASS,
    *,
    address: str = "",
    type_: str = "aws_s3_bucket",
    root: str = ".",
    region: str | Unknown = "eu-west-3",
    basis: Basis = Basis.DECLARED,
    path: tuple[Step, ...] = (),
    remark: str = "",
    evidence: str = "tag data_classification = health",
) -> Node:
    """A node in scope with the same placement in every layer."""
    address = address or key
    resource = Resource(address, type_, key, root, ProviderConfig("aws"), {}, location=SourceRange("main.tf", 3, 9))
    found = Classification(True, basis, evidence, path)
    actor = Actor(ActorKind.HOSTER, "aws")
    layers = {layer: (JudgedPlacement(Placement(key, layer, actor, "s3", region), result),) for layer in LAYERS}
    remarks = (Remark(result, ("HDS-007",), remark, Cause.PARSE_ERROR),) if remark else ()
    return Node(
        key=key,
        kind=NodeKind.RESOURCE,
        address=address,
        root=root,
        type=type_,
        role="stores",
        carries=True,
        location=SourceRange("main.tf", 3, 9),
        classification=found,
        judged=JudgedResource(resource, found, layers, result),
        remarks=remarks,
    )


def link(source: str, target: str, kind: str = "copies_to", *, carries: bool = True, attribute: str = "bucket") -> Link:
    """An edge told by a reference."""
    return Link(source, target, kind, attribute, target, ToldBy.REFERENCE, carries, kind == "mounts", "a copy", None)


def graph(nodes: tuple[Node, ...], links: tuple[Link, ...] = (), incomplete: tuple[str, ...] = ()) -> Graph:
    """A graph of these."""
    return Graph(ON, "0.1.0", nodes, links, whole=True, left_out=0, incomplete=incomplete)


def hostile() -> Graph:
    """Every string that the scanned tree decides on is hostile."""
    step = Step(EVIL, "b", "copies_to", EVIL, EVIL)
    unknown = Unknown(Cause.UNRESOLVED_VALUE, EVIL, (EVIL,))
    bad = node(
        EVIL,
        Result.FAIL,
        address=f"aws_s3_bucket.{EVIL}",
        type_=EVIL,
        root=EVIL,
        region=EVIL,
        remark=EVIL,
        evidence=EVIL,
    )
    reached = node("b", Result.UNDETERMINED, region=unknown, basis=Basis.PROPAGATED, path=(step,), root=EVIL)
    open_end = Node(f"?{EVIL}", NodeKind.NOT_READ, EVIL, EVIL, "", "", True, SourceRange(EVIL, 1, 1))
    told = Link(EVIL, "b", "copies_to", EVIL, EVIL, ToldBy.NAME, True, False, EVIL, SourceRange(EVIL, 2, 2))
    out = Link("b", f"?{EVIL}", "logs_to", EVIL, "b", ToldBy.REFERENCE, True, False, EVIL, SourceRange(EVIL, 2, 2))
    return graph((bad, reached, open_end), (told, out), (EVIL,))


def every_result() -> Graph:
    """A node of each result, linked in a row; one edge along which nothing travels, one in both directions."""
    nodes = tuple(node(f"aws_s3_bucket.{result}", result, remark=f"it is {result}") for result in Result)
    keys = [one.key for one in nodes]
    links = [link(one, other) for one, other in pairwise(keys)]
    links.append(link(keys[0], keys[2], "encrypts", carries=False))
    links.append(link(keys[1], keys[3], "mounts"))
    return graph(nodes, tuple(links))
