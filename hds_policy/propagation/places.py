"""Where the paths of health data stand in the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hds_policy.model import Classification, Resource, SourceRange


def attribute_place(resource: Resource, attribute: str) -> SourceRange | None:
    """The line of the outermost part of an attribute path, else the block; None for what stands in no file."""
    line = resource.line_of(attribute)
    if resource.location is None or line is None:
        return resource.location
    return SourceRange(resource.location.file, line, line)


def places_of(classes: Iterable[Classification], resources: Mapping[str, Resource]) -> dict[str, SourceRange]:
    """Places of all paths: blocks by key, lines of attributes by ``Step.told_at``, where there are some."""
    places: dict[str, SourceRange | None] = {}
    for found in classes:
        for step in found.path:
            if step.told_at in places and step.target in places:
                continue
            for key in (step.source, step.target):
                places[key] = resources[key].location if key in resources else None
            holder = resources.get(step.holder)
            places[step.told_at] = attribute_place(holder, step.attribute) if holder else None
    return {name: place for name, place in sorted(places.items()) if place is not None}
