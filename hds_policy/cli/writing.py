"""Where reports go: at most one to stdout, the others to files, each written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from msgspec import Struct

from hds_policy.errors import UsageError
from hds_policy.language import current
from hds_policy.model import Assessment
from hds_policy.report import FORMATS, RenderOptions

_WIDTH = 100
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


class Look(Struct, frozen=True):
    """What of a destination changes the bytes of its report."""

    format: str
    colour: bool
    width: int


def looks_of(where: Sequence[Destination], *, colour: bool) -> tuple[Look, ...]:
    """The look of each report: only what goes to stdout is coloured, and as wide as the terminal."""
    width = min(_columns(), _MAX_WIDTH)
    return tuple(
        Look(entry.format, colour, width) if entry.file is None else Look(entry.format, False, _WIDTH)
        for entry in where
    )


def _columns() -> int:
    """As ``shutil.get_terminal_size``, without the archive formats that ``shutil`` imports."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns or _WIDTH
    except (OSError, ValueError):
        return _WIDTH


def rendered(
    assessment: Assessment,
    looks: Sequence[Look],
    source: Callable[[str], Sequence[str] | None],
    *,
    verbose: bool,
    explain: bool = False,
) -> tuple[bytes, ...]:
    """The bytes of each report."""
    language = current()
    options = (RenderOptions(look.colour, look.width, source, verbose, language, explain) for look in looks)
    return tuple(
        _encoded(FORMATS[look.format](assessment, option)) for look, option in zip(looks, options, strict=True)
    )


def _encoded(report: str | bytes) -> bytes:
    return report if isinstance(report, bytes) else report.encode("utf-8", "backslashreplace")


def write_reports(where: Sequence[Destination], reports: Sequence[bytes]) -> None:
    """Write every report to where it goes.

    Raises:
        UsageError: a file cannot be written.
    """
    for entry, report in zip(where, reports, strict=True):
        deliver(report, entry.file)


def deliver(report: str | bytes, file: Path | None) -> None:
    """Write a report to a file, or to stdout when there is none.

    Raises:
        UsageError: the file cannot be written.
    """
    data = _encoded(report)
    if file is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        write_whole(file, data)


def write_whole(file: Path, content: str | bytes, *, private: bool = False) -> None:
    """Write a file whole or not at all.

    Args:
        private: only this user may read it, whatever the umask.

    Raises:
        UsageError: it cannot be written.
    """
    data = _encoded(content)
    import tempfile  # noqa: PLC0415 - a report to stdout needs none of it

    try:
        if file.exists() and not file.is_file():
            # A device or a pipe is written to: put in its place, a file would take /dev/null from everybody.
            file.write_bytes(data)
            return
        descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            if not private:
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
