"""From the module instances of a root to the resources and references of the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from hds_collectors.terraform.blocks import argument_names
from hds_collectors.terraform.configuration import Configuration, Declaration
from hds_collectors.terraform.finish import finish
from hds_collectors.terraform.limits import LimitError
from hds_collectors.terraform.loader import Missing
from hds_collectors.terraform.module import CALL_META, ModuleInstance
from hds_collectors.terraform.provider_tags import merged_tags
from hds_collectors.terraform.references import ReferenceFinder
from hds_collectors.terraform.remote_modules import provider_of
from hds_collectors.terraform.resource_instance import ResourceInstance
from hds_collectors.terraform.run import Run
from hds_collectors.terraform.written_documents import document
from hds_policy.model import Cause, ProviderConfig, Reference, Resource, Value


class Emission:
    """Collects what the roots of one run hold."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.resources: list[Resource] = []
        self.references: list[Reference] = []
        self.called: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
        """For module calls in files with comments for this tool: root and address prefix of each instance, by place."""

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
                if isinstance(children, Missing):
                    self._remote_call(name, children.type, module, finder)
                else:
                    pending.extend(children)
                    self._note_call(module.configuration.calls[name], children)
                    if not children:
                        self._run.not_instantiated += self._never_made(module, name)

    def _note_call(self, call: Declaration, children: Sequence[ModuleInstance]) -> None:
        if call.file.path in self._run.loader.comments:
            place = call.location()
            self.called[place.file, place.start_line] += [(child.root, child.prefix) for child in children]

    def _remote_call(self, name: str, type_name: str, module: ModuleInstance, finder: ReferenceFinder) -> None:
        """A call of a remote module that is not there: a resource for each instance, its inputs as attributes."""
        owner = provider_of(type_name)
        for instance in module.remote_instances(name) if type_name else ():
            provider = module.providers.of_remote_call(instance.declaration, owner, instance.scope)
            attributes = self._attributes(instance, module, CALL_META)
            attributes.update(merged_tags(f"{owner}_", attributes, provider))
            self._emit(instance, (type_name, name), module, provider, attributes)
            self._references(instance, module, finder)

    def _resource(self, instance: ResourceInstance, type_name: str, name: str, module: ModuleInstance) -> None:
        provider = module.providers.of_resource(instance.declaration, type_name, instance.scope)
        attributes = self._attributes(instance, module)
        if not instance.is_data:
            attributes.update(merged_tags(type_name, attributes, provider))
        self._emit(instance, (type_name, name), module, provider, attributes)

    def _attributes(
        self, instance: ResourceInstance, module: ModuleInstance, left_out: frozenset[str] = frozenset()
    ) -> dict[str, Value]:
        declaration = instance.declaration
        attributes: dict[str, Value] = {}
        for argument in argument_names(declaration):
            if argument not in left_out:
                value = instance.configured(argument)
                if value is not None or argument in declaration.body.attributes:
                    attributes[argument] = finish(
                        argument, document(instance, argument, value, module), self._run.budget
                    )
        return attributes

    def _emit(
        self,
        instance: ResourceInstance,
        labels: tuple[str, str],
        module: ModuleInstance,
        provider: ProviderConfig,
        attributes: dict[str, Value],
    ) -> None:
        self.resources.append(
            Resource(
                address=instance.address,
                type=labels[0],
                name=labels[1],
                root=module.root,
                provider=provider,
                attributes=attributes,
                location=instance.declaration.location(),
                lines=instance.declaration.lines(),
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
                        Reference(
                            prefix + instance.address,
                            prefix + target.address,
                            path,
                            target.attribute,
                            target.exact,
                            target.choice,
                            target.open,
                        )
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
