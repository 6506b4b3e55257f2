import re
from datetime import date
from pathlib import Path

import pytest
from clinic_estate import AWS, COVER, LAYER_RULE, UNDECLARED, assessment, coverage, finding, judged, resource
from msgspec.structs import replace

from hds_policy.errors import ExitCode
from hds_policy.model import (
    LAYERS,
    Actor,
    ActorKind,
    Assessment,
    Cause,
    JudgedPlacement,
    Layer,
    Placement,
    Result,
    SourceRange,
    SubjectKind,
    Unread,
)
from hds_policy.report import FORMATS, RenderOptions

GOLDEN = Path(__file__).parents[1] / "golden" / "report"
ALL_PASS = (Result.PASS,) * 6


def text(a: Assessment, **options: object) -> str:
    return FORMATS["text"](a, RenderOptions(**options))  # type: ignore[arg-type] # options of several types


@pytest.mark.parametrize("width", [80, 100, 140])
def test_the_clinic_reads_as_it_was_reviewed(width: int, clinic: Assessment, options: RenderOptions) -> None:
    expected = (GOLDEN / f"clinic-{width}.txt").read_text("utf-8")
    assert FORMATS["text"](clinic, replace(options, width=width)) == expected


@pytest.mark.parametrize("width", [80, 100, 140])
def test_lines_fit_the_width(width: int, clinic: Assessment, options: RenderOptions) -> None:
    lines = FORMATS["text"](clinic, replace(options, width=width)).splitlines()
    assert len(lines) > 60
    assert [line for line in lines if len(line) > width] == []


def test_every_shown_finding_is_said_and_no_pass_is(clinic: Assessment) -> None:
    report = re.sub(r"\s+", " ", text(clinic))
    for each in clinic.findings:
        if each.message:
            assert each.message in report
            assert each.rule in report
    assert report.count("does not cover the region us-east-1") == 1  # five layers, one reason


def test_worst_first_and_passing_after() -> None:
    names = {"a": Result.PASS, "b": Result.REVIEW, "c": Result.UNDETERMINED, "d": Result.FAIL, "e": Result.EXEMPT}
    resources = [
        judged(resource(f"aws_db_instance.{name}"), (*(Result.PASS,) * 5, result)) for name, result in names.items()
    ]
    headers = re.findall(r"^([✓✗?!~–]) aws_db_instance\.(\w)", text(assessment(resources)), re.MULTILINE)
    assert headers == [("✗", "d"), ("?", "c"), ("!", "b"), ("~", "e"), ("✓", "a")]


def test_layers_stand_in_the_same_columns_and_neighbours_share_a_place(clinic: Assessment) -> None:
    lines = [line for line in text(clinic).splitlines() if re.match(r"  [✓✗?!~–] physical ", line)]
    assert [line[:61] for line in lines] == [
        "  ✗ physical ✗ hardware ✗ virtual ✗ platform ? admin ✗ backup",
        "  ✓ physical ✓ hardware ✓ virtual ✓ platform ? admin ✓ backup",
        "  ? physical ? hardware ? virtual ? platform ? admin ? backup",
        "  ✓ physical ✓ hardware ✓ virtual ✓ platform ! admin ~ backup",
    ]
    assert lines[0].endswith("  aws us-east-1 · admin undeclared")
    assert lines[2].endswith("  aws region unknown · admin undeclared")


def test_one_line_per_region_when_there_are_several() -> None:
    of = resource("aws_dynamodb_table.records")
    base = judged(of, (*(Result.PASS,) * 4, Result.UNDETERMINED, Result.PASS), (*(AWS,) * 4, UNDECLARED, AWS))
    layers = dict(base.layers)
    for layer in (Layer.PHYSICAL, Layer.PLATFORM):
        abroad = JudgedPlacement(Placement(of.key, layer, AWS, "dynamodb", "us-east-1"), Result.FAIL)
        layers[layer] = (*layers[layer], abroad)
    report = text(assessment([replace(base, layers=layers, result=Result.FAIL)]))
    assert [line.rstrip() for line in report.splitlines()[1:4]] == [
        "  ✓ physical ✓ hardware ✓ virtual ✓ platform         ✓ backup  aws eu-west-3",
        "  ✗ physical                      ✗ platform                   aws us-east-1",
        " " * 45 + "? admin           undeclared",
    ]


def test_a_layer_without_placement_is_not_known_and_never_passes() -> None:
    whole = judged(resource("aws_db_instance.a"), ALL_PASS)
    holed = replace(whole, layers={layer: found for layer, found in whole.layers.items() if layer is not Layer.BACKUP})
    report = text(assessment([holed]))
    assert "? backup  aws eu-west-3 · backup no placement" in report
    assert "on every layer" not in report


