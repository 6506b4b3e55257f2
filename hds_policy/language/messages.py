"""Look-up of one message in the language that is spoken; English needs no catalogue and loads none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hds_policy.language.choice import LANGUAGES

if TYPE_CHECKING:
    from gettext import GNUTranslations

_spoken: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


def current() -> str:
    """The language that is spoken: ``en`` unless something else was said."""
    return _spoken.get()


def speak(language: str) -> None:
    """Speak a language of ``LANGUAGES`` from now on."""
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language inside a ``with`` block."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


@cache
def _catalogue(language: str) -> GNUTranslations:
    from gettext import GNUTranslations  # noqa: PLC0415 - English, the most frequent answer, needs none of it

    with Path(__file__).with_name(f"{language}.mo").open("rb") as stream:
        return GNUTranslations(stream)


def _(message: str) -> str:
    """A message in the language that is spoken, place-holders not filled in; itself when it is not translated."""
    language = _spoken.get()
    # The empty message is the header of the catalogue.
    if language == LANGUAGES[0] or not message:
        return message
    return _catalogue(language).gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """The form for a number of things; ``{count}`` is filled in, other place-holders are not.

    French counts zero as one, English does not.
    """
    language = _spoken.get()
    if language == LANGUAGES[0]:
        form = one if count == 1 else many
    else:
        form = _catalogue(language).ngettext(one, many, count)
    return form.replace("{count}", str(count))


def marked(message: str) -> str:
    """The message as it is, to be looked up with ``_`` later: for tables that are made at import."""
    return message
