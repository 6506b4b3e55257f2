"""The catalogue files as they are written: what may stand where."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from hds_policy.catalogue.types import Role, Travel
from hds_policy.model import Layer


class RawFlow(msgspec.Struct, forbid_unknown_fields=True, rename={"source": "from", "target": "to"}):
    """A flow of a type: attribute paths, or ``.`` for itself, and its kind."""

    source: str
    target: str
    kind: str


class RawCopies(msgspec.Struct, forbid_unknown_fields=True):
    """See ``Copies``."""

    attribute: str
    values: tuple[str, ...]
    default: str = ""
    unless: dict[str, tuple[str, ...]] = {}


class RawType(msgspec.Struct, forbid_unknown_fields=True):
    """An entry of its own; the keys are those of ``Decision``."""

    role: Role
    model: str = ""
    service: str = ""
    persists: bool | None = None
    region: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()
    copies: tuple[RawCopies, ...] = ()
    flows: tuple[RawFlow, ...] = ()
    health: Literal["suspected", ""] = ""
    reason: str = ""
    note: str = ""
    operated_by: str | dict[Layer, str] = ""


class RawAlike(RawType, forbid_unknown_fields=True, kw_only=True):
    """Types that were looked at one by one and are decided alike."""

    types: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class RawFamily(msgspec.Struct, forbid_unknown_fields=True):
    """A pattern that decides the types without an entry; it never decides one that holds data."""

    match: str
    role: Literal["configures", "none"]
    reason: str
    note: str = ""


class RawProvider(msgspec.Struct, forbid_unknown_fields=True):
    """The head of a provider file; the keys are those of ``Provider``."""

    names: tuple[str, ...]
    hoster: str
    source: str = ""
    version: str = ""
    region: tuple[str, ...] = ()
    zone: str = ""
    zone_attributes: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    on_customer_site: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()
    native: dict[str, tuple[str, ...]] = {}
    in_cluster: bool = False
    former_sources: tuple[str, ...] = ()
    endpoint_keys: dict[str, tuple[str, ...]] = {}
    partitions: dict[str, str] = {}
    site_references: tuple[str, ...] = ()
    pairs: dict[str, str] = {}
    pairs_source: str = ""
    note: str = ""


class RawFile(msgspec.Struct, forbid_unknown_fields=True):
    """A provider file."""

    provider: RawProvider
    types: dict[str, RawType]
    families: tuple[RawFamily, ...] = ()
    alike: tuple[RawAlike, ...] = ()


class RawModule(RawType, forbid_unknown_fields=True):
    """A public module; ``tags``: inputs that hold tags."""

    tags: tuple[str, ...] = ()


class RawModules(msgspec.Struct, forbid_unknown_fields=True):
    """The modules file."""

    types: dict[str, RawModule] = {}
    families: tuple[RawFamily, ...] = ()


class RawEndpoint(msgspec.Struct, forbid_unknown_fields=True):
    """See ``Endpoint``."""

    hoster: str
    source: str
    checked_on: date
    services: dict[str, str] = {}
    region: str = ""


class RawEndpoints(msgspec.Struct, forbid_unknown_fields=True):
    """The endpoints file; ``arns``: partition of an ARN → hoster id."""

    endpoints: Annotated[dict[str, RawEndpoint], msgspec.Meta(min_length=1)]
    arns: dict[str, str] = {}


class RawModel(msgspec.Struct, forbid_unknown_fields=True):
    """See ``HostingModel``."""

    title: str
    hoster: frozenset[Layer]


class RawModels(msgspec.Struct, forbid_unknown_fields=True):
    """The models file."""

    models: Annotated[dict[str, RawModel], msgspec.Meta(min_length=1)]


class RawKind(msgspec.Struct, forbid_unknown_fields=True, rename={"source": "from", "target": "to"}):
    """See ``EdgeType``."""

    travels: Travel
    reason: str
    source: str = ""
    target: str = ""
    copy: bool = False


class RawKinds(msgspec.Struct, forbid_unknown_fields=True):
    """The flows file."""

    flows: Annotated[dict[str, RawKind], msgspec.Meta(min_length=1)]
