"""Files that expressions read with ``file``, ``fileset`` and the like: regular files of the scanned tree, nothing else.

A path is relative to the root module folder, as when Terraform runs there. No link is followed on any step of it.
"""

from __future__ import annotations

import os
import posixpath
import stat
from pathlib import Path

from hds_collectors.terraform.file_patterns import SEPARATOR, Pattern, matcher
from hds_collectors.terraform.folder import Folder, RefusedError, printable, read_regular
from hds_collectors.terraform.limits import Budget, LimitError
from hds_collectors.terraform.syntax import Expression
from hds_policy.model import Cause

_UNSTABLE = frozenset({".git"})
"""Folders whose content differs between two checkouts of the same commit."""

_LINK = "symbolic link: not followed"
_DEEPEST = 64


class NoFileError(Exception):
    """There is no such file in the tree."""


class TreeFiles:
    """Reads files of one tree for expressions, each once, within the limits of the run.

    Attributes:
        templates: parsed templates by their text, kept for the next instance that renders them.
    """

    def __init__(self, folder: Folder, budget: Budget) -> None:
        self._folder = folder
        self._budget = budget
        self._known: dict[str, bytes | RefusedError | NoFileError] = {}
        self._plain: dict[str, bool | None] = {".": True}
        self._bytes = budget.limits.value_bytes
        self.templates: dict[str, Expression] = {}

    def read(self, root: str, path: str) -> bytes:
        """Bytes of a file; it becomes an input of the inventory.

        Args:
            root: root module folder, relative to the scanned tree.
            path: as the expression has it, relative to ``root``.

        Raises:
            NoFileError: nothing is there.
            RefusedError: it is outside the tree, reached by a link, no regular file, too large or not readable.
            LimitError: the run has read more files, or more bytes, than it may.
        """
        place = self.place(root, path)
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = self._read(place)
        if isinstance(known, Exception):
            raise known
        self._budget.charge(1 + len(known) // 64)
        return known

    def _read(self, place: str) -> bytes | RefusedError | NoFileError:
        if len(self._known) >= self._budget.limits.value_files:
            raise LimitError(f"expressions read more than {self._budget.limits.value_files} files")
        try:
            if self._kind(place) == 0:
                return NoFileError("no such file")
            data = read_regular(self._folder.base / place, self._budget.limits.value_file_bytes)
        except RefusedError as error:
            self._folder.skip_unseen(place, error.reason)
            return error
        self._bytes -= len(data)
        if self._bytes < 0:
            raise LimitError(f"expressions read more than {self._budget.limits.value_bytes} bytes")
        self._folder.record_value(place, data)
        return data

    def exists(self, root: str, path: str) -> bool:
        """Whether a path leads to a regular file.

        Raises:
            RefusedError: it is outside the tree, or a link stands on it.
        """
        return stat.S_ISREG(self._kind(self.place(root, path)))

    def place(self, root: str, path: str) -> str:
        """A path of an expression relative to the scanned tree; raises RefusedError when it leaves the tree."""
        if "\0" in path or "\\" in path or not path.isprintable():
            raise RefusedError(Cause.UNRESOLVED_VALUE, "a path with unusual characters: not read")
        if path.startswith(("/", "~")):
            raise RefusedError(Cause.ACCESS_DENIED, "an absolute path: not read")
        steps: list[str] = [] if root == "." else root.split("/")
        for step in path.split("/"):
            if step in ("", "."):
                continue
            if step == "..":
                if not steps:
                    raise RefusedError(Cause.ACCESS_DENIED, "a path out of the scanned folder: not read")
                self._check_folder("/".join(steps))
                steps.pop()
            else:
                steps.append(step)
        if not _UNSTABLE.isdisjoint(steps):
            raise RefusedError(Cause.UNRESOLVED_VALUE, "a file of the version control system: not read")
        return "/".join(steps) or "."

    def _kind(self, place: str) -> int:
        """Mode of what is at a place, 0 for nothing; raises RefusedError when a link stands on the way to it."""
        self._check_folder(posixpath.dirname(place) or ".")
        mode = self._mode(place)
        if stat.S_ISLNK(mode):
            raise RefusedError(Cause.ACCESS_DENIED, _LINK)
        return mode

    def _check_folder(self, place: str) -> bool:
        """Whether a folder is there; raises RefusedError when a link stands on the way."""
        if place not in self._plain:
            if place.count("/") > _DEEPEST:
                raise RefusedError(Cause.LIMIT_EXCEEDED, "a path of too many steps")
            outer = self._check_folder(posixpath.dirname(place) or ".")
            mode = self._mode(place) if outer else 0
            self._plain[place] = None if stat.S_ISLNK(mode) else stat.S_ISDIR(mode)
        plain = self._plain[place]
        if plain is None:
            raise RefusedError(Cause.ACCESS_DENIED, _LINK)
        return plain

    def _mode(self, place: str) -> int:
        self._budget.charge(1)
        try:
            return os.lstat(self._folder.base / place).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return 0
        except (OSError, ValueError) as error:
            raise RefusedError(Cause.ACCESS_DENIED, "cannot be looked at") from error

    def matching(self, root: str, path: str, pattern: str) -> list[str]:
        """Paths of the regular files below a folder that match a pattern, relative to that folder, sorted.

        Raises:
            RefusedError: outside the tree, by a link, or a link is among what matches.
            LimitError: there is more below the folder than is looked at.
        """
        start = self.place(root, path)
        found: list[str] = []
        if self._check_folder(start):
            self._collect(self._folder.base / start, "", matcher(pattern), found)
        return sorted(found)

    def _collect(self, folder: Path, prefix: str, pattern: Pattern, found: list[str]) -> None:
        if prefix.count(SEPARATOR) > _DEEPEST:
            raise LimitError("folders nested too deeply")
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            raise RefusedError(Cause.ACCESS_DENIED, "a folder that cannot be listed") from error
        self._budget.charge(1 + len(listed))
        self._budget.charge_elements(len(found) + len(listed))
        for entry in listed:
            name = prefix + entry.name
            matches, leads_on = pattern.matches(name), pattern.may_match_below(name)
            if not matches and not leads_on:
                continue
            if entry.is_symlink():
                raise RefusedError(Cause.ACCESS_DENIED, f"{printable(name)}: {_LINK}")
            if entry.is_dir(follow_symlinks=False):
                if leads_on and entry.name not in _UNSTABLE:
                    self._collect(folder / entry.name, name + SEPARATOR, pattern, found)
            elif matches and entry.is_file(follow_symlinks=False):
                found.append(name)
