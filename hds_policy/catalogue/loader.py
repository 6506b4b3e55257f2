"""Load the catalogue: models and flow kinds at once, a provider's file only when one of its types is asked for."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from hds_policy.cache.facts import parsed
from hds_policy.catalogue.access import AccessTables
from hds_policy.catalogue.backups import BackupSetting, BackupSettings
from hds_policy.catalogue.clusters import ClusterFacts
from hds_policy.catalogue.hints import Hints
from hds_policy.catalogue.naming import Naming, RawNaming, naming_of
from hds_policy.catalogue.openings import Opening, Openings
from hds_policy.catalogue.outside import OutsideServices
from hds_policy.catalogue.raw import (
    RawEndpoint,
    RawEndpoints,
    RawFile,
    RawKinds,
    RawModels,
    RawModules,
    RawProvider,
    RawType,
)
from hds_policy.catalogue.types import (
    CUSTOMER,
    DATA_ROLES,
    NOBODY_KNOWN,
    Copies,
    Decision,
    EdgeType,
    Endpoint,
    Flow,
    HostingModel,
    Provider,
    Role,
)
from hds_policy.errors import CatalogueError
from hds_policy.model import MODULE_CALL, Layer, Resource

_FOLDER = Path(__file__).parent
_PERSISTENT = frozenset({Role.STORES, Role.BACKS_UP})
_SHARED = frozenset(
    {
        "models",
        "flows",
        "endpoints",
        "modules",
        "names",
        "hints",
        "openings",
        "backups",
        "access",
        "clusters",
        "outside",
    }
)
_HINT = "reinstall hds-policy, or mend the catalogue file"


def _read(path: Path, kind: Any) -> Any:
    try:
        return msgspec.convert(parsed(path.read_bytes(), "toml", tomllib.loads), kind)
    except FileNotFoundError as error:
        raise CatalogueError(f"{path.name}: the catalogue has no such file") from error
    except OSError as error:
        raise CatalogueError(f"{path.name}: cannot be read: {error.strerror}", hint=_HINT) from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: {error}", hint=_HINT) from error


class Catalogue:
    """Decisions by resource type.

    Args:
        folder: folder of the TOML files; the package's own by default.

    Raises:
        CatalogueError: a file is missing or not valid.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._folder = folder
        models = _read(folder / "models.toml", RawModels).models
        self._models = {name: HostingModel(name, raw.title, raw.hoster) for name, raw in models.items()}
        self._kinds = {
            name: EdgeType(name, raw.source, raw.target, raw.travels, raw.copy, raw.reason)
            for name, raw in _read(folder / "flows.toml", RawKinds).flows.items()
        }
        self._read_endpoints: RawEndpoints | None = None
        self._endpoints: dict[str, tuple[RawEndpoint, re.Pattern[str] | None]] | None = None
        self._files: dict[str, tuple[Provider, RawFile]] = {}
        self._decisions: dict[str, Decision | None] = {}
        self._read_modules: RawModules | None = None
        self._naming: Naming | None = None
        self._hints: Hints | None = None
        self._access: AccessTables | None = None
        self._openings: Mapping[str, Sequence[Opening]] | None = None
        self._outside: OutsideServices | None = None
        self._backups: Mapping[str, Sequence[BackupSetting]] | None = None
        self._clusters: ClusterFacts | None = None

    @property
    def provider_files(self) -> tuple[str, ...]:
        """Names of the provider files, without ``.toml``, sorted."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.toml") if path.stem not in _SHARED))

    @property
    def edge_types(self) -> Mapping[str, EdgeType]:
        """Every kind of edge, by name, in the order of the file."""
        return self._kinds

    def model(self, name: str) -> HostingModel:
        """A hosting model by name.

        Raises:
            CatalogueError: there is none of this name.
        """
        if name not in self._models:
            raise CatalogueError(f"models.toml: no model {name!r}", hint=_HINT)
        return self._models[name]

    @property
    def naming(self) -> Naming:
        """How resources are named by texts and chosen by selections."""
        if self._naming is None:
            path = self._folder / "names.toml"
            self._naming = naming_of(_read(path, RawNaming) if path.is_file() else RawNaming(), self._kinds)
        return self._naming

    @property
    def hints(self) -> Hints:
        """Words that hint at health data."""
        if self._hints is None:
            path = self._folder / "hints.toml"
            self._hints = _read(path, Hints) if path.is_file() else Hints()
        return self._hints

    @property
    def outside_services(self) -> OutsideServices:
        """Services outside that settings name by their addresses."""
        if self._outside is None:
            path = self._folder / "outside.toml"
            self._outside = _read(path, OutsideServices) if path.is_file() else OutsideServices()
        return self._outside

    @property
    def openings(self) -> Mapping[str, Sequence[Opening]]:
        """What opens a store to others, by resource type."""
        if self._openings is None:
            path = self._folder / "openings.toml"
            self._openings = (_read(path, Openings) if path.is_file() else Openings()).by_type()
        return self._openings

    @property
    def access(self) -> AccessTables:
        """How policies say who may."""
        if self._access is None:
            path = self._folder / "access.toml"
            self._access = _read(path, AccessTables) if path.is_file() else AccessTables()
        return self._access

    @property
    def backups(self) -> Mapping[str, Sequence[BackupSetting]]:
        """Settings by which a store is backed up, by resource type."""
        if self._backups is None:
            path = self._folder / "backups.toml"
            self._backups = (_read(path, BackupSettings) if path.is_file() else BackupSettings()).by_type()
        return self._backups

    @property
    def clusters(self) -> ClusterFacts:
        """What tells where a Kubernetes cluster and its volumes lie."""
        if self._clusters is None:
            path = self._folder / "clusters.toml"
            self._clusters = _read(path, ClusterFacts) if path.is_file() else ClusterFacts()
        return self._clusters

    @property
    def hosters(self) -> frozenset[str]:
        """Ids of all hosters that a provider, one of its partitions or an endpoint leads to."""
        return _hosters_of_providers(self._folder) | {raw.hoster for raw, _ in self._endpoint_table.values()}

    def provider(self, name: str) -> Provider | None:
        """The provider a Terraform provider name stands for, e.g. ``google-beta``; None without a catalogue for it."""
        entry = self._file(name)
        return entry[0] if entry else None

    def provider_of(self, resource: Resource) -> Provider | None:
        """The provider of a resource, told by the prefix of its type, else by the local name of its provider.

        That of a module call is the one its address ends in; its tags are in the inputs for them too.
        """
        if resource.type.startswith(MODULE_CALL):
            return self._module_provider(resource.type)
        entry = self._file(resource.type.partition("_")[0]) or self._file(resource.provider.name)
        return entry[0] if entry else None

    def decision(self, resource_type: str, provider: str) -> Decision | None:
        """What a resource type is; None when the catalogue does not know it."""
        key = f"{provider}/{resource_type}"
        if key not in self._decisions:
            self._decisions[key] = self._decide(resource_type, provider)
        return self._decisions[key]

    def types(self, provider_file: str) -> tuple[str, ...]:
        """Types with an entry of their own in a provider file, sorted."""
        entry = self._load(provider_file)
        return tuple(sorted(entry[1].types))

    def endpoint(self, address: str) -> Endpoint | None:
        """What stands behind an address such as ``https://auth.cloud.ovh.net/v3``; None when it is not in the table."""
        host = _host(address)
        for hosts, (raw, region) in self._endpoint_table.items():
            if fnmatch.fnmatchcase(host, hosts):
                return Endpoint(raw.hoster, raw.services, _region_in(host, region))
        return None

    def hoster_of_arn(self, partition: str) -> str:
        """Id of the hoster whose regions the ARNs of a partition name; empty when it is not known."""
        return self._endpoint_file.arns.get(partition, "")

    @property
    def _endpoint_file(self) -> RawEndpoints:
        if self._read_endpoints is None:
            self._read_endpoints = _read(self._folder / "endpoints.toml", RawEndpoints)
        return self._read_endpoints

    @property
    def _endpoint_table(self) -> dict[str, tuple[RawEndpoint, re.Pattern[str] | None]]:
        if self._endpoints is None:
            self._endpoints = {
                hosts: (raw, _pattern(f"endpoints.toml: {hosts}: region", raw.region) if raw.region else None)
                for hosts, raw in self._endpoint_file.endpoints.items()
            }
        return self._endpoints

    def _file(self, provider: str) -> tuple[Provider, RawFile] | None:
        stem = _file_of_provider(self._folder).get(provider)
        return self._load(stem) if stem else None

    def _load(self, stem: str) -> tuple[Provider, RawFile]:
        if stem not in self._files:
            raw = _read(self._folder / f"{stem}.toml", RawFile)
            told = {name for name, file in _file_of_provider(self._folder).items() if file == stem}
            if told != set(raw.provider.names):
                raise CatalogueError(f"{stem}.toml: provider.names: not as a list that starts its line", hint=_HINT)
            zone = _pattern(f"{stem}.toml: provider.zone", raw.provider.zone) if raw.provider.zone else None
            provider = Provider(
                stem,
                raw.provider.names,
                raw.provider.hoster,
                raw.provider.region,
                zone,
                raw.provider.zone_attributes,
                (*raw.provider.elsewhere, *raw.provider.on_customer_site),
                raw.provider.tags,
                raw.provider.endpoints,
                raw.provider.native,
                raw.provider.in_cluster,
                sources=_sources(raw.provider),
                endpoint_keys=raw.provider.endpoint_keys,
                partitions=raw.provider.partitions,
                site_references=raw.provider.site_references,
                pairs=raw.provider.pairs,
                on_customer_site=raw.provider.on_customer_site,
                operators=raw.provider.operators,
            )
            self._files[stem] = (provider, _spread(raw, stem))
        return self._files[stem]

    @property
    def _modules(self) -> RawModules:
        if self._read_modules is None:
            path = self._folder / "modules.toml"
            self._read_modules = _read(path, RawModules) if path.is_file() else RawModules()
        return self._read_modules

    def _module_provider(self, module_type: str) -> Provider | None:
        entry = self._file(module_type.partition("//")[0].rpartition("/")[2])
        raw = self._modules.types.get(module_type)
        if entry is None or raw is None:
            return entry[0] if entry else None
        return replace(entry[0], tags=(*entry[0].tags, *raw.tags))

    def _decide(self, resource_type: str, provider: str) -> Decision | None:
        if resource_type.startswith(MODULE_CALL):
            return self._of_table(resource_type, self._modules, "modules")
        entry = self._file(resource_type.partition("_")[0]) or self._file(provider)
        return self._of_table(resource_type, entry[1], entry[0].file) if entry else None

    def _of_table(self, resource_type: str, table: RawFile | RawModules, file: str) -> Decision | None:
        raw = table.types.get(resource_type)
        if raw is not None:
            operators = table.provider.operators if isinstance(table, RawFile) else ()
            return self._explicit(resource_type, raw, file, operators)
        for family in table.families:
            if fnmatch.fnmatchcase(resource_type, family.match):
                return Decision(
                    resource_type, Role(family.role), None, "", False, (), (), (), False, family.reason, family.match
                )
        return None

    def _explicit(self, resource_type: str, raw: RawType, file: str, operators: Collection[str]) -> Decision:
        model = self._models.get(raw.model) if raw.model else None
        if raw.model and model is None:
            raise CatalogueError(f"{file}.toml: {resource_type}: unknown model {raw.model!r}", hint=_HINT)
        if raw.role in DATA_ROLES and (model is None or not raw.service):
            raise CatalogueError(f"{file}.toml: {resource_type}: role {raw.role} needs a known model and a service")
        flows = []
        for flow in raw.flows:
            kind = self._kinds.get(flow.kind)
            if kind is None:
                raise CatalogueError(f"{file}.toml: {resource_type}: unknown kind of flow {flow.kind!r}")
            flows.append(Flow(flow.source, flow.target, kind))
        persists = raw.role in _PERSISTENT if raw.persists is None else raw.persists
        return Decision(
            resource_type,
            raw.role,
            model,
            raw.service,
            persists,
            raw.region,
            raw.also_in,
            tuple(flows),
            raw.health == "suspected",
            raw.reason,
            "",
            tuple(Copies(copies.attribute, copies.values, copies.default, copies.unless) for copies in raw.copies),
            _operators(resource_type, raw, model, operators),
        )


