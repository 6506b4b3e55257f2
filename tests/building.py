"""Small builders for tests of the stages: resources, inventories, certificates, a catalogue of made-up providers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from hds_policy.hosters import Regions
from hds_policy.model import (
    LAYERS,
    Cause,
    Certificate,
    Grade,
    Hoster,
    HosterStatus,
    Inventory,
    Layer,
    ProviderConfig,
    Reference,
    Region,
    Resource,
    Scope,
    Source,
    SourceRange,
    Unknown,
    Value,
)

ON = date(2026, 11, 23)
NO_VALUE = Unknown(Cause.UNRESOLVED_VALUE, "var.x has no value")

_ADDRESS = re.compile(r"(?:module\.[^.]+\.)*(?P<type>[a-z0-9_]+)\.(?P<name>[a-z0-9_]+)(?:\[.*\])?")

CATALOGUE = {
    "models.toml": """
        [models.iaas]
        title = "machine"
        hoster = ["physical", "hardware", "virtual"]
        [models.managed-backup]
        title = "managed"
        hoster = ["physical", "hardware", "virtual", "platform", "backup"]
    """,
    "flows.toml": """
        [flows.copies_to]
        travels = "forward"
        copy = true
        reason = "a copy"
        [flows.mounts]
        travels = "both"
        reason = "a machine reads and writes"
        [flows.encrypts]
        travels = "none"
        reason = "a key is no data"
    """,
    "endpoints.toml": """
        [endpoints."*.nimbus.example"]
        hoster = "nimbus"
        source = "made up"
        checked_on = 2026-11-23
        [endpoints."*.stratus.example"]
        hoster = "stratus"
        services = { database = "their-database" }
        source = "made up"
        checked_on = 2026-11-23
    """,
    "cloud.toml": """
        [provider]
        names = ["cloud", "cloud-beta"]
        hoster = "nimbus"
        region = ["region", "provider.region"]
        zone = '^([a-z]+-[a-z]+)-\\d+$'
        tags = ["tags"]
        endpoints = ["endpoints"]

        [[families]]
        match = "cloud_rule_*"
        role = "configures"
        reason = "access control"

        [types]
        [types.cloud_database]
        role = "stores"
        model = "managed-backup"
        service = "database"
        also_in = ["replica.region"]
        flows = [
            { from = "copy_of", to = ".", kind = "copies_to" },
            { from = "key", to = ".", kind = "encrypts" },
        ]
        [types.cloud_machine]
        role = "processes"
        model = "iaas"
        service = "compute"
        flows = [{ from = ".", to = "disk.volume", kind = "mounts" }]
        [types.cloud_volume]
        role = "stores"
        model = "iaas"
        service = "block"
        region = ["zone", "provider.zone"]
        flows = [{ from = "copy_of", to = ".", kind = "copies_to" }]
        [types.cloud_snapshot]
        role = "backs_up"
        model = "iaas"
        service = "block"
        region = ["@volume"]
        flows = [{ from = "volume", to = ".", kind = "copies_to" }]
        [types.cloud_stream]
        role = "transports"
        model = "managed-backup"
        service = "stream"
        flows = [{ from = ".", to = "sink", kind = "copies_to" }]
        [types.cloud_archive]
        role = "stores"
        model = "managed-backup"
        service = "archive"
        region = ["=earth"]
        [types.cloud_export]
        role = "backs_up"
        model = "managed-backup"
        service = "export"
        region = ["arn:target"]
        [types.cloud_key]
        role = "configures"
        reason = "key"
    """,
    "bare.toml": """
        [provider]
        names = ["bare"]
        hoster = ""
        in_cluster = true
        tags = ["metadata.labels"]
        endpoints = ["host"]

        [types]
        bare_claim = { role = "stores", model = "iaas", service = "volumes" }
    """,
}


def write_catalogue(folder: Path, **changed: str) -> Path:
    """The made-up catalogue in a folder; ``changed`` replaces whole files by stem."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {**CATALOGUE, **{f"{stem}.toml": text for stem, text in changed.items()}}
    for name, text in files.items():
        lines = "\n".join(line.strip() for line in text.splitlines())
        (folder / name).write_text(lines, encoding="utf-8")
    return folder


def resource(
    address: str,
    attributes: Mapping[str, Value] | None = None,
    *,
    root: str = ".",
    settings: Mapping[str, Value] | None = None,
    alias: str = "",
    provider: str = "",
    is_data: bool = False,
    lines: Mapping[str, int] | None = None,
) -> Resource:
    """A resource; its type, name and provider are read from the address; ``settings`` are the provider's arguments."""
    found = _ADDRESS.fullmatch(address)
    assert found, address
    name = provider or found["type"].partition("_")[0]
    config = ProviderConfig(
        name, alias=alias, attributes=dict(settings or {}), location=SourceRange("providers.tf", 4, 7)
    )
    return Resource(
        address,
        found["type"],
        found["name"],
        root,
        config,
        dict(attributes or {}),
        location=SourceRange("main.tf", 10, 20),
        lines=dict(lines or {}),
        is_data=is_data,
    )


def inventory(*resources: Resource, references: Iterable[tuple[str, str, str]] = ()) -> Inventory:
    """An inventory; each reference is (source key, attribute, target key)."""
    links = tuple(Reference(source, target, attribute) for source, attribute, target in references)
    return Inventory(resources=resources, references=links, roots=tuple(sorted({r.root for r in resources})))


def regions(**hosters: Mapping[str, tuple[str, bool | None, str]]) -> Regions:
    """Regions as ``{name: (country, eea, parent)}``; an empty parent is the region itself."""
    return Regions(
        {
            hoster: {
                name: Region(hoster, name, country, eea, "", parent or name, "made up")
                for name, (country, eea, parent) in table.items()
            }
            for hoster, table in hosters.items()
        },
        ON,
    )


def scope(*names: str, complete: bool = True) -> Scope:
    """A known scope: these names, or everything when none is given."""
    return Scope(known=True, everything=not names, names=frozenset(names), complete=complete)


UNKNOWN_SCOPE = Scope(known=False)


def certificate(
    holder: str,
    *,
    layers: Iterable[Layer] = LAYERS,
    services: Scope | None = None,
    within: Scope | None = None,
    referential: str | None = "2.0",
    since: date | None = date(2025, 1, 1),
    until: date | None = date(2027, 12, 31),
    grade: Grade = Grade.A,
) -> Certificate:
    """A certificate that covers everything unless told otherwise; ``within`` is its scope of regions."""
    return Certificate(
        holder,
        frozenset(layers),
        services or scope(),
        within or scope(),
        referential,
        since,
        until,
        "N-1",
        "Body",
        Source("made up", date(2026, 1, 1), grade),
    )


def hoster(name: str, *certificates: Certificate, status: HosterStatus | None = None) -> Hoster:
    """A hoster; certified when it has certificates."""
    known = HosterStatus.CERTIFIED if certificates else HosterStatus.UNKNOWN
    return Hoster(name, name.title(), status or known, certificates, (), Source("made up", ON, Grade.A))
