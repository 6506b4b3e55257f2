"""The hosting chain: every actor that takes part in the hosting of health data, and what it guarantees.

It holds what the table of guarantees asks for (HDS referential 2.0, chapter 8): a row for each actor.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from hds_policy.model.finding import Finding
from hds_policy.model.hoster import Answer, Certificate, Topic
from hds_policy.model.layer import Layer


class ChainRole(StrEnum):
    """In what role an actor takes part."""

    HOSTER = "hoster"
    """A hoster or infogéreur the customer deals with."""
    SUBCONTRACTOR = "subcontractor"
    """A subcontractor of a hoster, as a source tells."""
    CONTROLLER = "controller"
    """The controller, for its own account: outside the obligation (CSP L.1111-8)."""
    EXEMPT = "exempt"
    """Declared exempt, with a reason."""
    UNDECLARED = "undeclared"
    """On the customer's side, and nobody is declared."""
    UNKNOWN = "unknown"
    """Cannot be told from what was read."""


class Certified(StrEnum):
    """Whether an actor is HDS certified for all it does here; a waiver makes nobody certified."""

    YES = "yes"
    NO = "no"
    EXEMPT = "exempt"
    UNKNOWN = "unknown"
    """Not established: neither a certificate for all of it nor the contrary."""


class Told(Struct, frozen=True):
    """The answer to a question of the table, and what the sources say, for a person."""

    answer: Answer
    detail: str = ""


class ChainActor(Struct, frozen=True):
    """An actor of the hosting chain.

    Attributes:
        id, name: of the hoster or operator; both empty when there is none to name.
        role: in what role it takes part.
        contractor: name of the hoster a subcontractor works for; empty for others.
        layers: activities it performs for health data, in the order of the law; empty when not known.
        regions: regions in which it performs them, sorted; empty when not known or of no account.
        certified: whether it is certified for all of that.
        certificates: its certificates that are neither over, nor yet to begin, nor suspended on the day.
        findings: what the rules say of its certification here, passes left out.
        answers: answer to each question of the table; every topic is there.
        resources: number of resources with health data it performs a layer for.
    """

    id: str
    name: str
    role: ChainRole
    contractor: str
    layers: tuple[Layer, ...]
    regions: tuple[str, ...]
    certified: Certified
    certificates: tuple[Certificate, ...]
    findings: tuple[Finding, ...]
    answers: Mapping[Topic, Told]
    resources: int
