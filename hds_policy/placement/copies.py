"""Copies a service makes in the region paired with its own, which no attribute names."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping

from hds_policy.catalogue import Copies
from hds_policy.model import Cause, Located, Resource, Unknown, Value
from hds_policy.model.attributes import values_at


def copied_to(
    resource: Resource, copies: Iterable[Copies], own: Iterable[Located], pairs: Mapping[str, str]
) -> list[Located]:
    """Further places of a resource that its service copies to the paired region.

    Args:
        own: its own regions, as the hoster names them.
        pairs: region → paired region.

    Returns:
        For each region the paired one; Unknown where the pair, or whether data is copied at all, is not known.
    """
    further: list[Located] = []
    for entry in copies:
        if _kept(resource, entry):
            continue
        values = values_at(resource.attributes, entry.attribute) or [entry.default]
        line = resource.line_of(entry.attribute)
        for value in values:
            if isinstance(value, Unknown):
                detail = f"{entry.attribute}, which decides on copies in another region: {value.detail}"
                further.append(Located(Unknown(value.cause, detail, value.references), entry.attribute, line))
            elif _copies(value, entry):
                further.extend(_paired(place, f"{entry.attribute} = {_text(value)}", line, pairs) for place in own)
    return further


def _kept(resource: Resource, entry: Copies) -> bool:
    return any(value in kept for path, kept in entry.unless.items() for value in values_at(resource.attributes, path))


def _copies(value: Value, entry: Copies) -> bool:
    return any(fnmatch.fnmatchcase(_text(value).casefold(), pattern.casefold()) for pattern in entry.values)


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _paired(place: Located, origin: str, line: int | None, pairs: Mapping[str, str]) -> Located:
    if isinstance(place.region, str) and place.region in pairs:
        return Located(pairs[place.region], f"{origin}: paired region of {place.region}", line)
    region = place.region if isinstance(place.region, str) else "a region that is not known"
    detail = f"{origin} copies the data from {region} to another region, which is not told"
    return Located(Unknown(Cause.UNRESOLVED_VALUE, detail), origin, line)
