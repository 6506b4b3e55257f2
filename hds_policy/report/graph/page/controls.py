"""Search and filters."""

from __future__ import annotations

from collections.abc import Iterable

from hds_policy.model import LAYERS
from hds_policy.model.graph import Graph
from hds_policy.report.graph.page.markup import text
from hds_policy.report.graph.wording import region_words
from hds_policy.report.words import actor_words


def controls(graph: Graph) -> str:
    """A search field and a list to choose from for layer, hoster and region."""
    placed = [
        entry for node in graph.nodes if node.judged for entries in node.judged.layers.values() for entry in entries
    ]
    hosters = sorted({actor_words(entry.placement.actor) for entry in placed})
    regions = sorted({region_words(entry) for entry in placed})
    return (
        '<label class="field search">Search<input id="search" type="search" autocomplete="off" spellcheck="false" '
        'placeholder="Name, type, file, reason"></label>'
        + _choice("layer", "Layer", "All six layers", [layer.value for layer in LAYERS])
        + _choice("hoster", "Hoster or operator", "All", hosters)
        + _choice("region", "Region", "All", regions)
    )


def _choice(name: str, label: str, everything: str, values: Iterable[str]) -> str:
    options = "".join(f'<option value="{text(value)}">{text(value)}</option>' for value in values)
    return (
        f'<label class="field">{label}<select id="{name}"><option value="">{everything}</option>{options}</select>'
        "</label>"
    )
