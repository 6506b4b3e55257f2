"""A comment of the scanned source that speaks to this tool."""

from __future__ import annotations

from msgspec import Struct

from hds_policy.model.resource import SourceRange


class Directive(Struct, frozen=True):
    """A comment ``# hds-policy: …``. A collector says what it is about; whether it counts is decided later.

    Attributes:
        text: what follows the colon, on one line.
        place: the line of the comment.
        subject: the block it stands in or right above, as an address in its module; empty when there is none.
        resources: keys of all resources that this block declares, sorted; for a module call, all below it.
    """

    text: str
    place: SourceRange
    subject: str = ""
    resources: tuple[str, ...] = ()
