"""What a large drawing costs: layout and HTML page of 2,000 resources that carry health data."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from typing import Final

from benches.measuring import Score, Setting
from hds_policy.model import Basis, Classification, SourceRange, ToldBy
from hds_policy.model.graph import Graph, Link, Node, NodeKind
from hds_policy.report.graph import GRAPH_FORMATS

_NODES: Final = 2_000


def drawing(_: Setting) -> Sequence[Score]:
    """CPU of the page of a tree in which each store has three copies, and every tenth copy two originals."""
    keys = [f"aws_s3_bucket.b{number:04}" for number in range(_NODES)]
    found = Classification(True, Basis.DECLARED, "tag hds = true")
    place = SourceRange("main.tf", 1, 1)
    nodes = tuple(Node(key, NodeKind.RESOURCE, key, ".", "aws_s3_bucket", "stores", True, place, found) for key in keys)
    pairs = [((number - 1) // 3, number) for number in range(1, _NODES)]
    pairs += [(number // 5, number) for number in range(10, _NODES, 10)]
    links = tuple(
        Link(keys[one], keys[other], "copies_to", "source", keys[other], ToldBy.REFERENCE, True, False, "a copy")
        for one, other in pairs
    )
    graph = Graph(date(2026, 11, 23), "bench", nodes, links)
    begin = time.process_time()
    page = GRAPH_FORMATS["html"](graph)
    used = time.process_time() - begin
    size = f"{_NODES:,} resources, {len(links):,} edges"
    return [
        Score("page of the graph", size, used, "CPU s", aim=2.0, more_is_better=False),
        Score("page of the graph, size", size, len(page.encode()) / 1e6, "MB", aim=5.0, more_is_better=False),
    ]
