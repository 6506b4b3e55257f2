"""What an expression can see: the module it stands in and the names bound around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.values import Term, unresolved


class Module(Protocol):
    """Names of a module instance, as an expression in it sees them."""

    budget: Budget

    def lookup(self, names: tuple[str, ...]) -> tuple[Term, int]:
        """Value of the object that ``names`` begins with, and how many names that took.

        ``("var", "a", "b")`` gives the value of ``var.a`` and 2. What is not declared gives Unknown.
        """


class Scope:
    """A module and the names bound by ``for``, ``each``, ``count`` and ``dynamic``."""

    __slots__ = ("budget", "module", "names")

    def __init__(self, module: Module, names: Mapping[str, Term]) -> None:
        self.module = module
        self.names = names
        self.budget = module.budget

    def bind(self, names: Mapping[str, Term]) -> Scope:
        """The same scope with more names bound."""
        return Scope(self.module, {**self.names, **names})


class NoModule:
    """The scope of constant expressions (tfvars, type defaults): no name has a value."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def lookup(self, names: tuple[str, ...]) -> tuple[Term, int]:
        """Nothing is declared here."""
        return unresolved(f"{names[0]} has no meaning here"), len(names)
