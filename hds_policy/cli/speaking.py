"""The language of a command: ``--lang``, shared by every command that writes for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from hds_policy.language import LANGUAGES, OWN_VARIABLE, speak

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _spoken(context: click.Context, option: click.Parameter, value: str | None) -> None:  # noqa: ARG001 - click's signature
    if value is not None:
        speak(value)


def language_option(command: _Command) -> _Command:
    """Add ``--lang``; what is chosen holds from then on, and the function of the command does not see it."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        # First, so that what the other options say is in this language.
        is_eager=True,
        expose_value=False,
        callback=_spoken,
        help=f"Language of the report; default: {OWN_VARIABLE}, or that of the locale when it is there, or en.",
    )(command)
