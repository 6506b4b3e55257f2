"""The nearest compliant choice: the same rules are asked what they would say of another region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from hds_policy.evaluation import EmbeddedEngine, EngineMaker, OpenEnds, Surroundings, build, findings_of
from hds_policy.model import (
    WEAK,
    ActorKind,
    Assessment,
    Certificate,
    CertificateState,
    CertifiedHoster,
    Finding,
    Hoster,
    Layer,
    Nearest,
    Placed,
    Region,
    Result,
    SubjectKind,
)
from hds_policy.pipeline import Knowledge, Prepared

_TROUBLE = frozenset({Result.FAIL, Result.UNDETERMINED})
_SERVICE_CODES = frozenset({"service_not_covered", "service_scope_unknown"})
_LOCATIONS = "locations"
_PLACEMENTS = "placements/"
_MOST = 4000
"""Questions of one run: kinds of placement times regions; a larger estate gets no regions for the rest."""

_Kind = tuple[object, ...]


def with_nearest(
    assessment: Assessment, ready: Prepared, knowledge: Knowledge, on: date, engine: EngineMaker = EmbeddedEngine
) -> Assessment:
    """The assessment in which each fail or undetermined result about a place tells what would comply.

    Raises:
        EngineError: the rules could not be evaluated as a whole.
    """
    troubled = {
        finding.subject: finding
        for finding in assessment.findings
        if finding.result in _TROUBLE and _about_place(finding, assessment)
    }
    entries = [entry for entry in ready.placed if entry.resource.key in troubled]
    regions = _passing_regions(entries, ready, knowledge, on, engine)
    by_key = {entry.resource.key: entry for entry in entries}
    certified = {layer: _certified(ready.holders, layer, on) for layer in Layer}
    findings = []
    for finding in assessment.findings:
        entry = by_key.get(finding.subject) if finding.subject_kind is SubjectKind.RESOURCE else None
        if entry is None or finding.result not in _TROUBLE or not _about_place(finding, assessment):
            findings.append(finding)
            continue
        layer = finding.layer or Layer.PHYSICAL
        nearest = Nearest(
            tuple(region for region, refused in regions.get(_kind(entry), ()) if finding.rule not in refused),
            _services(ready.holders.get(entry.hoster.id), layer, on) if _SERVICE_CODES & {*finding.reasons} else (),
            tuple(one for one in certified[layer] if one.id != entry.hoster.id) if finding.layer else (),
        )
        findings.append(replace(finding, nearest=nearest))
    return replace(assessment, findings=tuple(findings))


def _about_place(finding: Finding, assessment: Assessment) -> bool:
    rule = assessment.rules.get(finding.rule)
    return rule is not None and (rule.subjects == _LOCATIONS or rule.subjects.startswith(_PLACEMENTS))


def _kind(entry: Placed) -> _Kind:
    """What the answers for other regions depend on."""
    return (
        entry.hoster.id,
        tuple((one.layer, one.actor.kind, one.actor.id, one.service, one.stores) for one in entry.placements),
    )


def _passing_regions(
    entries: Iterable[Placed], ready: Prepared, knowledge: Knowledge, on: date, engine: EngineMaker
) -> dict[_Kind, list[tuple[str, set[str]]]]:
    """For each kind of placement, each region inside the EEA and the rules that it would not pass there."""
    kinds = {_kind(entry): entry for entry in entries if entry.hoster.kind is ActorKind.HOSTER}
    asked: dict[str, tuple[_Kind, str]] = {}
    variants: list[Placed] = []
    for kind, entry in kinds.items():
        candidates = list(_candidates(entry.hoster.id, knowledge))
        if len(variants) + len(candidates) > _MOST:
            break
        for region in candidates:
            variant = _moved(entry, region.name, str(len(variants)))
            asked[variant.resource.key] = (kind, region.name)
            variants.append(variant)
    if not variants:
        return {}
    around = Surroundings(on, knowledge.law, knowledge.regions, ready.holders, 0, OpenEnds())
    questions = build(variants, around)
    rules = {rule.name: rule for rule in knowledge.rules.rules.values()}
    resources = {variant.resource.key: variant.resource for variant in variants}
    answer = engine(knowledge.rules.modules).evaluate(questions.document)
    refused: dict[str, set[str]] = defaultdict(set)
    for finding in findings_of(answer, questions, rules, on, resources):
        if finding.result not in {Result.PASS, Result.NOT_APPLICABLE}:
            for key in finding.resources:
                refused[key].add(finding.rule)
    found: dict[_Kind, list[tuple[str, set[str]]]] = defaultdict(list)
    for key, (kind, name) in asked.items():
        found[kind].append((name, refused.get(key, set())))
    return found


def _candidates(hoster: str, knowledge: Knowledge) -> Iterator[Region]:
    """Regions (not their zones) that certainly lie inside the EEA, French ones first."""
    known = [knowledge.regions.find(hoster, name) for name in knowledge.regions.names(hoster)]
    inside = [region for region in known if region and region.certain_eea and region.parent == region.name]
    return iter(sorted(inside, key=lambda region: (region.country != "FR", region.name)))


def _moved(entry: Placed, region: str, name: str) -> Placed:
    """The same resource, all of it in one region."""
    resource = replace(entry.resource, address=f"{entry.resource.type}.in_{name}", root=".")
    once = {one.layer: replace(one, resource=resource.key, region=region) for one in entry.placements}
    return replace(
        entry,
        resource=resource,
        located=(replace(entry.located[0], region=region, line=None),),
        placements=tuple(once.values()),
        conditions=(),
    )


def _in_force(certificate: Certificate, layer: Layer, on: date) -> bool:
    """Whether it certainly covers an activity on a day; a fact that only a weak source tells does not count."""
    if any(certificate.source_of(name).grade in WEAK for name in ("layers", "valid_from", "valid_until")):
        return False
    begins, ends = certificate.valid_from, certificate.valid_until
    inside = begins is not None and ends is not None and begins <= on <= ends
    covered = layer in certificate.layers and layer not in certificate.layers_unknown
    return inside and covered and certificate.state(on) is CertificateState.IN_FORCE


def _certified(holders: Mapping[str, Hoster], layer: Layer, on: date) -> tuple[CertifiedHoster, ...]:
    found = []
    for name, holder in sorted(holders.items()):
        covering = [one for one in holder.certificates if _in_force(one, layer, on)]
        if covering:
            best = max(covering, key=lambda one: one.valid_until or date.min)
            source = best.source_of("layers")
            found.append(CertifiedHoster(name, holder.name, best.valid_until, source.reference, source.checked_on))
    return tuple(found)


def _services(holder: Hoster | None, layer: Layer, on: date) -> tuple[str, ...]:
    covering = [one for one in holder.certificates if _in_force(one, layer, on)] if holder else []
    if any(one.services.everything for one in covering):
        return ()
    return tuple(sorted({name for one in covering if one.services.known for name in one.services.names}))
