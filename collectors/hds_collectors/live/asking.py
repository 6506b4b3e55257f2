"""Asking one service in one region: calls, pages, what is wrong with an answer, and what it means."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from hds_collectors.live.answers import at
from hds_collectors.live.failures import EXPIRED_HINT, BadAnswerError, CredentialsExpiredError, Failure
from hds_collectors.live.service import SELF, Call, Item, Live, Place, Service, Unseen
from hds_collectors.live.source import Source
from hds_policy.model import Cause, Unknown

_MOST_PAGES = 20_000


class Gap(Struct, frozen=True, order=True):
    """One kind of call that failed in one way, how often, and for what first."""

    operation: str
    cause: Cause
    detail: str
    first: str = ""
    times: int = 1


class Told(Struct):
    """What a service told in one region."""

    live: list[tuple[Live, Place]] = field(default_factory=list)
    gaps: dict[tuple[str, str], Gap] = field(default_factory=dict)
    calls: int = 0

    def miss(self, operation: str, failure: Failure, subject: str) -> None:
        """Note a failure."""
        key = (operation, failure.detail)
        known = self.gaps.get(key)
        times = known.times + 1 if known else 1
        self.gaps[key] = Gap(operation, failure.cause, failure.detail, known.first if known else subject, times)


class Asking:
    """Asks one service in one place.

    Args:
        deadline: moment of ``time.monotonic`` after which nothing more is asked.
    """

    def __init__(self, service: Service, place: Place, source: Source, deadline: float) -> None:
        self._service = service
        self._place = place
        self._source = source
        self._deadline = deadline
        self.told = Told()

    def ask(self) -> Told:
        """Everything the service tells.

        Raises:
            CredentialsExpiredError: the credentials have run out.
        """
        for call in self._service.calls:
            self._mean(call, self._listed(call, self._given(call), self._place.region, "")[0])
        return self.told

    def _mean(self, call: Call, items: Sequence[Item]) -> None:
        """Ask what is to be asked for listed things, and convert them."""
        for inner in call.each:
            if inner.batch:
                self._ask_batches(inner, items)
            else:
                for item in items:
                    self._ask_for(inner, item)
        for item in items if call.convert else ():
            self._convert(call, item)

    def _given(self, call: Call) -> dict[str, Any]:
        """Parameters that do not depend on what the call is made for."""
        return {**call.fixed, **({call.account: self._place.account} if call.account else {})}

    def _ask_for(self, call: Call, item: Item) -> None:
        subject = _subject(item)
        try:
            if call.when is not None and not call.when(item, self._place):
                return
            region = call.at(item) if call.at else self._place.region
            taken = {name: self._taken(item, path) for name, path in call.take.items()}
            parameters = {**self._given(call), **taken, **{name: [taken[name]] for name in call.one_in_list}}
        except self._source.caught as error:
            failure = self._source.failure(error)
            self.told.miss(call.operation, failure, subject)
            item.inner[call.operation] = Unknown(failure.cause, failure.detail)
            return
        found, missed = self._listed(call, parameters, region, subject)
        item.inner[call.operation] = Unknown(missed.cause, missed.detail) if missed else found
        self._mean(call, found)

    def _taken(self, item: Item, path: str | Callable[[Item, Place], str]) -> Any:
        if callable(path):
            return path(item, self._place)
        value = item.raw.get(SELF) if path == SELF else item.get(path)
        if value is None:
            raise BadAnswerError(f"an item has no {path}")
        return value

    def _ask_batches(self, call: Call, items: Sequence[Item]) -> None:
        ((name, path),) = call.take.items()
        for start in range(0, len(items), call.batch):
            some = items[start : start + call.batch]
            parameters = {**self._given(call), name: [self._taken(item, path) for item in some]}
            found, _ = self._listed(call, parameters, self._place.region, _subject(some[0]))
            self._mean(call, found)

    def _listed(
        self, call: Call, parameters: Mapping[str, Any], region: str, subject: str
    ) -> tuple[list[Item], Failure | None]:
        """What a call lists; of a list that breaks off, what was told before, and why it broke off."""
        found: list[Item] = []
        try:
            for page in self._pages(call, parameters, region):
                found.extend(_items(call, page, parameters))
        except self._source.caught as error:
            if self._source.is_expired(error):
                raise CredentialsExpiredError("the credentials have expired", hint=EXPIRED_HINT) from error
            if self._source.is_absent(call, error):
                return found, None
            failure = self._source.failure(error)
            self.told.miss(call.operation, failure, subject)
            return found, failure
        return found, None

    def _pages(self, call: Call, parameters: Mapping[str, Any], region: str) -> Iterator[Mapping[str, Any]]:
        if time.monotonic() > self._deadline:
            raise TimeoutError
        pages = self._source.pages(call.client or self._service.client, call, parameters, region)
        for number, page in enumerate(pages):
            self.told.calls += 1
            if at(page, call.proof or call.items) is None:
                raise BadAnswerError(f"the answer has no {call.proof or call.items}")
            yield page
            if number >= _MOST_PAGES or time.monotonic() > self._deadline:
                raise BadAnswerError("the list did not end in time")

    def _convert(self, call: Call, item: Item) -> None:
        if call.convert is None:
            return
        try:
            made = list(call.convert(item, self._place))
        except self._source.caught as error:
            self.told.miss(call.operation, self._source.failure(error), _subject(item))
            return
        for live in made:
            if isinstance(live, Unseen):
                failure = Failure(Cause.UNSUPPORTED_RESOURCE, f"{live.kind}: no module reads it")
                self.told.miss(call.operation, failure, live.name)
                continue
            owner = self._source.owner(live)
            if owner and owner != self._place.account:
                failure = Failure(Cause.BAD_RESPONSE, "the answer is about another account")
                self.told.miss(call.operation, failure, "")
            else:
                self.told.live.append((live, self._place))


def _items(call: Call, page: Mapping[str, Any], parameters: Mapping[str, Any]) -> Iterator[Item]:
    found = at(page, call.items)
    listed = found if isinstance(found, list) else [] if found is None else [found]
    for one in listed:
        if call.nested:
            yield from (Item(inner, {}) for inner in one[call.nested])
        elif isinstance(one, Mapping):
            yield Item(one, {})
        else:
            # A bare name means something only together with what it was asked for.
            yield Item({**parameters, SELF: one}, {})


def _subject(item: Item) -> str:
    """What an item is called, for a person: its shortest identifier."""
    for name, value in item.raw.items():
        if isinstance(value, str) and name.lower().endswith(("identifier", "name", "id", "arn", "url", SELF)):
            return value[:120]
    return ""
