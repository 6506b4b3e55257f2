"""What holds for every format: lazy, deterministic, and inert whatever the scanned tree is called."""

import json
import os
import re
import subprocess
import sys
from datetime import date

import click
import pytest
from clinic_estate import RULES, assessment, finding, judged, resource, rule
from msgspec.structs import replace
from reading_back import read_back

from hds_policy.errors import ExitCode
from hds_policy.model import (
    Actor,
    ActorKind,
    Answer,
    Assessment,
    Basis,
    Cause,
    Certificate,
    Certified,
    ChainActor,
    ChainRole,
    Classification,
    Declassification,
    Finding,
    Grade,
    Input,
    InputStatus,
    Layer,
    Result,
    Scope,
    Severity,
    Source,
    SourceRange,
    Step,
    SubjectKind,
    Told,
    Topic,
    Unknown,
    Unread,
    Waiver,
)
from hds_policy.model.baseline import BaselineComparison, BaselineEntry
from hds_policy.model.choice import PolicyChoice, SeverityChange
from hds_policy.model.finding import RefusedWaiver
from hds_policy.report import FORMATS, RenderOptions
from hds_policy.report.words import EXIT_MEANINGS

EVIL = (
    "\x1b]0;owned\x07\x9b2J\u202e\n::error::evil\r\n##vso[task.complete result=Succeeded;]\ud800"
    "::set-env name=A::b [click](http://evil) {0} <img onerror=x> section_start:1:a\r\x1b[0K"
)


