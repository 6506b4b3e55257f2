"""The stages in order: classify and propagate, place, evaluate, judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from hds_policy import __version__
from hds_policy.catalogue import DATA_ROLES, Catalogue, Role, load_catalogue
from hds_policy.config import DefaultClass, Estate, Known, find_estate, load_estate, own_registry
from hds_policy.errors import ExitCode, PolicyError
from hds_policy.evaluation import (
    EmbeddedEngine,
    EngineMaker,
    OpenEnds,
    Questions,
    Surroundings,
    Unused,
    build,
    chain_of,
    custom_findings,
    findings_of,
)
from hds_policy.exclusions import exclusions_of
from hds_policy.focus import in_focus
from hds_policy.hosters import (
    Law,
    Regions,
    Registry,
    load_law,
    load_regions,
    load_registry,
    merged,
    read_registry,
    with_events,
)
from hds_policy.judging import coverage_of, exit_code_of, judge_resources, unread_count
from hds_policy.model import (
    Assessment,
    Basis,
    Certificate,
    Finding,
    Grade,
    Hoster,
    HosterStatus,
    Inventory,
    OpenFlow,
    Placed,
    Placement,
    Resource,
    Source,
)
from hds_policy.module_calls import settle_modules
from hds_policy.placement import Facts, hoster_of_end, place, seen_clusters
from hds_policy.policy_choice import Chosen
from hds_policy.propagation import Classified, classify
from hds_policy.propagation.places import places_of
from hds_policy.rules import RuleSet, load_rules
from hds_policy.waiving import apply_waivers, waivers_of

_HOLDS_DATA = frozenset({Role.STORES, Role.PROCESSES, Role.BACKS_UP})


SHIPPED_REGISTRY = "registry of hosters that comes with hds-policy"
"""What the registry is called in findings."""


class Knowledge(Struct, frozen=True):
    """Everything that does not depend on the estate: facts and rules."""

    catalogue: Catalogue
    registry: Registry
    regions: Regions
    law: Law
    rules: RuleSet

    @classmethod
    def shipped(cls) -> Knowledge:
        """What ships with the tool.

        Raises:
            HdsPolicyError: a data file or a rule is damaged.
        """
        rules, law = load_rules(), load_law()
        agree(rules, law)
        return cls(load_catalogue(), load_registry(), load_regions(), law, rules)


def agree(rules: RuleSet, law: Law) -> None:
    """Refuse a rule whose first day is not that of the text it rests on: the METADATA travels without law.toml.

    Raises:
        PolicyError: names the rule and both days.
    """
    for name, rule in rules.rules.items():
        first = law.first_day(name)
        if first is not None and first != rule.effective_from:
            raise PolicyError(
                f"{name} begins on {rule.effective_from}, its text on {first}", hint="reinstall hds-policy"
            )


def estate_of(
    paths: Sequence[Path], config: Path | None, knowledge: Knowledge, *, assume_health: bool = False
) -> Estate:
    """The estate that holds for a run: the given file, else the one on top of the checked folders, else an empty one.

    Raises:
        EstateError: the file cannot be read or is not valid, or several folders have one.
        RegistryError: the registry file it names is not valid.
    """
    # --config is trusted to be a link; what lies in the checked folder is not.
    file = config.resolve() if config else find_estate(paths)
    own = _own_registry(file) if file else None
    registry = _with_own(knowledge.registry, own.hosters if own else {})
    conditions = {name: [c.id for c in hoster.conditions] for name, hoster in registry.hosters.items()}
    # An operator of the estate must not take the name of a hoster the catalogue leads to, be it in the registry or not.
    hosters = {*registry.hosters, *knowledge.catalogue.hosters}
    known = Known(hosters, conditions, knowledge.rules.rules)
    estate = load_estate(file, known) if file else Estate.default()
    if own is not None:
        estate = replace(estate, hosters=own.hosters, hosters_read=own.updated)
    return replace(estate, default_class=DefaultClass.HEALTH) if assume_health else estate


def _own_registry(estate_file: Path) -> Registry | None:
    found = own_registry(estate_file)
    return read_registry(*found) if found else None


def _with_own(shipped: Registry, own: Mapping[str, Hoster]) -> Registry:
    return merged(shipped, own, "[registry] file") if own else shipped


class Prepared(Struct, frozen=True):
    """Everything that is known before a policy is asked.

    Attributes:
        inventory: what is judged, modules settled and focus applied.
        resources: all resources by key.
        placed: the resources in scope with who hosts them where.
        holders: hosters and operators by id.
        questions: the policy input and what stands behind each of its subjects.
    """

    inventory: Inventory
    resources: Mapping[str, Resource]
    classified: Classified
    placed: tuple[Placed, ...]
    open_ends: OpenEnds
    holders: Mapping[str, Hoster]
    questions: Questions


def prepare(inventory: Inventory, estate: Estate, knowledge: Knowledge, on: date) -> Prepared:
    """Classify, follow and place an inventory, and ask the questions of a day."""
    whole = settle_modules(inventory, knowledge.catalogue)
    resources = {resource.key: resource for resource in whole.resources}
    inventory, classified = in_focus(whole, classify(whole, knowledge.catalogue, estate, on))
    scope = [
        key
        for key, found in sorted(classified.classes.items())
        if found.health and _has_data_role(resources[key], knowledge)
    ]
    registry = _with_own(knowledge.registry, estate.hosters)
    facts = Facts(knowledge.catalogue, estate, registry, knowledge.regions, on)
    placed = place(whole, scope, facts)
    ends = _open_ends(classified, resources, knowledge, estate)
    ends = replace(ends, clusters=seen_clusters(whole, placed, facts), unread=unread_count(inventory))
    holders = holders_of(estate, registry, on)
    around = Surroundings(
        on,
        knowledge.law,
        knowledge.regions,
        holders,
        estate.settings.expiry_warning_days,
        ends,
        {name: site.country for name, site in estate.sites.items()},
        registries_of(estate, knowledge),
        estate.settings.registry_max_age_days,
    )
    return Prepared(inventory, resources, classified, tuple(placed), ends, holders, build(placed, around))


def assess(  # noqa: PLR0913 - two of them are only for callers with rules or an engine of their own
    inventory: Inventory,
    estate: Estate,
    knowledge: Knowledge,
    on: date,
    *,
    strict: bool = False,
    engine: EngineMaker = EmbeddedEngine,
    chosen: Chosen | None = None,
) -> Assessment:
    """Judge an inventory on a day.

    Args:
        strict: results that ask for a human count like undetermined ones.
        engine: makes the engine that evaluates the rules from their modules.
        chosen: the rules that are asked; every shipped one by default, and none beside them.

    Raises:
        EngineError: the rules could not be evaluated as a whole; there is no partial answer.
    """
    return judge(
        prepare(inventory, estate, knowledge, on), estate, knowledge, on, strict=strict, engine=engine, chosen=chosen
    )


def judge(  # noqa: PLR0913 - two of them are only for callers with rules or an engine of their own
    ready: Prepared,
    estate: Estate,
    knowledge: Knowledge,
    on: date,
    *,
    strict: bool = False,
    engine: EngineMaker = EmbeddedEngine,
    chosen: Chosen | None = None,
) -> Assessment:
    """Judge what was prepared for the same estate and day; see ``assess``."""
    chosen = chosen or Chosen(knowledge.rules.rules)
    answer = engine(knowledge.rules.modules).evaluate(ready.questions.document)
    by_package = {rule.name: rule for rule in knowledge.rules.rules.values()}
    raw = findings_of(answer, ready.questions, by_package, on, ready.resources)
    raw = chosen.asked([*raw, *custom_findings(chosen.custom, ready.questions, on, ready.resources)])
    waivers, refused = waivers_of(ready.inventory, estate, {*chosen.rules, *chosen.choice.left_out})
    findings, used = apply_waivers(raw, waivers, on, ready.resources)
    findings.sort(key=_finding_order)
    classes = ready.classified.classes
    judged = judge_resources(ready.placed, classes, findings, chosen.rules)
    ends = ready.open_ends
    counts = (sum(map(len, ends.unclassified.values())), sum(map(len, ends.unsupported.values())))
    code = exit_code_of(findings, ready.inventory, classes, strict=strict or chosen.strict)
    expired = tuple(waiver for waiver in waivers if on > waiver.expires)
    return Assessment(
        tool_version=__version__,
        on=on,
        rules=chosen.rules,
        resources=judged,
        findings=tuple(findings),
        waivers=waivers,
        unused_waivers=tuple(
            w for w in waivers if w not in used and w not in expired and w.rule not in chosen.choice.left_out
        ),
        expired_waivers=expired,
        declassifications=estate.declassifications,
        unused_declassifications=ready.classified.unused_declassifications,
        coverage=coverage_of(ready.inventory, judged, *counts),
        inputs=ready.inventory.inputs,
        unread=ready.inventory.unread,
        names={key: holder.name for key, holder in sorted(ready.holders.items())},
        exit_code=ExitCode(code),
        places=places_of((entry.classification for entry in judged), ready.resources),
        choice=chosen.choice,
        chain=chain_of(ready.placed, ready.holders, ready.questions, findings, knowledge.rules.rules, on),
        refused_waivers=refused,
        exclusions=exclusions_of(classes, ready.resources, knowledge.catalogue),
    )


def registries_of(estate: Estate, knowledge: Knowledge) -> dict[str, date]:
    """Every registry by its name for a person, and the day of its last review."""
    registries = {SHIPPED_REGISTRY: knowledge.registry.updated}
    if estate.registry is not None and estate.hosters_read is not None:
        registries[f"registry of hosters {estate.registry.file}"] = estate.hosters_read
    return registries


def placements_if_health(inventory: Inventory, knowledge: Knowledge) -> tuple[Placement, ...]:
    """Placements of every resource that could carry health data, as if all of them did and nothing were declared."""
    inventory = settle_modules(inventory, knowledge.catalogue)
    scope = sorted(
        resource.key for resource in inventory.resources if not resource.is_data and _has_data_role(resource, knowledge)
    )
    facts = Facts(knowledge.catalogue, Estate.default(), knowledge.registry, knowledge.regions, date.min)
    return tuple(placement for entry in place(inventory, scope, facts) for placement in entry.placements)


def _has_data_role(resource: Resource, knowledge: Knowledge) -> bool:
    decision = knowledge.catalogue.decision(resource.type, resource.provider.name)
    return decision is not None and decision.role in DATA_ROLES


def _open_ends(
    classified: Classified, resources: Mapping[str, Resource], knowledge: Knowledge, estate: Estate
) -> OpenEnds:
    unclassified: dict[str, list[str]] = defaultdict(list)
    unsupported: dict[str, list[str]] = defaultdict(list)
    suspected: dict[str, str] = {}
    tagged: dict[str, list[str]] = defaultdict(list)
    undecided = estate.default_class is DefaultClass.UNCLASSIFIED
    for key, found in sorted(classified.classes.items()):
        resource = resources[key]
        decision = knowledge.catalogue.decision(resource.type, resource.provider.name)
        if found.basis is Basis.SUSPECTED:
            suspected[key] = found.evidence
        if decision is None:
            if found.basis is not Basis.NONE:
                unsupported[resource.type].append(key)
        elif (found.basis is Basis.UNCLASSIFIED and (decision.role in _HOLDS_DATA or found.evidence)) or (
            found.basis is Basis.SUSPECTED and undecided
        ):
            unclassified[resource.root].append(key)
    for key in classified.tagged:
        tagged[resources[key].type].append(key)
    unused = [
        Unused(f"classification rule: {rule.reason}", rule.health and not undecided) for rule in classified.unused_rules
    ]
    for entry in classified.unused_declassifications:
        why = "may_not_stop" if entry in classified.powerless_declassifications else "no_flow"
        unused.append(Unused(f"declassification: {entry.reason}", grave=False, why=why))
    flows = [_with_hoster(flow, resources, knowledge) for flow in classified.open_flows]
    return OpenEnds(
        resources,
        unclassified,
        unsupported,
        flows,
        suspected,
        tagged,
        unused,
        opened=classified.opened,
        backups=classified.backups,
        administrators=classified.administrators,
        contradictory=classified.contradictory,
        overruled=classified.overruled,
    )


def _with_hoster(flow: OpenFlow, resources: Mapping[str, Resource], knowledge: Knowledge) -> OpenFlow:
    if not flow.partition:
        return flow
    return replace(flow, hoster=hoster_of_end(flow.partition, resources[flow.holder], knowledge.catalogue))


def holders_of(estate: Estate, registry: Registry, on: date) -> dict[str, Hoster]:
    """Hosters of the registry and operators of the estate, with the certificates the estate attaches."""
    attached: dict[str, list[Certificate]] = defaultdict(list)
    for certificate in estate.certificates:
        attached[certificate.holder].append(certificate)
    holders = {
        name: replace(
            hoster,
            # A suspension that the registry knows of holds for the copy of that certificate, too.
            certificates=(*with_events(attached.get(name, ()), hoster.certificates), *hoster.certificates),
        )
        for name, hoster in registry.hosters.items()
    }
    for name, operator in estate.operators.items():
        own = tuple(attached.get(name, ()))
        not_certified = operator.status.value == HosterStatus.NOT_CERTIFIED.value
        status = HosterStatus.NOT_CERTIFIED if not_certified else HosterStatus.UNKNOWN
        if own:
            status = HosterStatus.CERTIFIED
        holders[name] = Hoster(name, operator.name, status, own, (), Source("estate", on, Grade.ESTATE))
    return holders


def _finding_order(finding: Finding) -> tuple[str, str, str, str, str]:
    layer = finding.layer.value if finding.layer else ""
    return (finding.subject_kind.value, finding.subject, finding.rule, layer, finding.message)