@pytest.mark.parametrize("result", [result for result in Result if result is not Result.PASS])
def test_only_a_pass_is_listed_as_passing(result: Result) -> None:
    report = text(assessment([judged(resource("aws_db_instance.a"), ALL_PASS, result=result)]))
    assert "✓ aws_db_instance.a" not in report
    assert "aws_db_instance.a" in report


def test_a_finding_pulls_a_passing_resource_into_the_full_list() -> None:
    passing = judged(resource("aws_db_instance.a"), ALL_PASS)
    said = finding("HDS-008", Result.REVIEW, "aws_db_instance.a", "Look at this.")
    report = text(assessment([passing], [said]))
    assert "! review[HDS-008]: Look at this." in report
    assert "✓ physical ✓ hardware" in report


def test_actors_in_words() -> None:
    kinds = [
        Actor(ActorKind.HOSTER, "aws"),
        Actor(ActorKind.OPERATOR, "acme"),
        Actor(ActorKind.CONTROLLER, "clinic"),
        Actor(ActorKind.EXEMPT, "", "public archive"),
        UNDECLARED,
        Actor(ActorKind.UNKNOWN, "", "auth_url has no value"),
    ]
    report = text(assessment([judged(resource("x_y.a"), (Result.UNDETERMINED,) * 6, kinds)]), width=200)
    for words in (
        "physical aws eu-west-3", "hardware acme eu-west-3", "virtual clinic (controller)", "platform exempt",
        "admin undeclared", "backup hoster unknown eu-west-3",
    ):  # fmt: skip
        assert words in report


def test_many_passing_resources_are_counted() -> None:
    passing = [judged(resource(f"aws_db_instance.n{number}"), ALL_PASS) for number in range(21)]
    report = text(assessment(passing))
    assert "✓ 21 resources pass on every layer (--verbose lists them)" in report
    assert "aws_db_instance.n7" not in report
    verbose = text(assessment(passing), verbose=True)
    assert "✓ aws_db_instance.n7  main.tf:1  aws eu-west-3" in verbose
    assert "✓ 20 resources" not in text(assessment(passing[:20]))
    assert "✓ aws_db_instance.n7" in text(assessment(passing[:20]))


SOURCE = [
    'resource "aws_db_instance" "a" {',
    '  region   = "us-east-1"  # abroad',
    '\tpassword = "p4ss\\"w0rd"  ',
    '  x = { api_key : "k3y", url = "postgres://user:s3cret@db/x" }',
    "",
    "  secret_value = <<EOT",
]


def framed(start: int, end: int) -> list[str]:
    said = finding("HDS-007", Result.FAIL, "aws_db_instance.a", "said", location=SourceRange("a.tf", start, end))
    failing = judged(resource("aws_db_instance.a"), (Result.FAIL,) * 6)
    lines = text(assessment([failing], [said]), source={"a.tf": SOURCE}.get).splitlines()
    first = next(number for number, line in enumerate(lines) if "-->" in line)
    last = next(number for number, line in enumerate(lines) if line.startswith("    = "))
    return lines[first:last]