def run(code: str, seed: str = "0") -> str:
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = {"PYTHONPATH": paths, "PYTHONHASHSEED": seed, "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_formats_exist() -> None:
    machines = ["json", "sarif", "junit", "gitlab", "github", "csv"]
    people = ["markdown", "html", "xlsx", "pdf", "guarantees-html", "guarantees-markdown", "guarantees-csv"]
    assert list(FORMATS) == ["text", *machines, *people]


@pytest.mark.parametrize(
    ("name", "own", "foreign"),
    [
        ("text", "report.text", ("report.json_report", "report.sarif", "yaml")),
        ("json", "report.json_report", ("report.text", "report.sarif", "click")),
        ("sarif", "report.sarif", ("report.text", "report.json_report", "click")),
        ("junit", "report.junit", ("report.text", "report.json_report", "report.sarif", "click")),
        ("gitlab", "report.gitlab", ("report.text", "report.json_report", "report.sarif", "click")),
        ("github", "report.github", ("report.text", "report.json_report", "report.sarif", "click")),
        ("csv", "report.csv_report", ("report.text", "report.json_report", "report.sarif", "click")),
        ("markdown", "report.markdown", ("report.text", "report.json_report", "report.sarif", "click")),
        ("html", "report.html", ("report.text", "report.json_report", "report.sarif", "click")),
        ("guarantees-csv", "report.guarantees.csv_table", ("report.text", "report.html", "report.markdown", "click")),
    ],
)
def test_a_format_imports_only_itself(name: str, own: str, foreign: tuple[str, ...]) -> None:
    loaded = run(
        "import sys; from clinic_estate import assessment; from hds_policy.report import FORMATS, RenderOptions\n"
        # The test's own imports do not count.
        "before = set(sys.modules); [sys.modules.pop(m) for m in ('click', 'yaml') if m in sys.modules]\n"
        f"FORMATS[{name!r}](assessment(), RenderOptions()); print(*sys.modules, sep='\\n')"
    ).split()
    assert f"hds_policy.{own}" in loaded
    for module in foreign:
        assert module not in loaded
        assert f"hds_policy.{module}" not in loaded


@pytest.mark.parametrize("name", list(FORMATS))
def test_bytes_do_not_depend_on_the_order_of_mappings(name: str, clinic: Assessment, options: RenderOptions) -> None:
    turned = replace(
        clinic,
        rules=dict(reversed(list(clinic.rules.items()))),
        names=dict(reversed(list(clinic.names.items()))),
        resources=tuple(replace(each, layers=dict(reversed(list(each.layers.items())))) for each in clinic.resources),
    )
    assert FORMATS[name](turned, options) == FORMATS[name](clinic, options)


@pytest.mark.parametrize("name", list(FORMATS))
def test_bytes_do_not_depend_on_the_hash_seed(name: str) -> None:
    code = (
        "import clinic_estate as c; from hds_policy.report import FORMATS, RenderOptions; import hashlib\n"
        "a = c.assessment(c.clinic_resources(), c.clinic_findings())\n"
        f"report = FORMATS[{name!r}](a, RenderOptions())\n"
        "print(hashlib.sha256(report if isinstance(report, bytes) else report.encode()).hexdigest())"
    )
    digests = {run(code, seed) for seed in ("1", "2", "3")}
    assert len(digests) == 1


HOSTILE = {
    "controls": EVIL,
    "formula": "=cmd|' /C calc'!A0 owned",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0 owned",
    "tag": "\"'><img src=x onerror=alert(1)><script>alert(2)</script> owned",
    "ends": "]]> --> */ </title></style></script></textarea> owned",
    "markdown": "](http://evil) ``` | <details> **owned** @all #1 !2 ~bug /close https://evil www.evil.example o@e.fr",
    "annotation": "::error::owned %0A::error::x,line=1::y",
    "bidi": "owned \u202egpj.exe \u2066x\u2069 \u200b\ufeff\U000e0041",
}


def hostile(evil: str = EVIL) -> Assessment:
    """An assessment in which every name and message of the scanned tree, the estate and custom rules is hostile."""
    key = f"aws_db_instance.{evil}"
    bad = resource(key, start=1, end=1)
    bad = replace(bad, address=key, type=evil, name=evil, location=SourceRange(f"{evil}.tf", 1, 1))
    who = Actor(ActorKind.UNKNOWN, evil, evil)
    unknown = Unknown(Cause.UNRESOLVED_VALUE, evil, (evil,))
    steps = (Step(key, key, evil, evil),)
    in_scope = judged(
        bad, (Result.FAIL,) * 6, (who,) * 6, (evil, unknown) * 3, Classification(True, Basis.PROPAGATED, evil, steps)
    )
    waiver = Waiver(evil, evil, evil, evil, date(2027, 1, 31), evil)
    every = [
        finding("HDS-001", result, key, evil, code=evil, facts=(("holder", evil),), location=bad.location)
        for result in Result
    ]
    every.append(finding(evil, Result.EXEMPT, key, evil, underlying=Result.FAIL, waiver=waiver))
    grouped = [finding("HDS-009", Result.FAIL, evil, evil, kind=kind, resources=(evil, key)) for kind in SubjectKind]
    layered = [
        finding("HDS-001", Result.UNDETERMINED, key, evil, layer=layer, cause=Cause.PARSE_ERROR) for layer in Layer
    ]
    custom = rule("X-1", evil, evil, remediation=evil)
    custom = replace(custom, id=evil, description=evil, legal_basis=(evil,), related_resources=(evil,))
    flow = Declassification(evil, evil, "aggregated", evil, evil, date(2027, 1, 31))
    change = SeverityChange(evil, Severity.HIGH, Severity.LOW, evil, evil)
    return assessment(
        [in_scope],
        [*every, *grouped, *layered],
        rules={**RULES, evil: custom},
        waivers=(waiver,),
        expired_waivers=(replace(waiver, reason=f"{evil} expired"),),
        declassifications=(flow,),
        inputs=(Input(evil, InputStatus.FAILED, evil), Input(f"{evil}.tf", InputStatus.PARSED)),
        unread=(Unread(evil, Cause.PARSE_ERROR, evil, SourceRange(evil, 1, 1), evil),),
        names={evil: evil},
        choice=PolicyChoice(evil, (evil,), ((evil, 1),), (change,)),
        chain=(hostile_actor(evil, every),),
        baseline=BaselineComparison(evil, 1, 1, (BaselineEntry(evil, Result.FAIL, evil, evil, evil, None, evil),)),
        refused_waivers=(RefusedWaiver(evil, SourceRange(evil, 1, 1), evil),),
    )


def hostile_actor(evil: str, found: list[Finding]) -> ChainActor:
    source = Source(evil, date(2026, 1, 1), Grade.A)
    everything = Scope(known=True, everything=True)
    certificate = Certificate(evil, frozenset(Layer), everything, everything, evil, None, None, evil, evil, source)
    answers = {topic: Told(Answer.YES, evil) for topic in Topic}
    return ChainActor(
        id=evil,
        name=evil,
        role=ChainRole.SUBCONTRACTOR,
        contractor=evil,
        layers=tuple(Layer),
        regions=(evil,),
        certified=Certified.NO,
        certificates=(certificate,),
        findings=tuple(found),
        answers=answers,
        resources=1,
    )


_SEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2066-\u2069\u202a-\u202e\ufeff\ud800-\udfff\U000e0041]")


