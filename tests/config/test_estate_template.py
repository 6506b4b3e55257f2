"""The file that ``init`` writes: it loads, declares nothing, and its proposals are right once filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from hds_policy.config import DefaultClass, Estate
from hds_policy.config.template import quoted, render_estate
from hds_policy.errors import EstateError
from hds_policy.model import (
    Actor,
    ActorKind,
    Cause,
    Condition,
    Grade,
    Hoster,
    HosterStatus,
    Inventory,
    Layer,
    Placement,
    ProviderConfig,
    Resource,
    Source,
    Unknown,
    Unread,
)

Load = Callable[[str], Estate]

SOURCE = Source("by hand", date(2026, 11, 23), Grade.A)
OPTION = Condition("project-hds-option", 'The "HDS" option', "option", frozenset(), frozenset(), "", (), SOURCE)
READABLE = Condition("readable", "Read from the code", "option", frozenset(), frozenset(), "hds", (True,), SOURCE)
EXCLUSION = Condition("excluded", "Not to be used", "exclusion", frozenset(), frozenset(), "", (), SOURCE)
HOSTERS = {
    "ovhcloud": Hoster("ovhcloud", "OVHcloud", HosterStatus.CERTIFIED, (), (READABLE, EXCLUSION, OPTION), SOURCE),
    "aws": Hoster("aws", "AWS", HosterStatus.CERTIFIED, (), (), SOURCE),
}


def _resource(name: str, provider: ProviderConfig, tags: dict[str, str], root: str = ".") -> Resource:
    return Resource(f"thing.{name}", "thing", name, root, provider, {"tags": dict(tags)})


def _placement(name: str, layer: Layer, actor: Actor, region: str | Unknown, stores: bool) -> Placement:
    return Placement(f"thing.{name}", layer, actor, "thing", region, stores=stores)


OVH = ProviderConfig("ovh", attributes={"region": "GRA11", "application_secret": "hunter2"})
KUBERNETES = ProviderConfig("kubernetes", alias="gra", attributes={"host": "https://x.ovh.net"})
INVENTORY = Inventory(
    resources=(
        _resource("a", OVH, {"data_classification": "health", "password": "hunter3"}),
        _resource("b", OVH, {"data_classification": "health", "Confidentiality": "C3"}),
        _resource("c", KUBERNETES, {}, root="k8s"),
    ),
    unread=(Unread("module.x", Cause.MODULE_NOT_AVAILABLE, "not there"),),
    roots=(".", "k8s"),
)
PLACEMENTS = (
    _placement("a", Layer.PHYSICAL, Actor(ActorKind.HOSTER, "ovhcloud"), "GRA11", True),
    _placement("a", Layer.ADMIN, Actor(ActorKind.UNDECLARED), "GRA11", True),
    _placement("b", Layer.PHYSICAL, Actor(ActorKind.HOSTER, "aws"), Unknown(Cause.UNRESOLVED_VALUE, "x"), False),
    _placement("b", Layer.VIRTUAL, Actor(ActorKind.UNDECLARED), "GRA11", False),
)


def _rendered() -> str:
    return render_estate(INVENTORY, name="clinique", placements=PLACEMENTS, hosters=HOSTERS)


def test_it_loads_and_declares_nothing(load: Load) -> None:
    for text in (_rendered(), render_estate(Inventory(), name="")):
        estate = load(text)
        assert estate.default_class is DefaultClass.UNCLASSIFIED
        assert estate.recognition == Estate.default().recognition
        assert estate.settings == Estate.default().settings
        assert not any((estate.rules, estate.operators, estate.operations, estate.certificates, estate.contracts))
        assert not any((estate.clusters, estate.sites, estate.waivers))
    assert load(_rendered()).name == "clinique"


def test_it_says_what_was_seen() -> None:
    lines = _rendered().splitlines()
    for line in (
        "# Resources seen: 3; root modules: 2.",
        "# Resources that keep data: 1.",
        "# Parts that could not be read: 1; what follows is not complete.",
        '#   root "k8s"',
        '#   provider "ovh": "GRA11"',
        '#   hoster "aws"',
        '#   hoster "ovhcloud": "GRA11"',
        '#   "data_classification" = "health" on 2: health data',
        '#   "Confidentiality" = "C3" on 1: says nothing about health data by itself',
        '#   ovhcloud project-hds-option: "The \\"HDS\\" option"',
        '#conditions = ["project-hds-option"]',
        '#layers = ["virtual", "admin"]',
        '#match = { alias = "gra", root = "k8s" }',
    ):
        assert line in lines


def test_no_other_value_leaves_the_inventory() -> None:
    assert "hunter" not in _rendered()


def _taken_out(text: str) -> str:
    """The text with every proposal made real: a proposal is a ``#`` without a space after it."""
    return re.sub(r"(?m)^#(?=[a-z\[])", "", text)


def test_a_placeholder_left_in_place_is_refused(load: Load) -> None:
    text = _taken_out(_rendered())
    with pytest.raises(EstateError) as caught:
        load(text)
    count = text.count('"<')
    assert count == 21
    lines = (caught.value.message, *caught.value.details)
    assert sum("still holds the placeholder" in line for line in lines) == count


def test_the_proposals_are_right_once_filled_in(load: Load) -> None:
    text = _taken_out(_rendered())
    for placeholder, value in {
        '"<date>"': "2026-11-23",
        '"<last day>"': "2027-01-31",
        '"<rule id>"': '"HDS-007"',
        '"<hoster>"': '"ovhcloud"',
        '"<layer>"': '"admin"',
        '"<service, or * alone for all>"': '"*"',
        '"<region, or * alone for all>"': '"*"',
    }.items():
        assert placeholder in text
        text = text.replace(placeholder, value)
    estate = load(re.sub(r'"<([^>]*)>"', r'"filled in: \1"', text))
    assert [rule.selector.match for rule in estate.rules] == ["module.ehr.*"]
    assert set(estate.operators) == {"own-team", "managed-services"}
    assert [operation.operator for operation in estate.operations] == ["own-team"]
    assert [certificate.holder for certificate in estate.certificates] == ["managed-services"]
    assert [(contract.hoster, contract.conditions) for contract in estate.contracts] == [
        ("ovhcloud", frozenset({"project-hds-option"}))
    ]
    assert [(cluster.alias, cluster.root) for cluster in estate.clusters] == [("gra", "k8s")]
    assert len(estate.waivers) == 1


HOSTILE = 'x"\n[[waivers]]\nrule = "HDS-001"\n\\ \u2028 \x1b[31m \u202e \U000e0001 \udc80'


def test_hostile_names_stay_inert(load: Load) -> None:
    provider = ProviderConfig("kubernetes", alias=HOSTILE, attributes={"region": HOSTILE})
    inventory = Inventory(
        resources=(_resource("a", provider, {f"hds{HOSTILE}": HOSTILE, "hds": HOSTILE}, root=HOSTILE),),
        roots=(HOSTILE,),
    )
    text = render_estate(inventory, name="estate")
    plain = render_estate(Inventory(), name="estate")
    declared = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert declared == [line for line in plain.splitlines() if line and not line.startswith("#")]
    assert text.encode()
    assert not load(text).waivers


def test_quoted_text_is_read_back_by_toml(load: Load) -> None:
    name = 'dossier "patient" \\ é 🏥'
    assert load(f"version = 1\nname = {quoted(name)}\n").name == name
    assert quoted("\x1b\U000e0001\udc80") == '"\\U0000001b\\U000e0001?"'
