"""Edges between resources: what a reference, a name or a selection means for data."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class ToldBy(StrEnum):
    """What told an edge."""

    REFERENCE = "reference"
    """An attribute that refers to the resource."""
    NAME = "name"
    """A name, an ARN, an id, an address or a connection string, written out, of a resource that was read."""
    SELECTION = "selection"
    """A selection, by tag or by pattern, that fits the resource."""


class Edge(NamedTuple):
    """One typed edge. A tuple, not a dataclass: an estate has hundreds of thousands of them.

    Attributes:
        source, target: resource keys, in the direction of the data (of ``encrypts`` from the key to what it encrypts,
            of ``grants`` from what is administered to who may).
        kind: edge type, as in the catalogue (``Catalogue.edge_types``).
        attribute: attribute path that tells the edge.
        holder: key of the resource that has this attribute: the source, the target, or a link between both.
        told_by: how it was told.
    """

    source: str
    target: str
    kind: str
    attribute: str
    holder: str
    told_by: ToldBy = ToldBy.REFERENCE
