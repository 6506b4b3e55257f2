"""The graph of an estate: what carries health data, and the edges along which it may have come."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from hds_policy.model.assessment import JudgedResource
from hds_policy.model.classification import Basis, Classification
from hds_policy.model.edge import ToldBy
from hds_policy.model.resource import SourceRange
from hds_policy.model.result import Cause, Result


class NodeKind(StrEnum):
    """What a node stands for."""

    RESOURCE = "resource"
    DATA_SOURCE = "data_source"
    """Something that exists elsewhere and is only named here."""
    MODULE_CALL = "module_call"
    """The call of a module whose content was not read."""
    NOT_READ = "not_read"
    """The end of a flow of health data outside of what was read."""


class Remark(Struct, frozen=True):
    """What a finding that is no pass says of a node: result, rule ids, sentence, cause when undetermined."""

    result: Result
    rules: tuple[str, ...]
    message: str
    cause: Cause | None = None


class Node(Struct, frozen=True):
    """A node of the graph.

    Attributes:
        key: resource key; for what was not read, ``?`` and the attribute that names it, which no address looks like.
        address, root, type: as in the resource; of what was not read, what names it.
        role: role of the type for health data (catalogue); empty when the type is not known.
        location: block in the source, or attribute that names what was not read.
        classification: None for what was not read and for what cannot hold data of its own.
        judged: its placements and results; None when it is not in scope.
        remarks: what findings say of it.
        carries: whether it carries health data, or health data passes through it, as far as is known.
        symbolic: stands for an unknown number of instances.
    """

    key: str
    kind: NodeKind
    address: str
    root: str
    type: str
    role: str
    carries: bool
    location: SourceRange | None = None
    classification: Classification | None = None
    judged: JudgedResource | None = None
    remarks: tuple[Remark, ...] = ()
    symbolic: bool = False

    @property
    def basis(self) -> Basis | None:
        """Basis of its classification."""
        return self.classification.basis if self.classification else None

    @property
    def result(self) -> Result:
        """Worst result; what was not read is undetermined, what is not in scope does not apply."""
        if self.kind is NodeKind.NOT_READ:
            return Result.UNDETERMINED
        return self.judged.result if self.judged else Result.NOT_APPLICABLE


class Link(Struct, frozen=True):
    """A typed edge between two nodes.

    Attributes:
        source, target: keys of its nodes, in the direction of the edge type.
        kind: edge type of the catalogue.
        attribute: attribute path that tells it, on the resource ``holder``.
        told_by: how it was told.
        carries: whether health data travels along it.
        both_ways: whether its type lets the class travel in both directions.
        reason: why the class travels along it, or why not; for a person.
        location: line of the attribute; None when it does not stand in a file.
    """

    source: str
    target: str
    kind: str
    attribute: str
    holder: str
    told_by: ToldBy
    carries: bool
    both_ways: bool
    reason: str
    location: SourceRange | None = None


class Graph(Struct, frozen=True):
    """Nodes sorted by key, links sorted by their ends; ``left_out`` is the number of resources that are not shown.

    Attributes:
        whole: whether resources that carry no health data are in it as well.
        incomplete: what was not read, in words, so that a drawing never looks whole when it is not.
    """

    on: date
    tool_version: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    whole: bool = False
    left_out: int = 0
    incomplete: tuple[str, ...] = ()
