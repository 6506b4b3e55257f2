"""What is said of a resource itself: HDS options of its hoster, hints, tags that contradict, rules that fit nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import NO_VALUE, inventory, resource, write_catalogue
from far_catalogue import FAR
from msgspec.structs import replace

from hds_policy.catalogue import Catalogue, load_catalogue
from hds_policy.config import ClassificationRule, DefaultClass, Estate, Selector
from hds_policy.model import ASSUMED, Basis, Classification, Resource
from hds_policy.propagation import classify

EVERY_DEFAULT = list(DefaultClass)
NOTHING = Estate.default()


@pytest.fixture
def far(tmp_path: Path) -> Catalogue:
    return Catalogue(write_catalogue(tmp_path / "far", far=FAR))


def estate(default: DefaultClass = DefaultClass.UNCLASSIFIED, *rules: ClassificationRule) -> Estate:
    return replace(NOTHING, default_class=default, rules=rules)


def of(far: Catalogue, entry: Resource, given: Estate = NOTHING) -> Classification:
    return classify(inventory(entry), far, given).classes[entry.key]


@pytest.mark.parametrize("default", EVERY_DEFAULT)
@pytest.mark.parametrize(
    ("attributes", "evidence"),
    [
        ({"hds": True}, "hds = true"),
        ({"hds": "true"}, "hds = true"),
        ({"spec": [{"zone": "par-hds"}]}, "spec.zone = par-hds"),
        ({"hds": True, "tags": {"hds": "no"}}, "hds = true"),
    ],
)
def test_the_hosters_own_option_says_health_data(
    far: Catalogue, default: DefaultClass, attributes: dict[str, object], evidence: str
) -> None:
    """Whoever orders HDS hosting hosts health data, whatever the default, and whatever a tag says."""
    found = of(far, resource("far_bucket.a", attributes), estate(default))
    assert (found.health, found.basis) == (True, Basis.NATIVE)
    assert found.evidence.endswith(evidence)


@pytest.mark.parametrize(
    "attributes",
    [{"hds": False}, {"hds": None}, {"hds": NO_VALUE}, {"spec": [{"zone": "par"}]}, {"spec": NO_VALUE}, {}],
)
def test_without_the_option_nothing_is_said(far: Catalogue, attributes: dict[str, object]) -> None:
    assert of(far, resource("far_bucket.a", attributes)).basis is Basis.UNCLASSIFIED


def test_the_estate_comes_before_the_option_and_a_tag_too(far: Catalogue) -> None:
    entry = resource("far_bucket.a", {"hds": True})
    cleared = ClassificationRule(Selector(match="far_bucket.a"), False, "staging, invented patients")
    assert of(far, entry, estate(DefaultClass.HEALTH, cleared)).basis is Basis.NONE
    tagged = resource("far_bucket.a", {"hds": True, "tags": {"phi": "true"}})
    assert of(far, tagged).basis is Basis.DECLARED


@pytest.mark.parametrize(
    ("entry", "hint"),
    [
        (resource("far_clinic.c"), "far_clinic is made for health data"),
        (resource("far_bucket.b", {"tags": {"Compliance": "HDS"}}), "Compliance"),
        (resource("far_bucket.b", {"tags": {"Compliance": "HDS", "hds": "no"}}), "Compliance"),
    ],
    ids=["type", "tag", "tag against a tag"],
)
@pytest.mark.parametrize("default", [DefaultClass.UNCLASSIFIED, DefaultClass.NONE])
def test_a_hint_outlives_the_default(far: Catalogue, entry: Resource, hint: str, default: DefaultClass) -> None:
    found = of(far, entry, estate(default))
    assert (found.health, found.basis) == (False, Basis.SUSPECTED)
    assert hint in found.evidence


def test_a_hint_is_no_longer_one_when_somebody_decides(far: Catalogue) -> None:
    assert of(far, resource("far_clinic.c"), estate(DefaultClass.HEALTH)).basis is Basis.ASSUMED
    assert of(far, resource("far_clinic.c", {"tags": {"hds": "yes"}})).basis is Basis.DECLARED
    assert of(far, resource("far_clinic.c", {"tags": {"hds": "no"}})).basis is Basis.NONE


@pytest.mark.parametrize(
    ("health_in", "none_in"), [("tags", "volume_tags"), ("volume_tags", "tags"), ("tags_all", "tags")]
)
def test_one_tag_that_says_health_outweighs_any_that_says_none(far: Catalogue, health_in: str, none_in: str) -> None:
    attributes = {health_in: {"data_classification": "health"}, none_in: {"data_classification": "none"}}
    assert of(far, resource("far_bucket.a", attributes)).basis is Basis.DECLARED


@pytest.mark.parametrize(
    ("default", "basis"),
    [
        (DefaultClass.UNCLASSIFIED, Basis.UNCLASSIFIED),
        (DefaultClass.NONE, Basis.UNCLASSIFIED),
        (DefaultClass.HEALTH, Basis.ASSUMED),
    ],
)
@pytest.mark.parametrize("name", ["far_novelty.n", "novelty_store.n"])
def test_no_default_clears_a_type_nobody_knows(far: Catalogue, name: str, default: DefaultClass, basis: Basis) -> None:
    assert of(far, resource(name), estate(default)).basis is basis


def test_a_type_nobody_knows_may_be_cleared_by_somebody(far: Catalogue) -> None:
    cleared = ClassificationRule(Selector(match="far_novelty.n"), False, "it is a toaster")
    assert of(far, resource("far_novelty.n"), estate(DefaultClass.UNCLASSIFIED, cleared)).basis is Basis.NONE
    assert of(far, resource("far_novelty.n", {"tags": {"hds": "no"}})).basis is Basis.NONE


def test_the_default_says_that_it_was_the_default(far: Catalogue) -> None:
    assert of(far, resource("far_bucket.a"), estate(DefaultClass.NONE)).evidence == ASSUMED
    assert of(far, resource("far_bucket.a", {"tags": {"hds": "no"}})).evidence != ASSUMED


def test_a_tag_of_ones_own_on_what_holds_no_data_is_told(far: Catalogue) -> None:
    """A tag that all resources of a provider get (``tags_all``) says nothing of a key."""
    seen = [
        resource("far_key.own", {"tags": {"hds": "true"}}),
        resource("far_policy_of_access.own", {"tags": {"phi": "yes"}}),
        resource("far_key.merged", {"tags_all": {"hds": "true"}}),
        resource("far_key.none", {"tags": {"hds": "no"}}),
        resource("far_key.read", {"tags": {"hds": "true"}}, is_data=True),
        resource("far_bucket.holds", {"tags": {"hds": "true"}}),
        resource("far_novelty.unknown", {"tags": {"hds": "true"}}),
    ]
    found = classify(inventory(*seen), far, NOTHING)
    assert set(found.tagged) == {"far_key.own", "far_policy_of_access.own"}


def rule(match: str, *, health: bool = True, tag: str = "") -> ClassificationRule:
    return ClassificationRule(Selector(match=match, tag=tag), health, f"because of {match}{tag}")


def test_rules_that_decide_on_nothing_are_told_in_their_order(far: Catalogue) -> None:
    rules = (
        rule("far_buckets.*"),
        rule("far_bucket.a"),
        rule("far_bucket.*", health=False),
        rule("far_key.k"),
        rule("", tag="unit=patients"),
    )
    seen = [resource("far_bucket.a"), resource("far_bucket.b"), resource("far_key.k")]
    found = classify(inventory(*seen), far, estate(DefaultClass.NONE, *rules))
    assert found.unused_rules == (rules[0], rules[3], rules[4])


def test_a_rule_that_only_fits_what_another_decides_on_is_told_too(far: Catalogue) -> None:
    rules = (rule("far_bucket.*", health=False), rule("far_bucket.a"))
    found = classify(inventory(resource("far_bucket.a")), far, estate(DefaultClass.NONE, *rules))
    assert found.unused_rules == (rules[1],)


def test_two_equal_rules_are_two_rules(far: Catalogue) -> None:
    """The second of them decides on nothing."""
    found = classify(inventory(resource("far_bucket.a")), far, estate(DefaultClass.NONE, rule("*"), rule("*")))
    assert len(found.unused_rules) == 1


SHIPPED = load_catalogue()


@pytest.mark.parametrize(
    ("address", "attributes", "hint"),
    [
        ("aws_s3_bucket.dossier_patient", {}, "its name in the configuration speaks of patient"),
        ("aws_s3_bucket.b", {"bucket": "prod-dossiers-Santé"}, "bucket speaks of sante"),
        ("aws_db_instance.main", {"identifier": "dpi"}, "identifier speaks of dpi"),
        ("aws_s3_bucket.b", {"bucket": "impatient-cats"}, ""),
        ("aws_s3_bucket.b", {"bucket": "health-check"}, ""),
        ("aws_lambda_function.pacs", {}, ""),
        ("google_healthcare_dataset.d", {}, "google_healthcare_dataset is made for health data"),
        ("helm_release.x", {"chart": "hapi-fhir-jpaserver"}, "chart names hapi"),
        (
            "scaleway_container.x",
            {"registry_image": "rg.scw.cloud/orthanc:24"},
            "registry_image names orthanc",
        ),
        ("aws_ecs_task_definition.t", {"container_definitions": '[{"image": "nextgenhealthcare/connect"}]'}, ""),
        (
            "kubernetes_deployment_v1.d",
            {"spec": [{"template": [{"spec": [{"container": [{"image": "dcm4che/dcm4chee-arc-psql:5"}]}]}]}]},
            "spec.template.spec.container.image names dcm4chee",
        ),
    ],
)
@pytest.mark.parametrize("default", [DefaultClass.UNCLASSIFIED, DefaultClass.NONE])
def test_names_and_programs_hint_and_never_declare(
    address: str, attributes: dict[str, object], hint: str, default: DefaultClass
) -> None:
    """A default that clears what is not marked does not clear what hints."""
    seen = resource(address, attributes)
    estate = replace(Estate.default(), default_class=default)
    found = classify(inventory(seen), SHIPPED, estate).classes[seen.key]
    assert (found.evidence if hint else "", found.basis is Basis.SUSPECTED) == (hint, bool(hint))
    assert not found.health


def test_a_tag_that_says_none_answers_a_hint() -> None:
    seen = resource("aws_s3_bucket.patients", {"tags": {"hds": "no"}})
    assert classify(inventory(seen), SHIPPED, Estate.default()).classes[seen.key].basis is Basis.NONE
