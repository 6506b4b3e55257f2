"""What a file is, from its content; and files that are nothing, or hostile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hds_collectors.terraform import kind
from hds_collectors.terraform.kind import Kind, document_of, read_document
from hds_collectors.terraform.registration import collect, collect_data

from hds_policy.errors import UsageError
from hds_policy.model import Input, InputStatus

PLAN = {"format_version": "1.2", "planned_values": {"root_module": {}}}
STATE = {"version": 4, "terraform_version": "1.9.5", "serial": 1, "lineage": "l", "resources": []}


def data(value: Any) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (data(PLAN), Kind.PLAN),
        (data({"format_version": "1.2", "errored": True}), Kind.PLAN),
        (data(STATE), Kind.STATE),
        (data({"version": 3, "serial": 1}), Kind.STATE),
        (b"\xef\xbb\xbf" + data(PLAN), Kind.PLAN),
        (json.dumps(PLAN).encode("utf-16"), Kind.PLAN),
        (b"\n  " + data(PLAN), Kind.PLAN),
    ],
)
def test_kinds(content: bytes, found: Kind) -> None:
    assert document_of("x", content).kind is found


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "neither"),
        (b"# Notes\n", "neither"),
        (b"[1]", "neither"),
        (data({"a": 1}), "neither"),
        (data({"version": 4}), "neither"),
        (data({"format_version": "1.0", "values": {}}), "as terraform show -json prints it"),
        (data({"encrypted_data": "x", "meta": {}}), "encrypted"),
        (b"PK\x03\x04rest", "own format"),
        (data(PLAN)[:-5], "x:1:"),
        (data(PLAN) + b"}", "not valid JSON"),
        (b'{"format_version": "1.2", "planned_values": ' + b"[" * 3000 + b"]" * 3000 + b"}", "nested deeper"),
        (b'{"format_version": "1.2", "planned_values": ' + b"[" * 200 + b"]" * 200 + b"}", "nested deeper than 200"),
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, "nested deeper"),
        (b'{"format_version": "1.2", "planned_values": 1, "planned_values": 2}', "'planned_values' occurs twice"),
        (b'{"x": {"k": 1, "k": 1}}', "'k' occurs twice"),
        (b'{"x": NaN}', "NaN"),
        (b'{"x": -Infinity}', "Infinity"),
        (b'{"x": ' + b"9" * 5000 + b"}", "a number is too long"),
        (b'{"x": "\\ud800"}', "surrogate"),
        (b'{"x": "\xe9"}', "not valid UTF-8"),
        (b"\xff\xfe{\x00\xff", "not valid UTF-16"),
    ],
)
def test_what_is_refused_and_why(content: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        document_of("x", content)


def test_nesting_just_inside_the_limit() -> None:
    text = '{"format_version": "1.2", "planned_values": ' + "[" * 199 + "]" * 199 + "}"
    assert document_of("x", text.encode()).kind is Kind.PLAN


def test_whole_surrogate_pair_is_fine() -> None:
    document = document_of("x", data({**PLAN, "emoji": "\U0001f600"}))
    assert document.content["emoji"] == "\U0001f600"


def test_input_says_what_was_read(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(b'{"format_version":"1.2","planned_values":{}}')
    # printf '{"format_version":"1.2","planned_values":{}}' | sha256sum
    digest = "f0cad2abbf1a50f4c0b552048507847d87dd94a0f7a18c7a68e167ca9f2b22eb"
    assert read_document(tmp_path / "plan.json").input == Input("plan.json", InputStatus.PARSED, "", digest, 44)


def test_size_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kind, "MAX_BYTES", 10)
    (tmp_path / "plan.json").write_bytes(data(PLAN))
    with pytest.raises(UsageError, match="larger than 10 bytes"):
        read_document(tmp_path / "plan.json")
    with pytest.raises(UsageError, match="larger than 10 bytes"):
        document_of("x", data(PLAN))


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_bytes(data(PLAN))
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    with pytest.raises(UsageError, match=r"link\.json: "):
        read_document(tmp_path / "link.json")


def test_name_of_a_configuration_file_wins(tmp_path: Path) -> None:
    (tmp_path / "plan.tf.json").write_bytes(data({"resource": {"a_b": {"c": {}}}}))
    assert [one.address for one in collect(tmp_path / "plan.tf.json", {}, None).resources] == ["a_b.c"]


def test_bytes_are_read_like_a_file(tmp_path: Path) -> None:
    entry = {"address": "a_b.c", "mode": "managed", "type": "a_b", "name": "c", "change": {"actions": ["create"]}}
    found = collect_data(data({**PLAN, "resource_changes": [entry]}), "<stdin>", tmp_path, {}, None)
    assert [one.address for one in found.resources] == ["a_b.c"]
    assert found.inputs[0].path == "<stdin>"


def test_source_goes_with_a_plan_or_state_only(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "a_b" "c" {}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="--source"):
        collect(tmp_path, {"source": tmp_path}, None)
    (tmp_path / "plan.json").write_bytes(data(PLAN))
    with pytest.raises(UsageError, match="no such folder"):
        collect(tmp_path / "plan.json", {"source": tmp_path / "nowhere"}, None)
