"""Load the catalogue: models and flow kinds at once, a provider's file only when one of its types is asked for."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from hds_policy.catalogue.access import AccessTables
from hds_policy.catalogue.backups import BackupSetting, BackupSettings
from hds_policy.catalogue.clusters import ClusterFacts
from hds_policy.catalogue.endpoints import EndpointTable
from hds_policy.catalogue.files import (
    FOLDER,
    HINT,
    file_of_provider,
    hosters_of_providers,
    optional_table,
    pattern_of,
    provider_files,
    read_table,
)
from hds_policy.catalogue.hints import Hints
from hds_policy.catalogue.naming import Naming, RawNaming, naming_of
from hds_policy.catalogue.openings import Opening, Openings
from hds_policy.catalogue.outside import OutsideServices
from hds_policy.catalogue.raw import (
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

_T = TypeVar("_T")

_PERSISTENT = frozenset({Role.STORES, Role.BACKS_UP})


class Catalogue:
    """Decisions by resource type.

    Args:
        folder: folder of the TOML files; the package's own by default.

    Raises:
        CatalogueError: a file is missing or not valid.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        models = read_table(folder / "models.toml", RawModels).models
        self._models = {name: HostingModel(name, raw.title, raw.hoster) for name, raw in models.items()}
        self._kinds = {
            name: EdgeType(name, raw.source, raw.target, raw.travels, raw.copy, raw.reason)
            for name, raw in read_table(folder / "flows.toml", RawKinds).flows.items()
        }
        self._files: dict[str, tuple[Provider, RawFile]] = {}
        self._decisions: dict[str, Decision | None] = {}

    @property
    def provider_files(self) -> tuple[str, ...]:
        """Names of the provider files, without ``.toml``, sorted."""
        return provider_files(self._folder)

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
            raise CatalogueError(f"models.toml: no model {name!r}", hint=HINT)
        return self._models[name]

    @cached_property
    def naming(self) -> Naming:
        """How resources are named by texts and chosen by selections."""
        return naming_of(self._table("names", RawNaming), self._kinds)

    @cached_property
    def hints(self) -> Hints:
        """Words that hint at health data."""
        return self._table("hints", Hints)

    @cached_property
    def outside_services(self) -> OutsideServices:
        """Services outside that settings name by their addresses."""
        return self._table("outside", OutsideServices)

    @cached_property
    def openings(self) -> Mapping[str, Sequence[Opening]]:
        """What opens a store to others, by resource type."""
        return self._table("openings", Openings).by_type()

    @cached_property
    def access(self) -> AccessTables:
        """How policies say who may."""
        return self._table("access", AccessTables)

    @cached_property
    def backups(self) -> Mapping[str, Sequence[BackupSetting]]:
        """Settings by which a store is backed up, by resource type."""
        return self._table("backups", BackupSettings).by_type()

    @cached_property
    def clusters(self) -> ClusterFacts:
        """What tells where a Kubernetes cluster and its volumes lie."""
        return self._table("clusters", ClusterFacts)

    def _table(self, name: str, kind: type[_T]) -> _T:
        return optional_table(self._folder / f"{name}.toml", kind)

    @property
    def hosters(self) -> frozenset[str]:
        """Ids of all hosters that a provider, one of its partitions or an endpoint leads to."""
        return hosters_of_providers(self._folder) | self._endpoints.hosters

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
        return self._endpoints.find(address)

    def hoster_of_arn(self, partition: str) -> str:
        """Id of the hoster whose regions the ARNs of a partition name; empty when it is not known."""
        return self._endpoints.arns.get(partition, "")

    @cached_property
    def _endpoints(self) -> EndpointTable:
        return EndpointTable(self._folder / "endpoints.toml")

    def _file(self, provider: str) -> tuple[Provider, RawFile] | None:
        stem = file_of_provider(self._folder).get(provider)
        return self._load(stem) if stem else None

    def _load(self, stem: str) -> tuple[Provider, RawFile]:
        if stem not in self._files:
            raw = read_table(self._folder / f"{stem}.toml", RawFile)
            told = {name for name, file in file_of_provider(self._folder).items() if file == stem}
            if told != set(raw.provider.names):
                raise CatalogueError(f"{stem}.toml: provider.names: not as a list that starts its line", hint=HINT)
            zone = pattern_of(f"{stem}.toml: provider.zone", raw.provider.zone) if raw.provider.zone else None
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

    @cached_property
    def _modules(self) -> RawModules:
        return self._table("modules", RawModules)

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
            raise CatalogueError(f"{file}.toml: {resource_type}: unknown model {raw.model!r}", hint=HINT)
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
                raise CatalogueError(f"{stem}.toml: {name} stands twice", hint=HINT)
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
        raise CatalogueError(f"{resource_type}: operated_by: a layer that its model does not give away", hint=HINT)
    if unknown := sorted(set(told.values()) - {CUSTOMER, NOBODY_KNOWN, *known}):
        raise CatalogueError(f"{resource_type}: operated_by: {unknown[0]!r} is none of provider.operators", hint=HINT)
    return told


def _sources(raw: RawProvider) -> frozenset[str]:
    return frozenset(source.lower() for source in (raw.source, *raw.former_sources) if source)


@cache
def load_catalogue() -> Catalogue:
    """The catalogue that ships with the tool."""
    return Catalogue()
