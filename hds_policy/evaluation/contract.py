"""The input contract: what every policy sees, as types. ``policies/schema/input.json`` is generated from them.

Every key is always present; what is not known is ``None``, ``""`` or ``unknown``, never absent. Days are nanoseconds
from 1970 (UTC), ``until_ns`` the first instant that is too late. policies/README.md says what each table is for.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import msgspec

VERSION = 1
"""Version of the contract; a key that goes, or means something else, makes a new one."""

JSON: TypeAlias = Any  # JSON document: recursive types of the standard library say no more

_Id: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, description="Names the object in findings.")]
_Name: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
_Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
_Eea: TypeAlias = Literal["yes", "no", "unknown"]
_Status: TypeAlias = Literal["certified", "not_certified", "unknown"]
_LayerName: TypeAlias = Literal["physical", "hardware", "virtual", "platform", "admin", "backup"]


class _Part(msgspec.Struct, forbid_unknown_fields=True):
    """A part of the input: no key may be missing, and none is there that is not named."""


class Scope(_Part):
    """What a certificate covers of services or regions; ``eea``: all regions inside the EEA are in it."""

    known: bool
    everything: bool
    eea: bool
    names: dict[str, Literal[True]]
    complete: bool


class LayersCovered(_Part):
    """Whether a certificate covers each layer; null when that is not known."""

    physical: bool | None
    hardware: bool | None
    virtual: bool | None
    platform: bool | None
    admin: bool | None
    backup: bool | None


class Referential(_Part):
    """A version of the HDS referential and when it counts; ``until_ns`` is null while it is in force."""

    id: _Id
    from_ns: int
    until_ns: int | None


class Law(_Part):
    """What is in force when."""

    referentials: dict[str, Referential]


class Settings(_Part):
    """Settings of the estate that rules use."""

    expiry_warning_ns: _Count
    registry_max_age_ns: _Count


class Certificate(_Part):
    """A certificate of the registry or of the estate.

    ``weak``: known from a bare claim only; ``held``: the customer holds a copy; the number is ``""`` when not known.
    """

    id: _Id
    holder: _Name
    layers: LayersCovered
    services: Scope
    regions: Scope
    referential: str
    from_ns: int | None
    until_ns: int | None
    read_ns: int
    weak: bool
    held: bool
    number: str
    state: Literal["in_force", "suspended", "withdrawn", "replaced", "unknown"]


class Question(_Part):
    """One distinct question about a layer: does a certificate of ``holder`` cover this service in this region?"""

    id: _Id
    layer: _LayerName
    actor: Literal["hoster", "operator", "undeclared", "unknown"]
    holder: str
    holder_status: _Status
    service: str
    region: str
    eea: _Eea
    certificates: list[str]


class Placements(_Part):
    """Distinct questions by layer."""

    physical: list[Question]
    hardware: list[Question]
    virtual: list[Question]
    platform: list[Question]
    admin: list[Question]
    backup: list[Question]


class Location(_Part):
    """A distinct place where health data is stored; the region is ``""`` when it cannot be told."""

    id: _Id
    hoster: str
    region: str
    country: str
    eea: _Eea


class Condition(_Part):
    """A distinct condition that a hoster makes for HDS."""

    id: _Id
    hoster: str
    condition: _Name
    kind: Literal["option", "exclusion"]
    state: Literal["met", "not_met", "unknown"]


class Holder(_Part):
    """A hoster or operator in use, with the number of its certificates that are known."""

    id: _Id
    kind: Literal["known", "unknown"]
    status: _Status
    certificates: _Count


class Guarantees(_Part):
    """What a holder answers to the questions of the table of guarantees, for the layers it performs here.

    ``yes`` to a question about a risk as soon as one answer says so; a reassuring answer only when it is about all of
    these layers without a limit, and from a strong source. ``transfer_map``: whether the address of a map is known.
    """

    id: _Id
    holder: _Name
    access_outside_eea: _Eea
    third_country_law: _Eea
    secnumcloud: _Eea
    transfer_map: _Eea


class Subcontractor(_Part):
    """Who performs layers for a holder; its id is ``""`` when no registry has it, no layer means not known which."""

    id: _Id
    contractor: _Name
    holder: str
    status: _Status
    layers: list[_LayerName]
    certificates: list[Certificate]


class Administrator(_Part):
    """A party outside that access control lets in; operator and status are ``""`` when none is declared for it."""

    id: _Id
    party: Literal["account", "federation", "public", "unknown"]
    operator: str
    status: Literal["", "certified", "not_certified", "unknown", "controller", "exempt"]
    certificates: list[Certificate]


class Folder(_Part):
    """A root module, with the number of its stores that say nothing about health data."""

    id: _Id
    unclassified: _Count


class Type(_Part):
    """A resource type and the number of resources concerned."""

    id: _Id
    count: _Count


class Flow(_Part):
    """Health data that goes to something that was not read; the region is ``""`` when nothing tells it.

    ``doubt`` is not empty when it is not told whether the data goes there at all: a selection perhaps chooses it, or
    the source of the flow is not known and may be it, or a setting names a service outside and not what it gets.
    """

    id: _Id
    kind: _Name
    region: str
    eea: _Eea
    doubt: Literal["", "selection", "source", "service"]


class Opening(_Part):
    """Health data that others may read; unknown when whom an attribute lets in is not known."""

    id: _Id
    to: Literal["public", "account", "unknown"]


class Backups(_Part):
    """Stores of health data of one root module; of how many no backup was found, or it is not known."""

    id: _Id
    stores: int
    missing: int
    unknown: int


class Suspected(_Part):
    """A resource that hints, but no declaration, call health data."""

    id: _Id


class Contradictory(_Part):
    """A resource that says itself, by tags or a hoster's option, that it holds health data and that it holds none."""

    id: _Id


