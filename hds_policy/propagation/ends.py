"""What stands at the end of a flow: the resources an attribute leads to, and whether it leads out of what was read."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from hds_policy.catalogue import DATA_ROLES, Catalogue, Role
from hds_policy.model import Inventory, Reference, Resource, ToldBy, Unknown, Value
from hds_policy.model.attributes import values_at
from hds_policy.propagation.names import Names

SELF = "."
_ARN = re.compile(r"^arn:([a-z-]+):[a-z0-9-]*:([a-z0-9-]+):")
_ARN_BEGINS = "arn:"
_LARGEST_DOCUMENT = 1 << 20
_DEEPEST = 3
_NAMES = ("_id", "_arn", "_name", "_link")

Place = tuple[str, str]
"""Partition and region of something that was not read; empty when they are not told."""
NOWHERE: Place = ("", "")


class End(Struct):
    """Where an attribute leads.

    Attributes:
        keys: resources that were read, and what told so.
        outside: place of each thing that it names and that was not read, each once.
        unknown: whether what it names is not known, or not all of it, so that it may be anything.
    """

    keys: dict[str, ToldBy] = field(default_factory=dict)
    outside: list[Place] = field(default_factory=list)
    unknown: bool = False

    def add(self, place: Place) -> None:
        """Note something that was not read, each place once."""
        if place not in self.outside:
            self.outside.append(place)

    def add_unknown(self) -> None:
        """Note something that is not even named."""
        self.unknown = True
        self.add(NOWHERE)

    @property
    def tells(self) -> bool:
        """Whether the attribute leads anywhere."""
        return bool(self.keys or self.outside)


class Ends:
    """Finds the resources that attributes of resources of one inventory lead to."""

    def __init__(self, inventory: Inventory, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._names = Names(inventory, catalogue)
        self._resources = {resource.key: resource for resource in inventory.resources}
        self._holding = self._holders_of_data(inventory)
        self._references: dict[str, list[Reference]] = defaultdict(list)
        for reference in inventory.references:
            self._references[reference.source].append(reference)

    def of(self, path: str, resource: Resource, *, data: bool = True) -> End:
        """Where an attribute leads; ``.`` is the resource itself.

        Args:
            data: whether the edge moves data: then what can hold none is no end of it, and texts count as names.
        """
        end = End()
        if path == SELF:
            end.keys[resource.key] = ToldBy.REFERENCE
            return end
        references = self._references.get(resource.key, ())
        read = self._follow(path, references, end, data=data) if references else False
        if data and path.partition(".")[0] in resource.attributes:
            self._read_values(path, resource, end, read=read)
        return end

    def resource(self, key: str) -> Resource | None:
        """The resource of a key; None when it was not read."""
        return self._resources.get(key)

    def references(self, holder: Resource, path: str) -> list[Reference]:
        """What an attribute, or a part of it, refers to."""
        below = f"{path}."
        known = self._references.get(holder.key, ())
        return [one for one in known if one.attribute == path or one.attribute.startswith(below)]

    def stands_in(self, account: str, resource: Resource) -> bool | None:
        """Whether a resource was read in an account; None when that is not known."""
        return self._names.stands_in(account, resource)

    def _follow(self, path: str, references: Iterable[Reference], end: End, *, data: bool) -> bool:
        """Add what references lead to; whether they explain a value that is not known.

        Where the value can be several things, each of them has to lead somewhere: what does not is an end of its own.
        """
        below = f"{path}."
        read = False
        alternatives: dict[tuple[str, int], bool] = {}
        for reference in references:
            attribute = reference.attribute
            if attribute != path and not attribute.startswith(below):
                continue
            target = reference.target
            if not data or target in self._holding:
                end.keys[target] = ToldBy.REFERENCE
                leads = True
            else:
                leads = self._leads(reference, end)
            read = read or leads
            if reference.choice:
                alternative = (attribute, reference.choice)
                alternatives[alternative] = leads or alternatives.get(alternative, False)
            if reference.open and data:
                end.add_unknown()
        if data and not all(alternatives.values()):
            end.add_unknown()
        return read

    def _leads(self, reference: Reference, end: End) -> bool:
        """Add what a reference leads to that holds no data itself; whether it leads to something that was read."""
        found = self._holders(reference, _DEEPEST)
        for key in found:
            end.keys[key] = ToldBy.REFERENCE
            target = self._resources.get(key)
            if target is not None and target.is_data:
                for same in self._names.same(target):
                    end.keys.setdefault(same, ToldBy.NAME)
        return bool(found) or self._is_named(reference)

    def _is_named(self, reference: Reference) -> bool:
        """Whether a value is the name of something that was read and holds no data.

        What a parameter, a secret or a random text holds may name anything: it is not the name of that parameter.
        """
        target = self._resources.get(reference.target)
        if target is None or not reference.exact:
            return False
        decision = self._catalogue.decision(target.type, target.provider.name)
        if decision is None or decision.role is Role.NONE:
            return False
        attribute = reference.target_attribute
        return attribute in {"", *self._catalogue.naming.attributes} or attribute.endswith(_NAMES)

    def _holders(self, reference: Reference, depth: int) -> tuple[str, ...]:
        """The resource referred to when data can be there, else what a setting of it belongs to."""
        target = self._resources.get(reference.target)
        if target is None or self._can_hold(target, exact=reference.exact):
            return (reference.target,)
        if depth == 0:
            return ()
        through = [
            inner
            for inner in self._references.get(target.key, ())
            if reference.target_attribute in ("", "id", "arn") or inner.attribute == reference.target_attribute
        ]
        return tuple(key for inner in through if inner.exact for key in self._holders(inner, depth - 1))

    def _holders_of_data(self, inventory: Inventory) -> frozenset[str]:
        """Keys of the managed resources in which, or by which, data can be: nearly all that flows refer to."""
        return frozenset(
            resource.key
            for resource in inventory.resources
            if not resource.is_data and self._can_hold(resource, exact=True)
        )

    def _can_hold(self, resource: Resource, *, exact: bool) -> bool:
        """Whether data can be there; a text made from a look-up nobody knows (an account number) is none of its own."""
        decision = self._catalogue.decision(resource.type, resource.provider.name)
        if decision is None:
            return exact or not resource.is_data
        return decision.role in DATA_ROLES or bool(decision.flows)

    def _read_values(self, path: str, resource: Resource, end: End, *, read: bool) -> None:
        """Add what texts name; a value that names nothing which was read leads outside.

        A plain name may be that of what a reference beside it leads to: then only an ARN counts.
        """
        for value in values_at(resource.attributes, path):
            if value in ("", [], {}):
                continue
            certain = False
            for text, inner in _texts(value, path):
                named = self._names.of(text, inner, resource, hinted=inner is not path)
                certain = certain or (named.certain and isinstance(value, str))
                for key in named.keys:
                    end.keys.setdefault(key, ToldBy.NAME)
            place = _place_in_arn(value)
            told = isinstance(value, str) and value.startswith(_ARN_BEGINS)
            if isinstance(value, Unknown) and not read:
                end.add_unknown()
            elif not certain and (told or not read):
                end.add(place)


def _texts(value: Value, path: str) -> Iterator[tuple[str, str]]:
    """Texts of a value with their paths; those of a map or a JSON document are below the path of the attribute."""
    if isinstance(value, str):
        if value[:1] in "{[" and len(value) <= _LARGEST_DOCUMENT:
            try:
                document = json.loads(value)
            except (ValueError, RecursionError):
                return
            yield from _inside(document, path)
        else:
            yield value, path
    elif isinstance(value, (dict, list)):
        yield from _inside(value, path)


def _inside(value: Value, path: str) -> Iterator[tuple[str, str]]:
    pending: list[tuple[str, Value]] = [(f"{path}.", value)]
    while pending:
        at, part = pending.pop()
        if isinstance(part, str):
            yield part, at
        elif isinstance(part, dict):
            # The variables of a container are pairs of a name and a value: the name says what the value names.
            name = part.get("name")
            for key, inner in part.items():
                pending.append((f"{path}.{name if key == 'value' and isinstance(name, str) else key}", inner))
        elif isinstance(part, list):
            pending.extend((at, inner) for inner in part)


def _place_in_arn(value: Value) -> Place:
    found = _ARN.match(value) if isinstance(value, str) and not isinstance(value, Unknown) else None
    return (found[1], found[2]) if found else NOWHERE