@pytest.mark.parametrize("evil", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", list(FORMATS))
def test_hostile_names_stay_inert_for_whoever_reads_the_report(name: str, evil: str) -> None:
    report = FORMATS[name](hostile(evil), RenderOptions(width=80, source=lambda file: [evil], verbose=True))
    found = read_back(name, report)
    assert [text for text in found if "owned" in text]
    assert not [text for text in found if _SEEN.search(text)]
    assert not [text for text in found if re.search(r"##[a-z]*\[", text)]


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("evil", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "github"])
def test_a_report_printed_in_a_log_commands_nothing(name: str, evil: str, colour: bool) -> None:
    options = RenderOptions(colour=colour, width=80, source=lambda file: [evil], verbose=True)
    report = FORMATS[name](hostile(evil), options)
    if isinstance(report, bytes):
        return  # an archive, which nobody prints
    report.encode()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", report) if colour else report
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", plain)
    assert not [line for line in plain.splitlines() if line.strip().startswith("::")]
    assert "##vso[" not in plain


@pytest.mark.parametrize("name", list(FORMATS))
def test_attribute_values_never_leave(name: str, clinic: Assessment, options: RenderOptions) -> None:
    assert clinic.resources[0].resource.attributes["password"] == "hunter2-never-shown"
    report = FORMATS[name](clinic, replace(options, verbose=True))
    assert not [text for text in read_back(name, report) if "hunter2" in text]


@pytest.mark.parametrize("name", list(FORMATS))
def test_an_empty_assessment_renders(name: str) -> None:
    report = FORMATS[name](assessment(), RenderOptions())
    assert isinstance(report, bytes) or report.endswith("\n")
    if name not in {"gitlab", "guarantees-csv"}:  # whose columns leave no room for it
        assert [text for text in read_back(name, report) if "0.1.0" in text]


NOT_GREEN = [code for code in ExitCode if code is not ExitCode.OK]


@pytest.mark.parametrize("code", NOT_GREEN)
@pytest.mark.parametrize("name", list(FORMATS))
def test_no_report_is_green_for_a_run_that_is_not(name: str, code: ExitCode) -> None:
    report = FORMATS[name](assessment(exit_code=code), RenderOptions())
    said = " ".join(read_back(name, report))
    if name == "junit":
        assert "<failure " in report or "<error " in report
    elif name == "gitlab":
        assert {issue["severity"] for issue in json.loads(report)} == {"major"}
    elif name == "github":
        assert report.startswith("::error ")
    elif name == "json":
        assert json.loads(report)["exit"]["code"] == code
    elif name == "sarif":
        assert json.loads(report)["runs"][0]["invocations"][0]["exitCode"] == code
    elif name == "guarantees-csv":
        assert "Nobody: no resource" in said  # the table alone is no verdict, and says that it is empty
    else:
        assert EXIT_MEANINGS[code] in said


def test_colour_changes_nothing_but_styles(clinic: Assessment, options: RenderOptions) -> None:
    for width in (60, 80, 100, 140):
        plain = FORMATS["text"](clinic, replace(options, width=width))
        coloured = FORMATS["text"](clinic, replace(options, width=width, colour=True))
        assert coloured != plain
        assert click.unstyle(coloured) == plain
        assert "\x1b" not in plain
