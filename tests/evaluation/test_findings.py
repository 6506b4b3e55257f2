"""From the engine's rows to findings: results, causes, places, messages; answers are made by hand, no engine runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from asking import HOLDERS, NO_VALUE, UNKNOWN_HOSTER, around, canary_of, placed
from building import ON, resource
from msgspec.structs import replace

from hds_policy.errors import EngineError
from hds_policy.evaluation import OpenEnds, Unused, build, findings_of
from hds_policy.evaluation.engine import Answer, Row
from hds_policy.model import (
    Actor,
    ActorKind,
    Cause,
    Condition,
    ConditionState,
    Finding,
    Grade,
    Layer,
    Level,
    OpenFlow,
    Placed,
    Resource,
    Result,
    Rule,
    Severity,
    Source,
    SourceRange,
    SubjectKind,
    Unknown,
)

MESSAGES = {
    "region_not_covered": "{holder} does not cover {region} in {nowhere}.",
    "second": "Second of {layer}.",
    "plain": "On {on}.",
}


def rule(subjects: str, *, since: date | None = None) -> Rule:
    return Rule(
        "R-1", "one", "", "", Severity.HIGH, Level.LAW, (), (), "", subjects, MESSAGES, since, "hds/rules/one/one.rego"
    )


def found(
    subjects: str, rows: Sequence[Row], *entries: Placed, since: date | None = None, **given: object
) -> list[Finding]:
    questions = build(entries, around(**given))  # type: ignore[arg-type]  # options are those of around
    canary = Row("one", "deny", canary_of(questions, subjects), ("plain",), {})
    resources = {entry.resource.key: entry.resource for entry in entries}
    return findings_of(
        Answer((canary, *rows), ("one",)), questions, {"one": rule(subjects, since=since)}, ON, resources
    )


def row(kind: str, subject: str, *codes: str, **facts: str) -> Row:
    return Row("one", kind, subject, codes, facts)


PHYSICAL = "placements/physical"


def test_a_subject_no_rule_names_has_passed() -> None:
    (one,) = found(PHYSICAL, [], placed())
    assert (one.result, one.code, one.reasons, one.message, one.cause) == (Result.PASS, "", (), "", None)
    assert (one.subject_kind, one.subject, one.layer) == (SubjectKind.RESOURCE, "cloud_database.a", Layer.PHYSICAL)


@pytest.mark.parametrize(
    ("kind", "result", "cause"),
    [
        ("deny", Result.FAIL, None),
        ("undetermined", Result.UNDETERMINED, Cause.UNRESOLVED_VALUE),
        ("review", Result.REVIEW, None),
    ],
)
def test_the_kind_of_a_row_is_the_result(kind: str, result: Result, cause: Cause | None) -> None:
    (one,) = found(PHYSICAL, [row(kind, f"{PHYSICAL}/1", "plain")], placed())
    assert (one.result, one.code, one.cause) == (result, "plain", cause)
    assert one.message == "On 2026-11-23."


def test_a_fail_comes_before_an_open_question_and_that_before_a_review() -> None:
    rows = [row(kind, f"{PHYSICAL}/1", kind) for kind in ("review", "undetermined", "deny")]
    assert [one.code for one in found(PHYSICAL, rows, placed())] == ["deny"]
    assert [one.code for one in found(PHYSICAL, rows[:2], placed())] == ["undetermined"]


def test_one_answer_is_joined_back_to_every_resource_that_asked() -> None:
    entries = [placed(f"cloud_database.{name}") for name in "abc"]
    other = placed("cloud_database.d", "us-east")
    findings = found(PHYSICAL, [row("deny", f"{PHYSICAL}/1", "plain")], *entries, other)
    assert {one.subject: one.result for one in findings} == {
        "cloud_database.a": Result.FAIL,
        "cloud_database.b": Result.FAIL,
        "cloud_database.c": Result.FAIL,
        "cloud_database.d": Result.PASS,
    }


def test_messages_are_made_from_facts_and_what_is_missing_is_not_known() -> None:
    (one,) = found(PHYSICAL, [row("deny", f"{PHYSICAL}/1", "region_not_covered", "second", "no_text")], placed())
    assert one.message == "Nimbus does not cover eu-west in not known. Second of physical. no_text"
    assert one.reasons == ("region_not_covered", "second", "no_text")
    assert dict(one.facts)["region"] == "eu-west"


def test_a_row_without_a_code_is_still_a_finding() -> None:
    (one,) = found(PHYSICAL, [row("deny", f"{PHYSICAL}/1")], placed())
    assert (one.result, one.code) == (Result.FAIL, "unspecified")


def test_facts_of_the_certificate_are_taken_over() -> None:
    (one,) = found(PHYSICAL, [row("deny", f"{PHYSICAL}/1", "plain", certificate="nimbus#1")], placed())
    facts = dict(one.facts)
    assert (facts["number"], facts["valid_until"], facts["certificate"]) == ("N-1", "2027-12-31", "nimbus#1")


@pytest.mark.parametrize(
    ("day", "expected"),
    [(ON, Result.FAIL), (ON - timedelta(1), Result.FAIL), (ON + timedelta(1), Result.NOT_APPLICABLE)],
    ids=["first day", "before", "later"],
)
def test_a_rule_does_not_apply_before_its_first_day(day: date, expected: Result) -> None:
    (one,) = found(PHYSICAL, [row("deny", f"{PHYSICAL}/1", "plain")], placed(), since=day)
    assert one.result is expected
    if expected is Result.NOT_APPLICABLE:
        assert (one.code, one.message) == ("not_in_force", "Not in force before 2026-11-24.")


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (ActorKind.CONTROLLER, "Performed by the controller for its own account: our own."),
        (ActorKind.EXEMPT, "Declared exempt: our own."),
    ],
)
def test_who_is_outside_the_obligation_gives_not_applicable(kind: ActorKind, message: str) -> None:
    entry = placed(customer=Actor(kind, "us", "our own"))
    questions = build([entry], around())
    canary = Row("one", "deny", canary_of(questions, "placements/admin"), ("plain",), {})
    (one,) = findings_of(
        Answer((canary,), ("one",)),
        questions,
        {"one": rule("placements/admin")},
        ON,
        {entry.resource.key: entry.resource},
    )
    assert (one.result, one.code, one.message) == (Result.NOT_APPLICABLE, "outside_obligation", message)
    assert (one.layer, one.subject, one.cause) == (Layer.ADMIN, "cloud_database.a", None)


def test_an_open_region_gives_the_cause_of_the_unknown_and_its_line() -> None:
    later = Unknown(Cause.KNOWN_AFTER_APPLY, "known after apply")
    rows = [row("undetermined", "locations/1", "region_unresolved")]
    (one,) = found("locations", rows, placed("cloud_database.a", later))
    assert one.cause is Cause.KNOWN_AFTER_APPLY
    assert one.location == SourceRange("main.tf", 12, 12)
    (other,) = found("locations", [row("undetermined", "locations/1", "plain")], placed("cloud_database.a", later))
    assert other.cause is Cause.UNRESOLVED_VALUE
    assert other.location == SourceRange("main.tf", 10, 20)


def test_a_type_the_catalogue_does_not_know_has_its_own_cause() -> None:
    rows = [row("undetermined", "types/novelty_store", "unsupported")]
    (one,) = found(
        "types", rows, ends=OpenEnds(unsupported={"novelty_store": ["x:novelty_store.a", "novelty_store.b"]})
    )
    assert one.cause is Cause.UNSUPPORTED_RESOURCE
    assert (one.subject_kind, one.subject) == (SubjectKind.TYPE, "novelty_store")
    assert one.resources == ("novelty_store.b", "x:novelty_store.a")


@pytest.mark.parametrize("folder", [".", "app", "deploy/canary", "canary"])
def test_a_folder_with_unclassified_stores_is_one_finding_whatever_its_name(folder: str) -> None:
    questions = build([], around(ends=OpenEnds(unclassified={folder: ["a", "b"]})))
    named = [entry["id"] for entry in questions.document["folders"] if questions.groups.get(entry["id"]) == ("a", "b")]
    assert len(named) == 1
    rows = [row("undetermined", entry["id"], "plain") for entry in questions.document["folders"]]
    canaries = Answer(tuple(rows), ("one",))
    (one,) = findings_of(canaries, questions, {"one": rule("folders")}, ON, {})
    assert (one.subject_kind, one.subject, one.resources) == (SubjectKind.FOLDER, folder, ("a", "b"))
    assert one.result is Result.UNDETERMINED


def test_a_hoster_that_cannot_be_told_is_named_by_nothing_and_lists_its_resources() -> None:
    entry = placed(who=UNKNOWN_HOSTER)
    questions = build([entry], around())
    (holder,) = [e["id"] for e in questions.document["holders"] if questions.facts.get(e["id"], {}).get("note")]
    answers = Answer(
        (row("deny", canary_of(questions, "holders"), "x"), row("undetermined", holder, "plain")), ("one",)
    )
    findings = findings_of(answers, questions, {"one": rule("holders")}, ON, {entry.resource.key: entry.resource})
    (one,) = [one for one in findings if one.result is Result.UNDETERMINED]
    assert (one.subject_kind, one.subject, one.resources) == (SubjectKind.HOSTER, "", ("cloud_database.a",))
    assert one.location == SourceRange("main.tf", 10, 20)


def condition(**given: object) -> Condition:
    base = Condition("flag", "Flag", "option", frozenset(), frozenset(), "hds", (True,), Source("x", ON, Grade.A))
    return replace(base, **given)


def test_a_condition_read_from_an_attribute_is_about_the_resource_at_that_line() -> None:
    holders = {**HOLDERS, "nimbus": replace(HOLDERS["nimbus"], conditions=(condition(),))}
    entry = placed(conditions=[ConditionState("flag", "not_met", "hds", "hds = false", "nimbus")])
    (one,) = found("conditions", [row("deny", "conditions/1", "plain")], entry, holders=holders)
    assert (one.subject_kind, one.subject, one.layer) == (SubjectKind.RESOURCE, "cloud_database.a", None)
    assert one.location == SourceRange("main.tf", 14, 14)


def test_a_contract_is_about_the_hoster_and_said_once() -> None:
    contract = condition(attribute="", values=())
    holders = {**HOLDERS, "nimbus": replace(HOLDERS["nimbus"], conditions=(contract,))}
    state = ConditionState("flag", "unknown", "", "no contract", "nimbus")
    entries = [placed(f"cloud_database.{name}", conditions=[state]) for name in "ab"]
    (one,) = found("conditions", [row("undetermined", "conditions/1", "plain")], *entries, holders=holders)
    assert (one.subject_kind, one.subject) == (SubjectKind.HOSTER, "nimbus")
    assert one.resources == ("cloud_database.a", "cloud_database.b")


def test_canaries_are_no_findings() -> None:
    lists = (
        "locations",
        "conditions",
        "holders",
        "folders",
        "types",
        "flows",
        "openings",
        "backups",
        "suspected",
        "tagged",
        "unused",
    )
    for table in (PHYSICAL, "certificates", *lists):
        assert found(table, []) == []


@pytest.mark.parametrize(
    ("named", "asked", "message"),
    [
        ([], ("one",), "canary"),
        ([("one", "")], (), "was not evaluated"),
        ([("one", ""), ("one", "locations/7")], ("one",), "locations/7"),
        ([("one", ""), ("one", "?")], ("one",), "not in its table"),
        ([("two", "")], ("one", "two"), "nobody knows: two"),
        ([("one", ""), ("two", "locations/1")], ("one", "two"), "nobody knows: two"),
    ],
    ids=["silent", "missing", "strange", "unnamed", "other", "more"],
)
def test_an_answer_that_cannot_be_trusted_is_an_error(
    named: list[tuple[str, str]], asked: tuple[str, ...], message: str
) -> None:
    """``named``: rule and subject of each row; an empty subject stands for the canary."""
    questions = build([placed()], around())
    canary = canary_of(questions, "locations")
    rows = tuple(Row(name, "deny", subject or canary, ("x",), {}) for name, subject in named)
    with pytest.raises(EngineError, match=message):
        findings_of(Answer(rows, asked), questions, {"one": rule("locations")}, ON, {})


def test_a_row_of_a_rule_nobody_knows_is_not_dropped() -> None:
    stray = Row("two", "deny", "locations/1", ("x",), {})
    with pytest.raises(EngineError, match="nobody knows: two"):
        found("locations", [stray], placed())


def test_a_table_that_is_not_there_is_an_error() -> None:
    with pytest.raises(EngineError, match="nowhere"):
        findings_of(Answer((), ("one",)), build([], around()), {"one": rule("nowhere")}, ON, {})


def test_several_open_regions_are_several_findings() -> None:
    entry = placed("cloud_database.a", "eu-west", NO_VALUE)
    rows = [row("undetermined", "locations/2", "region_unresolved")]
    results = [one.result for one in found("locations", rows, entry)]
    assert results == [Result.PASS, Result.UNDETERMINED]


def test_what_nobody_is_declared_for_is_said_once_for_all_resources() -> None:
    entries = [placed(f"cloud_database.{name}", customer=Actor(ActorKind.UNDECLARED)) for name in "ab"]
    far = placed("cloud_machine.c", "us-east", customer=Actor(ActorKind.UNDECLARED), service="compute")
    (one,) = found("placements/backup", [row("undetermined", "placements/backup/1", "plain")], *entries, far)
    assert (one.result, one.layer, one.subject) == (Result.UNDETERMINED, Layer.BACKUP, "backup")
    assert one.resources == ("cloud_database.a", "cloud_database.b", "cloud_machine.c")


@pytest.mark.parametrize(("kind", "name"), [(ActorKind.CONTROLLER, "controller"), (ActorKind.EXEMPT, "exempt")])
def test_where_one_houses_the_data_oneself_the_place_is_not_asked_about(kind: ActorKind, name: str) -> None:
    entry = placed(who=Actor(kind, "us", "our own"))
    (one,) = found("locations", [], entry)
    assert (one.result, one.code, one.subject) == (Result.NOT_APPLICABLE, "outside_obligation", entry.resource.key)
    assert (one.layer, one.cause) == (None, None)
    assert name in one.message


def source_and_link(**lines: int) -> tuple[Resource, Resource]:
    return resource("cloud_database.a"), resource("cloud_copier.c", lines=lines)


def test_an_open_flow_is_about_the_resource_whose_data_goes_there_at_the_line_that_names_the_end() -> None:
    source, link = source_and_link(sink=17)
    flow = OpenFlow(source.key, link.key, "sink.arn", "copies_to", "")
    ends = OpenEnds(resources={source.key: source, link.key: link}, flows=(flow,))
    (one,) = found("flows", [row("undetermined", "flows/1", "plain")], ends=ends)
    assert (one.result, one.cause) == (Result.UNDETERMINED, Cause.UNRESOLVED_VALUE)
    assert (one.subject_kind, one.subject, one.resources) == (SubjectKind.RESOURCE, source.key, (source.key,))
    assert one.location == SourceRange("main.tf", 17, 17)
    assert dict(one.facts)["holder_address"] == "cloud_copier.c"
    assert dict(one.facts)["flow"] == "copies to"


def test_an_open_flow_without_a_line_is_shown_at_the_block() -> None:
    source, link = source_and_link()
    flow = OpenFlow(source.key, link.key, "sink.arn", "copies_to", "")
    ends = OpenEnds(resources={source.key: source, link.key: link}, flows=(flow,))
    (one,) = found("flows", [row("deny", "flows/1", "plain")], ends=ends)
    assert (one.result, one.location) == (Result.FAIL, SourceRange("main.tf", 10, 20))


def test_what_is_suspected_is_about_that_resource() -> None:
    source, _ = source_and_link()
    ends = OpenEnds(resources={source.key: source}, suspected={source.key: "tag Compliance = HDS"})
    (one,) = found("suspected", [row("review", f"suspected/{source.key}", "plain")], ends=ends)
    assert (one.result, one.subject_kind, one.subject) == (Result.REVIEW, SubjectKind.RESOURCE, source.key)
    assert dict(one.facts)["hint"] == "tag Compliance = HDS"


def test_what_is_tagged_and_holds_nothing_is_one_finding_for_each_type() -> None:
    ends = OpenEnds(tagged={"cloud_key": ["cloud_key.b", "cloud_key.a"]})
    (one,) = found("tagged", [row("review", "tagged/cloud_key", "plain")], ends=ends)
    assert (one.subject_kind, one.subject) == (SubjectKind.TYPE, "cloud_key")
    assert one.resources == ("cloud_key.a", "cloud_key.b")


def test_an_unused_declaration_is_about_the_estate_and_names_itself() -> None:
    unused = (Unused("classification rule: patients", grave=True), Unused("classification rule: labs", grave=False))
    rows = [row("undetermined", "unused/1", "plain"), row("review", "unused/2", "plain")]
    one, two = found("unused", rows, ends=OpenEnds(unused=unused))
    assert (one.subject_kind, one.subject, one.result) == (
        SubjectKind.ESTATE,
        "classification rule: patients",
        Result.UNDETERMINED,
    )
    assert (two.subject, two.result, two.layer, two.resources) == (
        "classification rule: labs",
        Result.REVIEW,
        None,
        (),
    )