def _spread(raw: RawFile, stem: str) -> RawFile:
    """The file with an entry for each type of its lists of types that are decided alike."""
    entries = dict(raw.types)
    for group in raw.alike:
        for name in group.types:
            if entries.setdefault(name, group) is not group:
                raise CatalogueError(f"{stem}.toml: {name} stands twice", hint=_HINT)
    return replace(raw, types=entries)


def _operators(
    resource_type: str, raw: RawType, model: HostingModel | None, known: Collection[str]
) -> dict[Layer, str]:
    """Who operates which layer instead of the provider's hoster."""
    if not raw.operated_by:
        return {}
    layers = model.hoster if model else frozenset[Layer]()
    told = dict.fromkeys(sorted(layers), raw.operated_by) if isinstance(raw.operated_by, str) else raw.operated_by
    if not told or set(told) - layers:
        raise CatalogueError(f"{resource_type}: operated_by: a layer that its model does not give away", hint=_HINT)
    if unknown := sorted(set(told.values()) - {CUSTOMER, NOBODY_KNOWN, *known}):
        raise CatalogueError(f"{resource_type}: operated_by: {unknown[0]!r} is none of provider.operators", hint=_HINT)
    return told


def _sources(raw: RawProvider) -> frozenset[str]:
    return frozenset(source.lower() for source in (raw.source, *raw.former_sources) if source)


