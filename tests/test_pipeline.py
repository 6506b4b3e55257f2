"""Stages together, on the shipped catalogue, registry and rules: what must never be passed over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from building import NO_VALUE, ON, certificate, inventory, resource, scope
from msgspec.structs import replace

from hds_policy.config import (
    Cluster,
    Contract,
    DefaultClass,
    Estate,
    Operation,
    Operator,
    OperatorStatus,
    Selector,
    Site,
)
from hds_policy.errors import ExitCode
from hds_policy.model import (
    Assessment,
    Basis,
    Grade,
    HosterStatus,
    Layer,
    Resource,
    Result,
    SubjectKind,
    Waiver,
)
from hds_policy.pipeline import Knowledge, assess, holders_of

NOTHING = Estate.default()
ALL_HEALTH = replace(NOTHING, default_class=DefaultClass.HEALTH)
NONE = replace(NOTHING, default_class=DefaultClass.NONE)
US = {"us": Operator("us", "Us", OperatorStatus.CONTROLLER, "for its own account")}
OURS = (Operation(frozenset({Layer.PLATFORM, Layer.ADMIN, Layer.BACKUP}), Selector(), "us"),)
BARE_METAL = frozenset({Layer.PHYSICAL, Layer.HARDWARE, Layer.VIRTUAL})


def judged(
    shipped: Knowledge, estate: Estate, *entries: Resource, links: Iterable[tuple[str, str, str]] = ()
) -> Assessment:
    return assess(inventory(*entries, references=links), estate, shipped, ON)


def results(found: Assessment, rule: str) -> set[Result]:
    return {one.result for one in found.findings if one.rule == rule}


@pytest.mark.parametrize("estate", [NOTHING, NONE, ALL_HEALTH], ids=["unclassified", "none", "health"])
def test_a_type_nobody_knows_is_never_passed_over(shipped: Knowledge, estate: Estate) -> None:
    found = judged(shipped, estate, resource("novelty_store.a"))
    assert results(found, "HDS-013") == {Result.UNDETERMINED}
    assert found.exit_code is ExitCode.UNDETERMINED


@pytest.mark.parametrize("estate", [NOTHING, NONE], ids=["unclassified", "none"])
def test_a_tag_that_states_an_intent_is_not_passed_over(shipped: Knowledge, estate: Estate) -> None:
    """``Compliance = HDS`` states intent: suspected, a human must decide; no default clears it."""
    entry = resource("aws_s3_bucket.a", {"tags": {"Compliance": "HDS"}}, settings={"region": "eu-west-3"})
    found = judged(shipped, estate, entry)
    concerned = [one for one in found.findings if entry.key in one.resources]
    assert {one.result for one in concerned} & {Result.UNDETERMINED, Result.REVIEW}


@pytest.mark.parametrize("kind", ["aws_s3_bucket", "aws_sns_topic", "aws_lambda_function"])
@pytest.mark.parametrize("estate", [NOTHING, NONE], ids=["unclassified", "none"])
def test_a_tag_that_cannot_be_told_is_not_passed_over(shipped: Knowledge, estate: Estate, kind: str) -> None:
    found = judged(shipped, estate, resource(f"{kind}.a", {"tags": {"data_classification": NO_VALUE}}))
    assert found.exit_code is ExitCode.UNDETERMINED
    assert results(found, "HDS-011") == {Result.UNDETERMINED}


def bucket(endpoint: str, region: str) -> Resource:
    settings = {"region": region, "endpoints": [{"s3": endpoint}]}
    return resource("aws_s3_bucket.a", settings=settings)


def on_scaleway() -> Estate:
    held = certificate("scaleway", within=scope("fr-par"), grade=Grade.ESTATE)
    signed = Contract(
        "scaleway", date(2025, 1, 1), None, frozenset({"hds-contract", "support-level"}), "N-1", Selector()
    )
    return replace(ALL_HEALTH, certificates=(held,), contracts=(signed,), operators=US, operations=OURS)


def test_an_s3_endpoint_of_another_hoster_is_judged_there(shipped: Knowledge) -> None:
    """Its layers are covered there; that it uses nothing Scaleway excludes cannot be read on an ``aws_s3_bucket``."""
    found = judged(shipped, on_scaleway(), bucket("https://s3.fr-par.scw.cloud", "fr-par"))
    (entry,) = found.resources
    assert {(place.placement.actor.id, place.placement.service) for place in entry.layers[Layer.PHYSICAL]} == {
        ("scaleway", "object-storage")
    }
    assert {one.result for one in found.findings if one.layer} == {Result.PASS, Result.NOT_APPLICABLE}
    assert {one.rule for one in found.findings if one.result is Result.UNDETERMINED} == {"HDS-010"}
    assert found.exit_code is ExitCode.UNDETERMINED


def test_an_endpoint_in_another_region_than_the_provider_says_is_no_pass(shipped: Knowledge) -> None:
    """The host name decides where the request goes; the region beside it only signs it."""
    found = judged(shipped, on_scaleway(), bucket("https://s3.nl-ams.scw.cloud", "fr-par"))
    (entry,) = found.resources
    assert all(place.result is not Result.PASS for place in entry.layers[Layer.PHYSICAL])
    assert found.exit_code is not ExitCode.OK


def bound(**given: str) -> Cluster:
    blank = dict.fromkeys(("alias", "host", "config_context", "root", "hoster", "region", "service", "site"), "")
    return Cluster(**{**blank, **given})


def test_a_cluster_does_not_move_what_an_endpoint_places(shipped: Knowledge) -> None:
    estate = replace(
        ALL_HEALTH, clusters=(bound(root="*", hoster="ovhcloud", region="GRA", service="managed-kubernetes"),)
    )
    settings = {"auth_url": "https://api.pub1.infomaniak.cloud/identity/v3", "region": "dc3-a"}
    (entry,) = judged(shipped, estate, resource("openstack_blockstorage_volume_v3.a", settings=settings)).resources
    assert {place.placement.actor.id for place in entry.layers[Layer.PHYSICAL]} == {"infomaniak"}


@pytest.mark.parametrize(
    ("country", "result", "code"),
    [("FR", Result.PASS, ExitCode.OK), ("US", Result.FAIL, ExitCode.FAIL), ("IS", Result.PASS, ExitCode.OK)],
)
def test_a_site_lies_in_the_country_the_estate_says(
    shipped: Knowledge, country: str, result: Result, code: ExitCode
) -> None:
    """A certified operator runs all of it, everywhere: only where the data lies is left to be judged."""
    estate = replace(
        ALL_HEALTH,
        operators={"acme": Operator("acme", "Acme", OperatorStatus.CERTIFIED)},
        operations=(replace(OURS[0], operator="acme"),),
        certificates=(certificate("acme", grade=Grade.ESTATE),),
        sites={"mine": Site("mine", "Our room", country, "acme", BARE_METAL)},
        clusters=(bound(root="*", site="mine"),),
    )
    found = judged(shipped, estate, resource("kubernetes_persistent_volume_claim_v1.a"))
    assert {one.result for one in found.findings if one.layer is not None} == {Result.PASS}
    assert results(found, "HDS-007") == {result}
    assert found.exit_code is code


def test_a_region_that_is_empty_says_so(shipped: Knowledge) -> None:
    found = judged(shipped, ALL_HEALTH, resource("aws_s3_bucket.a", settings={"region": ""}))
    (where,) = [one for one in found.findings if one.rule == "HDS-007"]
    assert where.result is Result.UNDETERMINED
    assert "told: ." not in where.message


def test_a_waived_fail_is_exempt_and_the_exit_code_follows(shipped: Knowledge) -> None:
    entry = resource("novelty_store.a")
    assert judged(shipped, NOTHING, entry).exit_code is ExitCode.UNDETERMINED
    excused = replace(NOTHING, waivers=(waiver("novelty_store"), waiver("nothing")))
    found = judged(shipped, excused, entry)
    assert found.exit_code is ExitCode.OK
    assert [one.underlying for one in found.findings if one.result is Result.EXEMPT] == [Result.UNDETERMINED]
    assert [one.address for one in found.unused_waivers] == ["nothing"]


def waiver(address: str) -> Waiver:
    return Waiver("HDS-013", address, "because", "the DPO", ON)


def test_each_region_is_judged_for_itself(shipped: Knowledge) -> None:
    replicas = [{"region_name": NO_VALUE}, {"region_name": "us-east-1"}]
    entry = resource("aws_dynamodb_table.a", {"replica": replicas}, settings={"region": "eu-west-3"})
    held = certificate("aws", within=scope("eu-west-3"), grade=Grade.ESTATE)
    (found,) = judged(shipped, replace(ALL_HEALTH, certificates=(held,)), entry).resources
    by_region = {str(place.placement.region): place.result for place in found.layers[Layer.HARDWARE]}
    assert by_region.pop("eu-west-3") is Result.PASS
    # The shipped statement on AWS has no dates: another region is open, it does not fail.
    assert set(by_region.values()) == {Result.UNDETERMINED}
    physical = {str(place.placement.region): place.result for place in found.layers[Layer.PHYSICAL]}
    assert physical["eu-west-3"] is Result.PASS
    assert physical["us-east-1"] is Result.FAIL
    assert physical[str(NO_VALUE)] is Result.UNDETERMINED


def test_health_data_reaches_a_store_in_another_account(shipped: Knowledge) -> None:
    source = resource("aws_db_instance.main", {"tags": {"hds": "true"}}, settings={"region": "eu-west-3"})
    copy = resource("aws_db_instance.copy", settings={"region": "us-east-1"}, alias="other")
    links = [(copy.key, "replicate_source_db", source.key)]
    found = {one.resource.key: one for one in judged(shipped, NONE, source, copy, links=links).resources}
    assert found[copy.key].classification.basis is Basis.PROPAGATED
    assert found[copy.key].result is Result.FAIL


def test_holders_are_those_of_the_registry_and_of_the_estate(shipped: Knowledge) -> None:
    operators = {
        name: Operator(name, name, OperatorStatus(status))
        for name, status in (("sure", "certified"), ("no", "not_certified"), ("who", "unknown"))
    }
    mine = certificate("sure", grade=Grade.ESTATE)
    hoster = certificate("aws", grade=Grade.ESTATE)
    holders = holders_of(replace(NOTHING, operators=operators, certificates=(mine, hoster)), shipped.registry, ON)
    assert set(holders) == {*shipped.registry.hosters, "sure", "no", "who"}
    assert holders["sure"].status is HosterStatus.CERTIFIED
    assert holders["no"].status is HosterStatus.NOT_CERTIFIED
    assert holders["who"].status is HosterStatus.UNKNOWN
    assert holders["aws"].certificates == (hoster, *shipped.registry.hosters["aws"].certificates)


def test_a_claim_to_be_certified_without_a_certificate_is_open(shipped: Knowledge) -> None:
    operators = {"sure": Operator("sure", "Sure", OperatorStatus.CERTIFIED)}
    operations = (Operation(frozenset({Layer.ADMIN}), Selector(), "sure"),)
    estate = replace(ALL_HEALTH, operators=operators, operations=operations)
    (found,) = judged(shipped, estate, resource("aws_s3_bucket.a", settings={"region": "eu-west-3"})).resources
    assert [place.result for place in found.layers[Layer.ADMIN]] == [Result.UNDETERMINED]


def test_a_hoster_that_cannot_be_told_is_open_in_every_layer_it_would_run(shipped: Knowledge) -> None:
    found = judged(shipped, ALL_HEALTH, resource("kubernetes_persistent_volume_claim_v1.a"))
    (entry,) = found.resources
    for layer in BARE_METAL:
        assert [place.result for place in entry.layers[layer]] == [Result.UNDETERMINED]
    assert results(found, "HDS-012") == {Result.UNDETERMINED}
    assert [one.subject_kind for one in found.findings if one.rule == "HDS-012"] == [SubjectKind.HOSTER]


def test_nothing_collected_is_nothing_to_check(shipped: Knowledge) -> None:
    found = judged(shipped, ALL_HEALTH)
    assert (found.exit_code, found.findings, found.resources) == (ExitCode.NOTHING, (), ())


def test_the_same_inputs_give_the_same_assessment(shipped: Knowledge) -> None:
    entries = [resource(f"aws_s3_bucket.b{number}", settings={"region": "eu-west-3"}) for number in range(20)]
    one, two = judged(shipped, ALL_HEALTH, *entries), judged(shipped, ALL_HEALTH, *reversed(entries))
    assert one.findings == two.findings
    assert one.resources == two.resources
    assert one.coverage == two.coverage


def test_twice_the_same_place_is_said_once(shipped: Knowledge) -> None:
    estate = replace(ALL_HEALTH, operators=US, operations=OURS)
    replicas = [{"region_name": "eu-west-1"}, {"region_name": "eu-central-1"}]
    entry = resource("aws_dynamodb_table.a", {"replica": replicas}, settings={"region": "eu-west-3"})
    found = judged(shipped, estate, entry)
    assert len(set(found.findings)) == len(found.findings)
