"""The policy input: normalised, every key present, days as nanoseconds, and only distinct questions.

What a rule asks depends on (layer, actor, service, region), not on the resource. Equal questions are asked once and
the answers joined back, so that the cost of a run hardly grows with the estate. Format: policies/README.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct, field

from hds_policy.evaluation.administrators import add_administrators
from hds_policy.evaluation.canary import add_canaries
from hds_policy.evaluation.certificate_input import (
    DAY_NS,
    MOMENT_NS,
    certificate_document,
    certificate_facts,
    certificate_id,
    certificate_ids,
    day_ns,
    end_ns,
)
from hds_policy.evaluation.hosting_chain import Chain, add_chain
from hds_policy.evaluation.open_ends import add_open_ends
from hds_policy.evaluation.questions import JSON, Concern, OpenEnds, Questions
from hds_policy.hosters import Law, Regions
from hds_policy.model import (
    LAYERS,
    ActorKind,
    Grade,
    Hoster,
    HosterStatus,
    Layer,
    Placed,
    Placement,
    SubjectKind,
    Unknown,
)

_OUTSIDE_OBLIGATION = frozenset({ActorKind.CONTROLLER, ActorKind.EXEMPT})
_EEA = {True: "yes", False: "no", None: "unknown"}


class Surroundings(Struct, frozen=True):
    """Facts beside the placements.

    Attributes:
        holders: hosters of the registry and operators of the estate, by id.
        open_ends: what could not be placed, or not be decided.
        sites: country (ISO 3166-1 alpha-2) of each site of the estate, by id.
        registries: name of each registry that says something of hosters, and the day it was last reviewed.
        registry_max_age_days: how old they may be.
    """

    on: date
    law: Law
    regions: Regions
    holders: Mapping[str, Hoster]
    expiry_warning_days: int
    open_ends: OpenEnds
    sites: Mapping[str, str] = field(default_factory=dict)
    registries: Mapping[str, date] = field(default_factory=dict)
    registry_max_age_days: int = 365


def build(placed: Iterable[Placed], around: Surroundings) -> Questions:
    """Build the policy input for a list of placed resources."""
    questions = Questions(_skeleton(around))
    ids = _Ids()
    used: set[str] = set()
    for entry in placed:
        _ask_layers(entry, questions, ids, around, used)
        _ask_locations(entry, questions, ids, around)
        _ask_conditions(entry, questions, ids, around)
    for subject in questions.grouped:
        keys = {concern.placed.resource.key for concern in questions.concerns[subject]}
        questions.groups[subject] = tuple(sorted(keys))
    _ask_holders(questions, ids, around, used)
    _ask_registries(questions, ids, around, used)
    add_chain(questions, Chain(around.on, around.regions, around.holders), used)
    add_administrators(questions, around.open_ends, around.holders, around.on)
    add_open_ends(questions, around.open_ends, around.regions)
    add_canaries(questions.document)
    return questions


class _Ids:
    """Gives equal questions of a table the same id."""

    def __init__(self) -> None:
        self._seen: dict[tuple[object, ...], str] = {}
        self._count: dict[str, int] = defaultdict(int)
        self.placements: dict[tuple[object, ...], str] = {}

    def of(self, table: str, *key: object) -> tuple[str, bool]:
        """The id of a question and whether it is new."""
        whole = (table, *key)
        if whole in self._seen:
            return self._seen[whole], False
        self._count[table] += 1
        self._seen[whole] = f"{table}/{self._count[table]}"
        return self._seen[whole], True


def _skeleton(around: Surroundings) -> dict[str, JSON]:
    return {
        "version": 1,
        "on_ns": day_ns(around.on),
        # Never zero, so that the canary of the warning is answered; no certificate ends within a moment.
        "settings": {
            "expiry_warning_ns": max(MOMENT_NS, around.expiry_warning_days * DAY_NS),
            "registry_max_age_ns": around.registry_max_age_days * DAY_NS,
        },
        "law": {"referentials": _referentials(around.law)},
        "unread": 0,
        "certificates": {},
        "placements": {layer.value: [] for layer in LAYERS},
        "locations": [],
        "conditions": [],
        "holders": [],
        "guarantees": [],
        "subcontractors": [],
        "administrators": [],
        "folders": [],
        "types": [],
        "flows": [],
        "openings": [],
        "backups": [],
        "suspected": [],
        "tagged": [],
        "contradictory": [],
        "overruled": [],
        "clusters": [],
        "unused": [],
        "registries": [],
    }


def _referentials(law: Law) -> dict[str, JSON]:
    """Referentials that exist; what is only announced is left out, and what never counts ended before 1970."""
    known = {
        entry.version: {"id": entry.version, "from_ns": day_ns(begins), "until_ns": end_ns(entry.accepted_until)}
        for entry in law.referentials
        if (begins := entry.published or entry.approved)
    }
    never = {name: {"id": name, "from_ns": 0, "until_ns": 0} for name in sorted(law.never_accepted)}
    return {**known, **never}


def _ask_layers(entry: Placed, questions: Questions, ids: _Ids, around: Surroundings, used: set[str]) -> None:
    per_region = len(LAYERS)
    for index, placement in enumerate(entry.placements):
        located = entry.located[index // per_region]
        concern = Concern(entry, located, placement.layer)
        actor = placement.actor
        if actor.kind in _OUTSIDE_OBLIGATION:
            questions.outside.append(concern)
            continue
        if actor.id:
            used.add(actor.id)
        # Everything that ``_asked`` looks at: most placements of an estate ask what was asked before.
        same = (entry.hoster, placement.layer, actor, placement.service, placement.region)
        if known := ids.placements.get(same):
            questions.concerns[known].append(concern)
            continue
        asked = _asked(entry, placement, around)
        subject, new = ids.of(f"placements/{placement.layer.value}", *asked.values())
        ids.placements[same] = subject
        questions.concerns[subject].append(concern)
        if new:
            holder = around.holders.get(actor.id)
            _add_layer_question(subject, asked, holder, questions)


def _asked(entry: Placed, placement: Placement, around: Surroundings) -> dict[str, str]:
    """What a question about a layer depends on, nothing else."""
    actor = placement.actor
    if actor.kind is ActorKind.UNDECLARED:
        # Nobody is declared: that does not depend on what it is and where it lies.
        return dict.fromkeys(("service", "region", "region_reason", "eea", "note", "holder_id"), "") | {
            "layer": placement.layer.value,
            "actor": actor.kind.value,
            "eea": "unknown",
        }
    region, reason = _told(placement.region)
    return {
        "service": placement.service,
        "region": region,
        "region_reason": reason,
        "eea": _where(around, entry, region)[1],
        "note": actor.note,
        "holder_id": actor.id,
        "layer": placement.layer.value,
        "actor": actor.kind.value,
    }


def _add_layer_question(subject: str, asked: dict[str, str], holder: Hoster | None, questions: Questions) -> None:
    questions.document["placements"][asked["layer"]].append(
        {
            "id": subject,
            "layer": asked["layer"],
            "actor": asked["actor"],
            "holder": asked["holder_id"],
            "holder_status": holder.status.value if holder else HosterStatus.UNKNOWN.value,
            "service": asked["service"],
            "region": asked["region"],
            "eea": asked["eea"],
            "certificates": certificate_ids(holder),
        }
    )
    kept = ("layer", "holder_id", "service", "region", "region_reason", "note")
    questions.facts[subject] = {key: asked[key] for key in kept}
    questions.facts[subject]["holder"] = holder.name if holder else asked["holder_id"]
    if asked["actor"] == ActorKind.UNDECLARED.value:
        questions.grouped[subject] = SubjectKind.ESTATE


def _ask_locations(entry: Placed, questions: Questions, ids: _Ids, around: Surroundings) -> None:
    if not any(placement.stores for placement in entry.placements):
        return
    physical = next(placement.actor for placement in entry.placements if placement.layer is Layer.PHYSICAL)
    if physical.kind in _OUTSIDE_OBLIGATION:
        # The texts bind who hosts for others; what is kept in one's own rooms is not asked about.
        questions.outside.extend(Concern(entry, located) for located in entry.located)
        return
    for located in entry.located:
        region, reason = _told(located.region)
        if entry.hoster.kind is not ActorKind.HOSTER and not _is_on_site(entry, around, region) and not reason:
            reason = f"{region} of an unknown hoster"
            region = ""
        subject, new = ids.of("locations", entry.hoster.id, region, reason)
        questions.concerns[subject].append(Concern(entry, located))
        if not new:
            continue
        country, eea = _where(around, entry, region)
        questions.document["locations"].append(
            {"id": subject, "hoster": entry.hoster.id, "region": region, "country": country, "eea": eea}
        )
        questions.facts[subject] = {
            "holder": _name(around, entry.hoster.id),
            "holder_id": entry.hoster.id,
            "region": region,
            "region_reason": reason,
            "country": country or "several countries",
        }


def _ask_conditions(entry: Placed, questions: Questions, ids: _Ids, around: Surroundings) -> None:
    for state in entry.conditions:
        hoster = around.holders[state.hoster]
        condition = next(condition for condition in hoster.conditions if condition.id == state.id)
        subject, new = ids.of("conditions", hoster.id, state.id, state.state, state.found)
        questions.concerns[subject].append(Concern(entry))
        if not condition.attribute:
            # A contract is one question to the hoster, whatever the number of resources.
            questions.grouped[subject] = SubjectKind.HOSTER
        if not new:
            continue
        questions.document["conditions"].append(
            {
                "id": subject,
                "hoster": hoster.id,
                "condition": state.id,
                "kind": condition.kind,
                "state": state.state,
            }
        )
        questions.facts[subject] = {
            "holder": _name(around, hoster.id),
            "holder_id": hoster.id,
            "title": condition.title,
            "condition": state.id,
            "found": state.found,
            "attribute": state.attribute,
        }


def _ask_holders(questions: Questions, ids: _Ids, around: Surroundings, used: set[str]) -> None:
    served: dict[str, set[str]] = defaultdict(set)
    for layer in LAYERS:
        for question in questions.document["placements"][layer.value]:
            keys = (concern.placed.resource.key for concern in questions.concerns[question["id"]])
            served[question["holder"]].update(keys)
    for name in sorted(used):
        holder = around.holders.get(name)
        subject, _ = ids.of("holders", name)
        certificates = holder.certificates if holder else ()
        status = holder.status.value if holder else HosterStatus.UNKNOWN.value
        questions.document["holders"].append(
            {"id": subject, "kind": "known", "status": status, "certificates": len(certificates)}
        )
        questions.facts[subject] = {"holder": holder.name if holder else name, "holder_id": name}
        questions.groups[subject] = tuple(sorted(served[name]))
        for number, certificate in enumerate(certificates):
            identity = certificate_id(name, number)
            questions.document["certificates"][identity] = certificate_document(identity, certificate, around.on)
            questions.facts[identity] = certificate_facts(certificate, holder.name if holder else name, around.on)
            questions.groups[identity] = questions.groups[subject]
    _ask_unknown_hosters(questions, ids)


def _ask_registries(questions: Questions, ids: _Ids, around: Surroundings, used: set[str]) -> None:
    """How old the registries are, when a hoster that they speak of is in use."""
    spoken_of = [
        name
        for name in sorted(used)
        if (holder := around.holders.get(name)) and holder.source.grade is not Grade.ESTATE
    ]
    if not spoken_of:
        return
    for name, read_on in sorted(around.registries.items()):
        subject, _ = ids.of("registries", name)
        questions.document["registries"].append({"id": subject, "read_ns": day_ns(read_on), "hosters": spoken_of})
        questions.facts[subject] = {
            "name": name,
            "read_on": read_on.isoformat(),
            "max_age": str(around.registry_max_age_days),
        }


def _ask_unknown_hosters(questions: Questions, ids: _Ids) -> None:
    keys: dict[str, set[str]] = defaultdict(set)
    for question in questions.document["placements"][Layer.PHYSICAL.value]:
        if question["actor"] == ActorKind.UNKNOWN.value:
            note = questions.facts[question["id"]]["note"]
            keys[note].update(concern.placed.resource.key for concern in questions.concerns[question["id"]])
    for note, concerned in sorted(keys.items()):
        subject, _ = ids.of("holders", "", note)
        questions.facts[subject] = {"note": note, "count": str(len(concerned)), "holder_id": ""}
        questions.groups[subject] = tuple(sorted(concerned))
        questions.document["holders"].append(
            {"id": subject, "kind": "unknown", "status": HosterStatus.UNKNOWN.value, "certificates": 0}
        )


def _told(region: str | Unknown) -> tuple[str, str]:
    """A region and why it cannot be told; one of them is empty."""
    if isinstance(region, Unknown):
        return "", region.detail or "it is not known"
    return (region, "") if region.strip() else ("", "the name is empty")


def _is_on_site(entry: Placed, around: Surroundings, region: str) -> bool:
    """Whether a region names a site of the estate: a cluster has a site or a hoster, never both."""
    return entry.hoster.kind is ActorKind.UNDECLARED and region in around.sites


def _where(around: Surroundings, entry: Placed, region: str) -> tuple[str, str]:
    """Country of a region or site, and whether it lies in the EEA."""
    if _is_on_site(entry, around, region):
        country = around.sites[region]
        return country, _EEA[around.law.in_eea(country)]
    known = around.regions.find(entry.hoster.id, region) if region else None
    return (known.country, _EEA[known.certain_eea]) if known else ("", _EEA[None])


def _name(around: Surroundings, hoster: str) -> str:
    known = around.holders.get(hoster)
    return known.name if known else hoster
