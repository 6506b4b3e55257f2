"""Tables of the policy input about who stands behind a hoster: its guarantees and its subcontractors."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from msgspec import Struct

from hds_policy.evaluation.certificate_input import certificate_document, certificate_id
from hds_policy.evaluation.questions import JSON, Questions
from hds_policy.hosters import Regions
from hds_policy.model import LAYERS, WEAK, Answer, Guarantee, Hoster, HosterStatus, Layer, Subcontractor, Told, Topic

_REASSURING: Final = {
    Topic.ACCESS_OUTSIDE_EEA: Answer.NO,
    Topic.THIRD_COUNTRY_LAW: Answer.NO,
    Topic.SECNUMCLOUD: Answer.YES,
    Topic.TRANSFER_MAP: Answer.YES,
}
"""The answer to each question that may improve a result."""


class Chain(Struct, frozen=True):
    """What the tables are made from: the day, the regions, and the holders by id."""

    on: date
    regions: Regions
    holders: Mapping[str, Hoster]


def add_chain(questions: Questions, chain: Chain, used: Collection[str]) -> None:
    """Add the tables guarantees and subcontractors for the holders that perform a layer for health data.

    Args:
        used: ids of these holders; one that no registry and no estate knows answers nothing.
    """
    asked: dict[str, list[dict[str, JSON]]] = {name: [] for name in used}
    for layer in LAYERS:
        for question in questions.document["placements"][layer.value]:
            if question["holder"] in asked:
                asked[question["holder"]].append(question)
    for name in sorted(used):
        hoster = chain.holders.get(name)
        _add_guarantees(name, hoster, asked[name], questions, chain.on)
        for one in hoster.subcontractors if hoster else ():
            concerned = [question for question in asked[name] if _concerns(one, question, chain.regions)]
            if hoster and concerned:
                _add_subcontractor(hoster, one, concerned, questions, chain)


def _add_guarantees(
    name: str, hoster: Hoster | None, asked: list[dict[str, JSON]], questions: Questions, on: date
) -> None:
    subject = f"guarantees/{name}"
    layers = frozenset(Layer(question["layer"]) for question in asked)
    entry: dict[str, JSON] = {"id": subject, "holder": name}
    facts = {"holder": hoster.name if hoster else name, "holder_id": name}
    for topic, told in answers(hoster, layers, on).items():
        entry[topic.value] = told.answer.value
        facts[topic.value] = told.detail
    questions.document["guarantees"].append(entry)
    questions.facts[subject] = facts
    questions.groups[subject] = _keys(asked, questions)


def answers(hoster: Hoster | None, layers: frozenset[Layer], on: date) -> dict[Topic, Told]:
    """What sources answer to each question for a hoster that performs these layers; of an unknown one, nothing."""
    found = {}
    for topic in Topic:
        said = [one for one in hoster.guarantees if _counts(one, topic, layers, on)] if hoster else []
        answer = _answer(said, topic, layers, on)
        found[topic] = Told(answer, "; ".join(_told(one) for one in said if one.answer is answer))
    return found


def _counts(one: Guarantee, topic: Topic, layers: frozenset[Layer], on: date) -> bool:
    if one.topic is not topic or one.source.grade in WEAK or (one.until is not None and on > one.until):
        return False
    if topic is Topic.TRANSFER_MAP and one.answer is Answer.YES and not one.address:
        return False
    return not one.layers or bool(one.layers & layers)


def _answer(said: Iterable[Guarantee], topic: Topic, layers: frozenset[Layer], on: date) -> Answer:
    """What all answers come to: the worst one, and a reassuring one only where nothing is left open."""
    reassuring = _REASSURING[topic]
    worse = Answer.YES if reassuring is Answer.NO else Answer.NO
    open_layers = set(layers)
    for one in said:
        if one.answer is worse:
            return worse
        # What was read later was not known on the day.
        if one.answer is reassuring and not one.scope and one.source.checked_on <= on:
            open_layers -= one.layers or layers
    return Answer.UNKNOWN if open_layers else reassuring


def _told(one: Guarantee) -> str:
    parts = [
        ", ".join(layer.value for layer in LAYERS if layer in one.layers),
        one.scope,
        one.detail or one.address,
        f"until {one.until}" if one.until else "",
        f"source: {one.source.reference}",
    ]
    return "; ".join(part for part in parts if part)


def _concerns(one: Subcontractor, question: dict[str, JSON], regions: Regions) -> bool:
    """Whether a subcontractor may take part in what a question is about: what is not known never excludes it."""
    if one.layers and Layer(question["layer"]) not in one.layers:
        return False
    if one.services and question["service"] and question["service"] not in one.services:
        return False
    if not one.regions or not question["region"]:
        return True
    known = regions.find(question["holder"], question["region"])
    names = {question["region"], *((known.name, known.parent) if known else ())}
    return bool(names & one.regions)


def _add_subcontractor(
    contractor: Hoster,
    one: Subcontractor,
    concerned: list[dict[str, JSON]],
    questions: Questions,
    chain: Chain,
) -> None:
    # Named in the finding, so that a waiver for one subcontractor covers no other.
    link = f"{contractor.id}/{one.hoster or one.name}"
    while f"subcontractors/{link}" in questions.facts:
        link += "+"
    subject = f"subcontractors/{link}"
    known = chain.holders.get(one.hoster) if one.hoster else None
    certificates = known.certificates if known else ()
    layers = [layer.value for layer in LAYERS if layer in one.layers]
    questions.document["subcontractors"].append(
        {
            "id": subject,
            "contractor": contractor.id,
            "holder": one.hoster,
            "status": known.status.value if known else HosterStatus.UNKNOWN.value,
            "layers": layers,
            "certificates": [
                certificate_document(certificate_id(one.hoster, number), certificate, chain.on)
                for number, certificate in enumerate(certificates)
            ],
        }
    )
    questions.facts[subject] = {
        "holder": contractor.name,
        "holder_id": contractor.id,
        "chain": link,
        "subcontractor": one.name,
        "activities": ", ".join(layers),
        "source": one.source.reference,
    }
    questions.groups[subject] = _keys(concerned, questions)


def _keys(asked: list[dict[str, JSON]], questions: Questions) -> tuple[str, ...]:
    """Keys of the resources behind questions, sorted."""
    concerns = (concern for question in asked for concern in questions.concerns.get(question["id"], ()))
    return tuple(sorted({concern.placed.resource.key for concern in concerns}))
