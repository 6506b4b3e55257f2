"""From the module instances of a root to the resources and references of the model."""

from __future__ import annotations

from collections.abc import Iterator

from hds_collectors.terraform.blocks import argument_names
from hds_collectors.terraform.configuration import Configuration
from hds_collectors.terraform.finish import finish
from hds_collectors.terraform.limits import LimitError
from hds_collectors.terraform.loader import Missing
from hds_collectors.terraform.module import ModuleInstance
from hds_collectors.terraform.provider_tags import merged_tags
from hds_collectors.terraform.references import ReferenceFinder
from hds_collectors.terraform.resource_instance import ResourceInstance
from hds_collectors.terraform.run import Run
from hds_policy.model import Cause, Reference, Resource, Value


class Emission:
    """Collects what the roots of one run hold."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.resources: list[Resource] = []
        self.references: list[Reference] = []

    def add(self, root: ModuleInstance) -> None:
        """Add a root module and all modules below it."""
        finder = ReferenceFinder()
        pending = [root]
        while pending:
            module = pending.pop()
            for key in module.configuration.resources:
                _, instances = module.resource_instances(key)
                if not instances and not key[0]:
                    self._run.not_instantiated += 1
                for instance in instances:
                    self._resource(instance, key[1], key[2], module)
                    self._references(instance, module, finder)
            for name in module.configuration.calls:
                _, children = module.children(name)
                if not isinstance(children, Missing):
                    pending.extend(children)
                    if not children:
                        self._run.not_instantiated += self._never_made(module, name)

    def _resource(self, instance: ResourceInstance, type_name: str, name: str, module: ModuleInstance) -> None:
        declaration = instance.declaration
        budget = self._run.budget
        attributes: dict[str, Value] = {}
        for argument in argument_names(declaration):
            value = instance.configured(argument)
            if value is not None or argument in declaration.body.attributes:
                attributes[argument] = finish(argument, value, budget)
        provider = module.providers.of_resource(declaration, type_name, instance.scope)
        if not instance.is_data:
            attributes.update(merged_tags(type_name, attributes, provider))
        self.resources.append(
            Resource(
                address=instance.address,
                type=type_name,
                name=name,
                root=module.root,
                provider=provider,
                attributes=attributes,
                location=declaration.location(),
                lines=declaration.lines(),
                is_data=instance.is_data,
                symbolic=instance.symbolic or module.symbolic,
            )
        )

    def _references(self, instance: ResourceInstance, module: ModuleInstance, finder: ReferenceFinder) -> None:
        prefix = "" if module.root == "." else f"{module.root}:"
        budget = self._run.budget
        try:
            budget.charge_references(0)
            for path, target in finder.of_resource(instance, module):
                if target.address != instance.address:
                    budget.charge_references(1)
                    self.references.append(
                        Reference(prefix + instance.address, prefix + target.address, path, target.attribute)
                    )
        except LimitError as error:
            location = instance.declaration.location()
            self._run.gap(instance.address, Cause.LIMIT_EXCEEDED, f"references: {error}", location, module.root)

    def _never_made(self, module: ModuleInstance, name: str) -> int:
        """Resource blocks of a module call without instances, those of the modules it calls included."""
        folder, configuration = module.called(name)
        return 0 if configuration is None else sum(self._blocks(folder, configuration, frozenset()))

    def _blocks(self, folder: str, configuration: Configuration, seen: frozenset[str]) -> Iterator[int]:
        yield configuration.resource_blocks()
        for declaration in configuration.calls.values():
            source = declaration.expression("source")
            found = self._run.loader.find(folder, source, ".", ()) if isinstance(source, str) else None
            if isinstance(found, tuple) and found[0] not in seen and len(seen) < self._run.budget.limits.module_depth:
                self._run.budget.charge(1)
                yield from self._blocks(found[0], found[1], seen | {folder})
