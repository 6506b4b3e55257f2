"""What other commits of the checked repository hold: read from git's objects, nothing of them is ever run."""

from hds_policy.history.changed import changed_since
from hds_policy.history.git import Repository
from hds_policy.history.tree import write_files

__all__ = ["Repository", "changed_since", "write_files"]
