"""What a live scan is to the engine: scanners register by entry points, and their options are data.

A scanner adds one line to the entry points ``hds_policy.scanners``. Its options become flags of ``hds-policy scan``
and keys of ``[collectors.NAME]`` in the estate file. Nothing here imports one but ``load_scanner``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from msgspec import Struct

from hds_policy.config import Estate
from hds_policy.config.problems import nearest, shown
from hds_policy.errors import EstateError, UsageError
from hds_policy.journal import Journal
from hds_policy.model import Inventory

GROUP = "hds_policy.scanners"

ScanProgress = Callable[[int, int, str], None]
"""Called with units done, units known so far, and what is being read, for a person; from any thread."""


class OptionKind(StrEnum):
    """What the value of an option is."""

    TEXT = "text"
    TEXTS = "texts"
    """Any number of texts: the flag is repeated, the key of the estate holds a list."""
    NUMBER = "number"
    """A whole number from 1 on."""
    FLAG = "flag"


_DEFAULTS: Mapping[OptionKind, Any] = {OptionKind.TEXTS: (), OptionKind.FLAG: False}
_WANTED = {
    OptionKind.TEXT: 'text in "quotes"',
    OptionKind.TEXTS: "a list of texts in [brackets]",
    OptionKind.NUMBER: "a whole number from 1 on",
    OptionKind.FLAG: "true or false, without quotes",
}


class ScanOption(Struct, frozen=True):
    """An option of a scanner.

    Attributes:
        key: name in the settings and in ``[collectors.<name>]``, e.g. ``contexts``.
        kind: see there.
        help: one sentence for ``--help``.
        flag: name on the command line without dashes; empty for the key with ``-`` for ``_``.
        metavar: what ``--help`` calls the value.
        default: value when nothing is given; None for none (no text, no number), an empty tuple or False.
        typed: only on the command line: what a file beside the code must not be able to switch on.
    """

    key: str
    kind: OptionKind
    help: str
    flag: str = ""
    metavar: str = ""
    default: Any = None
    typed: bool = False


class ScanRequest(Struct, frozen=True):
    """What a scanner is asked.

    Attributes:
        settings: a value for each of its options, by key: text or None, tuple of texts, number or None, bool.
        on: day of the run.
        progress: see ``ScanProgress``.
        journal: of the run, when it is to be resumable; None otherwise, and for a scanner that is not ``resumable``.
    """

    settings: Mapping[str, Any]
    on: date
    progress: ScanProgress
    journal: Journal | None = None


class Scanner(Struct, frozen=True):
    """What an entry point of the group gives. Making one imports no SDK.

    Attributes:
        title: one sentence for ``--help``: what is read.
        options: see ``ScanOption``.
        scan: reads. What cannot be read is ``unread`` in the inventory, never left out; only a run that cannot begin
            (no SDK, no credentials, options that do not fit) raises an HdsPolicyError.
        permissions: the permissions a scan needs, as a document in a format and for some services (all when none is
            named); None when a scanner does not tell them.
        resumable: whether it hands ``ScanRequest.journal`` to what runs its units; ``--resume`` is refused if not.
    """

    title: str
    options: tuple[ScanOption, ...]
    scan: Callable[[ScanRequest], Inventory]
    permissions: Callable[[str, Sequence[str]], str] | None = None
    resumable: bool = False


def scanner_names() -> tuple[str, ...]:
    """Names of the scanners that are installed, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def load_scanner(name: str) -> Scanner:
    """The scanner of a name.

    Raises:
        UsageError: there is none, two packages register one, or what is registered cannot be loaded.
    """
    found = {point.value: point for point in entry_points(group=GROUP) if point.name == name}
    if not found:
        raise UsageError(f"no scanner named {shown(name)} is installed{nearest(name, scanner_names())}")
    if len(found) > 1:
        raise UsageError(f"scanner {shown(name)} is registered by two packages: {', '.join(sorted(found))}")
    (point,) = found.values()
    return _loaded(point)


def _loaded(point: EntryPoint) -> Scanner:
    try:
        scanner = point.load()
    except (ImportError, AttributeError) as error:
        raise UsageError(f"scanner {point.name} cannot be loaded: {error}", hint="reinstall its package") from error
    if not isinstance(scanner, Scanner):
        raise UsageError(f"scanner {point.name} cannot be loaded: {point.value} is no Scanner")
    return scanner


def settings_of(name: str, scanner: Scanner, estate: Estate, given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a run: what was typed, else what ``[collectors.<name>]`` says, else the default.

    Args:
        given: values of the flags that were typed, by key.

    Raises:
        EstateError: a table of ``[collectors]`` is of no scanner, has a key that is none of its options, or a value
            that does not fit.
    """
    _refuse_strange(estate)
    table = estate.collectors.get(name, {})
    options = {option.key: option for option in scanner.options}
    for key, value in table.items():
        option = options.get(key)
        if option is None:
            raise _problem(estate, name, key, f"unknown key{nearest(key, options)}")
        if option.typed:
            flag = option.flag or option.key.replace("_", "-")
            raise _problem(estate, name, key, f"is never taken from a file; type --{flag}")
        if not _fits(option.kind, value):
            raise _problem(estate, name, key, f"must be {_WANTED[option.kind]}")
    return {option.key: _value(option, table, given) for option in scanner.options}


def _value(option: ScanOption, table: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
    default = _DEFAULTS.get(option.kind) if option.default is None else option.default
    value = given.get(option.key, table.get(option.key, default))
    return tuple(value) if option.kind is OptionKind.TEXTS else value


def _fits(kind: OptionKind, value: object) -> bool:
    if kind is OptionKind.TEXTS:
        return isinstance(value, list) and all(isinstance(text, str) and text for text in value)
    if kind is OptionKind.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 1
    return isinstance(value, bool) if kind is OptionKind.FLAG else isinstance(value, str) and bool(value)


def _refuse_strange(estate: Estate) -> None:
    known = scanner_names()
    for name in estate.collectors:
        if name not in known:
            raise EstateError(f"{estate.file}: [collectors.{name}]: no such scanner{nearest(name, known)}")


def _problem(estate: Estate, name: str, key: str, text: str) -> EstateError:
    return EstateError(
        f"{estate.file}: [collectors.{name}] {shown(key)}: {text}", hint=f"hds-policy scan {name} --help"
    )
