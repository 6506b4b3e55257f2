"""The hosting chain as a table: who takes part, in what role, and what the rules and sources say of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from hds_policy.evaluation.hosting_chain import answers
from hds_policy.evaluation.questions import Questions
from hds_policy.model import (
    LAYERS,
    WEAK,
    Actor,
    ActorKind,
    Answer,
    Certificate,
    CertificateState,
    Certified,
    ChainActor,
    ChainRole,
    Finding,
    Hoster,
    Layer,
    Placed,
    Result,
    Rule,
    Told,
    Topic,
)

_ROLES: dict[ActorKind, ChainRole] = {
    ActorKind.HOSTER: ChainRole.HOSTER,
    ActorKind.CONTROLLER: ChainRole.CONTROLLER,
    ActorKind.EXEMPT: ChainRole.EXEMPT,
    ActorKind.UNDECLARED: ChainRole.UNDECLARED,
    ActorKind.UNKNOWN: ChainRole.UNKNOWN,
}
_OUTSIDE = frozenset({ChainRole.CONTROLLER, ChainRole.EXEMPT})
_SUBCONTRACTOR_RULE = "hosting_chain"
_NOT_CERTIFIED = "subcontractor_not_certified"
_UNANSWERED: Mapping[Topic, Told] = {topic: Told(Answer.UNKNOWN) for topic in Topic}


class _Part(Struct):
    """What one actor does for the resources in scope."""

    layers: set[Layer]
    regions: set[str]
    resources: set[str]


def chain_of(
    placed: Iterable[Placed],
    holders: Mapping[str, Hoster],
    questions: Questions,
    findings: Iterable[Finding],
    shipped: Mapping[str, Rule],
    on: date,
) -> tuple[ChainActor, ...]:
    """Every actor of the placements, each hoster followed by its subcontractors.

    Whether one is certified is what the shipped rules found, waivers set aside; where they were not asked, or not for
    every activity, it is not established.

    Args:
        findings: after waivers.
        shipped: the shipped rules by id: what a custom rule asks beyond them makes nobody uncertified.
    """
    by_holder, by_link = _by_actor(findings, shipped)
    actors: list[ChainActor] = []
    for actor, part in sorted(_parts(placed).items(), key=lambda entry: _order(*entry)):
        actors.append(_actor(actor, part, holders.get(actor.id), by_holder.get(actor.id, []), on))
        if actors[-1].role is ChainRole.HOSTER:
            actors += _subcontractors(actor.id, holders, questions, by_link, on)
    return tuple(actors)


def _parts(placed: Iterable[Placed]) -> dict[Actor, _Part]:
    parts: dict[Actor, _Part] = {}
    for entry in placed:
        for placement in entry.placements:
            # A hoster that the estate declares as an operator too is one actor.
            told = placement.actor.kind
            kind = ActorKind.HOSTER if told is ActorKind.OPERATOR else told
            # Why one is exempt belongs to the row, why a hoster is not known differs from resource to resource.
            note = placement.actor.note if kind is ActorKind.EXEMPT else ""
            part = parts.setdefault(Actor(kind, placement.actor.id, note), _Part(set(), set(), set()))
            part.layers.add(placement.layer)
            part.resources.add(placement.resource)
            if isinstance(placement.region, str) and placement.region:
                part.regions.add(placement.region)
    return parts


def _order(actor: Actor, part: _Part) -> tuple[list[int], list[int], str, str]:
    return ([list(ActorKind).index(actor.kind)], _places(part.layers), actor.id, actor.note)


def _places(layers: Iterable[Layer]) -> list[int]:
    return sorted(LAYERS.index(layer) for layer in layers)


def _by_actor(
    findings: Iterable[Finding], shipped: Mapping[str, Rule]
) -> tuple[dict[str, list[Finding]], dict[str, list[Finding]]]:
    """Findings of the shipped rules on layers, by holder, and on subcontractors, by the link of the chain."""
    by_holder: dict[str, list[Finding]] = defaultdict(list)
    by_link: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        rule = shipped.get(finding.rule)
        if rule is None:
            continue
        facts = dict(finding.facts)
        if finding.layer is not None and rule.subjects == f"placements/{finding.layer}":
            by_holder[facts.get("holder_id", "")].append(finding)
        elif rule.name == _SUBCONTRACTOR_RULE:
            by_link[facts.get("chain", "")].append(finding)
    return by_holder, by_link


def _actor(actor: Actor, part: _Part, hoster: Hoster | None, found: Sequence[Finding], on: date) -> ChainActor:
    role = _ROLES[actor.kind]
    layers = tuple(layer for layer in LAYERS if layer in part.layers)
    known = role not in {ChainRole.UNDECLARED, ChainRole.UNKNOWN}
    return ChainActor(
        id=actor.id,
        name=(hoster.name if hoster else actor.id) if known or actor.id else "",
        role=role,
        contractor="",
        layers=layers,
        regions=tuple(sorted(part.regions)) if role is ChainRole.HOSTER else (),
        certified=_certified(role, found, layers),
        certificates=_standing(hoster, on),
        findings=tuple(finding for finding in found if finding.result is not Result.PASS) if known else (),
        answers=answers(hoster, frozenset(layers), on) if role is ChainRole.HOSTER else _UNANSWERED,
        resources=len(part.resources),
    )


def _certified(role: ChainRole, found: Sequence[Finding], layers: Sequence[Layer]) -> Certified:
    if role is not ChainRole.HOSTER:
        return Certified.EXEMPT if role in _OUTSIDE else Certified.UNKNOWN
    results = {finding.underlying or finding.result for finding in found}
    if Result.FAIL in results:
        return Certified.NO
    judged = {finding.layer for finding in found}
    return Certified.YES if results == {Result.PASS} and judged.issuperset(layers) else Certified.UNKNOWN


def _standing(hoster: Hoster | None, on: date) -> tuple[Certificate, ...]:
    return tuple(
        certificate
        for certificate in (hoster.certificates if hoster else ())
        if certificate.source.grade not in WEAK
        and (certificate.valid_from is None or certificate.valid_from <= on)
        and (certificate.valid_until is None or on <= certificate.valid_until)
        and certificate.state(on) in {CertificateState.IN_FORCE, CertificateState.UNKNOWN}
    )


def _subcontractors(
    contractor: str,
    holders: Mapping[str, Hoster],
    questions: Questions,
    by_link: Mapping[str, Sequence[Finding]],
    on: date,
) -> list[ChainActor]:
    written = []
    for question in questions.document["subcontractors"]:
        # The document holds canaries too, of which there are no facts.
        if question["contractor"] != contractor or question["id"] not in questions.facts:
            continue
        facts = questions.facts[question["id"]]
        hoster = holders.get(question["holder"])
        layers = tuple(Layer(name) for name in question["layers"])
        found = by_link.get(facts["chain"], ())
        written.append(
            ChainActor(
                id=question["holder"],
                name=facts["subcontractor"],
                role=ChainRole.SUBCONTRACTOR,
                contractor=facts["holder"],
                layers=layers,
                regions=(),
                certified=_subcontractor_certified(found),
                certificates=_standing(hoster, on),
                findings=tuple(finding for finding in found if finding.result is not Result.PASS),
                # An answer for some activities only is none for activities that are not known.
                answers=answers(hoster, frozenset(layers or LAYERS), on),
                resources=len(questions.groups[question["id"]]),
            )
        )
    return sorted(written, key=lambda actor: (_places(actor.layers), actor.name))


def _subcontractor_certified(found: Sequence[Finding]) -> Certified:
    if found and all(finding.result is Result.PASS for finding in found):
        return Certified.YES
    return Certified.NO if any(finding.code == _NOT_CERTIFIED for finding in found) else Certified.UNKNOWN