def _region_in(host: str, pattern: re.Pattern[str] | None) -> str | None:
    if pattern is None:
        return ""
    found = pattern.search(host)
    return found[1] if found else None


def _pattern(where: str, expression: str) -> re.Pattern[str]:
    """A pattern whose first group is the name of a region."""
    try:
        pattern = re.compile(expression)
    except re.error as error:
        raise CatalogueError(f"{where}: {expression!r} is no pattern: {error}", hint=_HINT) from error
    if not pattern.groups:
        raise CatalogueError(f"{where}: {expression!r} has no group for the region", hint=_HINT)
    return pattern


def _host(address: str) -> str:
    """Host of an address with or without a scheme; empty when it has none that can be told."""
    text = address.strip()
    try:
        return urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""


@cache
def _file_of_provider(folder: Path) -> dict[str, str]:
    # Reading the first lines is enough to know the names, and keeps files that are not needed unparsed.
    table: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.stem in _SHARED:
            continue
        names = _names_in(path)
        if not names:
            raise CatalogueError(f"{path.name}: no provider names", hint=_HINT)
        for name in names:
            if table.setdefault(name, path.stem) != path.stem:
                raise CatalogueError(f"{path.name}: {table[name]}.toml has the provider {name} too", hint=_HINT)
    return table


