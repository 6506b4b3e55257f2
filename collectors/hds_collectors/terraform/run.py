"""What the modules of one run share: the budget, the loader, and the gaps that are found on the way."""

from __future__ import annotations

from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.loader import Loader
from hds_collectors.terraform.tree_files import TreeFiles
from hds_policy.model import Cause, SourceRange, Unread


class Run:
    """One run of the collector.

    Attributes:
        files: reads the files of the tree that expressions name.
        users: root modules that use each folder.
        workspace: name of the Terraform workspace; empty when it is not told.
        not_instantiated: resource blocks that certainly have no instance.
    """

    def __init__(self, loader: Loader, budget: Budget, workspace: str = "") -> None:
        self.loader = loader
        self.workspace = workspace
        self.budget = budget
        self.files = TreeFiles(loader.folder, budget)
        self.users: dict[str, str] = {}
        self.not_instantiated = 0
        self._gaps: dict[tuple[str, Cause, SourceRange | None, str], Unread] = {}

    def gap(self, what: str, cause: Cause, detail: str, location: SourceRange | None, root: str) -> None:
        """Record something that could not be read; the same gap of several instances once, and a bound once a block."""
        shown = "" if cause is Cause.LIMIT_EXCEEDED and location is not None else what
        self._gaps.setdefault((shown, cause, location, root), Unread(what, cause, detail, location, root))

    def gaps(self) -> list[Unread]:
        """Everything recorded."""
        return list(self._gaps.values())
