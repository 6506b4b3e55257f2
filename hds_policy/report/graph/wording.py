"""What a node is called and where it lies, in few words; the same in every drawing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hds_policy.model import LAYERS, JudgedPlacement, Layer, Result, Unknown
from hds_policy.model.graph import Node, NodeKind
from hds_policy.report.words import MARKS, actor_words

REGION_UNKNOWN = "region unknown"
_INDEX = re.compile(r"\[(?:\"(?:[^\"\\]|\\.)*\"|[^\]]*)\]")


def title(node: Node) -> str:
    """Name of a node without its type: ``patients / main[0]`` for ``module.patients.aws_db_instance.main[0]``."""
    if node.kind is NodeKind.NOT_READ:
        return node.address
    marked = _INDEX.sub(lambda found: found.group().replace(".", "\0"), node.address)
    words = [word.replace("\0", ".") for word in marked.split(".")]
    modules: list[str] = []
    while len(words) > 2 and words[0] == "module":
        modules.append(words[1])
        words = words[2:]
    name = ".".join(word for word in words if word not in {node.type, "data"}) or node.address
    return " / ".join([*modules, name])


def kind_words(node: Node) -> str:
    """Type of a node, or what else it is."""
    if node.kind is NodeKind.NOT_READ:
        return "not read"
    if node.kind is NodeKind.DATA_SOURCE:
        return f"data {node.type}"
    return node.type


def region_words(placed: JudgedPlacement) -> str:
    """Region of a placement, or that it is not known."""
    region = placed.placement.region
    return REGION_UNKNOWN if isinstance(region, Unknown) else region or REGION_UNKNOWN


def where(node: Node) -> str:
    """``aws eu-west-3``: hoster and regions of the sites, which is where the data lies; empty when not placed."""
    if node.judged is None:
        return ""
    placed = next((found for layer in LAYERS if (found := node.judged.layers.get(layer, ()))), ())
    return " · ".join(_once(f"{actor_words(entry.placement.actor)} {region_words(entry)}" for entry in placed))


def result_of(node: Node, layer: Layer | None = None) -> Result:
    """Worst result of a node, or of one layer of it."""
    if layer is None or node.judged is None:
        return node.result
    found = [entry.result for entry in node.judged.layers.get(layer, ())]
    return min(found, key=list(MARKS).index) if found else Result.NOT_APPLICABLE


def because(node: Node) -> str:
    """Why a node is, or is not, considered to carry health data, in one sentence."""
    if node.kind is NodeKind.NOT_READ:
        return "health data goes here, and what it is was not read"
    found = node.classification
    if found is None:
        return "health data passes through" if node.carries else "holds no data of its own"
    if found.path:
        keys = [found.path[0].source, *(step.target for step in found.path)]
        return " → ".join(key.removeprefix(f"{node.root}:") for key in keys)
    return f"{found.basis}: {found.evidence}" if found.evidence else found.basis.value


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
