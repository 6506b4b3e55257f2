"""Where a resource lies: the catalogue's look-ups, read on the resource, its provider, or what it refers to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hds_policy.catalogue import Catalogue, Provider
from hds_policy.hosters import Regions
from hds_policy.model import Cause, Located, Reference, Resource, Unknown, Value, is_known
from hds_policy.model.attributes import values_at
from hds_policy.placement.copies import copied_to
from hds_policy.placement.hosting import Hosting
from hds_policy.placement.sites import SiteReader

_DEPTH = 8
_NOT_TOLD = "=not-told"
_ARN_REGION = re.compile(r"^arn:[a-z-]+:[a-z0-9-]*:([a-z0-9-]+):")


class RegionReader:
    """Reads regions; remembers what it found for parents.

    Args:
        resources: all resources by key.
        references: by (key of the source, attribute).
        catalogue, regions: facts.
    """

    def __init__(
        self,
        resources: Mapping[str, Resource],
        references: Mapping[tuple[str, str], Sequence[Reference]],
        catalogue: Catalogue,
        regions: Regions,
    ) -> None:
        self._resources = resources
        self._references = references
        self._catalogue = catalogue
        self._regions = regions
        self._sites = SiteReader(resources, references, catalogue)

    def own(self, resource: Resource) -> list[Located]:
        """The regions a resource names for itself, as they are written; never empty."""
        return self._own(resource, 0)

    def on_customer_site(self, resource: Resource) -> bool:
        """Whether something puts the resource on a site of the customer's own."""
        return self._sites.on_customer_site(resource)

    def read(self, resource: Resource, hosting: Hosting) -> tuple[Located, ...]:
        """Every region the resource stores in: its own first, then those of replicas and copies; never empty."""
        provider = self._catalogue.provider_of(resource)
        decision = self._catalogue.decision(resource.type, resource.provider.name)
        own = self._own_of(resource, hosting, provider)
        further = [
            Located(*self._value(value, f"{path}"), line=resource.line_of(path))
            for path in (decision.also_in if decision else ())
            for value in values_at(resource.attributes, path)
        ]
        copies = copied_to(resource, decision.copies, own, provider.pairs) if decision and provider else []
        named = [*own, *(self._canonical(found, hosting.hoster.id, provider) for found in [*further, *copies])]
        unique = {str(found.region): found for found in reversed(named)}
        return tuple(found for found in named if unique[str(found.region)] is found)

    def _own_of(self, resource: Resource, hosting: Hosting, provider: Provider | None) -> list[Located]:
        written = self._own(resource, 0)
        if outside := self._sites.outside(resource, written[0].region):
            return [outside]
        own = [self._canonical(found, hosting.hoster.id, provider) for found in written]
        if hosting.region == "":
            return own
        return [self._at_endpoint(own, hosting, provider)]

    def _at_endpoint(self, own: list[Located], hosting: Hosting, provider: Provider | None) -> Located:
        """The place an endpoint tells; not known when the endpoint names no region, or another than is set."""
        origin = f"endpoint {hosting.endpoint}"
        if not hosting.region:
            return Located(Unknown(Cause.UNRESOLVED_VALUE, f"{origin} does not tell its region"), origin)
        told = self._canonical(Located(hosting.region, origin), hosting.hoster.id, provider)
        if not any(found.origin for found in own):
            return told
        for found in own:
            if isinstance(found.region, Unknown):
                return found
            if found.region.casefold() != str(told.region).casefold():
                detail = f"{origin} is in {told.region}, but {found.origin} says {found.region}"
                return Located(Unknown(Cause.UNRESOLVED_VALUE, detail), found.origin, found.line)
        return own[0]

    def _own(self, resource: Resource, depth: int) -> list[Located]:
        provider = self._catalogue.provider_of(resource)
        decision = self._catalogue.decision(resource.type, resource.provider.name)
        lookups = (decision.region if decision else ()) or (provider.region if provider else ())
        open_parent = ""
        for lookup in lookups:
            # A parent that is named but was not read leaves its region open, whatever another attribute says.
            if open_parent and lookup.startswith("@"):
                continue
            found = self._look(resource, lookup, depth)
            if found:
                return found
            if lookup.startswith("@") and values_at(resource.attributes, lookup[1:]):
                open_parent = lookup[1:]
        if open_parent:
            detail = f"{open_parent} names something that was not read"
            return [Located(Unknown(Cause.UNRESOLVED_VALUE, detail), open_parent, resource.line_of(open_parent))]
        from_provider = any(lookup.startswith("provider.") for lookup in lookups)
        neither = f"no region is set, neither on the {resource.type} nor on its provider {resource.provider.name}"
        detail = neither if from_provider else f"nothing on the {resource.type} tells its region"
        return [Located(Unknown(Cause.UNRESOLVED_VALUE, detail), "")]

    def _look(self, resource: Resource, lookup: str, depth: int) -> list[Located]:
        if lookup == _NOT_TOLD:
            detail = f"nothing tells where a {resource.type} lies"
            return [Located(Unknown(Cause.UNRESOLVED_VALUE, detail), "")]
        if lookup.startswith("="):
            return [Located(lookup[1:], "by nature of the service")]
        if lookup.startswith("provider."):
            return _of_provider(resource, lookup.removeprefix("provider."))
        if lookup.startswith("@"):
            return self._of_parent(resource, lookup[1:], depth)
        path = lookup.removeprefix("arn:")
        line = resource.line_of(path)
        found = [Located(*self._value(value, path), line=line) for value in values_at(resource.attributes, path)]
        return [_from_arn(located) for located in found] if lookup.startswith("arn:") else found

    def _of_parent(self, resource: Resource, attribute: str, depth: int) -> list[Located]:
        """Regions of what an attribute refers to; nothing when it refers to nothing that was read."""
        references = [r for r in self._references.get((resource.key, attribute), ()) if r.target in self._resources]
        if not references or depth >= _DEPTH:
            return []
        parents = named([reference.target for reference in references])
        origin = f"{attribute} ({parents})"
        if not all(reference.exact for reference in references):
            detail = f"{attribute} is made from {parents}, and may name another"
            line = resource.line_of(attribute)
            return [Located(Unknown(Cause.UNRESOLVED_VALUE, detail), origin, line)]
        found = [located for r in references for located in self._own(self._resources[r.target], depth + 1)]
        return [Located(located.region, origin) for located in found]

    @staticmethod
    def _value(value: Value, path: str) -> tuple[str | Unknown, str]:
        if isinstance(value, Unknown):
            return value, path
        if isinstance(value, str):
            return value, path
        return Unknown(Cause.UNRESOLVED_VALUE, f"{path} is not a name"), path

    def _canonical(self, found: Located, hoster: str, provider: Provider | None) -> Located:
        if not isinstance(found.region, str):
            return found
        known = self._regions.find(hoster, found.region)
        if known is None and provider is not None and provider.zone is not None:
            zone = provider.zone.match(found.region)
            known = self._regions.find(hoster, zone[1]) if zone else None
        name = known.parent if known else found.region
        return Located(name, found.origin, found.line)


def named(keys: Sequence[str]) -> str:
    """The one key, or the first of several, for a person."""
    return keys[0] if len(keys) == 1 else f"{keys[0]} and {len(keys) - 1} more"


def _of_provider(resource: Resource, path: str) -> list[Located]:
    config = resource.provider
    name = f"{config.name}.{config.alias}" if config.alias else config.name
    place = f" ({config.location.file}:{config.location.start_line})" if config.location else ""
    values = values_at(config.attributes, path)
    if values:
        value = values[0]
        if isinstance(value, str | Unknown):
            return [Located(value, f"provider {name}{place}")]
        detail = f"{path} of provider {name} is not a name"
        return [Located(Unknown(Cause.UNRESOLVED_VALUE, detail), f"provider {name}{place}")]
    return []


def _from_arn(located: Located) -> Located:
    if not is_known(located.region) or not isinstance(located.region, str):
        return located
    match = _ARN_REGION.match(located.region)
    if match is None:
        return Located(Unknown(Cause.UNRESOLVED_VALUE, f"{located.origin} names no region"), located.origin)
    return Located(match[1], located.origin, located.line)
