"""Write an inventory: equal inventories of the same day give equal bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from hds_policy import __version__
from hds_policy.errors import UsageError
from hds_policy.model import Inventory, ProviderConfig, Resource, Value
from hds_policy.saved.shape import FORMAT, MAX_BYTES, VERSION, RawContent, RawFile, RawProvider, RawResource
from hds_policy.saved.values import BadValueError, packed


def saved_bytes(inventory: Inventory, scanner: str, on: date) -> bytes:
    """The file of an inventory.

    Args:
        scanner: name of the scanner that read it.
        on: day of the run.

    Raises:
        UsageError: it is larger than a reader takes, or holds text or a value that JSON cannot carry.
    """
    providers = _Providers()
    try:
        resources = tuple(_resource(resource, providers) for resource in inventory.resources)
        content = RawContent(
            scanner=scanner,
            tool=__version__,
            on=on,
            providers=tuple(providers.found),
            resources=resources,
            references=inventory.references,
            unread=inventory.unread,
            inputs=inventory.inputs,
            not_instantiated=inventory.not_instantiated,
            roots=inventory.roots,
            focus=None if inventory.focus is None else tuple(sorted(inventory.focus)),
            looked_outside=inventory.looked_outside,
        )
        data = msgspec.json.encode(content)
    except (BadValueError, UnicodeEncodeError) as error:
        raise UsageError(f"the inventory cannot be saved: {error}") from error
    file = RawFile(FORMAT, VERSION, hashlib.sha256(data).hexdigest(), msgspec.Raw(data))
    whole = msgspec.json.encode(file) + b"\n"
    if len(whole) > MAX_BYTES:
        raise UsageError(
            f"the inventory cannot be saved: larger than {MAX_BYTES >> 20} MiB", hint="scan in several runs"
        )
    return whole


class _Providers:
    """Each configuration once: thousands of resources share one."""

    def __init__(self) -> None:
        self.found: list[RawProvider] = []
        self._places: dict[bytes, int] = {}
        self._seen: dict[int, int] = {}

    def place(self, provider: ProviderConfig) -> int:
        known = self._seen.get(id(provider))
        if known is not None:
            return known
        raw = RawProvider(
            provider.name,
            provider.source,
            provider.alias,
            _attributes(provider.attributes),
            provider.location,
            provider.declared,
        )
        place = self._places.setdefault(msgspec.json.encode(raw), len(self.found))
        if place == len(self.found):
            self.found.append(raw)
        self._seen[id(provider)] = place
        return place


def _resource(resource: Resource, providers: _Providers) -> RawResource:
    return RawResource(
        address=resource.address,
        type=resource.type,
        name=resource.name,
        root=resource.root,
        provider=providers.place(resource.provider),
        attributes=_attributes(resource.attributes),
        location=resource.location,
        lines=dict(resource.lines),
        is_data=resource.is_data,
        symbolic=resource.symbolic,
    )


def _attributes(attributes: Mapping[str, Value]) -> dict[str, Any]:
    return {name: packed(value) for name, value in attributes.items()}