def _names_in(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: cannot be read: {error}", hint=_HINT) from error
    found = re.search(r"^names\s*=\s*\[([^\]]*)\]", text, re.MULTILINE)
    return re.findall(r'"([^"]+)"', found[1]) if found else []


@cache
def _hosters_of_providers(folder: Path) -> frozenset[str]:
    # As above: the types, nearly all of a file, are not needed for this.
    hosters: set[str] = set()
    for stem in set(_file_of_provider(folder).values()):
        head = (folder / f"{stem}.toml").read_text(encoding="utf-8").partition("\n[types")[0]
        hosters.update(re.findall(r'^hoster\s*=\s*"([^"]+)"', head, re.MULTILINE))
        table = re.search(r"^\[provider\.partitions\]$(.*?)(?=^\[|\Z)", head, re.MULTILINE | re.DOTALL)
        hosters.update(re.findall(r'=\s*"([^"]+)"', table[1]) if table else ())
        operators = re.search(r"^operators\s*=\s*\[([^\]]*)\]", head, re.MULTILINE)
        hosters.update(re.findall(r'"([^"]+)"', operators[1]) if operators else ())
    return frozenset(hosters)


@cache
def load_catalogue() -> Catalogue:
    """The catalogue that ships with the tool."""
    return Catalogue()
