"""Who hosts a resource and who performs each layer: models, endpoints, clusters, sites, declared operators."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from building import NO_VALUE, ON, hoster, inventory, regions, resource
from msgspec.structs import replace

from hds_policy.catalogue import Catalogue
from hds_policy.config import Cluster, Estate, Operation, Operator, OperatorStatus, Selector, Site
from hds_policy.hosters import Registry
from hds_policy.model import LAYERS, Actor, ActorKind, Layer, Placed, Resource
from hds_policy.placement import Facts, place
from hds_policy.placement.clusters import WAYS

NIMBUS = Actor(ActorKind.HOSTER, "nimbus")
STRATUS = Actor(ActorKind.HOSTER, "stratus")
UNDECLARED = Actor(ActorKind.UNDECLARED)
BARE_METAL = (Layer.PHYSICAL, Layer.HARDWARE, Layer.VIRTUAL)
PLACES = regions(
    nimbus={"eu-west": ("FR", True, "")}, stratus={"lyon-1": ("FR", True, "lyon"), "lyon": ("FR", True, "")}
)
HOSTERS = Registry({"nimbus": hoster("nimbus"), "stratus": hoster("stratus")}, {}, {}, ON, "")
NOTHING = Estate.default()
Put = Callable[..., Placed]

OPERATORS = {
    "acme": Operator("acme", "Acme", OperatorStatus.CERTIFIED),
    "us": Operator("us", "Us", OperatorStatus.CONTROLLER, "for its own account"),
    "lab": Operator("lab", "Lab", OperatorStatus.EXEMPT, "article 4"),
}


@pytest.fixture
def put(catalogue: Catalogue) -> Put:
    def placed(entry: Resource, estate: Estate = NOTHING) -> Placed:
        return place(inventory(entry), [entry.key], Facts(catalogue, estate, HOSTERS, PLACES, ON))[0]

    return placed


def actors(placed: Placed) -> dict[Layer, Actor]:
    return {one.layer: one.actor for one in placed.placements}


def operations(*entries: tuple[tuple[Layer, ...], Selector, str]) -> Estate:
    declared = tuple(Operation(frozenset(layers), selector, operator) for layers, selector, operator in entries)
    return replace(NOTHING, operators=OPERATORS, operations=declared)


@pytest.mark.parametrize(
    ("address", "by_hoster"),
    [
        ("cloud_machine.m", BARE_METAL),
        ("cloud_database.d", (*BARE_METAL, Layer.PLATFORM, Layer.BACKUP)),
    ],
)
def test_the_model_splits_the_layers_and_nobody_is_made_up_for_the_rest(
    put: Put, address: str, by_hoster: tuple[Layer, ...]
) -> None:
    expected = {layer: NIMBUS if layer in by_hoster else UNDECLARED for layer in LAYERS}
    assert actors(put(resource(address))) == expected


def test_the_customers_side_goes_to_the_first_operation_that_fits(put: Put) -> None:
    estate = operations(
        ((Layer.ADMIN,), Selector(match="cloud_database.*"), "acme"),
        ((Layer.ADMIN, Layer.PLATFORM, Layer.PHYSICAL), Selector(), "nimbus"),
    )
    database = actors(put(resource("cloud_database.d"), estate))
    assert database[Layer.ADMIN] == Actor(ActorKind.OPERATOR, "acme")
    machine = actors(put(resource("cloud_machine.m"), estate))
    assert machine[Layer.ADMIN] == machine[Layer.PLATFORM] == Actor(ActorKind.OPERATOR, "nimbus")
    assert machine[Layer.BACKUP] == UNDECLARED


def test_an_operation_never_takes_a_layer_from_the_hoster(put: Put) -> None:
    estate = operations((LAYERS, Selector(), "acme"))
    found = actors(put(resource("cloud_machine.m"), estate))
    assert [found[layer] for layer in BARE_METAL] == [NIMBUS] * 3


@pytest.mark.parametrize(
    ("operator", "kind", "note"),
    [
        ("us", ActorKind.CONTROLLER, "for its own account"),
        ("lab", ActorKind.EXEMPT, "article 4"),
        ("acme", ActorKind.OPERATOR, ""),
    ],
)
def test_controller_and_exempt_are_outside_and_say_why(put: Put, operator: str, kind: ActorKind, note: str) -> None:
    found = actors(put(resource("cloud_machine.m"), operations(((Layer.ADMIN,), Selector(), operator))))
    assert found[Layer.ADMIN] == Actor(kind, operator, note)


def test_an_operation_for_one_hoster_does_not_decide_for_another(put: Put) -> None:
    estate = operations(((Layer.ADMIN,), Selector(hoster="stratus"), "acme"))
    assert actors(put(resource("cloud_machine.m"), estate))[Layer.ADMIN] == UNDECLARED
    moved = resource("cloud_machine.m", settings={"endpoints": "https://vm.stratus.example"})
    assert actors(put(moved, estate))[Layer.ADMIN].id == "acme"


@pytest.mark.parametrize(
    "endpoints",
    [
        "https://db.stratus.example/v1",
        "db.stratus.example",
        "DB.STRATUS.EXAMPLE",
        [{"database": "https://db.stratus.example:443"}],
        [{"database": "https://a.stratus.example", "other": None}, {"more": "https://b.stratus.example"}],
    ],
)
def test_an_endpoint_of_another_hoster_moves_hoster_and_service(put: Put, endpoints: object) -> None:
    placed = put(resource("cloud_database.d", {"region": "lyon-1"}, settings={"endpoints": endpoints}))
    assert placed.hoster == STRATUS
    assert {one.service for one in placed.placements} == {"their-database"}
    assert {one.region for one in placed.placements} == {"lyon"}


def test_a_service_the_endpoint_has_no_name_for_keeps_its_own(put: Put) -> None:
    placed = put(resource("cloud_machine.m", settings={"endpoints": "https://vm.stratus.example"}))
    assert {one.service for one in placed.placements} == {"compute"}


@pytest.mark.parametrize(
    ("endpoints", "note"),
    [
        ("https://db.elsewhere.example", "unknown hoster"),
        ("https://stratus.example.evil.example", "unknown hoster"),
        ("https://evil.example/db.stratus.example", "unknown hoster"),
        ("https://db.stratus.example@evil.example/", "unknown hoster"),
        ("", "unknown hoster"),
        (7, "unknown hoster"),
        (NO_VALUE, "var.x has no value"),
        ([{"database": NO_VALUE}], "var.x has no value"),
        (["https://a.stratus.example", "https://a.nimbus.example"], "several hosters: nimbus, stratus"),
    ],
)
def test_an_endpoint_that_cannot_be_told_leaves_the_hoster_unknown(put: Put, endpoints: object, note: str) -> None:
    placed = put(resource("cloud_database.d", settings={"endpoints": endpoints}))
    assert placed.hoster.kind is ActorKind.UNKNOWN
    assert note in placed.hoster.note
    found = actors(placed)
    assert {found[layer].kind for layer in BARE_METAL} == {ActorKind.UNKNOWN}
    assert found[Layer.ADMIN] == UNDECLARED


CLAIM = "bare_claim.c"


def bound(**given: str) -> Cluster:
    blank = dict.fromkeys(("alias", "host", "config_context", "root", "hoster", "region", "service", "site"), "")
    return Cluster(**{**blank, **given})


ON_STRATUS = {"hoster": "stratus", "region": "lyon", "service": "their-cluster"}
LYON = Site("mine", "Our room", "FR", "us", frozenset(BARE_METAL))


def test_a_provider_without_a_hoster_is_unknown_until_something_says_so(put: Put) -> None:
    placed = put(resource(CLAIM))
    assert placed.hoster == Actor(ActorKind.UNKNOWN, note=f"nothing tells where the cluster runs: {WAYS}")


@pytest.mark.parametrize(
    ("given", "entry"),
    [
        ({"alias": "prod"}, resource(CLAIM, alias="prod")),
        ({"root": "apps/*"}, resource(CLAIM, root="apps/ehr")),
        ({"host": "https://*.k8s.example"}, resource(CLAIM, settings={"host": "https://a.k8s.example"})),
        ({"config_context": "prod-*"}, resource(CLAIM, settings={"config_context": "prod-1"})),
        ({"host": "https://k*"}, resource(CLAIM, settings={"kubernetes": [{"host": "https://k"}]})),
    ],
    ids=["alias", "root", "host", "context", "nested"],
)
def test_a_cluster_of_the_estate_says_where_it_runs(put: Put, given: dict[str, str], entry: Resource) -> None:
    estate = replace(NOTHING, clusters=(bound(**given, **ON_STRATUS),))
    placed = put(entry, estate)
    assert placed.hoster == STRATUS
    assert {(one.region, one.service) for one in placed.placements} == {("lyon", "their-cluster")}
    other = put(resource(CLAIM, alias="other", root="other", settings={"host": "x", "config_context": "x"}), estate)
    assert other.hoster.kind is ActorKind.UNKNOWN


def test_all_patterns_of_a_cluster_must_fit(put: Put) -> None:
    estate = replace(NOTHING, clusters=(bound(alias="prod", root="apps", **ON_STRATUS),))
    assert put(resource(CLAIM, alias="prod", root="other"), estate).hoster.kind is ActorKind.UNKNOWN


def test_an_unknown_host_does_not_fall_to_a_later_cluster(put: Put) -> None:
    estate = replace(
        NOTHING,
        clusters=(
            bound(host="https://us.example", hoster="nimbus", region="x", service="y"),
            bound(root="*", **ON_STRATUS),
        ),
    )
    assert put(resource(CLAIM, settings={"host": "https://eu.example"}), estate).hoster == STRATUS
    assert put(resource(CLAIM, settings={"host": NO_VALUE}), estate).hoster.kind is ActorKind.UNKNOWN


def test_a_cluster_never_moves_what_names_its_own_hoster(put: Put) -> None:
    estate = replace(NOTHING, clusters=(bound(root="*", **ON_STRATUS),))
    assert put(resource("cloud_machine.m"), estate).hoster == NIMBUS


def test_a_region_of_a_cluster_may_be_written_as_a_zone(put: Put) -> None:
    estate = replace(NOTHING, clusters=(bound(root="*", **{**ON_STRATUS, "region": "lyon-1"}),))
    assert {one.region for one in put(resource(CLAIM), estate).placements} == {"lyon"}


def test_a_site_is_run_by_its_operator_layer_by_layer(put: Put) -> None:
    estate = replace(
        operations(((Layer.PLATFORM,), Selector(site="mine"), "acme")),
        sites={"mine": LYON},
        clusters=(bound(root="*", site="mine"),),
    )
    placed = put(resource(CLAIM), estate)
    found = actors(placed)
    assert [found[layer].kind for layer in BARE_METAL] == [ActorKind.CONTROLLER] * 3
    assert found[Layer.PLATFORM] == Actor(ActorKind.OPERATOR, "acme")
    assert found[Layer.ADMIN] == UNDECLARED
    assert {one.region for one in placed.placements} == {"mine"}
    assert {one.region_origin for one in placed.placements} == {"site Our room in the estate"}


def test_a_type_of_a_provider_under_another_local_name_is_told_by_its_type(put: Put) -> None:
    assert put(resource("cloud_machine.m", provider="renamed")).hoster == NIMBUS
