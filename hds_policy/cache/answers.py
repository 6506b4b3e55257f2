"""Ask for the answer of an equal run, and keep the answer of this one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from hds_policy.cache.store import load, save
from hds_policy.cache.tree import content_digest, tree_digest


class Request(msgspec.Struct, frozen=True):
    """Everything known before a run that its answer depends on, besides the contents of the files it will read.

    Attributes:
        tool: digest of the tool itself.
        folders: the folders to be read, absolute and without links.
        settings: every option that has a part in the answer, by name.
        files: files named by the user whose content counts, e.g. ``--var-file``.
    """

    tool: str
    folders: Sequence[Path]
    settings: Mapping[str, str]
    files: Sequence[Path] = ()

    def digest(self) -> str | None:
        """Digest of the request and of how the tree looks now; None when that cannot be said with certainty."""
        parts = [self.tool, os.getcwd()]  # noqa: PTH109 - a text is what is hashed
        for folder in self.folders:
            shape = tree_digest(folder)
            if shape is None:
                return None
            # Where a repository begins decides on how files are named.
            tops = [str(above) for above in (folder, *folder.parents) if (above / ".git").exists()]
            parts += ["folder", str(folder), shape, *tops]
        for name in sorted(self.settings):
            parts += ["setting", name, self.settings[name]]
        for file in self.files:
            content = content_digest(file)
            if content is None:
                return None
            parts += ["file", str(file), os.path.realpath(file), content]
        # Lengths keep two lists apart whose texts joined are equal.
        digest = hashlib.sha256()
        for part in parts:
            encoded = part.encode("utf-8", "surrogateescape")
            digest.update(len(encoded).to_bytes(8, "big") + encoded)
        return digest.hexdigest()


class Answer(msgspec.Struct, frozen=True):
    """What a run has said.

    Attributes:
        code: exit code.
        reports: each report as it was written, in the order asked for.
    """

    code: int
    reports: tuple[bytes, ...]


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    request: str
    files: dict[str, str]
    answer: Answer


class Answers:
    """The cache for one request.

    Args:
        folder: see ``cache_folder``.
        request: what is asked.
    """

    def __init__(self, folder: Path, request: Request) -> None:
        self._folder = folder
        self._request = request
        self._before = request.digest()

    def find(self) -> Answer | None:
        """The answer of a run that looked at the same; None when nothing of the kind is kept."""
        if self._before is None:
            return None
        content = load(self._folder, self._before)
        if content is None:
            return None
        try:
            entry = msgspec.msgpack.decode(content, type=_Entry)
        except msgspec.MsgspecError:
            return None
        same = entry.request == self._before and all(
            content_digest(Path(path)) == digest for path, digest in entry.files.items()
        )
        return entry.answer if same else None

    def keep(self, answer: Answer, read: Mapping[Path, str]) -> bool:
        """Keep the answer of a run that has just been made; whether that was possible.

        Args:
            read: SHA-256 of every file that was read, as it was read.
        """
        if self._before is None or self._request.digest() != self._before:
            return False  # the tree has changed while it was read
        entry = _Entry(self._before, {str(path): digest for path, digest in read.items()}, answer)
        try:
            return save(self._folder, self._before, msgspec.msgpack.encode(entry))
        except ValueError:
            return False  # a name that is not UTF-8
