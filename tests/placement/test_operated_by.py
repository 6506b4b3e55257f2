"""Layers that somebody else than the provider's hoster operates: another company, the customer, nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from building import CATALOGUE, ON, hoster, inventory, regions, resource, write_catalogue
from msgspec.structs import replace

from hds_policy.catalogue import Catalogue
from hds_policy.config import Estate, Operation, Operator, OperatorStatus, Selector
from hds_policy.errors import CatalogueError
from hds_policy.hosters import Registry
from hds_policy.model import Actor, ActorKind, Condition, Grade, Layer, Placed, Resource, Source
from hds_policy.placement import Facts, place

ENTRY = 'cloud_{0} = {{ role = "stores", model = "managed-backup", service = "s", operated_by = {1} }}\n'
PROVIDER = """[provider]
names = ["cloud"]
hoster = "nimbus"
operators = ["stratus"]
region = ["region"]
endpoints = ["endpoints"]
"""
CLOUD = (
    PROVIDER
    + 'on_customer_site = ["outpost"]\nsite_references = ["subnet"]\n[types]\n'
    + ENTRY.format("all", '"stratus"')
    + ENTRY.format("part", '{ hardware = "stratus", platform = "stratus" }')
    + ENTRY.format("own", '"customer"')
    + ENTRY.format("dark", '"unknown"')
    + 'cloud_plain = { role = "stores", model = "iaas", service = "s" }\n'
    + 'cloud_subnet = { role = "configures", reason = "network" }\n'
)
NIMBUS = Actor(ActorKind.HOSTER, "nimbus")
STRATUS = Actor(ActorKind.HOSTER, "stratus")
UNDECLARED = Actor(ActorKind.UNDECLARED)
ACME = Actor(ActorKind.OPERATOR, "acme")
OF_MODEL = frozenset(Layer) - {Layer.ADMIN}
NOTHING = Estate.default()
EVERYTHING_TO_ACME = replace(
    NOTHING,
    operators={"acme": Operator("acme", "Acme", OperatorStatus.CERTIFIED)},
    operations=(Operation(frozenset(Layer), Selector(), "acme"),),
)
Put = Callable[..., Placed]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    signed = Condition("signed", "option", "a contract", (), (), "", (), Source("x", ON, Grade.ESTATE))
    hosters = {name: replace(hoster(name), conditions=(replace(signed, id=name),)) for name in ("nimbus", "stratus")}
    places = regions(nimbus={"eu-west": ("FR", True, "")})
    catalogue = Catalogue(write_catalogue(tmp_path, cloud=CLOUD))

    def placed(entry: Resource, *others: Resource, estate: Estate = NOTHING, subnet: str = "") -> Placed:
        links = [(entry.key, "subnet", subnet)] if subnet else []
        facts = Facts(catalogue, estate, Registry(hosters, {}, {}, ON, ""), places, ON)
        return place(inventory(entry, *others, references=links), [entry.key], facts)[0]

    return placed


def actors(placed: Placed) -> dict[Layer, Actor]:
    return {one.layer: one.actor for one in placed.placements}


def test_another_company_takes_every_layer_that_the_model_gives_to_the_hoster(put: Put) -> None:
    found = actors(put(resource("cloud_all.a")))
    assert found == {layer: STRATUS if layer in OF_MODEL else UNDECLARED for layer in Layer}


def test_another_company_takes_only_the_layers_that_are_named(put: Put) -> None:
    found = actors(put(resource("cloud_part.a")))
    assert found[Layer.HARDWARE] == found[Layer.PLATFORM] == STRATUS
    assert found[Layer.PHYSICAL] == found[Layer.VIRTUAL] == found[Layer.BACKUP] == NIMBUS


def test_what_the_customer_operates_is_whose_the_estate_declares(put: Put) -> None:
    assert actors(put(resource("cloud_own.a"))) == dict.fromkeys(Layer, UNDECLARED)
    assert actors(put(resource("cloud_own.a"), estate=EVERYTHING_TO_ACME)) == dict.fromkeys(Layer, ACME)


def test_what_nobody_knows_is_not_settled_by_a_declaration_for_everything(put: Put) -> None:
    found = actors(put(resource("cloud_dark.a"), estate=EVERYTHING_TO_ACME))
    assert {found[layer].kind for layer in OF_MODEL} == {ActorKind.UNKNOWN}
    assert found[Layer.PHYSICAL].note == "who operates cloud_dark is not known"
    assert found[Layer.ADMIN] == ACME


def test_the_region_is_still_the_one_of_the_hoster_that_offers_it(put: Put) -> None:
    found = put(resource("cloud_all.a", {"region": "eu-west"}))
    assert (found.hoster, found.located[0].region) == (NIMBUS, "eu-west")


def test_conditions_are_those_of_who_operates(put: Put) -> None:
    def asked(name: str) -> list[tuple[str, str]]:
        return [(state.hoster, state.id) for state in put(resource(f"cloud_{name}.a")).conditions]

    assert asked("plain") == [("nimbus", "nimbus")]
    assert asked("all") == [("stratus", "stratus")]
    assert asked("part") == [("nimbus", "nimbus"), ("stratus", "stratus")]
    assert asked("own") == asked("dark") == []


@pytest.mark.parametrize(
    ("endpoint", "expected"), [("a.stratus.example", ActorKind.UNKNOWN), ("a.nimbus.example", ActorKind.HOSTER)]
)
def test_who_operates_it_at_another_hoster_is_not_known(put: Put, endpoint: str, expected: ActorKind) -> None:
    found = actors(put(resource("cloud_all.a", settings={"endpoints": endpoint})))
    assert found[Layer.PLATFORM].kind is expected


def test_a_site_of_the_customers_own_is_not_the_hosters(put: Put) -> None:
    """Hardware of the hoster, rooms of the customer: the certificate of the hoster says nothing about the rooms."""
    outpost = resource("cloud_plain.a", {"outpost": "op-1"})
    behind = resource("cloud_plain.b")
    subnet = resource("cloud_subnet.s", {"outpost": "op-1"})
    for found in (actors(put(outpost)), actors(put(behind, subnet, subnet=subnet.key))):
        assert (found[Layer.PHYSICAL], found[Layer.HARDWARE], found[Layer.VIRTUAL]) == (UNDECLARED, NIMBUS, NIMBUS)
    assert actors(put(outpost, estate=EVERYTHING_TO_ACME))[Layer.PHYSICAL] == ACME
    assert actors(put(resource("cloud_plain.c")))[Layer.PHYSICAL] == NIMBUS


@pytest.mark.parametrize(
    ("operated_by", "complaint"),
    [
        ('"cirrus"', "'cirrus' is none of provider.operators"),
        ('{ admin = "stratus" }', "a layer that its model does not give away"),
        ("{}", None),
        ('{ roof = "stratus" }', "Invalid enum value 'roof'"),
        ("7", "Expected"),
    ],
)
def test_a_mistake_in_the_catalogue_is_an_error(tmp_path: Path, operated_by: str, complaint: str | None) -> None:
    catalogue = Catalogue(write_catalogue(tmp_path, cloud=PROVIDER + "[types]\n" + ENTRY.format("a", operated_by)))
    if complaint is None:
        found = catalogue.decision("cloud_a", "cloud")
        assert found is not None
        assert found.operated_by == {}
        return
    with pytest.raises(CatalogueError, match=complaint):
        catalogue.decision("cloud_a", "cloud")


def test_a_company_that_operates_may_be_named_in_an_estate(tmp_path: Path) -> None:
    assert "stratus" in Catalogue(write_catalogue(tmp_path, cloud=CLOUD)).hosters


def test_the_made_up_catalogue_without_operators_is_as_before(catalogue: Catalogue) -> None:
    assert "operated_by" not in "".join(CATALOGUE.values())
    found = catalogue.decision("cloud_database", "cloud")
    assert found is not None
    assert found.operated_by == {}
