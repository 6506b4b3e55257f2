"""Which kinds an API server serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from hds_collectors.kubernetes.live.api import Api
from hds_collectors.kubernetes.live.problem import ApiError
from hds_policy.model import Cause

_AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
# The server answers in the first form that it knows.
_ACCEPT = f"{_AGGREGATED},{_AGGREGATED.replace('v=v2', 'v=v2beta1')},application/json"


class Kind(Struct, frozen=True):
    """A kind that can be listed.

    Attributes:
        group: API group; empty for the core group.
        version: the first version of the group, in the order the server prefers, that has it.
        resource: plural, as paths name it.
        name: the kind.
        namespaced: whether its objects stand in namespaces.
    """

    group: str
    version: str
    resource: str
    name: str
    namespaced: bool

    @property
    def api_version(self) -> str:
        """As objects name it."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def label(self) -> str:
        """As kubectl names it."""
        return f"{self.resource}.{self.group}" if self.group else self.resource

    def path(self, namespace: str = "") -> str:
        """Path of its list."""
        top = f"/apis/{self.group}/{self.version}" if self.group else f"/api/{self.version}"
        return f"{top}/namespaces/{namespace}/{self.resource}" if namespace else f"{top}/{self.resource}"


class Gap(Struct, frozen=True):
    """An API group, or one version of it, whose kinds are not known."""

    group: str
    label: str
    cause: Cause
    detail: str


class Served(Struct, frozen=True):
    """What an API server serves, and what of it cannot be told."""

    kinds: tuple[Kind, ...]
    gaps: tuple[Gap, ...]


def served_by(api: Api) -> Served:
    """The kinds that can be listed, each once.

    Raises:
        ApiError: the server does not say what it serves.
    """
    kinds: dict[tuple[str, str], Kind] = {}
    gaps: list[Gap] = []
    for path in ("/api", "/apis"):
        document = api.get(path, accept=_ACCEPT).document
        versions: list[_Version]
        if document.get("kind") == "APIGroupDiscoveryList":
            versions = list(_aggregated(document))
        elif path == "/api":
            versions = [("", version) for version in _texts(document.get("versions"))]
        else:
            versions = list(_groups(document))
        if path == "/api" and not versions:
            raise ApiError(Cause.BAD_RESPONSE, "the answer names no version of the core API")
        for version in versions:
            _add(api, version, kinds, gaps)
    return Served(tuple(kinds[key] for key in sorted(kinds)), tuple(gaps))


_Version = tuple[str, str] | tuple[str, str, Mapping[str, Any]]


def _add(api: Api, version: _Version, kinds: dict[tuple[str, str], Kind], gaps: list[Gap]) -> None:
    group, name = version[:2]
    label = f"{group}/{name}" if group else name
    try:
        found = list(_aggregated_kinds(*version) if len(version) == 3 else _kinds(api, group, name))
    except ApiError as problem:
        gaps.append(Gap(group, label, problem.cause, problem.detail))
        return
    for kind in found:
        kinds.setdefault((kind.group, kind.resource), kind)


def _aggregated(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for group in _objects(document, "items"):
        metadata = group.get("metadata")
        name = metadata.get("name", "") if isinstance(metadata, dict) else ""
        for version in _objects(group, "versions"):
            yield str(name), _text(version, "version"), version


def _aggregated_kinds(group: str, version: str, told: Mapping[str, Any]) -> Iterator[Kind]:
    resources = _objects(told, "resources", default=[])
    if told.get("freshness") == "Stale" and not resources:
        raise ApiError(Cause.API_ERROR, "the server of this API group does not answer")
    for resource in resources:
        kind = resource.get("responseKind")
        if not isinstance(kind, dict):
            raise ApiError(Cause.BAD_RESPONSE, "a resource without a kind")
        if "list" in _texts(resource.get("verbs")):
            namespaced = resource.get("scope") == "Namespaced"
            yield Kind(group, version, _text(resource, "resource"), _text(kind, "kind"), namespaced)


def _groups(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for group in _objects(document, "groups"):
        name = _text(group, "name")
        preferred = group.get("preferredVersion")
        first = preferred.get("version") if isinstance(preferred, dict) else None
        versions = [_text(version, "version") for version in _objects(group, "versions")]
        for version in sorted(versions, key=lambda version: version != first):
            yield name, version


def _kinds(api: Api, group: str, version: str) -> Iterator[Kind]:
    document = api.get(f"/apis/{group}/{version}" if group else f"/api/{version}").document
    for resource in _objects(document, "resources"):
        name = _text(resource, "name")
        if "/" not in name and "list" in _texts(resource.get("verbs")):
            yield Kind(group, version, name, _text(resource, "kind"), bool(resource.get("namespaced")))


def _objects(holder: Mapping[str, Any], key: str, default: Any = None) -> list[dict[str, Any]]:
    found = holder.get(key, default)
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise ApiError(Cause.BAD_RESPONSE, f"the answer has no list of {key}")
    return found


def _text(holder: Mapping[str, Any], key: str) -> str:
    found = holder.get(key)
    if not isinstance(found, str) or not found or "/" in found:
        raise ApiError(Cause.BAD_RESPONSE, f"the answer has no {key}")
    return found


def _texts(value: Any) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []
