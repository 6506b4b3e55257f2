"""A resource or data source instance as expressions see it."""

from __future__ import annotations

from hds_collectors.terraform.blocks import META, argument
from hds_collectors.terraform.configuration import Declaration
from hds_collectors.terraform.guard import Memo
from hds_collectors.terraform.instances import SYMBOLIC_SUFFIX, Instance
from hds_collectors.terraform.scope import Module, Scope
from hds_collectors.terraform.values import Computed, Lazy, Term
from hds_policy.model import Cause, Unknown


class ResourceInstance(Lazy):
    """One instance of a resource block.

    Args:
        declaration: its block.
        module: module instance it belongs to.
        address: address of the block, without instance key, module path included.
        is_data: a data source.
        instance: its key and the names it binds.
    """

    __slots__ = ("_computed", "_memo", "address", "declaration", "is_data", "key", "scope", "symbolic")

    def __init__(
        self, declaration: Declaration, module: Module, address: str, is_data: bool, instance: Instance
    ) -> None:
        self.declaration = declaration
        self.is_data = is_data
        self.address = address + instance.suffix
        self.key = instance.key
        self.symbolic = instance.suffix == SYMBOLIC_SUFFIX
        self.scope = Scope(module, instance.names)
        self._memo: Memo | None = None
        self._computed: dict[str, Unknown] | None = None

    def configured(self, name: str) -> Term:
        """Value of an argument or nested block type; None when it is not set."""
        attribute = self.declaration.body.attributes.get(name)
        if attribute is not None and type(attribute.expression) is str and not self.declaration.body.blocks:
            return attribute.expression
        if self._memo is None:
            self._memo = Memo()
        return self._memo.get(name, f"{self.address}.{name}", lambda: argument(self.declaration.body, name, self.scope))

    def attribute(self, name: str) -> Term:
        """Value another expression sees: the configured one, else Unknown, as the provider computes it."""
        value = None if name in META else self.configured(name)
        if value is not None:
            return value
        if self._computed is None:
            self._computed = {}
        if name not in self._computed:
            unknown = self._unknown(f"{self.address}.{name}")
            self._computed[name] = Computed(unknown.cause, unknown.detail, unknown.references)
        return self._computed[name]

    def unknown(self) -> Unknown:
        """Stand-in for the whole object."""
        return self._unknown(self.address)

    def _unknown(self, address: str) -> Unknown:
        if self.is_data:
            return Unknown(Cause.UNRESOLVED_VALUE, f"{address} is read at run time", (address,))
        return Unknown(Cause.KNOWN_AFTER_APPLY, f"{address} is known after apply", (address,))
