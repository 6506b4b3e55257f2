"""Which resources carry health data, on what basis, and by which path. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping

from hds_policy.catalogue import Catalogue, Role, Travel
from hds_policy.config import ClassificationRule, DefaultClass, Estate
from hds_policy.config.rule_choice import classification_rule_for
from hds_policy.config.selection import tags_of
from hds_policy.model import Basis, Classification, Inventory, Resource, Step, Unknown, Value

_SELF = "."
_WITHOUT_DATA = frozenset({Role.CONFIGURES, Role.NONE})

Classes = dict[str, Classification]


def classify(inventory: Inventory, catalogue: Catalogue, estate: Estate) -> Classes:
    """Classification of every resource that has a data role, or whose type is not known, by key.

    Declarations of the estate come first, then tags and labels; what is left is reached by data flows or not; the
    estate's default decides on the rest.
    """
    # A tag on what holds no data (a key, a security group under default_tags) says nothing: data only passes through.
    holders = [resource for resource in inventory.resources if _may_hold_data(resource, catalogue)]
    declared = {resource.key: _declared(resource, catalogue, estate) for resource in holders}
    reached = _propagate(inventory, catalogue, declared)
    classes: Classes = {}
    for resource in holders:
        if resource.is_data:
            continue
        classes[resource.key] = (
            declared[resource.key] or reached.get(resource.key) or _default(resource, catalogue, estate)
        )
    return classes


def _may_hold_data(resource: Resource, catalogue: Catalogue) -> bool:
    decision = catalogue.decision(resource.type, resource.provider.name)
    return decision is None or decision.role not in _WITHOUT_DATA


def _declared(resource: Resource, catalogue: Catalogue, estate: Estate) -> Classification | None:
    tags = _tags(resource, catalogue)
    rule = classification_rule_for(estate, resource, tags)
    if isinstance(rule, ClassificationRule):
        return Classification(rule.health, Basis.DECLARED if rule.health else Basis.NONE, f"estate: {rule.reason}")
    evidence = estate.recognition.declared(tags)
    if evidence:
        return Classification(True, Basis.DECLARED, evidence)
    # Where a rule may or may not fit, a tag that says "none" is no answer.
    evidence = estate.recognition.denied(tags) if rule is None else None
    return Classification(False, Basis.NONE, evidence) if evidence else None


def _tags(resource: Resource, catalogue: Catalogue) -> Mapping[str, Value]:
    provider = catalogue.provider_of(resource)
    return tags_of(resource, provider.tags if provider else ())


def _default(resource: Resource, catalogue: Catalogue, estate: Estate) -> Classification:
    if estate.default_class is DefaultClass.HEALTH:
        return Classification(True, Basis.ASSUMED, "assumed by default")
    tags = _tags(resource, catalogue)
    rule = classification_rule_for(estate, resource, tags)
    doubt = rule if isinstance(rule, Unknown) else estate.recognition.undecided(tags)
    if doubt is not None:
        return Classification(False, Basis.UNCLASSIFIED, f"a tag cannot be told: {doubt.detail}")
    if estate.default_class is DefaultClass.NONE:
        return Classification(False, Basis.NONE, "assumed by default")
    return Classification(False, Basis.UNCLASSIFIED)


def edges(inventory: Inventory, catalogue: Catalogue) -> Mapping[str, list[Step]]:
    """Flows along which the class travels, by the key of their source."""
    targets = _targets(inventory)
    found: dict[str, list[Step]] = defaultdict(list)
    for resource in inventory.resources:
        decision = catalogue.decision(resource.type, resource.provider.name)
        for flow in decision.flows if decision else ():
            if flow.travels is Travel.NONE:
                continue
            attribute = flow.target if flow.source == _SELF else flow.source
            for source in _ends(flow.source, resource, targets):
                for end in _ends(flow.target, resource, targets):
                    found[source].append(Step(source, end, flow.kind, attribute))
                    if flow.travels is Travel.BOTH:
                        found[end].append(Step(end, source, flow.kind, attribute))
    return found


def _targets(inventory: Inventory) -> Mapping[str, Mapping[str, list[str]]]:
    """Keys a resource refers to, by attribute path and every path above it (``a.b`` holds what ``a.b.c`` refers to)."""
    targets: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for reference in inventory.references:
        path = reference.attribute
        while path:
            targets[reference.source][path].append(reference.target)
            path = path.rpartition(".")[0]
    return targets


def _ends(path: str, resource: Resource, targets: Mapping[str, Mapping[str, list[str]]]) -> list[str]:
    if path == _SELF:
        return [resource.key]
    return targets[resource.key].get(path, []) if resource.key in targets else []


def _propagate(inventory: Inventory, catalogue: Catalogue, declared: Mapping[str, Classification | None]) -> Classes:
    """Breadth first from every declared resource: the first way found is a shortest one, in the order of the keys."""
    steps = edges(inventory, catalogue)
    queue = deque(sorted(key for key, found in declared.items() if found is not None and found.health))
    came_by: dict[str, Step | None] = dict.fromkeys(queue)
    while queue:
        key = queue.popleft()
        for step in sorted(steps.get(key, ()), key=lambda step: (step.target, step.flow, step.attribute)):
            # What the estate or a tag declares free of health data stays so, and nothing flows through it.
            if step.target not in came_by and declared.get(step.target) is None:
                came_by[step.target] = step
                queue.append(step.target)
    return {key: _reached(key, came_by) for key, step in came_by.items() if step is not None}


def _reached(key: str, came_by: Mapping[str, Step | None]) -> Classification:
    path: list[Step] = []
    step = came_by[key]
    while step is not None:
        path.append(step)
        step = came_by[step.source]
    path.reverse()
    return Classification(True, Basis.PROPAGATED, f"data flows here from {path[0].source}", tuple(path))
