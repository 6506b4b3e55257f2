"""The scanned tree: which files there are, read once, no link followed out of it, nothing but regular files opened."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from hds_policy.model import Cause, Input, InputStatus, SourceRange, Unread

CONFIGURATION_SUFFIXES = (".tf", ".tofu", ".tf.json", ".tofu.json")
VARIABLE_SUFFIXES = (".tfvars", ".tfvars.json")
_SKIPPED_FOLDERS = {
    "node_modules": "installed packages are not configuration of this tree",
    ".terraform": "working folder of Terraform: read only for the modules it has installed",
    ".terragrunt-cache": "working folder of Terragrunt: copies of modules",
}
_WORKING_FOLDERS = frozenset({".git", ".terraform", ".terragrunt-cache"})
_HIDDEN = "hidden folder: not scanned"
_LFS = b"version https://git-lfs.github.com/spec/"


def is_configuration(name: str) -> bool:
    """Whether Terraform or OpenTofu loads a file of this name as configuration."""
    return name.endswith(CONFIGURATION_SUFFIXES)


def is_variables(name: str) -> bool:
    """Whether a file of this name holds variable values."""
    return name.endswith(VARIABLE_SUFFIXES)


def printable(path: str) -> str:
    """A path that can be shown: control characters and bytes that are not UTF-8 as ``\\xNN``."""
    if path.isprintable() and "\\" not in path:
        return path
    return "".join(c if c.isprintable() and c != "\\" else "".join(f"\\x{b:02x}" for b in os.fsencode(c)) for c in path)


class RefusedError(Exception):
    """A file is not read; the cause and the reason for a person."""

    def __init__(self, cause: Cause, reason: str) -> None:
        super().__init__(reason)
        self.cause = cause
        self.reason = reason


def read_regular(path: Path, limit: int) -> bytes:
    """Bytes of a regular file; neither a link nor a pipe, socket or device is opened or waited for.

    Raises:
        RefusedError: it is not a regular file, larger than ``limit`` bytes, not readable, or a Git LFS pointer.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise RefusedError(Cause.ACCESS_DENIED, "not a regular file: not opened")
        descriptor = os.open(path, flags)
    except OSError as error:
        reason = "symbolic link: not followed" if error.errno == errno.ELOOP else _reason(error)
        raise RefusedError(Cause.ACCESS_DENIED, reason) from error
    with open(descriptor, "rb") as stream:  # noqa: PTH123  # opened by descriptor, so that what was checked is what is read
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise RefusedError(Cause.ACCESS_DENIED, "not a regular file: not opened")
        try:
            # In two steps, because a read reserves as much memory as it may give.
            data = stream.read(min(limit, status.st_size) + 1)
            if len(data) > status.st_size:
                data += stream.read(limit + 1 - len(data))
        except OSError as error:
            raise RefusedError(Cause.ACCESS_DENIED, _reason(error)) from error
    if len(data) > limit:
        raise RefusedError(Cause.LIMIT_EXCEEDED, f"larger than {limit} bytes")
    if data.startswith(_LFS):
        raise RefusedError(Cause.PARSE_ERROR, "Git LFS pointer: the content is not in this checkout")
    return data


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror or type(error).__name__}"


class Listing(Struct):
    """Names found in one folder, in order."""

    configuration: list[str] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)
    refused: dict[str, RefusedError] = field(default_factory=dict)


