"""Where reports go: at most one to stdout, the others to files, each written whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from msgspec import Struct

from hds_policy.errors import UsageError
from hds_policy.model import Assessment
from hds_policy.report import FORMATS, RenderOptions

_MAX_WIDTH = 140


class Destination(Struct, frozen=True):
    """A format and the file it goes to; None for stdout."""

    format: str
    file: Path | None


def destinations(
    formats: Sequence[str], outputs: Sequence[str], known: Collection[str] = FORMATS, default: str = "text"
) -> tuple[Destination, ...]:
    """Where each report goes.

    A format without an output of its own goes to stdout; without any, the default does, unless it is empty.

    Raises:
        UsageError: an output is not FORMAT=FILE, or two formats would go to stdout.
    """
    to_file = [_output(text, known) for text in outputs]
    written = {entry.format for entry in to_file}
    to_stdout = [name for name in dict.fromkeys(formats) if name not in written]
    if len(to_stdout) > 1:
        raise UsageError(
            f"only one report can go to stdout, not {' and '.join(to_stdout)}",
            hint="use --output FORMAT=FILE for the others",
        )
    if not formats and default:
        to_stdout = [default]
    return (*(Destination(name, None) for name in to_stdout), *to_file)


def _output(text: str, known: Collection[str]) -> Destination:
    name, separator, file = text.partition("=")
    if not separator or not file or name not in known:
        raise UsageError(f"--output {text}: not FORMAT=FILE", hint=f"formats: {', '.join(known)}")
    return Destination(name, Path(file))


def write_reports(
    assessment: Assessment,
    where: Sequence[Destination],
    source: Callable[[str], Sequence[str] | None],
    *,
    colour: bool,
    verbose: bool,
) -> None:
    """Render and write every report.

    Raises:
        UsageError: a file cannot be written.
    """
    for entry in where:
        terminal = entry.file is None
        options = RenderOptions(
            colour=colour and terminal,
            width=min(shutil.get_terminal_size((100, 24)).columns, _MAX_WIDTH) if terminal else 100,
            source=source,
            verbose=verbose,
        )
        deliver(FORMATS[entry.format](assessment, options), entry.file)


def deliver(report: str, file: Path | None) -> None:
    """Write a report to a file, or to stdout when there is none.

    Raises:
        UsageError: the file cannot be written.
    """
    if file is None:
        sys.stdout.buffer.write(report.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    else:
        write_whole(file, report)


def write_whole(file: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(text.encode("utf-8", "backslashreplace"))
            # mkstemp is private on purpose; a report follows the user's umask like any other file.
            umask = os.umask(0)
            os.umask(umask)
            Path(temporary).chmod(0o666 & ~umask)
            Path(temporary).replace(file)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror}") from error