class Overruled(_Part):
    """A resource that says itself that it holds health data, while a rule of the estate says that it holds none."""

    id: _Id


class SeenCluster(_Part):
    """Where the estate declares a cluster to run, and where the code tells; a declared site has no hoster, no region.

    The region that was found is ``""`` when nothing tells it.
    """

    id: _Id
    hoster: str
    region: str
    found_hoster: _Name
    found_region: str


class Unused(_Part):
    """A declaration of the estate that has no effect; grave when it was to protect something.

    It fits no resource, or no flow of health data that was read, or only a flow that no declaration may stop.
    """

    id: _Id
    grave: bool
    why: Literal["no_resource", "no_flow", "may_not_stop"]


class Registry(_Part):
    """A registry of hosters, the day of its last review, and the hosters in use that it speaks of."""

    id: _Id
    read_ns: int
    hosters: list[_Name]


class Place(_Part):
    """A resource; the file is ``""`` and the line null when it was not read from a file."""

    address: _Name
    file: str
    line: int | None


class About(_Part):
    """What a subject stands for: resources, and facts for messages."""

    resources: list[Place]
    facts: dict[str, str]


class PolicyInput(_Part):
    """What policies see.

    ``unread`` counts places that could not be read: whatever the rules say, the answer is then incomplete. ``about`` is
    there only when it was asked for (``hds-policy inventory --about``); no rule may depend on it.
    """

    version: Literal[1]
    on_ns: int
    settings: Settings
    law: Law
    unread: _Count
    certificates: dict[str, Certificate]
    placements: Placements
    locations: list[Location]
    conditions: list[Condition]
    holders: list[Holder]
    guarantees: list[Guarantees]
    subcontractors: list[Subcontractor]
    administrators: list[Administrator]
    folders: list[Folder]
    types: list[Type]
    flows: list[Flow]
    openings: list[Opening]
    backups: list[Backups]
    suspected: list[Suspected]
    tagged: list[Type]
    contradictory: list[Contradictory]
    overruled: list[Overruled]
    clusters: list[SeenCluster]
    unused: list[Unused]
    registries: list[Registry]
    about: dict[str, About] | msgspec.UnsetType = msgspec.UNSET


def schema() -> dict[str, JSON]:
    """JSON Schema (2020-12) of the policy input."""
    found = msgspec.json.schema(PolicyInput)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://hds-policy.dev/schema/input-{VERSION}.json",
        "title": f"hds-policy: what policies see, version {VERSION}",
    }
    return {**head, **found}