class Folder:
    """A scanned tree below ``base``; folders are named by their path relative to it, ``.`` for itself.

    Attributes:
        listings: what each folder holds, for folders that hold anything of interest.
        inputs: every file or folder seen, by printable path.
        unread: what could not be read.
        size: bytes read.
    """

    def __init__(self, base: Path, limit: int) -> None:
        self.base = base
        self.limit = limit
        self.listings: dict[str, Listing] = {}
        self.inputs: dict[str, Input] = {}
        self.unread: list[Unread] = []
        self.size = 0
        self._links: dict[str, Path] = {}
        self._left_out: dict[str, str] = {}

    def walk(self) -> None:
        """List the whole tree; nothing is opened yet."""
        pending = ["."]
        while pending:
            pending.extend(reversed(self._list(pending.pop())))

    def _list(self, folder: str) -> list[str]:
        """List one folder; the folders below it that are to be scanned."""
        below: list[str] = []
        try:
            with os.scandir(self.base / folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.refuse(folder, RefusedError(Cause.ACCESS_DENIED, _reason(error)))
            return below
        listing = Listing()
        for entry in found:
            path = entry.name if folder == "." else f"{folder}/{entry.name}"
            if entry.is_symlink():
                self._link(entry, path, listing)
            elif entry.is_dir(follow_symlinks=False):
                reason = _SKIPPED_FOLDERS.get(entry.name) or (_HIDDEN if entry.name.startswith(".") else "")
                if reason:
                    self.skip(path, reason)
                    if entry.name not in _WORKING_FOLDERS:
                        self._left_out[path] = reason
                else:
                    below.append(path)
            else:
                self._file(entry.name, path, listing)
        if listing.configuration or listing.variables or listing.refused:
            self.listings[folder] = listing
        return below

    def _file(self, name: str, path: str, listing: Listing) -> None:
        if is_configuration(name):
            if name.startswith((".", "#")):
                self.skip(path, "Terraform does not load files of this name")
            else:
                listing.configuration.append(name)
        elif is_variables(name):
            listing.variables.append(name)

    def _link(self, entry: os.DirEntry[str], path: str, listing: Listing) -> None:
        if is_configuration(entry.name) or is_variables(entry.name):
            target = self._file_inside(self.base / path)
            if target is not None:
                self._links[path] = target
                self._file(entry.name, path, listing)
                return
            refused = RefusedError(
                Cause.ACCESS_DENIED, "symbolic link that leads to no file of this folder: not followed"
            )
            listing.refused[entry.name] = refused
            self.skip(path, refused.reason)
            self._gap(path, refused)
        elif self._leads_to_folder(entry):
            self.skip(path, "symbolic link: not followed")
            target = self._folder_inside(self.base / path)
            if target is not None:
                # A link to a folder above itself is a loop, not a root module of its own.
                if not (self.base / path).is_relative_to(target):
                    self._left_out[path] = "symbolic link: not followed"
            else:
                self._gap(
                    path, RefusedError(Cause.ACCESS_DENIED, "symbolic link out of the scanned folder: not followed")
                )

    @staticmethod
    def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
        try:
            return entry.is_dir()
        except OSError:
            return False

    def _folder_inside(self, path: Path) -> Path | None:
        """What a link to a folder leads to; None when that is not in the tree."""
        try:
            target = path.resolve()
        except (OSError, RuntimeError):
            return None
        return target if target.is_relative_to(self.base.resolve()) else None

    def _file_inside(self, path: Path) -> Path | None:
        """The regular file of the tree that a link leads to; None when it leads elsewhere, or into a skipped folder."""
        try:
            base, target = self.base.resolve(), path.resolve(strict=True)
            if not target.is_relative_to(base) or not stat.S_ISREG(os.lstat(target).st_mode):
                return None
        except (OSError, RuntimeError, ValueError):
            return None
        steps = target.relative_to(base).parts[:-1]
        return None if any(step.startswith(".") or step in _SKIPPED_FOLDERS for step in steps) else target

    def is_plain(self, folder: str) -> bool:
        """Whether ``folder`` is a real folder of the tree: every step to it is a folder and none is a link."""
        current = self.base
        for step in [] if folder == "." else folder.split("/"):
            current = current / step
            try:
                if step == ".." or not stat.S_ISDIR(os.lstat(current).st_mode):
                    return False
            except (OSError, ValueError):
                return False
        return True

    def listing(self, folder: str) -> Listing | None:
        """What a folder holds, listed now when the walk passed it by; None when it holds nothing."""
        if folder not in self.listings and self.is_plain(folder):
            self._list(folder)
        return self.listings.get(folder)

    def read(self, path: str) -> bytes:
        """Bytes of a file of the tree; recorded as a parsed input until somebody says otherwise.

        Raises:
            RefusedError: it is not read; recorded as a failed input and a gap.
        """
        try:
            data = read_regular(self._links.get(path, self.base / path), self.limit)
        except RefusedError as error:
            self.refuse(path, error)
            raise
        shown = printable(path)
        self.inputs[shown] = Input(shown, InputStatus.PARSED, "", hashlib.sha256(data).hexdigest(), len(data))
        self.size += len(data)
        return data

    def record_value(self, path: str, data: bytes) -> None:
        """Record a file that an expression has read; what is known of a file of configuration stays as it is."""
        shown = printable(path)
        known = self.inputs.get(shown)
        if known is None or (known.status is InputStatus.SKIPPED and not known.sha256):
            self.inputs[shown] = Input(shown, InputStatus.PARSED, "", hashlib.sha256(data).hexdigest(), len(data))

    def fail(self, path: str, reason: str) -> None:
        """Record that a file that was read could not be understood completely."""
        shown = printable(path)
        known = self.inputs[shown]
        self.inputs[shown] = Input(shown, InputStatus.FAILED, reason, known.sha256, known.size)

    def refuse(self, path: str, refused: RefusedError) -> None:
        """Record a file or folder that is not read."""
        shown = printable(path)
        self.inputs[shown] = Input(shown, InputStatus.FAILED, refused.reason)
        self._gap(path, refused)

    def skip(self, path: str, reason: str) -> None:
        """Record something that is left out on purpose."""
        shown = printable(path)
        self.inputs[shown] = Input(shown, InputStatus.SKIPPED, reason)

    def skip_unseen(self, path: str, reason: str) -> None:
        """Record something that is left out, unless it has been read after all."""
        if printable(path) not in self.inputs:
            self.skip(path, reason)

    def report_left_out(self) -> None:
        """Record as a gap each folder that was left out, holds configuration, and that no module call has led to."""
        for path, reason in self._left_out.items():
            if any(self._is_unread(path, below) for below in _configuration_below(self.base / path)):
                self._gap(path, RefusedError(Cause.ACCESS_DENIED, f"holds Terraform configuration ({reason})"))

    def _is_unread(self, path: str, below: str) -> bool:
        return (path if below == "." else f"{path}/{below}") not in self.listings

    def _gap(self, path: str, refused: RefusedError) -> None:
        shown = printable(path)
        self.unread.append(Unread(shown, refused.cause, refused.reason, SourceRange(shown, 1, 1), folder_of(shown)))


def folder_of(path: str) -> str:
    """Folder of a file path, ``.`` for the root."""
    return path.rpartition("/")[0] or "."


def _configuration_below(base: Path) -> Iterator[str]:
    """Folders below ``base`` (a link to a folder is that folder) that hold configuration, relative to it."""
    for current, folders, files in os.walk(base):
        folders[:] = sorted(name for name in folders if name not in _WORKING_FOLDERS)
        if any(is_configuration(name) and not name.startswith((".", "#")) for name in files):
            yield os.path.relpath(current, base).replace(os.sep, "/")
