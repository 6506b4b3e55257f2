"""How a report is to be rendered: the only thing besides the Assessment that changes its bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct

from hds_policy.model import Assessment


def no_source(file: str) -> Sequence[str] | None:  # noqa: ARG001 - the signature is the interface of RenderOptions.source
    """Source lookup for inputs whose lines are not available, e.g. a live account."""
    return None


class RenderOptions(Struct, frozen=True):
    """Options of a rendering.

    Attributes:
        colour: whether ANSI styles may be written (text only).
        width: columns to fill, at least 60 are used (text only).
        source: lines of a scanned file by its path in the Assessment, already read; None when not available.
        verbose: list everything that is otherwise counted.
        language: of formats that people read.
        explain: say under each finding what its rule means and what would comply (text only).
    """

    colour: bool = False
    width: int = 100
    source: Callable[[str], Sequence[str] | None] = no_source
    verbose: bool = False
    language: str = "en"
    explain: bool = False


Renderer: TypeAlias = Callable[[Assessment, RenderOptions], str | bytes]
"""A report format: pure and deterministic; text ends with a line break, a format that is no text gives its bytes."""
