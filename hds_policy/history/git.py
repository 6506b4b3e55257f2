"""Questions to git about commits: only commands that read objects, and run nothing that a repository configures.

Hooks, filters, pagers, text conversions, replaced objects and lazy fetches are off; git's variables of the environment
do not reach it, so that a hook of another repository does not lead it astray. The settings of the user stay, since git
asks there whether a folder of another owner is to be trusted.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from hds_policy.errors import UsageError

_PATIENCE = 120
_SAFE = (
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    "--literal-pathspecs",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "protocol.allow=never",
)
_KEPT = frozenset({"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES"})
_SHALLOW = "a shallow clone does not hold it: fetch more (git fetch --unshallow, fetch-depth: 0)"


class Blob(Struct, frozen=True):
    """A regular file of a commit: path from the top, object name, size in bytes."""

    path: str
    name: str
    size: int


class Repository(Struct, frozen=True):
    """A repository with a work tree; ``top`` is its folder, resolved."""

    top: Path

    @classmethod
    def around(cls, path: Path) -> Repository:
        """The repository that holds a path.

        Raises:
            UsageError: there is none, or git is not installed or does not trust it.
        """
        folder = path.resolve()
        while not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
        said = ask(folder, "rev-parse", "--show-toplevel")
        return cls(Path(os.fsdecode(said.removesuffix(b"\n"))).resolve())

    def relative(self, path: Path) -> str:
        """A path from the top of the repository, with ``/``; ``.`` for the top.

        Raises:
            UsageError: it lies outside.
        """
        resolved = path.resolve()
        if not resolved.is_relative_to(self.top):
            raise UsageError(f"{path}: lies outside of the repository {self.top.name}")
        return PurePosixPath(resolved.relative_to(self.top)).as_posix()

    def commit(self, ref: str) -> str:
        """Name of the commit that a ref means.

        Raises:
            UsageError: there is no such commit.
        """
        said = ask(self.top, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}", hint=_SHALLOW)
        return said.decode("ascii").strip()

    def merge_base(self, ref: str) -> str:
        """Name of the commit at which the checked-out branch left the one that a ref means.

        Raises:
            UsageError: there is no such commit, or the two have none in common here.
        """
        other, here = self.commit(ref), self.commit("HEAD")
        said = ask(self.top, "merge-base", here, other, hint=_SHALLOW)
        return said.decode("ascii").split()[0]

    def blobs(self, commit: str, folder: str = ".") -> list[Blob]:
        """Regular files of a commit below a folder (or the file itself); links and submodules are left out."""
        only = () if folder == "." else ("--", folder)
        said = ask(self.top, "ls-tree", "-r", "-l", "-z", "--full-tree", commit, *only)
        found = []
        for entry in said.split(b"\0"):
            head, _, path = entry.partition(b"\t")
            words = head.split()
            if len(words) == 4 and words[0].startswith(b"100") and words[3].isdigit():
                found.append(Blob(os.fsdecode(path), words[2].decode("ascii"), int(words[3])))
        return found


def ask(folder: Path, *arguments: str, given: bytes = b"", hint: str = "") -> bytes:
    """What git says on its standard output.

    Args:
        given: what it gets on its standard input.
        hint: what to do when it refuses.

    Raises:
        UsageError: git is not installed, refuses, or does not answer.
    """
    command = ["git", *_SAFE, "-C", str(folder), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and refs stand behind --end-of-options or are looked up first
            command, input=given, capture_output=True, env=_environment(os.environ), timeout=_PATIENCE, check=False
        )
    except FileNotFoundError as error:
        raise UsageError("git is not installed", hint="install git, or name a file instead of a commit") from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"git {arguments[0]} does not answer within {_PATIENCE} s") from error
    if done.returncode:
        raise UsageError(f"git {arguments[0]}: {_reason(done.stderr, arguments)}", hint=hint)
    return done.stdout


def _reason(said: bytes, arguments: Sequence[str]) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"nothing found for {arguments[-1]}"


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in given.items() if not name.startswith("GIT_") or name in _KEPT}
    return {**kept, "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
