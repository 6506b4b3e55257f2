"""Facts of the shipped registry against the sources they were read in, copied here by hand."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from building import resource

from hds_policy.hosters import load_registry
from hds_policy.model import LAYERS, Certificate, Grade, HosterStatus, Layer
from hds_policy.placement.conditions import states_of

CATALOGUE = Path(__file__).parents[2] / "hds_policy" / "catalogue"
ALL = frozenset(LAYERS)
NO_CATALOGUE = {"cloud-archive", "hosted-private-cloud", "data-processing", "ai-training", "ml-serving"}
NO_CATALOGUE |= {"dedibox", "vpc", "config-provider"}
"""Certified services without a Terraform resource that holds data."""

INSIDE_1_2_3_4 = frozenset({Layer.PHYSICAL, Layer.HARDWARE, Layer.VIRTUAL, Layer.PLATFORM})


def _only(hoster: str) -> Certificate:
    found = load_registry().hosters[hoster].certificates
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("hoster", "layers", "number", "body", "valid_from", "valid_until", "referential"),
    [
        ("clevercloud", ALL, "FR094504", "Bureau Veritas Certification", (2024, 12, 20), (2027, 12, 19), "2.0"),
        ("scalingo", ALL, "38436-2", "LNE", (2025, 9, 12), (2028, 9, 11), "2.0"),
        ("azure", ALL, "1042480-3", "Schellman", (2025, 10, 15), (2027, 10, 30), "2.0"),
        ("aws", ALL - {Layer.ADMIN}, "", "", (2026, 4, 21), None, "2.0"),
        ("scaleway", INSIDE_1_2_3_4, "", "", None, None, "2.0"),
        ("cloudtemple", ALL - {Layer.PHYSICAL}, "", "", None, None, "2.0"),
        ("abbott", ALL - {Layer.PHYSICAL, Layer.HARDWARE}, "", "", None, None, None),
        ("aptar", frozenset({Layer.ADMIN, Layer.BACKUP}), "", "", None, None, "2.0"),
    ],
)
def test_certificates_read_in_the_sources(hoster, layers, number, body, valid_from, valid_until, referential):
    certificate = _only(hoster)
    assert certificate.layers == layers
    assert (certificate.number, certificate.body) == (number, body)
    assert certificate.valid_from == (date(*valid_from) if valid_from else None)
    assert certificate.valid_until == (date(*valid_until) if valid_until else None)
    assert certificate.referential == referential
    assert certificate.holder == hoster


def test_clever_cloud_covers_its_hds_zones_and_no_other():
    regions = _only("clevercloud").regions
    assert regions.names == {"parhds", "fr-north-hds", "grahds", "rbxhds"}
    assert regions.complete
    assert "fs-bucket" not in _only("clevercloud").services.names


def test_scaleway_covers_paris_and_its_list_of_products():
    certificate = _only("scaleway")
    assert certificate.regions.names == {"fr-par"}
    assert certificate.regions.complete
    assert certificate.services.complete
    assert {"instances", "block-storage", "object-storage", "kapsule"} <= certificate.services.names
    assert not {"managed-databases", "managed-inference"} & certificate.services.names


def test_scaleway_excludes_the_instances_its_documentation_names():
    condition = next(c for c in load_registry().hosters["scaleway"].conditions if c.id == "no-excluded-instances")
    assert (condition.kind, condition.attribute) == ("exclusion", "type")
    assert set(condition.values) == {"DEV1-*", "GP1-*", "PLAY2-*", "PRO2-*", "COPARM1-*", "ENT1-*"}


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("postgresql-business-512", "met"),
        ("mysql-enterprise-1024", "met"),
        ("postgresql-starter-512", "not_met"),
        ("postgresql-sandbox", "not_met"),
        ("postgresql-dev-512", "unknown"),
        ("postgresql-ng-unheard-of", "unknown"),
    ],
)
def test_only_the_two_service_classes_of_scalingo_its_page_names_are_known_to_be_eligible(plan: str, expected: str):
    attributes = {"app": "a", "provider_id": plan.partition("-")[0], "plan": plan}
    states = states_of(resource("scalingo_addon.a", attributes), "databases", load_registry().hosters["scalingo"], ())
    assert next(one.state for one in states if one.id == "no-small-database-plan") == expected


def test_scalingo_is_known_in_its_two_regions_only():
    certificate = _only("scalingo")
    assert certificate.regions.names == {"osc-fr1", "osc-secnum-fr1"}
    assert not certificate.regions.everything
    assert not certificate.regions.complete


def test_clever_cloud_add_ons_are_those_its_table_shows_in_the_hds_zone():
    certificate = _only("clevercloud")
    assert certificate.services.names == {
        "cellar", "config-provider", "elasticsearch", "mysql", "postgresql", "pulsar", "redis"
    }  # fmt: skip  # one line reads as the table does
    assert not certificate.services.complete


def test_scalingo_flag_must_be_true():
    condition = next(c for c in load_registry().hosters["scalingo"].conditions if c.id == "hds-flag")
    assert (condition.kind, condition.attribute, condition.values) == ("option", "hds_resource", (True,))
    assert condition.types == {"scalingo_app"}


def test_ovhcloud_splits_products_by_activity_five():
    first, second = load_registry().hosters["ovhcloud"].certificates
    assert first.layers == ALL - {Layer.ADMIN}
    assert {"compute", "block-storage", "object-storage", "snapshot", "instance-backup"} <= first.services.names
    assert second.layers == ALL
    assert {"managed-kubernetes", "databases"} <= second.services.names
    assert not first.services.names & second.services.names
    assert not any("private-registry" in one.services.names for one in (first, second))


def test_ovhcloud_contract_conditions_cannot_be_read_from_code():
    conditions = load_registry().hosters["ovhcloud"].conditions
    assert {c.id for c in conditions} == {"project-hds-option", "support-level", "healthcare-addendum"}
    assert all(c.kind == "option" and not c.attribute for c in conditions)


def test_google_has_an_unclear_backup_and_a_smaller_list_for_admin():
    certificates = load_registry().hosters["google"].certificates
    assert [c.layers for c in certificates] == [INSIDE_1_2_3_4, frozenset({Layer.ADMIN})]
    assert certificates[0].layers_unknown == {Layer.ADMIN, Layer.BACKUP}
    assert all(not c.services.known for c in certificates)
    assert all("u-france-east1" not in c.regions.names and not c.regions.complete for c in certificates)


def test_aws_sovereign_cloud_is_not_taken_for_certified():
    regions = _only("aws").regions
    assert regions.names == {"eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"}
    assert not regions.complete


def test_outscale_is_certified_with_an_unknown_scope():
    hoster = load_registry().hosters["outscale"]
    assert hoster.status is HosterStatus.CERTIFIED
    (certificate,) = hoster.certificates
    assert certificate.number == "36741-6"
    assert certificate.layers == frozenset()
    assert certificate.layers_unknown == ALL
    assert not certificate.services.known
    assert not certificate.regions.known
    assert (certificate.valid_from, certificate.valid_until) == (date(2026, 8, 27), date(2029, 8, 27))


@pytest.mark.parametrize("hoster", ["supabase", "vercel", "netlify", "neon", "resend", "n8n-cloud", "alwaysdata"])
def test_said_not_certified(hoster):
    entry = load_registry().hosters[hoster]
    assert entry.status is HosterStatus.NOT_CERTIFIED
    assert entry.source.grade is Grade.B


@pytest.mark.parametrize(
    "hoster", ["oracle", "ibm", "snowflake", "s3ns", "bleu", "exoscale", "datadog", "numspot", "box"]
)
def test_nothing_usable_found_is_unknown(hoster):
    assert load_registry().hosters[hoster].status is HosterStatus.UNKNOWN


def test_every_fact_has_a_source_a_date_and_a_grade():
    registry = load_registry()
    sources = [h.source for h in registry.hosters.values()]
    sources += [c.source for h in registry.hosters.values() for c in (*h.certificates, *h.conditions)]
    assert len(sources) > 80
    for source in sources:
        assert source.reference.strip()
        assert date(2024, 1, 1) <= source.checked_on <= registry.updated
        assert source.grade in {Grade.A, Grade.B, Grade.C, Grade.K}


def test_a_claim_or_general_knowledge_never_makes_a_certificate():
    weak = {Grade.C, Grade.K}
    for hoster in load_registry().hosters.values():
        assert not any(c.source.grade in weak for c in hoster.certificates), hoster.id
        if hoster.source.grade in weak:
            assert hoster.status is HosterStatus.UNKNOWN, hoster.id


def test_services_of_certificates_and_conditions_are_words_of_the_catalogue():
    files = {"ovhcloud": ["ovh", "openstack"]}
    for hoster in ("ovhcloud", "scaleway", "scalingo", "clevercloud"):
        known = set(NO_CATALOGUE)
        for name in files.get(hoster, [hoster]):
            types = tomllib.loads((CATALOGUE / f"{name}.toml").read_text(encoding="utf-8"))["types"]
            known |= {entry["service"] for entry in types.values() if "service" in entry}
        entry = load_registry().hosters[hoster]
        named = {s for c in entry.certificates for s in c.services.names}
        named |= {s for c in entry.conditions for s in c.services}
        assert named - known == set(), hoster


def test_conditions_concern_types_whose_service_they_name():
    checked = 0
    for hoster in load_registry().hosters.values():
        for condition in hoster.conditions:
            for resource_type in condition.types:
                path = CATALOGUE / f"{resource_type.partition('_')[0]}.toml"
                entry = tomllib.loads(path.read_text(encoding="utf-8"))["types"][resource_type]
                assert entry["service"] in condition.services, (hoster.id, condition.id)
                checked += 1
    assert checked >= 10
