"""The Estate: what the customer declares, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

from hds_policy.config.recognition import Recognition
from hds_policy.model.declassification import Declassification
from hds_policy.model.finding import Waiver
from hds_policy.model.hoster import Certificate, Hoster
from hds_policy.model.layer import Layer

EEA: Final = "eea"
"""Member of a certificate's ``regions.names`` that stands for every region inside the European Economic Area."""


class DefaultClass(StrEnum):
    """What a store is that nothing classifies."""

    UNCLASSIFIED = "unclassified"
    HEALTH = "health"
    NONE = "none"


class OperatorStatus(StrEnum):
    """HDS status of an operator, as the customer declares it; ``unknown`` is not ``not_certified``."""

    CERTIFIED = "certified"
    NOT_CERTIFIED = "not_certified"
    UNKNOWN = "unknown"
    CONTROLLER = "controller"
    """The controller itself, for its own account: outside the obligation (CSP L.1111-8)."""
    EXEMPT = "exempt"


class Selector(Struct, frozen=True):
    """Which resources an entry concerns: all that is given must fit; an empty string means "not given".

    Attributes:
        match: pattern on the Terraform address.
        type: pattern on the resource type.
        root: pattern on the root module folder.
        tag: ``key=pattern``, or ``key`` for any value.
        hoster: id of a hoster.
        site: id of a site.
    """

    match: str = ""
    type: str = ""
    root: str = ""
    tag: str = ""
    hoster: str = ""
    site: str = ""


class ClassificationRule(Struct, frozen=True):
    """A declaration that the selected resources hold health data, or none."""

    selector: Selector
    health: bool
    reason: str


class Operator(Struct, frozen=True):
    """An actor that is not in the registry; ``reason`` is never empty for ``controller`` and ``exempt``.

    ``accounts``: patterns of what names it in access control: account numbers, projects, tenants, domains, hosts of
    identity providers.
    """

    id: str
    name: str
    status: OperatorStatus
    reason: str = ""
    accounts: tuple[str, ...] = ()


class Operation(Struct, frozen=True):
    """Who performs layers on the customer's side; ``operator`` is the id of an Operator or of a hoster."""

    layers: frozenset[Layer]
    selector: Selector
    operator: str


class Contract(Struct, frozen=True):
    """A signed contract and the hoster conditions it confirms.

    ``valid_until`` is its last day, None when it has no end.
    """

    hoster: str
    signed_on: date
    valid_until: date | None
    conditions: frozenset[str]
    reference: str
    selector: Selector

    def in_force(self, on: date) -> bool:
        """Whether it is signed and has not ended on that day."""
        return self.signed_on <= on and (self.valid_until is None or on <= self.valid_until)


class Cluster(Struct, frozen=True):
    """Where a Kubernetes cluster runs: on a service of a hoster, or on a site of the estate (``site`` not empty).

    ``alias``, ``host``, ``config_context`` are patterns on the provider configuration, ``root`` one on the root
    module folder; an empty string means "not given". ``resource`` is a pattern on the address of the cluster in
    Terraform, which then tells where it runs. ``managed``: whether the hoster operates Kubernetes itself.
    """

    alias: str
    host: str
    config_context: str
    root: str
    hoster: str
    region: str
    service: str
    site: str
    resource: str = ""
    managed: bool = True


class Site(Struct, frozen=True):
    """A place of one's own: country (ISO 3166-1 alpha-2), and who performs which layers there."""

    id: str
    name: str
    country: str
    operator: str
    layers: frozenset[Layer]


class Settings(Struct, frozen=True):
    """Settings of the tool.

    Attributes:
        expiry_warning_days: how long before its end a certificate is pointed out.
        registry_max_age_days: how long after its last review a registry of hosters counts.
        cache: whether the answer of a run may be kept for the next one.
        inline_waivers: whether waivers in comments of the checked files count.
    """

    expiry_warning_days: int = 90
    registry_max_age_days: int = 365
    cache: bool = True
    inline_waivers: bool = False


class RegistryFile(Struct, frozen=True):
    """A registry of hosters that the organisation keeps: its path from the folder of the estate file, and SHA-256."""

    file: str
    sha256: str


class Estate(Struct, frozen=True):
    """Everything the customer declares. Lists keep the order of the file: the first match wins.

    Attributes:
        name: for a person.
        default_class: what a store is that nothing classifies.
        recognition: tags that declare health data.
        rules: classification rules, before tags.
        operators: by id.
        operations, contracts, clusters, waivers, declassifications: as declared.
        sites: by id.
        certificates: copies the customer holds, grade ``estate``; region names may hold ``EEA``.
        settings: see there.
        policies: folders of custom policies, relative to the folder of the file, with ``/``.
        file: the file it was read from, as given; empty for the default.
        sha256: hex digest of that file; empty for the default.
        copy: the copy that was read, when it was not ``file`` itself but another version of it; else empty.
        registry: registry of hosters that it names; None when it names none.
        hosters: what that registry says, by id.
        hosters_read: day of its last review.
        collectors: options of live scanners by the name of the scanner, as they stand in the file: a scanner checks
            its own when it runs.
    """

    name: str
    default_class: DefaultClass
    recognition: Recognition
    rules: tuple[ClassificationRule, ...]
    operators: dict[str, Operator]
    operations: tuple[Operation, ...]
    certificates: tuple[Certificate, ...]
    contracts: tuple[Contract, ...]
    clusters: tuple[Cluster, ...]
    sites: dict[str, Site]
    waivers: tuple[Waiver, ...]
    settings: Settings
    policies: tuple[str, ...] = ()
    file: str = ""
    sha256: str = ""
    registry: RegistryFile | None = None
    hosters: Mapping[str, Hoster] = {}
    hosters_read: date | None = None
    declassifications: tuple[Declassification, ...] = ()
    copy: str = ""
    collectors: Mapping[str, Mapping[str, Any]] = {}

    @classmethod
    def default(cls) -> Estate:
        """An estate that declares nothing."""
        return cls("", DefaultClass.UNCLASSIFIED, Recognition.of(), (), {}, (), (), (), (), {}, (), Settings())
