"""Sites that are not in the region a resource names: zones and subnets elsewhere, told by what it refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from hds_policy.catalogue import Catalogue, Provider
from hds_policy.model import Cause, Located, Reference, Resource, Unknown
from hds_policy.model.attributes import values_at

_DEPTH = 4
"""A machine, its template, a subnet group, a subnet: what fixes a site is never further away."""


class _Site(Struct, frozen=True):
    """Where a site is told (for a person), the line on the resource itself, and the zone; no zone: not told at all."""

    origin: str
    line: int | None
    zone: str | None
    of_customer: bool = False


class SiteReader:
    """Tells why a resource may not lie on its region's own sites.

    Args:
        resources: all resources by key.
        references: by (key of the source, attribute).
        catalogue: says which attributes name zones, sites and subnets.
    """

    def __init__(
        self,
        resources: Mapping[str, Resource],
        references: Mapping[tuple[str, str], Sequence[Reference]],
        catalogue: Catalogue,
    ) -> None:
        self._resources = resources
        self._references = references
        self._catalogue = catalogue

    def outside(self, resource: Resource, region: str | Unknown) -> Located | None:
        """Why the region that was read does not tell the place; None when nothing speaks against it.

        A Local Zone or a Wavelength Zone may be in another country, an Outpost anywhere.
        """
        provider = self._catalogue.provider_of(resource)
        if provider is None:
            return None
        for site in self._sites(resource, provider, 0):
            if site.zone is None:
                detail = f"{site.origin} puts it on a site that is not told"
                return Located(Unknown(Cause.UNRESOLVED_VALUE, detail), site.origin, site.line)
            found = provider.zone.match(site.zone) if provider.zone else None
            if found is None and provider.zone is not None:
                detail = f"{site.origin} {site.zone} is not an ordinary zone of a region"
                return Located(Unknown(Cause.UNRESOLVED_VALUE, detail), site.origin, site.line)
            if found and isinstance(region, str) and found[1] != "".join(region.split()).casefold():
                detail = f"{site.origin} {site.zone} is not in the region {region}"
                return Located(Unknown(Cause.UNRESOLVED_VALUE, detail), site.origin, site.line)
        return None

    def on_customer_site(self, resource: Resource) -> bool:
        """Whether it, or what it refers to, is put on a site of the customer's own, such as an Outpost."""
        provider = self._catalogue.provider_of(resource)
        if provider is None or not provider.on_customer_site:
            return False
        return any(site.of_customer for site in self._sites(resource, provider, 0))

    def _sites(self, resource: Resource, provider: Provider, depth: int) -> Iterator[_Site]:
        for path in provider.elsewhere:
            if any(value != "" for value in values_at(resource.attributes, path)):
                yield _Site(path, _line(resource, path), None, path in provider.on_customer_site)
        for path in provider.zone_attributes:
            for value in values_at(resource.attributes, path):
                if isinstance(value, str) and value:
                    yield _Site(path, _line(resource, path), value)
        for path in provider.site_references if depth < _DEPTH else ():
            for reference in self._references.get((resource.key, path), ()):
                target = self._resources.get(reference.target)
                for site in self._sites(target, provider, depth + 1) if target else ():
                    origin = f"{path} ({reference.target}: {site.origin})"
                    yield _Site(origin, _line(resource, path), site.zone, site.of_customer)


def _line(resource: Resource, path: str) -> int | None:
    return resource.line_of(path)
