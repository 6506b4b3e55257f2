"""State of a hoster's conditions: options, exclusions, contracts; what is not known is neither met nor not met."""

from __future__ import annotations

from datetime import date

import pytest
from building import NO_VALUE, ON, hoster, inventory, regions, resource
from msgspec.structs import replace

from hds_policy.catalogue import Catalogue
from hds_policy.config import Contract, Estate, Selector
from hds_policy.hosters import Registry
from hds_policy.model import Condition, ConditionState, Grade, Resource, Source
from hds_policy.placement import Facts, place
from hds_policy.placement.conditions import states_of

SOURCE = Source("made up", ON, Grade.A)


def condition(**given: object) -> Condition:
    blank: dict[str, object] = {
        "id": "c",
        "title": "a condition",
        "kind": "option",
        "services": frozenset(),
        "types": frozenset(),
        "attribute": "",
        "values": (),
        "source": SOURCE,
    }
    return Condition(**{**blank, **given})  # type: ignore[arg-type]  # the blank above has the types


OPTION = condition(attribute="hds", values=(True, "on"))
EXCLUSION = condition(kind="exclusion", attribute="size", values=("DEV-*", "true"))
NESTED = condition(kind="exclusion", attribute="disk.kind", values=("local",))
LISTED = condition(kind="exclusion", attribute="size", values=("*starter*",), allowed=("*-business-*",))
CONTRACT = condition(id="signed")


def state(entry: Condition, attributes: dict[str, object], agreed: tuple[str, ...] = ()) -> ConditionState:
    owner = replace(hoster("nimbus"), conditions=(entry,))
    (found,) = states_of(resource("cloud_machine.m", attributes), "compute", owner, agreed)
    return found


@pytest.mark.parametrize(
    ("entry", "attributes", "expected", "found"),
    [
        (OPTION, {"hds": True}, "met", "hds = true"),
        (OPTION, {"hds": "on"}, "met", "hds = on"),
        (OPTION, {"hds": "true"}, "met", "hds = true"),
        (OPTION, {"hds": ["on", True, "on"]}, "met", "hds = on, true"),
        (OPTION, {"hds": "false"}, "not_met", "hds = false"),
        (OPTION, {"hds": False}, "not_met", "hds = false"),
        (OPTION, {"hds": "off"}, "not_met", "hds = off"),
        (OPTION, {"hds": None}, "not_met", "hds is not set"),
        (OPTION, {}, "not_met", "hds is not set"),
        (OPTION, {"hds": [True, False]}, "not_met", "hds = true, false"),
        (OPTION, {"hds": NO_VALUE}, "unknown", "hds: var.x has no value"),
        (OPTION, {"hds": [True, NO_VALUE]}, "unknown", "hds: var.x has no value"),
        (EXCLUSION, {"size": "DEV-1"}, "not_met", "size = DEV-1"),
        (EXCLUSION, {"size": "PRO-1"}, "met", "size = PRO-1"),
        (EXCLUSION, {"size": True}, "not_met", "size = true"),
        (EXCLUSION, {}, "met", "size is not set"),
        (EXCLUSION, {"size": "Dev-1"}, "not_met", "size = Dev-1"),
        (EXCLUSION, {"size": ["DEV-1", "DEV-2", "DEV-1"]}, "not_met", "size = DEV-1, DEV-2"),
        (LISTED, {"size": "x-business-1"}, "met", "size = x-business-1"),
        (LISTED, {"size": "X-Business-1"}, "met", "size = X-Business-1"),
        (LISTED, {"size": "x-starter-1"}, "not_met", "size = x-starter-1"),
        (LISTED, {"size": "x-dev-1"}, "unknown", "size = x-dev-1"),
        (LISTED, {"size": ["x-business-1", "x-dev-1"]}, "unknown", "size = x-business-1, x-dev-1"),
        (LISTED, {"size": ["x-starter-1", "x-dev-1"]}, "not_met", "size = x-starter-1"),
        (LISTED, {}, "unknown", "size is not set"),
        (LISTED, {"size": NO_VALUE}, "unknown", "size: var.x has no value"),
        (EXCLUSION, {"size": ["PRO-1", "DEV-2"]}, "not_met", "size = DEV-2"),
        (EXCLUSION, {"size": NO_VALUE}, "unknown", "size: var.x has no value"),
        (NESTED, {"disk": [{"kind": "net"}, {"kind": "local"}]}, "not_met", "disk.kind = local"),
        (NESTED, {"disk": [{"kind": "net"}, {}]}, "met", "disk.kind = net"),
        (NESTED, {"disk": NO_VALUE}, "unknown", "disk.kind: var.x has no value"),
        (NESTED, {"disk": [{"kind": NO_VALUE}]}, "unknown", "disk.kind: var.x has no value"),
    ],
)
def test_states(entry: Condition, attributes: dict[str, object], expected: str, found: str) -> None:
    assert state(entry, attributes) == ConditionState("c", expected, entry.attribute, found, "nimbus")


