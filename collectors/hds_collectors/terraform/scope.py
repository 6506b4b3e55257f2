"""What an expression can see: the module it stands in and the names bound around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.tree_files import TreeFiles
from hds_collectors.terraform.values import Term, invalid, unresolved


class Surroundings(Protocol):
    """What all modules of a run share, as far as an expression may use it."""

    files: TreeFiles


class Module(Protocol):
    """Names of a module instance, as an expression in it sees them."""

    budget: Budget

    @property
    def run(self) -> Surroundings | None:
        """The run it belongs to; None where expressions read no files."""

    @property
    def folders(self) -> tuple[str, ...]:
        """Folder of each module from the root to this one."""

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

    run = None
    folders: tuple[str, ...] = ()

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def lookup(self, names: tuple[str, ...]) -> tuple[Term, int]:
        """Nothing is declared here."""
        return unresolved(f"{names[0]} has no meaning here"), len(names)


class TemplateModule:
    """The scope of a template file: only the variables it is given have a value."""

    def __init__(self, module: Module) -> None:
        self.budget = module.budget
        self.run = module.run
        self.folders = module.folders

    def lookup(self, names: tuple[str, ...]) -> tuple[Term, int]:
        """Terraform refuses a template that uses a variable it is not given."""
        return invalid(f"the template uses {names[0]}, which it is not given"), len(names)
