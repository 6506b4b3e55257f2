"""The raw shape of ``hds-policy.toml``: one Struct per table, unknown keys forbidden."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

from msgspec import Struct, field

Table: TypeAlias = dict[str, Any]


class RawTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """Base of every table."""


class RawEstate(RawTable, kw_only=True):
    """The whole file; every table below is read on its own, so that its errors have an exact place."""

    version: int
    name: str = ""
    classification: Table = {}
    operators: dict[str, Table] = {}
    operations: list[Table] = []
    certificates: list[Table] = []
    contracts: list[Table] = []
    clusters: list[Table] = []
    sites: list[Table] = []
    waivers: list[Table] = []
    declassifications: list[Table] = []
    registry: Table = {}
    settings: Table = {}
    policies: Table = {}
    collectors: dict[str, Table] = {}


class RawClassification(RawTable, kw_only=True):
    """``[classification]``."""

    default: str = "unclassified"
    tag_keys: list[str] | None = None
    tag_values: list[str] | None = None
    true_keys: list[str] | None = None
    suspected_keys: list[str] | None = None
    suspected_values: list[str] | None = None
    extend: bool = True
    rules: list[Table] = []


class RawClassificationRule(RawTable, kw_only=True):
    """``[[classification.rules]]``."""

    match: str = ""
    type: str = ""
    root: str = ""
    tag: str = ""
    health: bool
    reason: str


class RawOperator(RawTable, kw_only=True):
    """``[operators.<id>]``."""

    name: str
    status: str
    reason: str = ""
    accounts: list[str] = []


class RawOperation(RawTable, kw_only=True):
    """``[[operations]]``."""

    layers: list[str | int]
    match: str = ""
    type: str = ""
    root: str = ""
    hoster: str = ""
    site: str = ""
    operator: str


class RawCertificate(RawTable, kw_only=True):
    """``[[certificates]]``."""

    holder: str
    layers: list[str | int]
    services: list[str]
    regions: list[str] | str
    referential: str
    valid_from: date
    valid_until: date
    number: str
    body: str
    file: str = ""
    seen_on: date


class RawContract(RawTable, kw_only=True):
    """``[[contracts]]``."""

    hoster: str
    signed_on: date
    valid_until: date | None = None
    conditions: list[str]
    reference: str
    match: str = ""
    root: str = ""


class RawCluster(RawTable, kw_only=True):
    """``[[clusters]]``."""

    match: Table
    hoster: str = ""
    region: str = ""
    service: str = ""
    site: str = ""
    resource: str = ""
    managed: bool = True


class RawClusterMatch(RawTable, kw_only=True):
    """``match`` of ``[[clusters]]``."""

    alias: str = ""
    host: str = ""
    config_context: str = ""
    root: str = ""


class RawSite(RawTable, kw_only=True):
    """``[[sites]]``."""

    id: str
    name: str = ""
    country: str
    operator: str
    layers: list[str | int] = field(default_factory=lambda: ["physical", "hardware", "virtual"])


class RawWaiver(RawTable, kw_only=True):
    """``[[waivers]]``."""

    rule: str
    address: str
    reason: str
    approved_by: str
    expires: date
    root: str = ""


class RawRegistry(RawTable, kw_only=True):
    """``[registry]``."""

    file: str
    sha256: str


class RawDeclassification(RawTable, kw_only=True, rename={"source": "from", "target": "to"}):
    """``[[declassifications]]``."""

    source: str
    target: str
    data: str
    reason: str
    approved_by: str
    expires: date


class RawSettings(RawTable, kw_only=True):
    """``[settings]``."""

    expiry_warning_days: int = 90
    registry_max_age_days: int = 365
    cache: bool = True
    inline_waivers: bool = False


class RawPolicies(RawTable, kw_only=True):
    """``[policies]``."""

    folders: list[str]


TABLES: dict[str, type[RawTable]] = {
    "": RawEstate,
    "[classification]": RawClassification,
    "[[classification.rules]]": RawClassificationRule,
    "[operators.<id>]": RawOperator,
    "[[operations]]": RawOperation,
    "[[certificates]]": RawCertificate,
    "[[contracts]]": RawContract,
    "[[clusters]]": RawCluster,
    "[[clusters]] match": RawClusterMatch,
    "[[sites]]": RawSite,
    "[[waivers]]": RawWaiver,
    "[[declassifications]]": RawDeclassification,
    "[registry]": RawRegistry,
    "[settings]": RawSettings,
    "[policies]": RawPolicies,
}
"""Every table of the file, as its reference (docs/estate.md) heads it."""
