"""yamldecode: scalars as Terraform's library resolves them, and bounds.

Expected values: resolve.go of go-cty-yaml (see ``yaml_scalars``), the YAML 1.2.2 specification for the rest.
"""

from __future__ import annotations

import pytest
import yaml
from hds_collectors.terraform.functions import call, yaml_text
from hds_collectors.terraform.limits import Budget, LimitError, Limits
from hds_collectors.terraform.values import Invalid

from hds_policy.model import Unknown


@pytest.fixture(params=["libyaml", "pure"])
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure":
        monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)


def decode(text: str) -> object:
    return call("yamldecode", [lambda: text], False, Budget(Limits()))


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12),
        ("-1.5", -1.5),
        ("+3", 3),
        ("1e3", 1000),
        ("010", 10),
        (".5", 0.5),
        ("1.", 1),
        ("'12'", "12"),
        ('"no"', "no"),
        ("no", False),
        ("Off", False),
        ("y", True),
        ("yES", "yES"),
        ("true", True),
        ("~", None),
        ("", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("12:30:45", "12:30:45"),
        ("1.2.3", "1.2.3"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("eu-west-3", "eu-west-3"),
        ("2026-11-23", "2026-11-23T00:00:00Z"),
        ("2026-1-2 3:4:5", "2026-01-02T03:04:05Z"),
        ("2026-01-02T03:04:05+01:00", "2026-01-02T03:04:05+01:00"),
        ("2026-13-01", "2026-13-01"),
        ("!!str 12", "12"),
        ("!!int '12'", 12),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n", "a b"),
        ("{1: a, true: b, x: c}", {"1": "a", "true": "b", "x": "c"}),
        ("a: &x [1, 2]\nb: *x\n", {"a": [1, 2], "b": [1, 2]}),
        ("# only a comment\n", None),
        ("---\na: 1\n...\n", {"a": 1}),
    ],
)
def test_value(text: str, expected: object) -> None:
    value = decode(text)
    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize("text", ["0x10", "0o17", "0b1", "1_000", ".inf", "-.Inf", ".nan", "1p3", "9" * 200])
def test_a_scalar_that_versions_read_differently_is_unknown_alone(text: str) -> None:
    value = decode(f"a: {text}\nb: 1\n")
    assert isinstance(value, dict)
    assert isinstance(value["a"], Unknown)
    assert value["b"] == 1


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "1: a\n'1': b\n", "0x1: a", "!!bool 1", "!!timestamp x"])
def test_undetermined(text: str) -> None:
    assert type(decode(text)) is Unknown


def test_a_merge_key_makes_its_mapping_unknown_and_no_other() -> None:
    value = decode("base: &b {x: 1}\nuse:\n  <<: *b\n  y: 2\n")
    assert isinstance(value, dict)
    assert value["base"] == {"x": 1}
    assert isinstance(value["use"], Unknown)


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "a: *nothing",
        "a: &x [*x]",
        "? [1]\n: 2\n",
        "~: 1",
        "--- 1\n--- 2\n",
        "!python/object:os.x {}",
        "\x00",
        "a: !!set {b}",
    ],
)
def test_terraform_refuses(text: str) -> None:
    assert type(decode(text)) is Invalid


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize(
    "text",
    [
        "[" * 200 + "]" * 200,
        "[" * 500_000,
        "x: &a [0,0,0,0,0,0,0,0,0,0]\n"
        + "".join(
            f"{new}: &{new} [{','.join(['*' + old] * 10)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
        ),
        "- 1\n" * 120_000,
    ],
    ids=["deep", "open", "laughs", "long"],
)
def test_what_would_cost_too_much_is_refused(text: str) -> None:
    with pytest.raises(LimitError):
        decode(text)
