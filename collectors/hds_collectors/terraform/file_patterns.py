"""Patterns of ``fileset``: ``*``, ``**``, ``?``, ``[a-z]`` and ``{a,b}``.

Source: https://developer.hashicorp.com/terraform/language/functions/fileset
"""

from __future__ import annotations

import re
from itertools import product
from typing import NamedTuple

SEPARATOR = "/"
_LONGEST = 300
_MOST_CHOICES = 64
_CHOICE = re.compile(r"\{([^{}]*)\}")
_PIECE = re.compile(r"\*|\?|\[[!^]?[^\]/]+\]|[^*?\[\]{}\\]")


class PatternError(Exception):
    """A pattern that is not one of the documented forms."""


class Pattern(NamedTuple):
    """Compiled alternatives: each a list of steps, None standing for ``**``."""

    choices: tuple[tuple[re.Pattern[str] | None, ...], ...]

    def matches(self, name: str) -> bool:
        """Whether a path relative to the folder matches as a whole."""
        steps = name.split(SEPARATOR)
        return any(len(choice) in _ends(choice, steps) for choice in self.choices)

    def may_match_below(self, name: str) -> bool:
        """Whether something in the folder of this name may match."""
        steps = name.split(SEPARATOR)
        return any(any(end < len(choice) for end in _ends(choice, steps)) for choice in self.choices)


def _ends(choice: tuple[re.Pattern[str] | None, ...], steps: list[str]) -> set[int]:
    """How many steps of a choice can have been used after all steps of a name."""
    states = _closed({0}, choice)
    for step in steps:
        following = set()
        for state in states:
            if state < len(choice):
                wanted = choice[state]
                if wanted is None:
                    following.add(state)
                elif wanted.fullmatch(step):
                    following.add(state + 1)
        states = _closed(following, choice)
    return states


def _closed(states: set[int], choice: tuple[re.Pattern[str] | None, ...]) -> set[int]:
    """The states and those after a ``**``, which may stand for no folder at all."""
    closed = set(states)
    for state in states:
        while state < len(choice) and choice[state] is None:
            state += 1  # noqa: PLW2901  # walks on from where it stands
            closed.add(state)
    return closed


def matcher(pattern: str) -> Pattern:
    """The compiled pattern; raises PatternError for what is not documented."""
    if len(pattern) > _LONGEST:
        raise PatternError("a pattern that is too long")
    choices = []
    for text in _alternatives(pattern):
        steps = [step for step in text.split(SEPARATOR) if step not in ("", ".")]
        if ".." in steps or text.startswith(SEPARATOR):
            raise PatternError("a pattern that leads out of its folder")
        choices.append(tuple(None if step == "**" else _step(step) for step in steps))
    return Pattern(tuple(choices))


def _alternatives(pattern: str) -> list[str]:
    """The pattern with each ``{a,b}`` written out."""
    parts = _CHOICE.split(pattern)
    options = [part.split(",") if place % 2 else [part] for place, part in enumerate(parts)]
    count = 1
    for option in options:
        count *= len(option)
    if count > _MOST_CHOICES or len(options) > _MOST_CHOICES:
        raise PatternError("a pattern of too many alternatives")
    return ["".join(choice) for choice in product(*options)]


def _step(step: str) -> re.Pattern[str]:
    pieces = _PIECE.findall(step)
    if "".join(pieces) != step or "**" in step or step.count("*") > 4:
        raise PatternError("a pattern that is not simple")
    made = "".join(_translated(piece) for piece in pieces)
    try:
        return re.compile(made, re.DOTALL)
    except re.error as error:
        raise PatternError("a pattern that is not simple") from error


def _translated(piece: str) -> str:
    if piece == "*":
        return ".*"
    if piece == "?":
        return "."
    if piece.startswith("["):
        inner = piece[1:-1].replace("\\", "").replace("[", "\\[").replace("&", "\\&").replace("|", "\\|")
        return f"[{'^' + inner[1:] if inner[0] in '!^' else inner}]"
    return re.escape(piece)