@pytest.mark.parametrize(("agreed", "expected"), [(("signed",), "met"), ((), "unknown"), (("other",), "unknown")])
def test_a_contract_is_met_when_the_estate_says_so_and_else_unknown(agreed: tuple[str, ...], expected: str) -> None:
    assert state(CONTRACT, {}, agreed).state == expected


@pytest.mark.parametrize(
    ("given", "concerned"),
    [
        ({}, True),
        ({"services": frozenset({"compute"})}, True),
        ({"services": frozenset({"block"})}, False),
        ({"types": frozenset({"cloud_machine"})}, True),
        ({"types": frozenset({"cloud_volume"})}, False),
        ({"services": frozenset({"compute"}), "types": frozenset({"cloud_volume"})}, False),
    ],
)
def test_a_condition_concerns_its_services_and_types(given: dict[str, object], concerned: bool) -> None:
    owner = replace(hoster("nimbus"), conditions=(condition(**given),))
    assert bool(states_of(resource("cloud_machine.m"), "compute", owner, ())) is concerned


FOREIGN = condition(services=frozenset({"compute"}), types=frozenset({"native_machine", "native_disk"}))


@pytest.mark.parametrize(("agreed", "expected"), [((), "unknown"), (("c",), "met"), (("other",), "unknown")])
def test_a_condition_read_on_types_of_another_provider_cannot_be_told(agreed: tuple[str, ...], expected: str) -> None:
    entry = replace(FOREIGN, kind="exclusion", attribute="size", values=("DEV-*",))
    found = state(entry, {"size": "PRO-1"}, agreed)
    assert (found.id, found.state) == ("c", expected)
    told = "not told by cloud_machine: it is read on native_disk, native_machine"
    assert found.found == (told if expected == "unknown" else "declared in the estate")


@pytest.mark.parametrize("service", ["block", "compute"])
def test_a_condition_of_another_type_or_service_of_the_same_provider_does_not_concern(service: str) -> None:
    types = {"block": "native_volume", "compute": "cloud_volume"}[service]
    entry = replace(FOREIGN, services=frozenset({service}), types=frozenset({types}))
    owner = replace(hoster("nimbus"), conditions=(entry,))
    assert states_of(resource("cloud_machine.m"), "compute", owner, ()) == ()


def contract(**given: object) -> Contract:
    blank = {
        "hoster": "nimbus",
        "signed_on": date(2025, 6, 1),
        "valid_until": None,
        "conditions": frozenset({"signed"}),
        "reference": "N-1",
        "selector": Selector(),
    }
    return Contract(**{**blank, **given})  # type: ignore[arg-type]  # the blank above has the types


@pytest.mark.parametrize(
    ("agreed", "expected"),
    [
        ((), "unknown"),
        ((contract(),), "met"),
        ((contract(hoster="stratus"),), "unknown"),
        ((contract(conditions=frozenset({"other"})),), "unknown"),
        ((contract(selector=Selector(root="elsewhere")),), "unknown"),
        ((contract(selector=Selector(match="cloud_machine.*")),), "met"),
        ((contract(valid_until=ON),), "met"),
        ((contract(valid_until=date(2026, 11, 22)),), "unknown"),
        ((contract(signed_on=ON),), "met"),
        ((contract(signed_on=date(2026, 11, 24)),), "unknown"),
        ((contract(valid_until=date(2025, 12, 31)), contract(signed_on=date(2026, 1, 1))), "met"),
    ],
)
def test_only_a_contract_in_force_for_the_resource_counts(
    catalogue: Catalogue, agreed: tuple[Contract, ...], expected: str
) -> None:
    owner = replace(hoster("nimbus"), conditions=(CONTRACT,))
    estate = replace(Estate.default(), contracts=agreed)
    facts = Facts(catalogue, estate, Registry({"nimbus": owner}, {}, {}, ON, ""), regions(nimbus={}), ON)
    entry: Resource = resource("cloud_machine.m")
    (placed,) = place(inventory(entry), [entry.key], facts)
    assert [(one.id, one.state) for one in placed.conditions] == [("signed", expected)]


def test_a_hoster_the_registry_does_not_know_has_no_conditions(catalogue: Catalogue) -> None:
    facts = Facts(catalogue, Estate.default(), Registry({}, {}, {}, ON, ""), regions(), ON)
    entry = resource("cloud_machine.m")
    assert place(inventory(entry), [entry.key], facts)[0].conditions == ()
