"""Who carries health data, on what basis and by which path. The catalogue is the made-up one of ``building``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from building import NO_VALUE, inventory, resource, write_catalogue
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hds_policy.catalogue import Catalogue
from hds_policy.config import ClassificationRule, DefaultClass, Estate, Selector
from hds_policy.model import Basis, Classification, Inventory, Reference, Resource, Step
from hds_policy.propagation import classify as classify_whole


def classify(seen: Inventory, catalogue: Catalogue, estate: Estate) -> Mapping[str, Classification]:
    return classify_whole(seen, catalogue, estate).classes


HEALTH = {"data_classification": "health"}
NOTHING = Estate.default()


def store(name: str, **attributes: object) -> Resource:
    return resource(f"cloud_database.{name}", attributes)


def declaring(selector: Selector, *, health: bool) -> ClassificationRule:
    return ClassificationRule(selector, health, "because")


def test_a_tag_declares_health_data(catalogue: Catalogue) -> None:
    found = classify(inventory(store("a", tags=HEALTH)), catalogue, NOTHING)["cloud_database.a"]
    assert (found.health, found.basis, found.evidence) == (True, Basis.DECLARED, "tag data_classification = health")


def test_the_estate_comes_before_the_tag(catalogue: Catalogue) -> None:
    estate = replace(NOTHING, rules=(declaring(Selector(match="cloud_database.a"), health=False),))
    found = classify(inventory(store("a", tags=HEALTH), store("b", tags=HEALTH)), catalogue, estate)
    assert found["cloud_database.a"].basis is Basis.NONE
    assert found["cloud_database.a"].evidence == "estate: because"
    assert found["cloud_database.b"].health


def test_the_first_rule_that_fits_decides(catalogue: Catalogue) -> None:
    rules = (
        declaring(Selector(match="cloud_database.a"), health=True),
        declaring(Selector(match="*"), health=False),
    )
    found = classify(inventory(store("a"), store("b")), catalogue, replace(NOTHING, rules=rules))
    assert found["cloud_database.a"].basis is Basis.DECLARED
    assert found["cloud_database.b"].basis is Basis.NONE


def test_a_tag_denies_health_data_whatever_the_default(catalogue: Catalogue) -> None:
    estate = replace(NOTHING, default_class=DefaultClass.HEALTH)
    found = classify(inventory(store("a", tags={"phi": "false"})), catalogue, estate)["cloud_database.a"]
    assert (found.health, found.basis) == (False, Basis.NONE)


@pytest.mark.parametrize(
    ("default", "health", "basis"),
    [
        (DefaultClass.UNCLASSIFIED, False, Basis.UNCLASSIFIED),
        (DefaultClass.HEALTH, True, Basis.ASSUMED),
        (DefaultClass.NONE, False, Basis.NONE),
    ],
)
def test_the_default_decides_on_what_nothing_else_classifies(
    catalogue: Catalogue, default: DefaultClass, health: bool, basis: Basis
) -> None:
    found = classify(inventory(store("a")), catalogue, replace(NOTHING, default_class=default))["cloud_database.a"]
    assert (found.health, found.basis) == (health, basis)


@pytest.mark.parametrize("default", [DefaultClass.UNCLASSIFIED, DefaultClass.NONE])
@pytest.mark.parametrize(
    "tags",
    [{"data_classification": NO_VALUE}, NO_VALUE, {"phi": "false", "hds": NO_VALUE}],
    ids=["value", "all", "two"],
)
def test_a_tag_that_cannot_be_told_leaves_it_open(catalogue: Catalogue, default: DefaultClass, tags: object) -> None:
    found = classify(inventory(store("a", tags=tags)), catalogue, replace(NOTHING, default_class=default))
    assert found["cloud_database.a"].basis is Basis.UNCLASSIFIED
    assert "var.x has no value" in found["cloud_database.a"].evidence


def test_a_tag_that_cannot_be_told_and_says_nothing_of_data_changes_nothing(catalogue: Catalogue) -> None:
    estate = replace(NOTHING, default_class=DefaultClass.NONE)
    found = classify(inventory(store("a", tags={"owner": NO_VALUE})), catalogue, estate)
    assert found["cloud_database.a"].basis is Basis.NONE


def test_a_later_rule_does_not_decide_where_an_unknown_tag_may_fit_an_earlier_one(catalogue: Catalogue) -> None:
    rules = (declaring(Selector(tag="unit=patients"), health=True), declaring(Selector(match="*"), health=False))
    known = store("a", tags={"unit": "patients"})
    unknown = store("b", tags={"unit": NO_VALUE})
    other = store("c", tags={"unit": "kitchen"})
    found = classify(inventory(known, unknown, other), catalogue, replace(NOTHING, rules=rules))
    assert found["cloud_database.a"].basis is Basis.DECLARED
    assert found["cloud_database.b"].basis is Basis.UNCLASSIFIED
    assert found["cloud_database.c"].basis is Basis.NONE


def test_a_tag_that_denies_is_no_answer_where_an_unknown_tag_may_fit_a_rule(catalogue: Catalogue) -> None:
    estate = replace(NOTHING, rules=(declaring(Selector(tag="unit=patients"), health=True),))
    found = classify(inventory(store("a", tags={"unit": NO_VALUE, "hds": "no"})), catalogue, estate)
    assert found["cloud_database.a"].basis is Basis.UNCLASSIFIED


def test_what_holds_no_data_and_what_is_only_read_has_no_class(catalogue: Catalogue) -> None:
    key = resource("cloud_key.k", {"tags": HEALTH})
    rule = resource("cloud_rule_of_access.r")
    read = resource("cloud_database.elsewhere", is_data=True)
    unknown_type = resource("cloud_novelty.n")
    assert set(classify(inventory(key, rule, read, unknown_type), catalogue, NOTHING)) == {"cloud_novelty.n"}


def test_data_flows_forward_only_to_a_copy(catalogue: Catalogue) -> None:
    original, copy, before = store("original", tags=HEALTH), store("copy"), store("before")
    links = [
        ("cloud_database.copy", "copy_of", "cloud_database.original"),
        ("cloud_database.original", "copy_of", "cloud_database.before"),
    ]
    found = classify(inventory(original, copy, before, references=links), catalogue, NOTHING)
    assert found["cloud_database.copy"].basis is Basis.PROPAGATED
    assert found["cloud_database.copy"].path == (
        Step("cloud_database.original", "cloud_database.copy", "copies_to", "copy_of", "cloud_database.copy"),
    )
    assert found["cloud_database.copy"].evidence == "data flows here from cloud_database.original"
    assert found["cloud_database.before"].basis is Basis.UNCLASSIFIED


@pytest.mark.parametrize("tagged", ["cloud_machine.m", "cloud_volume.v"])
def test_a_mount_carries_data_both_ways(catalogue: Catalogue, tagged: str) -> None:
    both = [
        resource(name, {"tags": HEALTH} if name == tagged else {}) for name in ("cloud_machine.m", "cloud_volume.v")
    ]
    links = [("cloud_machine.m", "disk.volume", "cloud_volume.v")]
    found = classify(inventory(*both, references=links), catalogue, NOTHING)
    assert all(entry.health for entry in found.values())


def test_a_key_carries_no_data(catalogue: Catalogue) -> None:
    links = [("cloud_database.b", "key", "cloud_database.a")]
    found = classify(inventory(store("a", tags=HEALTH), store("b"), references=links), catalogue, NOTHING)
    assert found["cloud_database.b"].basis is Basis.UNCLASSIFIED


@pytest.mark.parametrize(
    ("attribute", "reaches"),
    [("disk.volume", True), ("disk.volume.id", True), ("disk", False), ("disk.volumes", False), ("volume", False)],
)
def test_a_flow_follows_references_at_its_attribute_and_below(
    catalogue: Catalogue, attribute: str, reaches: bool
) -> None:
    both = (resource("cloud_machine.m", {"tags": HEALTH}), resource("cloud_volume.v"))
    found = classify(
        inventory(*both, references=[("cloud_machine.m", attribute, "cloud_volume.v")]), catalogue, NOTHING
    )
    assert found["cloud_volume.v"].health is reaches


@pytest.mark.parametrize("flows", ["ab bx ac cd dx", "ac cx ab bd dx", "ab bc cx bx"])
def test_the_path_is_a_shortest_one(catalogue: Catalogue, flows: str) -> None:
    stores = [store(name, tags=HEALTH if name == "a" else {}) for name in "abcdx"]
    links = [(f"cloud_database.{to}", "copy_of", f"cloud_database.{of}") for of, to in flows.split()]
    found = classify(inventory(*stores, references=links), catalogue, NOTHING)["cloud_database.x"]
    assert len(found.path) == 2


def test_a_circle_ends(catalogue: Catalogue) -> None:
    stores = [store(name, tags=HEALTH if name == "a" else {}) for name in "abc"]
    links = [(f"cloud_database.{to}", "copy_of", f"cloud_database.{of}") for of, to in ("ab", "bc", "ca", "bb")]
    found = classify(inventory(*stores, references=links), catalogue, NOTHING)
    assert [found[f"cloud_database.{name}"].basis for name in "abc"] == [
        Basis.DECLARED,
        Basis.PROPAGATED,
        Basis.PROPAGATED,
    ]


def test_nothing_flows_through_what_the_estate_says_is_free_of_health_data(catalogue: Catalogue) -> None:
    stores = [store("a", tags=HEALTH), store("b"), store("c")]
    links = [(f"cloud_database.{to}", "copy_of", f"cloud_database.{of}") for of, to in ("ab", "bc")]
    estate = replace(NOTHING, rules=(declaring(Selector(match="cloud_database.b"), health=False),))
    found = classify(inventory(*stores, references=links), catalogue, estate)
    assert found["cloud_database.b"].basis is Basis.NONE
    assert found["cloud_database.c"].basis is Basis.UNCLASSIFIED


def test_a_copy_holds_what_it_was_made_from_whatever_its_tag_says(catalogue: Catalogue) -> None:
    stores = [store("a", tags=HEALTH), store("b", tags={"hds": "no"}), store("c", tags={"hds": "no"})]
    links = [(f"cloud_database.{to}", "copy_of", f"cloud_database.{of}") for of, to in ("ab", "bc")]
    found = classify(inventory(*stores, references=links), catalogue, NOTHING)
    assert [found[f"cloud_database.{name}"].basis for name in "bc"] == [Basis.PROPAGATED] * 2


@pytest.mark.parametrize("links", [[("cloud_machine.m", "disk.volume", "cloud_volume.v")], []])
def test_what_is_no_copy_may_be_declared_free_by_its_tag(
    catalogue: Catalogue, links: list[tuple[str, str, str]]
) -> None:
    """A machine may read what it does not keep: here its tag is an answer."""
    machine = resource("cloud_machine.m", {"tags": {"hds": "no"}})
    found = classify(
        inventory(machine, resource("cloud_volume.v", {"tags": HEALTH}), references=links), catalogue, NOTHING
    )
    assert found["cloud_machine.m"].basis is Basis.NONE


def test_data_flows_reach_what_the_default_would_clear(catalogue: Catalogue) -> None:
    links = [("cloud_database.b", "copy_of", "cloud_database.a")]
    estate = replace(NOTHING, default_class=DefaultClass.NONE)
    found = classify(inventory(store("a", tags=HEALTH), store("b"), references=links), catalogue, estate)
    assert found["cloud_database.b"].basis is Basis.PROPAGATED


def test_roots_are_kept_apart(catalogue: Catalogue) -> None:
    one = resource("cloud_database.a", {"tags": HEALTH}, root="one")
    two = resource("cloud_database.a", root="two")
    found = classify(inventory(one, two), catalogue, NOTHING)
    assert found["one:cloud_database.a"].health
    assert not found["two:cloud_database.a"].health


NAMES = [f"cloud_database.r{number}" for number in range(7)]
TAGS = [{}, HEALTH, {"hds": "no"}, {"hds": NO_VALUE}]
resources_of_any_class = st.lists(st.sampled_from(range(len(TAGS))), min_size=len(NAMES), max_size=len(NAMES)).map(
    lambda chosen: [resource(name, {"tags": TAGS[index]}) for name, index in zip(NAMES, chosen, strict=True)]
)
link = st.builds(Reference, st.sampled_from(NAMES), st.sampled_from(NAMES), st.just("copy_of"))
links = st.lists(link, max_size=14)


@pytest.fixture(scope="module")
def fixed() -> Catalogue:
    with TemporaryDirectory() as folder:
        loaded = Catalogue(write_catalogue(Path(folder)))
        loaded.decision("cloud_database", "cloud")
        return loaded


@given(resources=resources_of_any_class, references=links, data=st.data())
def test_the_order_of_the_inventory_changes_nothing(
    fixed: Catalogue, resources: list[Resource], references: list[Reference], data: st.DataObject
) -> None:
    plain = classify(Inventory(tuple(resources), tuple(references)), fixed, NOTHING)
    shuffled = Inventory(tuple(data.draw(st.permutations(resources))), tuple(data.draw(st.permutations(references))))
    assert classify(shuffled, fixed, NOTHING) == plain


@given(resources=resources_of_any_class, references=links, more=link)
def test_one_more_flow_never_takes_health_data_away(
    fixed: Catalogue, resources: list[Resource], references: list[Reference], more: Reference
) -> None:
    before = classify(Inventory(tuple(resources), tuple(references)), fixed, NOTHING)
    after = classify(Inventory(tuple(resources), (*references, more)), fixed, NOTHING)
    assert {key for key, found in before.items() if found.health} <= {
        key for key, found in after.items() if found.health
    }
    assert {key for key in before if before[key].basis is Basis.DECLARED} == {
        key for key in after if after[key].basis is Basis.DECLARED
    }


@given(resources=resources_of_any_class, references=links, cleared=st.sets(st.sampled_from(NAMES), max_size=3))
def test_health_data_is_exactly_what_a_way_leads_to(
    fixed: Catalogue, resources: list[Resource], references: list[Reference], cleared: set[str]
) -> None:
    rules = tuple(declaring(Selector(match=name), health=False) for name in sorted(cleared))
    found = classify(Inventory(tuple(resources), tuple(references)), fixed, replace(NOTHING, rules=rules))
    expected = {entry.key for entry in resources if entry.attributes["tags"] == HEALTH} - cleared
    # A copy refers to its original: warshall by hand, until nothing is added; a tag that says none stops no copy.
    while added := {r.source for r in references if r.target in expected} - cleared - expected:
        expected |= added
    assert {key for key, entry in found.items() if entry.health} == expected
    for key, entry in found.items():
        if entry.path:
            assert entry.path[0].source in expected
            assert entry.path[-1].target == key
            assert all(one.target == two.source for one, two in zip(entry.path, entry.path[1:], strict=False))
