"""What the SDK of a hoster is to the asking: pages of a call, and what its errors mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from hds_collectors.live.failures import Failure
from hds_collectors.live.service import Call, Live


class Source(Protocol):
    """One signed-in SDK. Called from several threads at once."""

    @property
    def caught(self) -> tuple[type[BaseException], ...]:
        """What costs one call and no more; everything else is an error of ours."""

    def pages(self, client: str, call: Call, parameters: Mapping[str, Any], region: str) -> Iterator[Mapping[str, Any]]:
        """Pages of the answers to a call, to the last; an error that ``caught`` names ends them.

        Every page is checked to be a document of the API; a page that is told twice is a BadAnswerError.
        """

    def failure(self, error: BaseException) -> Failure:
        """What an error of ``caught`` means; nothing of what the server wrote is in it."""

    def is_expired(self, error: BaseException) -> bool:
        """Whether no further call with these credentials can succeed."""

    def is_absent(self, call: Call, error: BaseException) -> bool:
        """Whether an error says that there is none of what the call lists, see ``Call.absent``."""

    def owner(self, live: Live) -> str:
        """The account that a resource says it belongs to; empty when it does not tell."""
