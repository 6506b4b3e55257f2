"""Values of expressions of a plan's configuration: constants, variables, and data sources that were read.

A plan gives the references of an expression, not the expression: what is made of several references, or of one that is
used twice, has no value here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hds_collectors.terraform.addresses import tokens
from hds_collectors.terraform.json_members import as_object, as_texts
from hds_collectors.terraform.plan_configuration import PlanConfiguration, references_of
from hds_collectors.terraform.values import SENSITIVE, unresolved

_DEEPEST = 50
_MISSING = object()


class PlanVariables:
    """Variables of a plan, by module.

    Args:
        content: the plan.
        read: attributes of the data sources that were read, by address.
    """

    def __init__(
        self, content: Mapping[str, Any], configuration: PlanConfiguration, read: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self._given = as_object(content.get("variables"))
        self._configuration = configuration
        self._read = read

    def value(self, expression: Any, module: tuple[str, ...], depth: int = 0) -> Any:
        """Value of an expression in a module; Unknown when the plan does not tell it."""
        expression = as_object(expression)
        if "constant_value" in expression:
            return expression["constant_value"]
        references = references_of(expression)
        listed = as_texts(expression.get("references"))
        if len(references) != 1 or listed.count(references[0]) != 1 or depth > _DEEPEST:
            return unresolved("a plan does not show how the value is made")
        reference = references[0]
        parts = tokens(reference)
        if parts and parts[0].name == "data" and not module:
            return self._of_data(reference)
        if len(parts) < 2 or parts[0].name != "var":
            return unresolved(f"{reference} is not in the plan", reference)
        found = self._variable(parts[1].name, module, depth)
        for part in parts[2:]:
            step = part.name or part.key
            if isinstance(found, list) and isinstance(step, int):
                found = found[step] if step < len(found) else None
            else:
                found = found.get(step) if isinstance(found, dict) else unresolved(f"{reference} cannot be told")
        # An empty value is what conditions and defaults in the expression ask about.
        return unresolved(f"{reference} has no value") if found is None or found == "" else found

    def _variable(self, name: str, module: tuple[str, ...], depth: int) -> Any:
        known = self._configuration.modules.get(module)
        declared = as_object(known.variables.get(name)) if known else {}
        if declared.get("sensitive") is True:
            return SENSITIVE
        if not module:
            given = as_object(self._given.get(name)).get("value", _MISSING)
            return declared.get("default") if given is _MISSING else given
        passed = known.call.expressions.get(name) if known and known.call else None
        if passed is None:
            return declared.get("default")
        return self.value(passed, module[:-1], depth + 1)

    def _of_data(self, reference: str) -> Any:
        """Attribute of a data source that was read before the plan, e.g. ``data.aws_region.current.name``."""
        address, _, attribute = reference.rpartition(".")
        found = self._read.get(address, {}).get(attribute)
        return unresolved(f"{reference} is not in the plan", reference) if found is None else found
