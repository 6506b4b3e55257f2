"""Which provider configuration a resource of a plan uses, and its arguments.

A plan names it by ``provider_config_key``, which is opaque. Three forms exist: the key of an entry with arguments; the
key of an entry without any that a module takes from its caller; and, up to Terraform 1.0, the last module name and a
colon before the provider name, which is no key at all. What a module call passes by ``providers`` is not in the plan;
from Terraform 1.5 on it is followed before the plan is written, so that what is left is inheritance by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hds_collectors.terraform.finish import finish
from hds_collectors.terraform.json_members import as_object, as_text
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.plan_configuration import PlanBlock, PlanConfiguration, is_expression
from hds_collectors.terraform.plan_variables import PlanVariables
from hds_collectors.terraform.values import unresolved
from hds_policy.model import ProviderConfig, Value

_HOSTS = ("registry.terraform.io/", "registry.opentofu.org/")
_PLACE_ARGUMENTS = ("api", "api_url", "auth_url", "endpoint", "endpoints", "host", "location", "region", "zone")
"""Arguments of providers that tell where resources lie or who hosts them."""

Entry = Mapping[str, Any]


class PlanProviders:
    """Provider configurations of a plan.

    Args:
        follows: whether the version that wrote the plan follows what module calls pass.
    """

    def __init__(
        self, configuration: PlanConfiguration, variables: PlanVariables, budget: Budget, *, follows: bool
    ) -> None:
        self._configuration = configuration
        self._variables = variables
        self._budget = budget
        self._follows = follows
        self._known: dict[tuple[tuple[str, ...], str, str], ProviderConfig] = {}

    def of_resource(self, block: PlanBlock | None, provider_name: str) -> ProviderConfig:
        """Configuration of a resource.

        Args:
            block: its block; None when the plan does not show it.
            provider_name: source of the provider, as the plan gives it for the instance.
        """
        key = "" if block is None else block.provider_key
        place = (() if block is None else block.module, key, provider_name)
        if place not in self._known:
            self._known[place] = self._find(*place)
        return self._known[place]

    def _find(self, module: tuple[str, ...], key: str, provider_name: str) -> ProviderConfig:
        short = provider_name.rpartition("/")[2]
        if not key:
            return unknown_provider(short, _source(provider_name), "", "the plan does not tell its configuration")
        entries = self._configuration.providers
        entry = entries.get(key)
        prefix, _, local = key.rpartition(":")
        if entry is not None and ("expressions" in entry or not (entry.get("module_address") or prefix)):
            return self._configured(entry, short)
        name, _, alias = local.partition(".")
        alias = alias or as_text((entry or {}).get("alias"))
        source = as_text((entry or {}).get("full_name")) or provider_name
        if entry is None and not prefix and not alias and not self._of_source(source, name):
            return ProviderConfig(name, _source(source), "", {}, None, declared=False)
        return self._passed(module, name, source, alias)

    def _of_source(self, source: str, name: str) -> list[Entry]:
        """Entries with arguments of their own, for the same provider."""
        return [
            entry
            for entry in self._configuration.providers.values()
            if ("expressions" in entry or not entry.get("module_address")) and _same(entry, source, name)
        ]

    def _passed(self, module: tuple[str, ...], name: str, source: str, alias: str) -> ProviderConfig:
        """A configuration that a module gets from its caller: known as far as all that it can be agree."""
        above = {".".join(f"module.{step}" for step in module[:depth]) for depth in range(len(module) + 1)}
        if self._follows and not alias:
            return self._inherited(module, name, source)
        # Old versions give the last step of a module address only.
        above |= {f"module.{step}" for step in module}
        entries = [entry for entry in self._of_source(source, name) if as_text(entry.get("module_address")) in above]
        candidates = [self._configured(entry, name) for entry in entries]
        if not any(not as_text(e.get("module_address")) and not as_text(e.get("alias")) for e in entries):
            # Without a block for it, the default configuration takes its values from the environment.
            candidates.append(ProviderConfig(name, _source(source), "", {}, None, declared=False))
        if len(candidates) == 1:
            return candidates[0]
        if alias or self._differ(candidates):
            return unknown_provider(
                name, _source(source), alias, f"a plan does not tell which {name} configuration the module is given"
            )
        return candidates[0]

    def _inherited(self, module: tuple[str, ...], name: str, source: str) -> ProviderConfig:
        """The default configuration of the nearest module above that has one."""
        for depth in range(len(module) - 1, -1, -1):
            prefix = ".".join(f"module.{step}" for step in module[:depth])
            entry = self._configuration.providers.get(f"{prefix}:{name}" if prefix else name)
            if entry is not None and _same(entry, source, name) and ("expressions" in entry or not prefix):
                return self._configured(entry, name)
        return ProviderConfig(name, _source(source), "", {}, None, declared=False)

    @staticmethod
    def _differ(candidates: list[ProviderConfig]) -> bool:
        return any(candidate.attributes != candidates[0].attributes for candidate in candidates)

    def _configured(self, entry: Entry, short: str) -> ProviderConfig:
        local, _, alias = as_text(entry.get("name")).partition(".")
        module = tuple(as_text(entry.get("module_address")).removeprefix("module.").split(".module."))
        names = () if module == ("",) else module
        attributes: dict[str, Value] = {}
        for name, expression in as_object(entry.get("expressions")).items():
            attributes[name] = finish(name, self._value(expression, names), self._budget)
        full = as_text(entry.get("full_name"))
        alias = alias or as_text(entry.get("alias"))
        declared = bool(alias) or "expressions" in entry
        return ProviderConfig(local or short, _source(full), alias, attributes, declared=declared)

    def _value(self, expression: Any, module: tuple[str, ...]) -> Any:
        """Value of an argument, or of nested blocks."""
        if isinstance(expression, list):
            return [self._value(item, module) for item in expression]
        if isinstance(expression, dict) and not is_expression(expression):
            return {name: self._value(inner, module) for name, inner in expression.items()}
        return self._variables.value(expression, module)


def unknown_provider(name: str, source: str, alias: str, detail: str) -> ProviderConfig:
    """A provider configuration of which nothing is known."""
    return ProviderConfig(name, source, alias, dict.fromkeys(_PLACE_ARGUMENTS, unresolved(detail)))


def _same(entry: Entry, source: str, name: str) -> bool:
    """Whether an entry configures a provider; by its source, or by its name where a plan gives no sources."""
    full = as_text(entry.get("full_name"))
    if full and "/" in source:
        return _source(full) == _source(source)
    return as_text(entry.get("name")).partition(".")[0] in {name, source.rpartition("/")[2]}


def _source(full_name: str) -> str:
    for host in _HOSTS:
        if full_name.startswith(host):
            return full_name.removeprefix(host)
    return full_name if "/" in full_name else ""
