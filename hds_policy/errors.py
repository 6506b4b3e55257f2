"""Errors a user can meet: one base class, a message, what to do next, an exit code."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command; 3, 4 and 70 cannot be silenced."""

    OK = 0
    """All in scope determined, and none fails."""
    FAIL = 1
    """At least one fail."""
    USAGE = 2
    """Usage or configuration error."""
    UNDETERMINED = 3
    """No fail, but undetermined results or incomplete coverage."""
    NOTHING = 4
    """Nothing to check."""
    INTERNAL = 70
    """Internal error (EX_SOFTWARE of sysexits.h)."""
    INTERRUPTED = 130
    """Interrupted (128 + SIGINT)."""


class HdsPolicyError(Exception):
    """Base of all expected errors; printed without a traceback.

    Args:
        message: what is wrong, with file and line when known.
        hint: what to do next; empty when there is nothing to add.
        details: further lines, each one thing that is wrong.
    """

    exit_code: ExitCode = ExitCode.USAGE

    def __init__(self, message: str, *, hint: str = "", details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.details = tuple(details)
        self.message = message
        self.hint = hint


class UsageError(HdsPolicyError):
    """The command line asks for something that cannot be done."""


class EstateError(HdsPolicyError):
    """The estate file is not valid."""


class FixError(HdsPolicyError):
    """A change of the checked files cannot be made, or not be verified."""


class CatalogueError(HdsPolicyError):
    """A catalogue file is not valid."""


class RegistryError(HdsPolicyError):
    """The registry of certified hosters or of regions is not valid."""


class PolicyError(HdsPolicyError):
    """A Rego rule or its metadata is not valid."""


class EngineError(HdsPolicyError):
    """The policy engine did not give a usable answer: never read as "no finding"."""

    exit_code = ExitCode.INTERNAL


class YamlError(Exception):
    """The text is not YAML of plain data; ``line`` counts from 0."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line