def test_the_line_at_fault_is_underlined() -> None:
    assert framed(2, 2) == [
        "   --> a.tf:2",
        '   2 |   region   = "us-east-1"  # abroad',
        "     |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    ]


def test_a_block_is_shown_without_carets() -> None:
    assert framed(1, 6) == ["   --> a.tf:1", '   1 | resource "aws_db_instance" "a" {']


@pytest.mark.parametrize("line", [0, 5, 7, 99])
def test_a_line_that_is_not_there_is_only_named(line: int) -> None:
    (head,) = framed(line, line)
    assert head.strip() == f"--> a.tf:{line}"


def test_secrets_in_the_source_are_left_out() -> None:
    assert framed(3, 3)[1:] == ["   3 |     password = …", "     |     ^^^^^^^^^^^^"]
    (_, shown, _) = framed(4, 4)
    assert shown == '   4 |   x = { api_key : …, url = "postgres://user:…@db/x" }'


def test_a_huge_source_line_is_cut() -> None:
    said = finding("HDS-007", Result.FAIL, "aws_db_instance.a", "said", location=SourceRange("a.tf", 1, 1))
    failing = judged(resource("aws_db_instance.a"), (Result.FAIL,) * 6)
    report = text(assessment([failing], [said]), width=80, source=lambda file: ["x" * 5_000_000])
    assert max(len(line) for line in report.splitlines()) <= 80


def test_what_to_do_is_written_once_and_then_referred_to() -> None:
    names = [f"aws_db_instance.n{number}" for number in range(3)]
    found = [
        finding(LAYER_RULE[Layer.ADMIN], Result.FAIL, name, "Nobody.", code="nobody", layer=Layer.ADMIN)
        for name in names
    ]
    report = text(assessment([judged(resource(name), (Result.FAIL,) * 6) for name in names], found), width=400)
    assert report.count(COVER) == 1
    assert report.count("= next: as above (hds-policy explain HDS-005)") == 2
    assert report.count("= basis: CSP L.1111-8, CSP R.1111-9 5°") == 1
    twice = [found[0], replace(found[0], code="other", message="Nobody else.")]
    report = text(assessment([judged(resource(names[0]), (Result.FAIL,) * 6)], twice), width=400)
    assert report.count(COVER) == 1
    assert report.count("= next: as above") == 1


def test_findings_that_differ_only_in_the_layer_are_one_reason() -> None:
    found = [
        finding(
            LAYER_RULE[layer], Result.FAIL, "aws_db_instance.a", f"aws-{layer} does not cover {layer}.", layer=layer
        )
        for layer in (Layer.BACKUP, Layer.ADMIN)
    ]
    report = text(assessment([judged(resource("aws_db_instance.a"), (Result.FAIL,) * 6)], found), width=200)
    assert "✗ fail[HDS-005]: aws-admin does not cover admin." in report
    assert "✗ fail[HDS-006]: aws-backup does not cover backup." in report
    alike = [replace(each, message=f"X does not cover {each.layer}.") for each in found]
    report = text(assessment([judged(resource("aws_db_instance.a"), (Result.FAIL,) * 6)], alike), width=200)
    assert "✗ fail[HDS-005 HDS-006]: X does not cover admin, backup." in report


@pytest.mark.parametrize(
    "change",
    [
        {"result": Result.UNDETERMINED, "cause": Cause.TIMEOUT},
        {"code": "another"},
        {"cause": Cause.TIMEOUT},
        {"message": "Other words."},
        {"location": SourceRange("b.tf", 1, 1)},
    ],
)
def test_other_differences_keep_findings_apart(change: dict[str, object]) -> None:
    one = finding("HDS-001", Result.FAIL, "aws_db_instance.a", "Words.", layer=Layer.PHYSICAL)
    two = replace(one, rule="HDS-002", layer=Layer.HARDWARE, **change)  # type: ignore[arg-type] # of several types
    report = text(assessment([judged(resource("aws_db_instance.a"), (Result.FAIL,) * 6)], [one, two]))
    assert "[HDS-001]" in report
    assert "[HDS-002]" in report


def test_a_store_that_is_not_in_scope_is_not_dropped() -> None:
    said = finding("HDS-009", Result.UNDETERMINED, "aws_s3_bucket.x", "Not classified.", cause=Cause.UNRESOLVED_VALUE)
    report = text(assessment([], [said], ExitCode.UNDETERMINED))
    assert "? aws_s3_bucket.x\n  ? undetermined[HDS-009]: Not classified.\n    = cause: unresolved_value" in report


def test_grouped_findings_list_the_first_resources(clinic: Assessment) -> None:
    assert "… and 2 more (--verbose lists them)" in text(clinic)
    assert "module.logs.aws_s3_bucket.log[6]" not in text(clinic)
    assert "module.logs.aws_s3_bucket.log[6]" in text(clinic, verbose=True)


def test_unread_is_grouped_by_cause() -> None:
    unread = [Unread(f"m{n}.tf", Cause.PARSE_ERROR, "broken", SourceRange(f"m{n}.tf", n + 1, n + 1)) for n in range(8)]
    unread.append(Unread("module.vpc", Cause.MODULE_NOT_AVAILABLE, "not fetched", SourceRange("main.tf", 4, 9)))
    report = text(assessment(unread=tuple(unread)))
    assert "Not read (9): what stands there was not judged" in report
    assert "  ? parse_error  m0.tf:1: broken" in report
    assert "… and 3 more with parse_error (--verbose lists them)" in report
    assert "  ? module_not_available  main.tf:4 module.vpc: not fetched" in report
    assert "m7.tf:8" not in report
    assert "m7.tf:8" in text(assessment(unread=tuple(unread)), verbose=True)


def test_waivers_are_always_listed(clinic: Assessment) -> None:
    report = re.sub(r"\s+", " ", text(clinic))
    assert "~ HDS-006 ovh_cloud_project_database.archive: in force until 2027-01-31, covers 1 finding," in report
    assert "~ HDS-003 aws_instance.gone: in force until 2026-12-31 but covers nothing, approved by RSSI" in report
    assert "~ HDS-001 aws_db_instance.patients: EXPIRED on 2026-09-30, counts no more, approved by DPO" in report
    assert "= fail waived until 2027-01-31 by RSSI: backup contract under signature, ticket SEC-114" in report


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (ExitCode.OK, "Exit code 0: everything in scope was determined and nothing fails"),
        (ExitCode.FAIL, "Exit code 1: at least one fail"),
        (ExitCode.UNDETERMINED, "Exit code 3: no fail, but undetermined results or incomplete coverage"),
        (ExitCode.NOTHING, "Exit code 4: nothing to check"),
        (ExitCode.INTERNAL, "Exit code 70: internal error"),
    ],
)
def test_the_exit_code_is_said_in_words(code: ExitCode, words: str) -> None:
    assert words in text(assessment(exit_code=code)).splitlines()


