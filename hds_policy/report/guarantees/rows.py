"""The seven columns of the table of guarantees in words, for every actor; raw text, not yet inert."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from hds_policy.language import _, current, marked, plural
from hds_policy.model import (
    ACTIVITIES,
    Answer,
    Assessment,
    Certificate,
    Certified,
    ChainActor,
    ChainRole,
    Layer,
    Rule,
    Topic,
)
from hds_policy.report.grouping import reasons
from hds_policy.report.phrases import phrase

COLUMNS: tuple[str, ...] = (
    marked("Name of the actor"),
    marked("Role in the hosting service"),
    marked("HDS certified"),
    marked("SecNumCloud 3.2 qualified"),
    marked("Hosting activities in which the actor takes part"),
    marked("Access to personal health data from countries outside the EEA (requirement 29)"),
    marked("Exposed to access imposed by the law of a third country in breach of EU law (requirement 30)"),
)
"""Headings, in the order of chapter 8."""
TITLE = marked("Presentation of guarantees")
NOTE = marked(
    "HDS referential 2.0, chapter 8. Certified is what the rules found for all that the actor does here, waivers set "
    "aside. The other answers are those of public sources and of the estate; what no source answers is not established."
)
"""What the reader must know of where the answers come from."""
NOBODY = marked("Nobody: no resource that was read carries health data.")
_ROLES: dict[ChainRole, str] = {
    ChainRole.HOSTER: marked("Hoster"),
    ChainRole.SUBCONTRACTOR: marked("Subcontractor of the hoster {contractor}"),
    ChainRole.CONTROLLER: marked("Controller, for its own account"),
    ChainRole.EXEMPT: marked("Declared exempt"),
    ChainRole.UNDECLARED: marked("On the customer's side, nobody is declared"),
    ChainRole.UNKNOWN: marked("Not known"),
}
_CERTIFIED: dict[Certified, str] = {
    Certified.YES: marked("yes"),
    Certified.NO: marked("no"),
    Certified.EXEMPT: marked("exempt"),
    Certified.UNKNOWN: marked("not established"),
}
_ANSWERS: dict[Answer, str] = {
    Answer.YES: marked("yes"),
    Answer.NO: marked("no"),
    Answer.UNKNOWN: marked("not established"),
}
_ASKED = frozenset({ChainRole.HOSTER, ChainRole.SUBCONTRACTOR})


class Field(Struct, frozen=True):
    """A field of the table: the answer, and what it rests on."""

    answer: str
    details: tuple[str, ...] = ()


def rows(assessment: Assessment) -> list[tuple[Field, ...]]:
    """Seven fields for each actor, a hoster before its subcontractors."""
    return [_row(actor, assessment.rules) for actor in assessment.chain]


def _row(actor: ChainActor, rules: Mapping[str, Rule]) -> tuple[Field, ...]:
    return (
        Field(actor.name or _("not known"), _served(actor)),
        Field(_(_ROLES[actor.role]).format(contractor=actor.contractor)),
        Field(_(_CERTIFIED[actor.certified]), (*map(_certificate, actor.certificates), *_found(actor, rules))),
        _told(actor, Topic.SECNUMCLOUD),
        _activities(actor),
        _told(actor, Topic.ACCESS_OUTSIDE_EEA),
        _told(actor, Topic.THIRD_COUNTRY_LAW),
    )


def _served(actor: ChainActor) -> tuple[str, ...]:
    return (plural("{count} resource with health data", "{count} resources with health data", actor.resources),)


def _activities(actor: ChainActor) -> Field:
    regions = (_("regions: {names}").format(names=", ".join(actor.regions)),) if actor.regions else ()
    return Field("; ".join(map(_activity, actor.layers)) or _("not established"), regions)


def _activity(layer: Layer) -> str:
    french, english = ACTIVITIES[layer]
    return french if current() == "fr" else english


def _certificate(certificate: Certificate) -> str:
    unknown = _("not known")
    told = _("certificate {number}, {body}, referential {referential}, valid until {day}; source: {source}, {checked}")
    return told.format(
        number=certificate.number or unknown,
        body=certificate.body or unknown,
        referential=certificate.referential or unknown,
        day=certificate.valid_until or unknown,
        source=certificate.source.reference,
        checked=certificate.source.checked_on,
    )


def _found(actor: ChainActor, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """What the rules say of its certification, each sentence once."""
    messages = (message for reason in reasons(actor.findings, rules) for message in reason.messages)
    return tuple(dict.fromkeys(messages))


def _told(actor: ChainActor, topic: Topic) -> Field:
    if actor.role not in _ASKED:
        return Field(_("not applicable") if actor.certified is Certified.EXEMPT else _("not established"))
    told = actor.answers[topic]
    return Field(_(_ANSWERS[told.answer]), (phrase(told.detail),) if told.detail else ())
