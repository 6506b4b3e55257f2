"""From what runs to resources of the inventory: addresses, and references by identifier."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from hds_policy.model import Reference, Resource, Value

_LABEL = re.compile(r"^[A-Za-z_][A-Za-z0-9_-]*$")
_OWN = frozenset({"id", "arn", "tags", "tags_all", "region"})
_LONGEST = 2_048


def address_of(type_name: str, name: str) -> str:
    """Address in Terraform's syntax; a name that is no label becomes an instance key."""
    if _LABEL.match(name):
        return f"{type_name}.{name}"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'{type_name}.live["{quoted}"]'


def references_by_identifier(
    resources: Iterable[Resource], is_identifier: Callable[[str], bool], names: tuple[str, ...] = ("id",)
) -> list[Reference]:
    """Attributes that hold the identifier of another resource, sorted.

    One of the same root is meant when there are several; one of another root when none here has it.

    Args:
        is_identifier: whether a text is one that is made for one resource in the world: random and long, or a name
            that the hoster makes unique. A text that is not may stand anywhere by chance.
        names: attributes by which a resource tells its identifiers.
    """
    known = list(resources)
    index: dict[str, list[tuple[Resource, str]]] = defaultdict(list)
    for resource in known:
        for name in names:
            value = resource.attributes.get(name)
            if isinstance(value, str) and is_identifier(value):
                index[value].append((resource, name))
    found: set[tuple[str, str, str, str]] = set()
    for resource in known:
        for path, text in _texts(resource.attributes):
            targets = [one for one in index.get(text, ()) if one[0] is not resource]
            here = [one for one in targets if one[0].root == resource.root]
            found.update((resource.key, path, target.key, name) for target, name in here or targets)
    return [Reference(source, target, path, name) for source, path, target, name in sorted(found)]


def _texts(attributes: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    pending: list[tuple[str, Value]] = [(name, value) for name, value in attributes.items() if name not in _OWN]
    while pending:
        path, value = pending.pop()
        if isinstance(value, str):
            if len(value) <= _LONGEST:
                yield path, value
        elif isinstance(value, dict):
            pending.extend((f"{path}.{name}", inner) for name, inner in value.items())
        elif isinstance(value, list):
            pending.extend((path, inner) for inner in value)
