"""Which provider configuration a resource uses: aliases, inheritance, and what a module call passes down.

Source: https://developer.hashicorp.com/terraform/language/modules/develop/providers
"""

from __future__ import annotations

from collections.abc import Mapping

from hds_collectors.terraform.blocks import argument
from hds_collectors.terraform.configuration import Configuration, Declaration, block_name
from hds_collectors.terraform.evaluator import evaluate
from hds_collectors.terraform.finish import finish
from hds_collectors.terraform.guard import guarded
from hds_collectors.terraform.instances import Expansion, Instance, expand
from hds_collectors.terraform.scope import Scope
from hds_collectors.terraform.syntax import Expression, Index, ObjectCons, Traversal
from hds_collectors.terraform.values import Term, combine, to_text, unresolved
from hds_policy.model import ProviderConfig, Unknown, Value

_META = frozenset({"alias", "version", "for_each"})
_HOSTS = ("registry.terraform.io/", "registry.opentofu.org/")


class Providers:
    """Provider configurations a module instance can use.

    Args:
        configuration: of the module.
        scope: of its provider blocks.
        parent: configurations of the calling module; None in a root.
        passed: what the call passes, by (full source, alias) in this module.
    """

    def __init__(
        self,
        configuration: Configuration,
        scope: Scope,
        parent: Providers | None = None,
        passed: Mapping[tuple[str, str], ProviderConfig] | None = None,
    ) -> None:
        self._configuration = configuration
        self._scope = scope
        self._parent = parent
        self._passed = passed or {}
        self._expansions: dict[tuple[str, str], Expansion] = {}
        self._known: dict[tuple[str, str, str], ProviderConfig] = {}

    def of_resource(self, declaration: Declaration, type_name: str, scope: Scope) -> ProviderConfig:
        """Configuration that a resource uses: its ``provider`` argument, else the default of its type."""
        attribute = declaration.body.attributes.get("provider")
        if attribute is None:
            return self._lookup(type_name.partition("_")[0], "", None)
        return self.resolve(attribute.expression, scope)

    def resolve(self, reference: Expression, scope: Scope) -> ProviderConfig:
        """Configuration that ``aws``, ``aws.us`` or ``aws.by[each.key]`` stands for."""
        key: Term = None
        if isinstance(reference, Index):
            keyed = reference.key
            key = guarded(lambda: evaluate(keyed, scope))
            reference = reference.object
        names = reference.names if isinstance(reference, Traversal) else ()
        if isinstance(reference, str):
            names = tuple(reference.split("."))
        if not 1 <= len(names) <= 2:
            return ProviderConfig("", attributes={}, declared=False)
        return self._lookup(names[0], names[1] if len(names) == 2 else "", key)

    def for_call(self, call: Declaration, child: Configuration, scope: Scope) -> dict[tuple[str, str], ProviderConfig]:
        """What a module call passes by its ``providers`` argument."""
        mapping = call.expression("providers")
        if not isinstance(mapping, ObjectCons):
            return {}
        result = {}
        for key, value in mapping.items:
            names = key.names if isinstance(key, Traversal) else tuple(key.split(".")) if isinstance(key, str) else ()
            if names:
                alias = names[1] if len(names) > 1 else ""
                result[full_source(child, names[0]), alias] = self.resolve(value, scope)
        return result

    def of_remote_call(self, call: Declaration, name: str, scope: Scope) -> ProviderConfig:
        """Configuration that a module which is not there gets for the provider ``name``."""
        mapping = call.expression("providers")
        for key, value in mapping.items if isinstance(mapping, ObjectCons) else ():
            if key == name:
                return self.resolve(value, scope)
        return self.default(f"hashicorp/{name}") or self._lookup(name, "", None)

    def _lookup(self, name: str, alias: str, key: Term) -> ProviderConfig:
        text = key if isinstance(key, Unknown) else to_text(key)
        cached = self._known.get((name, alias, repr(text)))
        if cached is None:
            cached = self._known[name, alias, repr(text)] = self._find(name, alias, text)
        return cached

    def _find(self, name: str, alias: str, key: Term) -> ProviderConfig:
        source = full_source(self._configuration, name)
        passed = self._passed.get((source, alias))
        if passed is not None:
            return passed
        block = self._configuration.providers.get((name, alias))
        if block is not None:
            return self._evaluated(block, name, alias, key)
        if alias == "" and self._parent is not None:
            inherited = self._parent.default(source)
            if inherited is not None:
                return inherited
        return ProviderConfig(name, self._configuration.sources.get(name, ""), alias, {}, None, declared=False)

    def default(self, source: str) -> ProviderConfig | None:
        """Default configuration of a provider by its full source, here or in a calling module; None without any."""
        passed = self._passed.get((source, ""))
        if passed is not None:
            return passed
        for name, alias in self._configuration.providers:
            if alias == "" and full_source(self._configuration, name) == source:
                return self._lookup(name, "", None)
        return None if self._parent is None else self._parent.default(source)

    def _evaluated(self, block: Declaration, name: str, alias: str, key: Term) -> ProviderConfig:
        chosen = self._instance(block, (name, alias), key)
        attributes: dict[str, Value] = {}
        for argument_name in _argument_names(block):
            if isinstance(chosen, Unknown):
                attributes[argument_name] = chosen
                continue
            inner = Scope(self._scope.module, chosen.names)
            value = argument(block.body, argument_name, inner)
            if value is not None:
                attributes[argument_name] = finish(argument_name, value, self._scope.budget)
        source = self._configuration.sources.get(name, "")
        return ProviderConfig(name, source, alias, attributes, block.location())

    def _instance(self, block: Declaration, place: tuple[str, str], key: Term) -> Instance | Unknown:
        """The instance of a provider block that a key selects; Unknown when that cannot be told."""
        expansion = self._expansions.get(place)
        if expansion is None:
            expansion = expand(block, self._scope, self._scope.budget.limits.block_instances)
            self._expansions[place] = expansion
        if expansion.kind == "single":
            return expansion.instances[0]
        unknown = expansion.reason or combine((key,))
        if unknown is not None:
            return unknown
        for instance in expansion.instances:
            if instance.key == key:
                return instance
        return unresolved("the provider configuration has no instance with this key")


def _argument_names(block: Declaration) -> list[str]:
    names = [*block.body.attributes, *(block_name(nested) for nested in block.body.blocks)]
    return [name for name in dict.fromkeys(names) if name not in _META]


def full_source(configuration: Configuration, name: str) -> str:
    """Registry source of a provider by its local name: as declared, else ``hashicorp/<name>`` as Terraform assumes."""
    source = configuration.sources.get(name, f"hashicorp/{name}").lower()
    for host in _HOSTS:
        source = source.removeprefix(host)
    return source if "/" in source else f"hashicorp/{source}"
