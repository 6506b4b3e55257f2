"""What holds for every format: lazy, deterministic, and inert whatever the scanned tree is called."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from clinic_estate import assessment, finding, judged, resource
from msgspec.structs import replace

from hds_policy.model import (
    Actor,
    ActorKind,
    Assessment,
    Basis,
    Cause,
    Classification,
    Input,
    InputStatus,
    Layer,
    Result,
    SourceRange,
    Step,
    SubjectKind,
    Unknown,
    Unread,
)
from hds_policy.report import FORMATS, RenderOptions

EVIL = (
    "\x1b]0;owned\x07\x9b2J\u202e\n::error::evil\r\n##vso[task.complete result=Succeeded;]\ud800"
    "::set-env name=A::b [click](http://evil) {0} <img onerror=x> section_start:1:a\r\x1b[0K"
)


def run(code: str, seed: str = "0") -> str:
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = {"PYTHONPATH": paths, "PYTHONHASHSEED": seed, "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_three_formats_exist() -> None:
    assert list(FORMATS) == ["text", "json", "sarif"]


@pytest.mark.parametrize(
    ("name", "own", "foreign"),
    [
        ("text", "report.text", ("report.json_report", "report.sarif", "yaml")),
        ("json", "report.json_report", ("report.text", "report.sarif", "click")),
        ("sarif", "report.sarif", ("report.text", "report.json_report", "click")),
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
        f"print(hashlib.sha256(FORMATS[{name!r}](a, RenderOptions()).encode()).hexdigest())"
    )
    digests = {run(code, seed) for seed in ("1", "2", "3")}
    assert len(digests) == 1


def hostile() -> Assessment:
    key = f"aws_db_instance.{EVIL}"
    bad = resource(key, start=1, end=1)
    bad = replace(bad, address=key, type=EVIL, name=EVIL, location=SourceRange(f"{EVIL}.tf", 1, 1))
    who = Actor(ActorKind.UNKNOWN, EVIL, EVIL)
    unknown = Unknown(Cause.UNRESOLVED_VALUE, EVIL, (EVIL,))
    steps = (Step(key, key, EVIL, EVIL),)
    in_scope = judged(
        bad, (Result.FAIL,) * 6, (who,) * 6, (EVIL, unknown) * 3, Classification(True, Basis.PROPAGATED, EVIL, steps)
    )
    every = [
        finding("HDS-001", result, key, EVIL, code=EVIL, facts=(("holder", EVIL),), location=bad.location)
        for result in Result
    ]
    grouped = [finding("HDS-009", Result.FAIL, EVIL, EVIL, kind=kind, resources=(EVIL, key)) for kind in SubjectKind]
    layered = [
        finding("HDS-001", Result.UNDETERMINED, key, EVIL, layer=layer, cause=Cause.PARSE_ERROR) for layer in Layer
    ]
    return assessment(
        [in_scope],
        [*every, *grouped, *layered],
        inputs=(Input(EVIL, InputStatus.FAILED, EVIL), Input(f"{EVIL}.tf", InputStatus.PARSED)),
        unread=(Unread(EVIL, Cause.PARSE_ERROR, EVIL, SourceRange(EVIL, 1, 1), EVIL),),
        names={EVIL: EVIL},
    )


def strings(tree: object) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from strings(key)
            yield from strings(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from strings(value)


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("name", list(FORMATS))
def test_hostile_names_stay_inert(name: str, colour: bool) -> None:
    options = RenderOptions(colour=colour, width=80, source=lambda file: [EVIL], verbose=True)
    report = FORMATS[name](hostile(), options)
    report.encode()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", report) if colour else report
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", plain)
    assert not [line for line in plain.splitlines() if line.strip().startswith("::")]
    assert "##vso[" not in plain
    assert "owned" in plain


@pytest.mark.parametrize("name", ["json", "sarif"])
def test_hostile_names_stay_inert_for_whoever_decodes_the_report(name: str) -> None:
    decoded = json.loads(FORMATS[name](hostile(), RenderOptions()))
    for run_ in decoded.get("runs", []):
        for rule in run_["tool"]["driver"]["rules"]:
            del rule["help"]  # of several lines, and ours
    found = list(strings(decoded))
    assert found
    assert not [text for text in found if re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)]


@pytest.mark.parametrize("name", list(FORMATS))
def test_attribute_values_never_leave(name: str, clinic: Assessment, options: RenderOptions) -> None:
    assert clinic.resources[0].resource.attributes["password"] == "hunter2-never-shown"
    assert "hunter2" not in FORMATS[name](clinic, replace(options, verbose=True))


@pytest.mark.parametrize("name", list(FORMATS))
def test_an_empty_assessment_renders(name: str) -> None:
    report = FORMATS[name](assessment(), RenderOptions())
    assert report.endswith("\n")
    assert "0.1.0" in report


def test_colour_changes_nothing_but_styles(clinic: Assessment, options: RenderOptions) -> None:
    for width in (60, 80, 100, 140):
        plain = FORMATS["text"](clinic, replace(options, width=width))
        coloured = FORMATS["text"](clinic, replace(options, width=width, colour=True))
        assert coloured != plain
        assert click.unstyle(coloured) == plain
        assert "\x1b" not in plain