def test_summary_counts() -> None:
    passing = judged(resource("aws_db_instance.a"), ALL_PASS)
    found = [finding(LAYER_RULE[layer], Result.PASS, "aws_db_instance.a", "", layer=layer) for layer in LAYERS]
    report = text(assessment([passing], found, on=date(2027, 2, 1)), width=140)
    assert "results    ✗ 0 fail · ? 0 undetermined · ! 0 review · ~ 0 exempt · ✓ 6 pass · – 0 not applicable" in report
    assert "9 read: 5 in scope · 1 out of scope · 2 unclassified · 1 of an unsupported type" in report
    assert "(2 more blocks have no instance)" in report
    assert "in scope   1 resource: ✓ 1 pass" in report
    assert "files      7 seen = 5 parsed + 1 skipped + 1 failed" in report
    assert "evaluated  on 2027-02-01 with 9 rules, hds-policy 0.1.0" in report


def test_unclassified_stores_get_three_choices_word_for_word() -> None:
    report = text(assessment(coverage=coverage(unclassified=1)))
    assert "1 resource that may hold data is not classified." in report
    for words in ('data_classification = "health"', "[[classification.rules]]", "--assume health"):
        assert words in report
    assert "--assume" not in text(assessment(coverage=coverage(unclassified=0)))


def test_the_legend_is_always_there() -> None:
    assert text(assessment()).endswith("Legend: ✓ pass  ✗ fail  ? undetermined  ! review  ~ exempt  – not applicable\n")


def test_kinds_of_grouped_subjects_are_named() -> None:
    found = [finding("HDS-009", Result.FAIL, "it", "said", kind=kind, resources=()) for kind in SubjectKind]
    report = text(assessment([], found))
    positions = [report.index(f"✗ {words}\n") for words in ("it", "folder it", "hoster it", "type it")]
    assert positions == sorted(positions)


def test_an_absurdly_long_message_is_cut() -> None:
    said = finding("HDS-009", Result.FAIL, "it", "word " * 200_000, kind=SubjectKind.FOLDER, resources=())
    report = text(assessment([], [said]))
    assert len(report) < 6_000
    assert "…" in report


@pytest.mark.parametrize("results", [(Result.PASS, Result.FAIL), (Result.FAIL, Result.PASS)])
def test_two_services_in_one_place_show_the_worst_result(results: tuple[Result, Result]) -> None:
    of = resource("aws_instance.a")
    base = judged(of, ALL_PASS)
    placed = [
        JudgedPlacement(Placement(of.key, Layer.VIRTUAL, AWS, f"service-{result}", "eu-west-3"), result)
        for result in results
    ]
    both = replace(base, layers={**base.layers, Layer.VIRTUAL: tuple(placed)}, result=Result.FAIL)
    assert "✓ hardware ✗ virtual ✓ platform" in text(assessment([both]))


def test_a_wrapped_line_is_never_a_command() -> None:
    said = finding("HDS-009", Result.FAIL, "it", "x" * 90 + " ::error::evil", kind=SubjectKind.FOLDER, resources=())
    lines = [line.strip() for line in text(assessment([], [said])).splitlines()]
    assert ": :error::evil" in lines


def test_a_hoster_that_is_not_known_is_said_so() -> None:
    said = finding("HDS-011", Result.UNDETERMINED, "", "said", kind=SubjectKind.HOSTER, cause=Cause.UNRESOLVED_VALUE)
    assert "? hoster not known\n" in text(assessment([], [said]))
