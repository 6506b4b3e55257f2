"""A module instance: its names, evaluated lazily and once."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

from hds_collectors.terraform.configuration import Configuration, Declaration
from hds_collectors.terraform.evaluator import evaluate
from hds_collectors.terraform.guard import Memo, deferred, guarded
from hds_collectors.terraform.instances import SYMBOLIC_SUFFIX, Expansion, Instance, expand
from hds_collectors.terraform.loader import Missing, shown_source
from hds_collectors.terraform.providers import Providers
from hds_collectors.terraform.remote_modules import module_type
from hds_collectors.terraform.resource_instance import ResourceInstance
from hds_collectors.terraform.run import Run
from hds_collectors.terraform.scope import Scope
from hds_collectors.terraform.values import SENSITIVE, Lazy, Term, combine, unresolved
from hds_collectors.terraform.variables import value_of
from hds_policy.model import Cause, SourceRange, Unknown

Key = tuple[bool, str, str]
CALL_META = frozenset({"source", "version", "count", "for_each", "providers", "depends_on"})


class ModuleInstance(Lazy):
    """One instance of a module.

    Args:
        run: what the run shares.
        configuration: of its folder.
        folders: folder of each module from the root to this one.
        root: printable root module folder.
        given: variables the caller passes, evaluated when asked for.
        instance: instance of the module call; None for a root.
        parent: calling module; None for a root.
        call: name of the module call.
    """

    def __init__(  # noqa: PLR0913  # all of it is what makes an instance; a holder for the arguments would hide it
        self,
        run: Run,
        configuration: Configuration,
        folders: tuple[str, ...],
        root: str,
        given: Mapping[str, Callable[[], Term]],
        *,
        parent: ModuleInstance | None = None,
        call: str = "",
        instance: Instance | None = None,
    ) -> None:
        self.run = run
        self.budget = run.budget
        self.configuration = configuration
        self.folders = folders
        self.root = root
        self.given = given
        self.parent = parent
        self.call = call
        self.instance = instance
        self.path: tuple[str, ...] = () if parent is None else (*parent.path, call)
        suffix = "" if instance is None else instance.suffix
        self.prefix: str = "" if parent is None else f"{parent.prefix}module.{call}{suffix}."
        self.scope = Scope(self, {})
        self.providers = self._make_providers()
        self._memo = Memo()
        self._resources: dict[Key, tuple[Expansion, tuple[ResourceInstance, ...]]] = {}
        self._children: dict[str, tuple[Expansion, tuple[ModuleInstance, ...] | Missing]] = {}
        run.users.setdefault(folders[-1], root)

    def _make_providers(self) -> Providers:
        if self.parent is None or self.instance is None:
            return Providers(self.configuration, self.scope)
        caller = Scope(self.parent, self.instance.names)
        declaration = self.parent.configuration.calls[self.call]
        passed = self.parent.providers.for_call(declaration, self.configuration, caller)
        return Providers(self.configuration, self.scope, self.parent.providers, passed)

    def lookup(self, names: tuple[str, ...]) -> tuple[Term, int]:
        """See ``scope.Module.lookup``."""
        first = names[0]
        if first in _NAMED and len(names) > 1:
            return _NAMED[first](self, names[1]), 2
        if first == "data" and len(names) > 2:
            return self._resource((True, names[1], names[2])), 3
        if first == "resource" and len(names) > 2:
            return self._resource((False, names[1], names[2])), 3
        if first in _MEANINGLESS or len(names) < 2:
            return unresolved(f"{first} has no value here"), len(names)
        return self._resource((False, first, names[1])), 2

    def variable(self, name: str) -> Term:
        """Value of ``var.name``."""
        declaration = self.configuration.variables.get(name)
        if declaration is None:
            return unresolved(f"var.{name} is not declared")
        given = self.given.get(name)
        return self._memo.get(("var", name), f"var.{name}", lambda: value_of(name, declaration, given, self.budget))

    def local(self, name: str) -> Term:
        """Value of ``local.name``."""
        argument = self.configuration.locals.get(name)
        if argument is None:
            return unresolved(f"local.{name} is not declared")
        expression = argument.attribute.expression
        return self._memo.get(("local", name), f"local.{name}", lambda: evaluate(expression, self.scope))

    def output(self, name: str) -> Term:
        """Value of an output, as the calling module sees it."""
        shown = f"{self.prefix}{name}"
        declaration = self.configuration.outputs.get(name)
        if declaration is None:
            return unresolved(f"{shown} is not declared")
        for mark in ("sensitive", "ephemeral"):
            if declaration.expression(mark) not in (None, False, "false"):
                return SENSITIVE
        return self._memo.get(("output", name), shown, lambda: evaluate(declaration.expression("value"), self.scope))

    def attribute(self, name: str) -> Term:
        """A module instance seen from an expression: its outputs."""
        return self.output(name)

    def unknown(self) -> Unknown:
        """Stand-in for the module object as a whole."""
        return unresolved(f"{self.prefix.rstrip('.')} is an object with outputs", self.prefix.rstrip("."))

    def _path(self, name: str) -> Term:
        if name == "cwd":
            return unresolved("path.cwd depends on where Terraform runs")
        if name == "root":
            return "."
        return posixpath.relpath(self.folders[-1], self.folders[0]) if name == "module" else unresolved("path")

    def _terraform(self, name: str) -> Term:
        if name == "workspace" and self.run.workspace:
            return self.run.workspace
        return unresolved(f"terraform.{name} depends on the run")

    def _resource(self, key: Key) -> Term:
        _, type_name, name = key
        if key not in self.configuration.resources:
            return unresolved(f"{self.address(key)} is not declared", self.address(key))
        return self._memo.get(("resource", key), f"{type_name}.{name}", lambda: self._resource_object(key))

    def _resource_object(self, key: Key) -> Term:
        expansion, instances = self.resource_instances(key)
        return _object(expansion, instances, self.address(key))

    def address(self, key: Key) -> str:
        """Address of a resource block in this module instance."""
        is_data, type_name, name = key
        return f"{self.prefix}{'data.' if is_data else ''}{type_name}.{name}"

    def resource_instances(self, key: Key) -> tuple[Expansion, tuple[ResourceInstance, ...]]:
        """Instances of a resource block."""
        known = self._resources.get(key)
        if known is None:
            declaration = self.configuration.resources[key]
            cost = 1 + (len(declaration.body.attributes) + len(declaration.body.blocks)) // 16
            expansion = self._expand(declaration, self.address(key), self.budget.instances // cost)
            if expansion.kind != "single":
                self.budget.instances -= cost * len(expansion.instances)
            made = tuple(
                ResourceInstance(declaration, self, self.address(key), key[0], instance)
                for instance in expansion.instances
            )
            known = self._resources[key] = (expansion, made)
        return known

    def _expand(self, declaration: Declaration, address: str, left: int) -> Expansion:
        expansion = expand(declaration, self.scope, max(0, min(self.budget.limits.block_instances, left)))
        if expansion.reason is not None and expansion.reason.cause is Cause.LIMIT_EXCEEDED:
            self.gap(address, Cause.LIMIT_EXCEEDED, expansion.reason.detail, declaration.location())
        return expansion

    def _module(self, name: str) -> Term:
        if name not in self.configuration.calls:
            return unresolved(f"{self.prefix}module.{name} is not declared")
        return self._memo.get(("module", name), f"module.{name}", lambda: self._module_object(name))

    def _module_object(self, name: str) -> Term:
        expansion, children = self.children(name)
        address = f"{self.prefix}module.{name}"
        if isinstance(children, Missing):
            return Unknown(children.cause, f"{address} is not available: {children.detail}", (address,))
        return _object(expansion, children, address)

    def children(self, name: str) -> tuple[Expansion, tuple[ModuleInstance, ...] | Missing]:
        """Instances of a module call; Missing when its content is not available."""
        known = self._children.get(name)
        if known is None:
            known = self._children[name] = self._make_children(name)
        return known

    def _make_children(self, name: str) -> tuple[Expansion, tuple[ModuleInstance, ...] | Missing]:
        declaration = self.configuration.calls[name]
        address = f"{self.prefix}module.{name}"
        found = self._find(name, declaration)
        blocks = 1 if isinstance(found, Missing) else 1 + len(found[1].resources)
        expansion = self._expand(
            declaration, address, min(self.budget.instances // blocks, self.budget.module_instances)
        )
        if not expansion.instances:
            return expansion, ()
        if not isinstance(found, Missing):
            found = self._affordable(found, len(expansion.instances), blocks)
        if isinstance(found, Missing):
            self.budget.module_instances -= len(expansion.instances)
            self.gap(self._block_address(name), found.cause, found.detail, declaration.location())
            return expansion, found
        return expansion, tuple(self._child(name, declaration, found, instance) for instance in expansion.instances)

    def remote_instances(self, name: str) -> tuple[ResourceInstance, ...]:
        """Instances of a module call whose content is not there, each as a resource with the inputs as arguments."""
        declaration, address = self.configuration.calls[name], f"{self.prefix}module.{name}"
        made = self.children(name)[0].instances
        return tuple(ResourceInstance(declaration, self, address, False, instance) for instance in made)

    def _affordable(
        self, found: tuple[str, Configuration], count: int, blocks: int
    ) -> tuple[str, Configuration] | Missing:
        """Pay for ``count`` instances of a module of so many blocks; Missing when that is over a bound."""
        if found[0] in self.folders:
            return Missing(Cause.LIMIT_EXCEEDED, "the module calls itself")
        if len(self.folders) > self.budget.limits.module_depth:
            return Missing(Cause.LIMIT_EXCEEDED, f"modules nested deeper than {self.budget.limits.module_depth}")
        self.budget.module_instances -= count
        self.budget.instances -= count * blocks
        if self.budget.module_instances < 0 or self.budget.instances < 0:
            return Missing(Cause.LIMIT_EXCEEDED, "more module instances than are evaluated")
        return found

    def _find(self, name: str, declaration: Declaration) -> tuple[str, Configuration] | Missing:
        source = guarded(lambda: evaluate(declaration.expression("source"), self.scope))
        unknown = combine((source,))
        if unknown is not None or not isinstance(source, str):
            detail = "its source is not a string" if unknown is None else f"its source is unknown: {unknown.detail}"
            return Missing(Cause.MODULE_NOT_AVAILABLE, detail)
        found = self.run.loader.find(self.folders[-1], source, self.folders[0], (*self.path, name))
        if isinstance(found, Missing):
            return Missing(found.cause, f"{found.detail} ({shown_source(source)})", module_type(source))
        return found

    def _child(
        self, name: str, declaration: Declaration, found: tuple[str, Configuration], instance: Instance
    ) -> ModuleInstance:
        scope = Scope(self, instance.names)
        given: dict[str, Callable[[], Term]] = {
            key: deferred(attribute.expression, scope)
            for key, attribute in declaration.body.attributes.items()
            if key not in CALL_META
        }
        folder, configuration = found
        folders = (*self.folders, folder)
        return ModuleInstance(
            self.run, configuration, folders, self.root, given, parent=self, call=name, instance=instance
        )

    def called(self, name: str) -> tuple[str, Configuration | None]:
        """Folder and configuration that a module call leads to, with or without instances; None when not available."""
        found = self._find(name, self.configuration.calls[name])
        return ("", None) if isinstance(found, Missing) else found

    @property
    def symbolic(self) -> bool:
        """Whether this stands for an unknown number of module instances."""
        own = self.instance is not None and self.instance.suffix == SYMBOLIC_SUFFIX
        return own or (self.parent is not None and self.parent.symbolic)

    def _block_address(self, name: str) -> str:
        """Address of a module call without instance keys, so that a gap of many instances is one gap."""
        return ".".join(f"module.{step}" for step in (*self.path, name))

    def release(self) -> None:
        """Let go of everything, modules below included; the instance is of no use afterwards.

        Instances, scopes and resources refer to each other, and a run collects no such cycles: without this the trees
        of all files would stay in memory as long as the run lasts.
        """
        for _, children in self._children.values():
            for child in () if isinstance(children, Missing) else children:
                child.release()
        self.__dict__.clear()

    def gap(self, what: str, cause: Cause, detail: str, location: SourceRange | None) -> None:
        """Record something of this module that could not be read."""
        self.run.gap(what, cause, detail, location, self.root)


def _object(expansion: Expansion, instances: tuple[Term, ...], address: str) -> Term:
    """What an expression sees under the address of a block with these instances."""
    if expansion.kind == "single":
        return instances[0]
    if expansion.kind == "count":
        return list(instances)
    if expansion.kind == "each":
        return {instance.key: made for instance, made in zip(expansion.instances, instances, strict=True)}
    reason = expansion.reason or unresolved("")
    references = tuple(dict.fromkeys((address, *reason.references)))
    return Unknown(reason.cause, f"the instances of {address} are not known: {reason.detail}", references)


_NAMED: dict[str, Callable[[ModuleInstance, str], Term]] = {
    "var": ModuleInstance.variable,
    "local": ModuleInstance.local,
    "module": ModuleInstance._module,  # a table of this class's own methods
    "path": ModuleInstance._path,
    "terraform": ModuleInstance._terraform,
}
_MEANINGLESS = frozenset({"each", "count", "self", "ephemeral", "data", "resource", "var", "local", "module", "path"})
