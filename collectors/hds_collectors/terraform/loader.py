"""Configurations by folder, and where the source of a module call leads: never outside the tree."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable

from msgspec import Struct

from hds_collectors.terraform.comments import MARKER, Comment, comments_of
from hds_collectors.terraform.configuration import Configuration, build
from hds_collectors.terraform.folder import Folder, Listing, RefusedError, is_configuration, printable
from hds_collectors.terraform.outside import outside
from hds_collectors.terraform.reader import read
from hds_collectors.terraform.syntax import File
from hds_policy.model import Cause, SourceRange, Unread

_OVERRIDE = re.compile(r"(^|_)override\.(tf|tofu)(\.json)?$")
_CREDENTIALS = re.compile(r"//[^/@\s]*@")
_MANIFEST = ".terraform/modules/modules.json"


class Missing(Struct, frozen=True):
    """The content of a module call is not there.

    Attributes:
        type: type of the call when the module is a remote one (see ``remote_modules``); empty for any other.
    """

    cause: Cause
    detail: str
    type: str = ""


class Loader:
    """Reads each file and builds each folder's configuration once.

    Attributes:
        unread: what could not be read.
        comments: comments that speak to this tool, by the printable path of their file.
        looked_outside: whether a module source has led out of the tree, where only its being there was looked at.
    """

    def __init__(self, folder: Folder, parser: str, progress: Callable[[], None]) -> None:
        self.folder = folder
        self.unread: list[Unread] = []
        self.comments: dict[str, tuple[Comment, ...]] = {}
        self.looked_outside = False
        self._parser = parser
        self._progress = progress
        self._configurations: dict[str, Configuration | None] = {}
        self._manifests: dict[str, dict[str, str]] = {}

    def configuration(self, folder: str) -> Configuration | None:
        """Configuration of a folder of the tree; None when it holds none."""
        if folder not in self._configurations:
            listing = self.folder.listing(folder)
            self._configurations[folder] = None if listing is None else self._build(folder, listing)
        return self._configurations[folder]

    def _build(self, folder: str, listing: Listing) -> Configuration | None:
        refused = [name for name in listing.refused if is_configuration(name)]
        if not listing.configuration and not refused:
            return None
        files: list[File] = []
        overrides: list[File] = []
        incomplete = bool(refused)
        for name in self._loaded(folder, listing.configuration):
            file = self.parse(name if folder == "." else f"{folder}/{name}")
            if file is None:
                incomplete = True
            else:
                (overrides if is_override(name) else files).append(file)
        result = build(printable(folder), files, overrides)
        result.incomplete |= incomplete
        for place, reason in result.conflicts:
            self.unread.append(Unread(place.file, Cause.PARSE_ERROR, reason, place, result.folder))
        return result

    def _loaded(self, folder: str, names: list[str]) -> list[str]:
        """Names that are loaded: OpenTofu's ``.tofu`` takes the place of a ``.tf`` of the same name."""
        present = set(names)
        loaded = []
        for name in names:
            twin = re.sub(r"\.tf(\.json)?$", r".tofu\1", name)
            if twin != name and twin in present:
                self.folder.skip(name if folder == "." else f"{folder}/{name}", f"{printable(twin)} takes its place")
            else:
                loaded.append(name)
        return loaded

    def parse(self, path: str) -> File | None:
        """The tree of a file, problems recorded; None when it cannot be read at all."""
        self._progress()
        try:
            data = self.folder.read(path)
        except RefusedError:
            return None
        file = read(printable(path), data, self._parser)
        for problem in file.problems:
            place = SourceRange(file.path, problem.line, max(problem.line, problem.end_line))
            self.unread.append(Unread(file.path, Cause.PARSE_ERROR, problem.message, place))
        if file.problems:
            self.folder.fail(path, f"line {file.problems[0].line}: {file.problems[0].message}")
        if MARKER in file.text:
            self.comments[file.path] = comments_of(file, lambda text: read(file.path, text.encode(), self._parser))
        # The tree and the offsets of the lines say everything from here on; all texts together are many megabytes.
        return file._replace(text="")

    def target(self, folder: str, source: str) -> str | None:
        """Folder that a local source leads to; None when it leaves the tree."""
        path = posixpath.normpath(posixpath.join(folder, source))
        return None if path == ".." or path.startswith(("../", "/")) or "\0" in path else path

    def find(
        self, folder: str, source: str, root: str, call_path: tuple[str, ...]
    ) -> tuple[str, Configuration] | Missing:
        """Folder and configuration of a module call.

        Args:
            folder: folder of the calling module.
            source: its ``source`` argument.
            root: root module folder: where installed modules are listed.
            call_path: names of the module calls from the root to this one.
        """
        if source.startswith(("./", "../")) or source in (".", ".."):
            target = self.target(folder, source)
            if target is None:
                self.looked_outside = True
                return Missing(Cause.MODULE_NOT_AVAILABLE, outside(self.folder.base, folder, source))
            found = self.configuration(target)
            missing = "the source is not a folder with Terraform files"
        else:
            target = self._installed(root).get(".".join(call_path))
            found = None if target is None else self.configuration(target)
            missing = f"source {shown_source(source)} is not installed here (.terraform/modules)"
        if target is None or found is None:
            return Missing(Cause.MODULE_NOT_AVAILABLE, missing)
        return target, found

    def _installed(self, root: str) -> dict[str, str]:
        """Folder of each installed module of a root, by the names of its calls joined with dots."""
        if root not in self._manifests:
            self._manifests[root] = self._read_manifest(root)
        return self._manifests[root]

    def _read_manifest(self, root: str) -> dict[str, str]:
        path = _MANIFEST if root == "." else f"{root}/{_MANIFEST}"
        listed = self.folder.is_plain(posixpath.dirname(path))
        if not listed or not (self.folder.base / path).is_file():
            return {}
        try:
            modules = json.loads(self.folder.read(path))["Modules"]
            targets = {str(module["Key"]): self.target(root, str(module["Dir"])) for module in modules}
        except RefusedError:
            return {}
        except (ValueError, KeyError, TypeError, RecursionError):
            self.folder.refuse(path, RefusedError(Cause.PARSE_ERROR, "not the list of modules that Terraform writes"))
            return {}
        return {key: target for key, target in targets.items() if key and target is not None}


def is_override(name: str) -> bool:
    """Whether Terraform merges a file of this name into the blocks of the others."""
    return _OVERRIDE.search(name) is not None


def shown_source(source: str) -> str:
    """A module source without credentials and query, for a person."""
    return printable(_CREDENTIALS.sub("//", source.partition("?")[0]))[:200]
