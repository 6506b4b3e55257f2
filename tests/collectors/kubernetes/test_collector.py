"""Manifests of a folder, a file, the standard input: every document is in the inventory or unread, with its reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hds_collectors.kubernetes.registration import collect, collect_data, recognise

from hds_policy.model import Cause, InputStatus, Inventory

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s, namespace: ehr}\n"


def folder(top: Path, files: dict[str, str | bytes]) -> Inventory:
    for name, content in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return collect(top, {}, None)


def addresses(inventory: Inventory) -> list[str]:
    return [resource.key for resource in inventory.resources]


def test_a_folder_is_a_root_and_each_document_a_resource(tmp_path: Path) -> None:
    found = folder(tmp_path, {"a.yaml": POD % "a" + "---\n" + POD % "b", "apps/c.yml": POD % "c"})
    assert addresses(found) == ["kubernetes_pod_v1.ehr/a", "kubernetes_pod_v1.ehr/b", "apps:kubernetes_pod_v1.ehr/c"]
    assert found.roots == (".", "apps")
    place = found.resources[1].location
    assert place is not None
    assert (place.file, place.start_line, place.end_line) == ("a.yaml", 5, 7)


def test_json_and_lists_are_read_with_lines(tmp_path: Path) -> None:
    pods = [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}} for name in "ab"]
    found = folder(tmp_path, {"l.json": json.dumps({"apiVersion": "v1", "kind": "List", "items": pods}, indent=1)})
    assert addresses(found) == ["kubernetes_pod_v1.a", "kubernetes_pod_v1.b"]
    places = [resource.location for resource in found.resources]
    assert [(place.start_line, place.end_line) for place in places if place] == [(6, 9), (13, 16)]


def test_the_same_object_in_two_files_is_two_resources(tmp_path: Path) -> None:
    found = folder(tmp_path, {"dev.yaml": POD % "a", "prod.yaml": POD % "a" + "---\n" + POD % "a"})
    assert addresses(found) == [
        'kubernetes_pod_v1.ehr/a["dev.yaml"]',
        'kubernetes_pod_v1.ehr/a["prod.yaml"]',
        'kubernetes_pod_v1.ehr/a["prod.yaml:2"]',
    ]


def test_what_is_no_manifest_is_passed_by(tmp_path: Path) -> None:
    found = folder(tmp_path, {"ci.yml": "on: [push]\n", "package.json": "{}", "notes.txt": POD % "a"})
    assert (found.resources, found.unread) == ((), ())
    assert {(entry.path, entry.status) for entry in found.inputs} == {
        ("ci.yml", InputStatus.SKIPPED),
        ("package.json", InputStatus.SKIPPED),
    }
    # An answer that is remembered depends on their content.
    assert all(entry.sha256 for entry in found.inputs)


@pytest.mark.parametrize(
    ("content", "cause", "line"),
    [
        (POD % "a" + "---\napiVersion: v1\nkind: [\n", Cause.PARSE_ERROR, 7),
        (POD % "a" + "---\napiVersion: v1\nkind: Pod\nkind: Pod\n", Cause.PARSE_ERROR, 7),
        (POD % "a" + "---\napiVersion: v1\nkind: Pod\n", Cause.PARSE_ERROR, 5),
        (POD % "a" + "---\napiVersion: v1\nkind: Pod\nmetadata: {}\n", Cause.PARSE_ERROR, 5),
        (POD % "a" + "---\napiVersion: v1\nkind: List\nitems: 1\n", Cause.PARSE_ERROR, 5),
        (POD % "a" + "---\napiVersion: v1\nkind: " + "[" * 500, Cause.LIMIT_EXCEEDED, 6),
    ],
)
def test_what_cannot_be_read_is_a_gap_with_its_line(tmp_path: Path, content: str, cause: Cause, line: int) -> None:
    found = folder(tmp_path, {"a.yaml": content})
    assert addresses(found) == ["kubernetes_pod_v1.ehr/a"]
    (gap,) = found.unread
    assert gap.location is not None
    assert (gap.what, gap.cause, gap.location.start_line) == ("a.yaml", cause, line)


def test_a_link_is_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(POD % "secret")
    top = tmp_path / "top"
    top.mkdir()
    (top / "a.yaml").symlink_to(outside)
    (top / "b.yaml").write_text(POD % "b")
    (top / "c.yaml").symlink_to(top / "b.yaml")
    found = collect(top, {}, None)
    assert addresses(found) == ["kubernetes_pod_v1.ehr/b"]
    assert [(gap.what, gap.cause) for gap in found.unread] == [("a.yaml", Cause.ACCESS_DENIED)]


def test_other_encodings_and_escaped_keys_hide_nothing(tmp_path: Path) -> None:
    files = {
        "a.yaml": (POD % "a").encode("utf-16"),
        "b.yaml": b"\xef\xbb\xbf" + (POD % "b").encode(),
        "c.yaml": '"\\u0061piVersion": v1\n"\\x6bind": Pod\nmetadata: {name: c}\n',
    }
    found = folder(tmp_path, files)
    assert addresses(found) == ["kubernetes_pod_v1.c", "kubernetes_pod_v1.ehr/a", "kubernetes_pod_v1.ehr/b"]


def test_the_standard_input_is_read_like_a_file() -> None:
    found = collect_data((POD % "a").encode(), "-", Path(), {}, None)
    assert addresses(found) == ["kubernetes_pod_v1.ehr/a"]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.yaml", b"", True),
        ("-", (POD % "a").encode(), True),
        ("a.json", b'{"apiVersion": "v1", "kind": "Pod"}', True),
        ("a.json", b'{"apiVersion": "v1", "kind": "Pod"}{"apiVersion": "v1", "kind": "Pod"}', True),
        # A plan may speak of objects; what it is stands at its top.
        ("plan.json", b'{"format_version": "1.2", "planned_values": {"apiVersion": "v1", "kind": "Pod"}}', False),
        ("terraform.tfstate", b'{"version": 4, "serial": 1}', False),
        ("main.tf", b'resource "a" "b" {}', False),
        ("plan", b"\xff\xfe\x00", False),
    ],
)
def test_manifests_are_told_from_what_is_terraforms(name: str, data: bytes, expected: bool) -> None:
    assert recognise(name, data) is expected


def test_an_entry_of_a_list_may_hold_empty_mappings(tmp_path: Path) -> None:
    content = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n  spec: {}\n"
    (found,) = folder(tmp_path, {"l.yaml": content}).resources
    assert found.location is not None
    assert (found.location.start_line, found.location.end_line) == (4, 7)


def test_the_settings_of_a_program_are_no_objects(tmp_path: Path) -> None:
    content = "apiVersion: release-notes/v2\nkind: feature\narea: x\n"
    found = folder(tmp_path, {"a.yaml": content, "b.yaml": "apiVersion: v1\nkind: Secret\ndata: {}\n"})
    assert [(gap.what, gap.detail) for gap in found.unread] == [("b.yaml", "a Secret without metadata")]
    assert {entry.path: entry.status for entry in found.inputs} == {
        "a.yaml": InputStatus.SKIPPED,
        "b.yaml": InputStatus.FAILED,
    }


def test_a_template_says_that_it_is_one(tmp_path: Path) -> None:
    content = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n"
    (gap,) = folder(tmp_path, {"a.yaml": content}).unread
    assert gap.detail.startswith("a template, not a manifest")
