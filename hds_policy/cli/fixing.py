"""``--diff`` and ``--fix``: one changed argument that mends a fail, shown, or written with ``--fix`` only."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Sequence
from difflib import unified_diff
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from hds_policy.cli.reading import Read
from hds_policy.cli.writing import Destination, Look
from hds_policy.errors import FixError, UsageError
from hds_policy.report.printable import printable, without_commands

if TYPE_CHECKING:
    from hds_policy.mending import Mend
    from hds_policy.model import Assessment

GROUP = "hds_policy.menders"
"""Entry points that change one literal argument: called with bytes, line, argument, old and new text; give bytes."""
_Command = TypeVar("_Command", bound=Callable[..., object])
_Mender = Callable[[bytes, int, str, str, str], bytes]
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_OPTIONS = (
    click.option("--diff", is_flag=True, help="Print, instead of a report, the one changed argument that mends."),
    click.option("--fix", is_flag=True, help="Make these changes, and check again."),
)


def fixing_options(command: _Command) -> _Command:
    """Add the options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def propose(read: Read, assessment: Assessment, *, show: bool, write: bool) -> bool:
    """Show the changes that would mend, write them, or both; whether anything was written.

    Args:
        assessment: with the nearest choices.

    Raises:
        UsageError: a file cannot be written.
    """
    mends = mends_for(read, assessment)
    changed = changes_of(read, mends)
    if show:
        sys.stdout.write(diff_of(changed))
        sys.stdout.flush()
    if write:
        write_changes(read, changed, mends)
    return write and bool(changed)


def without_stdout(
    where: Sequence[Destination], looks: Sequence[Look]
) -> tuple[tuple[Destination, ...], tuple[Look, ...]]:
    """The reports that go to files: the diff has taken the place of the other one."""
    kept = [(one, look) for one, look in zip(where, looks, strict=True) if one.file is not None]
    return tuple(one for one, _ in kept), tuple(look for _, look in kept)


def changes_of(read: Read, mends: Sequence[Mend]) -> dict[str, tuple[bytes, bytes]]:
    """By file, its content before and after all changes that can be made; what cannot be made is told.

    A file counts only when it was read from the folder and still is what was read.
    """
    digests = {entry.path: entry.sha256 for entry in read.collected.inventory.inputs if entry.sha256}
    mender = _mender()
    changed: dict[str, tuple[bytes, bytes]] = {}
    for mend in mends:
        try:
            before, now = changed.get(mend.file) or _both(read.collected.base / mend.file, digests.get(mend.file))
            changed[mend.file] = (before, mender(now, mend.line, mend.argument, mend.old, mend.new))
        except FixError as error:
            click.echo(printable(f"not changed: {mend.file}:{mend.line}: {error.message}"), err=True)
    return changed


def diff_of(changed: dict[str, tuple[bytes, bytes]]) -> str:
    """The changes as a unified diff, as ``patch -p1`` and ``git apply`` take it.

    A file whose lines would mean something to a terminal or a CI system is left out, and told.
    """
    parts: list[str] = []
    for file, (before, after) in sorted(changed.items()):
        old, new = (_LINE.findall(data.decode("utf-8")) for data in (before, after))
        text = "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in unified_diff(old, new, f"a/{file}", f"b/{file}")
        )
        shown = text.replace("\r", "").replace("\t", "")
        if without_commands(shown) != shown or any(printable(line) != line for line in shown.split("\n")):
            click.echo(printable(f"not shown: {file}: unusual characters beside the change"), err=True)
        else:
            parts.append(text)
    return "".join(parts)


def write_changes(read: Read, changed: dict[str, tuple[bytes, bytes]], mends: Sequence[Mend]) -> None:
    """Write the changed files, each whole, with the permissions they have; tell each change.

    Raises:
        UsageError: a file cannot be written.
    """
    from hds_policy.cli.writing import write_whole  # noqa: PLC0415 - only then

    for file, (_, after) in sorted(changed.items()):
        path = read.collected.base / file
        mode = path.stat().st_mode & 0o777
        write_whole(path, after)
        path.chmod(mode)
    for mend in mends:
        if mend.file in changed:
            told = f"{mend.file}:{mend.line}: {mend.argument} {mend.old} → {mend.new}"
            click.echo(printable(f"{told} ({len(mend.resources)} with health data)"), err=True)


def mends_for(read: Read, assessment: Assessment) -> tuple[Mend, ...]:
    """The changes that are proposed; the assessment has the nearest choices."""
    from hds_policy.mending import mends_of  # noqa: PLC0415 - only then
    from hds_policy.pipeline import prepare  # noqa: PLC0415

    ready = prepare(read.collected.inventory, read.estate, read.knowledge, read.day)
    return mends_of(assessment, ready.placed)


def _both(path: Path, digest: str | None) -> tuple[bytes, bytes]:
    if digest is None or path.is_symlink() or not path.is_file():
        raise FixError("the file was not read from the checked folder")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FixError(f"cannot be read: {error.strerror}") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise FixError("the file has changed since it was read")
    return data, data


def _mender() -> _Mender:
    found = next((point for point in entry_points(group=GROUP) if point.name == "terraform"), None)
    if found is None:
        raise UsageError("no mender is installed", hint="reinstall hds-policy")
    mender: _Mender = found.load()
    return mender
