"""No type of any provider is left without a decision, and none that may hold data is decided by a family unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from building import resource

from hds_policy.catalogue import DATA_ROLES, Catalogue, load_catalogue
from hds_policy.config.selection import tags_of
from hds_policy.hosters import load_registry
from hds_policy.model import Value

TYPES = Path(__file__).with_name("types")

# How many types the providers have, by their own schemas and documentation, with those of older versions.
# google is the union of google, google-beta and google 4 to 7.
COUNTS = {
    "aiven": 85,
    "aws": 1735 + 25,
    "awscc": 1685,
    "azapi": 4,
    "azuread": 58,
    "azurerm": 1106 + 121,
    "clevercloud": 45,
    "cloudflare": 272 + 61,
    "databricks": 177,
    "datadog": 172 + 4,
    "ec": 11,
    "exoscale": 39,
    "google": 1527,
    "hcp": 67,
    "helm": 1,
    "ionoscloud": 71,
    "k8s": 156,
    "kubernetes": 81 + 2,
    "mongodbatlas": 85 + 4,
    "openstack": 108,
    "opentelekomcloud": 308,
    "outscale": 57,
    "ovh": 169,
    "postgresql": 15,
    "scaleway": 155,
    "scalingo": 15,
    "snowflake": 148,
    "vault": 217,
    "vsphere": 45,
}
PROVIDERS = sorted(COUNTS)

# Names that suggest that something is kept: such a type is decided on its own, never by a pattern.
_WORDS = "|".join(
    (
        "database|db|bucket|volume|disk|snapshot|backup|queue|topic|stream|log|cache|registry|registries|repository|repositories",
        "file|share|search|index|indices|indexes|warehouse|dataset|datastore|table|lake|datalake|vault|archive|replica|replication",
        "image|store|storage|blob|recovery|restore|record|recording|memory|tape|object|filesystem|nas|fs|collection|document|ledger",
        "sql|mysql|postgresql|redis|kafka|mongodb|data|datasource|catalog|graph|feature|featurestore|export|import|dump|audit",
        "message|event|mail|content|media|video|transcript|schema|namespace|keyspace|corpus|dicom|fhir|hl7|health",
    )
)
_SPEAKS_OF_DATA = re.compile(rf"_(?:{_WORDS})s?(?=_|$)")

# Rights on a thing hold nothing of it, whatever the thing is called.
_RIGHTS = re.compile(r"_iam_(?:binding|member|policy)$")


def listed(provider: str) -> list[str]:
    return (TYPES / f"{provider}.txt").read_text(encoding="utf-8").split()


def undecided(names: Iterable[str], provider: str, catalogue: Catalogue) -> list[str]:
    return [name for name in names if catalogue.decision(name, provider) is None]


def taken_by_a_family(names: Iterable[str], provider: str, catalogue: Catalogue) -> list[str]:
    """Types whose name speaks of data, and that no entry of their own decides."""
    found = []
    for name in names:
        decision = catalogue.decision(name, provider)
        speaks = _SPEAKS_OF_DATA.search(name) and not _RIGHTS.search(name)
        if speaks and decision is not None and decision.family:
            found.append(name)
    return found


def test_every_provider_with_a_list_is_counted() -> None:
    assert sorted(path.stem for path in TYPES.glob("*.txt")) == PROVIDERS
    without_a_list = set(load_catalogue().provider_files) - set(PROVIDERS)
    assert without_a_list == {"kubectl", "utility"}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_type_has_a_decision(provider: str) -> None:
    names = listed(provider)
    assert len(names) == len(set(names)) == COUNTS[provider]
    assert undecided(names, provider, load_catalogue()) == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_type_of_a_new_list_without_a_decision_is_seen(provider: str) -> None:
    made_up = [f"{provider}_new_database", f"{provider}_data_store", f"{provider}_backup_store_of_next_year"]
    assert undecided([*listed(provider), *made_up], provider, load_catalogue()) == made_up


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_speaks_of_data_was_looked_at_one_by_one(provider: str) -> None:
    assert taken_by_a_family(listed(provider), provider, load_catalogue()) == []


@pytest.mark.parametrize("name", ["aws_route53_new_bucket", "aws_iam_archives", "aws_iam_topic_of_a_new_kind"])
def test_a_family_that_takes_what_speaks_of_data_is_seen(name: str) -> None:
    # aws_route53_* and aws_iam_* decide them, and nobody has looked at them.
    assert taken_by_a_family([name], "aws", load_catalogue()) == [name]


def test_rights_on_a_thing_are_not_the_thing() -> None:
    assert taken_by_a_family(["google_storage_bucket_iam_member"], "google", load_catalogue()) == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_entry_is_a_type_of_the_provider(provider: str) -> None:
    assert set(load_catalogue().types(provider)) <= set(listed(provider))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_decision_says_all_that_its_role_needs(provider: str) -> None:
    catalogue = load_catalogue()
    for name in listed(provider):
        decision = catalogue.decision(name, provider)
        assert decision is not None, name
        if decision.role in DATA_ROLES:
            assert decision.model is not None, name
            assert decision.service, name
            assert not decision.reason, name
            assert not decision.family, name
        else:
            assert decision.reason, name
            assert decision.model is None, name


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_hoster_is_one_of_the_registry(provider: str) -> None:
    found = load_catalogue().provider(provider)
    assert found is not None
    registry = load_registry()
    if found.hoster:
        assert registry.get(found.hoster) is not None


# Providers whose types that hold data have no tags or labels in the schemas of their versions.
WITHOUT_TAGS = {
    "azuread",
    "clevercloud",
    "hcp",
    "helm",
    "kubectl",
    "postgresql",
    "scalingo",
    "utility",
    "vault",
    "vsphere",
}

# Why a type holds no data: a closed list, so that a new reason is a decision and not a slip of the pen.
REASONS = {
    *("access control", "account structure", "admission policy", "api catalogue", "application configuration"),
    *("application settings", "backup configuration", "backup schedule", "billing", "build tooling", "capacity"),
    *("catalogue of sizes", "cluster structure", "container of resources", "data catalogue", "data flow link"),
    *(
        "deployment interface",
        "development environment",
        "device provisioning",
        "disaster recovery configuration",
        "dns",
    ),
    *("governance", "integration configuration", "job schedule", "key management", "labels", "logical group"),
    *("machine configuration", "machine placement", "machine template", "maintenance configuration"),
    *("migration configuration", "monitoring configuration", "network", "operating task", "placement", "policy"),
    *("public reference data", "quota", "resilience testing", "scaling", "scheduling", "schema, holds no records"),
    *("secret, not health data", "secrets", "security monitoring", "service activation", "service definition"),
    *("setting of its parent", "software deployment", "software package", "software, not health data", "support"),
    *("test configuration",),
}


def test_every_provider_says_where_tags_are_or_has_none() -> None:
    catalogue = load_catalogue()
    told = {file: catalogue.provider(file) for file in catalogue.provider_files}
    assert {file for file, provider in told.items() if provider is None or not provider.tags} == WITHOUT_TAGS


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_type_without_data_has_one_of_the_reasons(provider: str) -> None:
    catalogue = load_catalogue()
    decisions = [catalogue.decision(name, provider) for name in listed(provider)]
    assert {decision.reason for decision in decisions if decision and decision.role not in DATA_ROLES} <= REASONS


@pytest.mark.parametrize(
    ("address", "attributes"),
    [
        ("aws_autoscaling_group.a", {"tag": [{"key": "hds", "value": "true", "propagate_at_launch": True}]}),
        ("awscc_efs_file_system.a", {"file_system_tags": [{"key": "hds", "value": "true"}]}),
        ("awscc_backup_backup_vault.a", {"backup_vault_tags": {"hds": "true"}}),
        ("azurerm_storage_container.a", {"metadata": {"hds": "true"}}),
        ("google_cloud_run_service.a", {"metadata": [{"labels": {"hds": "true"}}]}),
        ("openstack_compute_instance_v2.a", {"tags": ["hds=true"]}),
    ],
)
def test_tags_are_read_where_the_provider_puts_them(address: str, attributes: dict[str, Value]) -> None:
    found = resource(address, attributes)
    provider = load_catalogue().provider_of(found)
    assert provider is not None
    assert tags_of(found, provider.tags) == {"hds": "true"}
