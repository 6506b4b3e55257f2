"""From a plan as ``terraform show -json`` or ``tofu show -json`` prints it to an Inventory.

Source: https://developer.hashicorp.com/terraform/internals/json-format (format versions 0.x and 1.x). A minor version
only adds members, and members that are not known are left alone; another major version is refused, as the format asks.
"""

from __future__ import annotations

import re

from hds_collectors.terraform.bucket_names import with_named_buckets
from hds_collectors.terraform.json_members import as_text
from hds_collectors.terraform.kind import Document
from hds_collectors.terraform.limits import Budget, LimitError, Limits
from hds_collectors.terraform.marked_values import attributes_of, without_provider_choices
from hds_collectors.terraform.own_region import with_own_region
from hds_collectors.terraform.plan_changes import Change, changes_of, read_data
from hds_collectors.terraform.plan_configuration import PlanBlock, PlanConfiguration
from hds_collectors.terraform.plan_gaps import gaps_of, left_out
from hds_collectors.terraform.plan_providers import PlanProviders
from hds_collectors.terraform.plan_references import PlanInstance, PlanReferences
from hds_collectors.terraform.plan_variables import PlanVariables
from hds_policy.errors import UsageError
from hds_policy.model import Cause, Inventory, Reference, Resource, Unread, Value

_VERSION = re.compile(r"(\d+)\.(\d+)")
_FOLLOWS_PROVIDERS = (1, 2)
"""First format of Terraform 1.5, which resolves the providers that module calls pass before it writes the plan."""


def collect_plan(document: Document) -> Inventory:
    """Everything that will exist once the plan is applied, and what of it the plan does not tell.

    Raises:
        UsageError: the format has a major version other than 0 and 1, or the changes are not in its shape.
    """
    content = document.content
    follows = _version(document) >= _FOLLOWS_PROVIDERS
    budget = Budget(Limits(), document.input.size)
    configuration = PlanConfiguration(content)
    changes = changes_of(content, configuration, document.input.path)
    variables = PlanVariables(content, configuration, read_data(content))
    providers = PlanProviders(configuration, variables, budget, follows=follows)
    unread = list(gaps_of(content, document.input.path))
    resources = [_resource(change, configuration, providers, budget) for change in changes]
    references, limit = _references(changes, configuration, budget)
    references = with_named_buckets(resources, references)
    not_instantiated, missing = left_out(configuration, changes, document.input.path)
    unread += [*limit, *missing]
    return Inventory(
        resources=tuple(sorted(resources, key=lambda resource: resource.address)),
        references=tuple(sorted(references, key=lambda r: (r.source, r.attribute, r.target, r.target_attribute))),
        unread=tuple(sorted(unread, key=lambda gap: (gap.what, gap.detail))),
        inputs=(document.input,),
        not_instantiated=not_instantiated,
        roots=(".",),
    )


def _version(document: Document) -> tuple[int, int]:
    text = as_text(document.content.get("format_version"))
    match = _VERSION.match(text)
    if match is None or int(match[1]) not in (0, 1):
        shown = text[:20] or "none"
        raise UsageError(
            f"{document.input.path}: plan format {shown} is not known (known: 0.x and 1.x)",
            hint="write the plan with Terraform 0.12 or later, or update hds-policy",
        )
    return int(match[1]), int(match[2])


def _block(change: Change, configuration: PlanConfiguration) -> PlanBlock | None:
    return configuration.block(tuple(step.name for step in change.path), change.block)


def _resource(change: Change, configuration: PlanConfiguration, providers: PlanProviders, budget: Budget) -> Resource:
    block = _block(change, configuration)
    attributes: dict[str, Value] = attributes_of(
        change.address, change.values, change.unknown, change.sensitive, budget
    )
    if block is not None:
        attributes = without_provider_choices(change.type, attributes, block.expressions)
    provider = providers.of_resource(block, change.provider_name)
    return Resource(
        address=change.address,
        type=change.type,
        name=change.name,
        root=".",
        provider=with_own_region(provider, change.type, attributes),
        attributes=attributes,
        is_data=change.is_data,
        symbolic=change.symbolic,
    )


def _references(
    changes: list[Change], configuration: PlanConfiguration, budget: Budget
) -> tuple[set[Reference], list[Unread]]:
    instances = [PlanInstance(change.address, change.path, change.block, change.key) for change in changes]
    finder = PlanReferences(configuration, instances, budget)
    found: set[Reference] = set()
    try:
        for change, instance in zip(changes, instances, strict=True):
            block = _block(change, configuration)
            for path, target in () if block is None else finder.of_instance(instance, block):
                if target.address != change.address:
                    budget.charge_references(1)
                    found.add(Reference(change.address, target.address, path, target.attribute))
    except LimitError as error:
        return found, [Unread(change.address, Cause.LIMIT_EXCEEDED, f"references: {error}")]
    return found, []
