"""Folders of custom policies: a namespace of their own, ids of their own, severities with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from custom_policies import rule, write_policies

from hds_policy.errors import PolicyError
from hds_policy.model import Severity
from hds_policy.pipeline import Knowledge
from hds_policy.rules import load_custom

SEVERITY = '[[severity]]\nrule = "HDS-009"\nseverity = "critical"\nreason = "An expiry stops our clinic."\n'


def refused(shipped: Knowledge, *folders: Path) -> str:
    with pytest.raises(PolicyError) as caught:
        load_custom(folders, shipped.rules)
    return caught.value.message


def test_a_folder_is_read_with_its_namespace_and_its_rules(shipped: Knowledge, tmp_path: Path) -> None:
    [custom] = load_custom([write_policies(tmp_path, rule())], shipped.rules)
    assert custom.namespace == "custom.acme"
    assert {(one.id, one.name, one.severity) for one in custom.by_id.values()} == {
        ("ACME-001", "paris", Severity.MEDIUM)
    }
    assert custom.severities == ()


def test_a_folder_may_hold_severities_only(shipped: Knowledge, tmp_path: Path) -> None:
    [custom] = load_custom([write_policies(tmp_path / "board", {"severity.toml": SEVERITY})], shipped.rules)
    [change] = custom.severities
    assert (change.rule, change.now, change.by) == ("HDS-009", Severity.CRITICAL, "board")
    assert change.shipped is shipped.rules.rules["HDS-009"].severity
    assert change.reason == "An expiry stops our clinic."
    assert not custom.by_id


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({}, "holds no rule and no severity.toml"),
        (rule(identifier="HDS-001"), "paris.rego: HDS-001 is an id of the shipped rules"),
        (rule(identifier="HDS-999"), "paris.rego: HDS-999 is an id of the shipped rules"),
        (rule() | rule(name="lyon"), "ACME-001 is already the id of custom/acme/rules/lyon/lyon.rego"),
        (rule() | rule(organisation="other", identifier="O-001"), "several namespaces in one folder: acme, other"),
        (
            {"custom/acme/rules/paris/paris.rego": "package custom.acme.rules.lyon\n"},
            "the package is custom.acme.rules.lyon, but the folders say custom.acme.rules.paris",
        ),
        (
            {"hds/rules/layer_admin/layer_admin.rego": "package hds.rules.layer_admin\n"},
            "the package must be custom.<organisation>.rules.<name>",
        ),
        (
            {"custom/acme/rules/paris/paris.rego": "package hds.lib.coverage\n"},
            "the package must be custom.<organisation>.rules.<name>",
        ),
        ({"custom/Acme/rules/p/p.rego": "package custom.Acme.rules.p\n"}, "the package must be custom.<organisation>"),
        ({"custom/acme/lib/a.rego": "package custom.acme.lib.a\n"}, "no rule found"),
        (rule(head=""), "no METADATA comment"),
        (rule() | {"severity.toml": SEVERITY + SEVERITY}, "HDS-009 stands here twice"),
    ],
    ids=[
        "empty",
        "shipped-id",
        "shipped-prefix",
        "id-twice",
        "namespaces",
        "package-place",
        "our-rule",
        "our-library",
        "capitals",
        "library-only",
        "no-metadata",
        "severity-twice",
    ],
)
def test_what_is_refused(shipped: Knowledge, tmp_path: Path, files: dict[str, str], named: str) -> None:
    tmp_path.joinpath("p").mkdir()
    message = refused(shipped, write_policies(tmp_path / "p", files))
    assert named in message
    assert message.startswith(f"custom policies {tmp_path / 'p'}")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[severity]]\n", "severity.toml: Object missing required field"),
        ("[severity\n", "severity.toml: "),
        (SEVERITY.replace("HDS-009", "HDS-999"), "entry 1: 'HDS-999' is no shipped rule"),
        (SEVERITY.replace("critical", "none"), "severity.toml: Invalid enum value 'none'"),
        (SEVERITY.replace("An expiry stops our clinic.", "  because  "), "entry 1: reason must have at least 10"),
        (SEVERITY + "[ignore]\n", "unknown field `ignore`"),
        ("severity = " + "[" * 5000 + "]" * 5000, "severity.toml: "),
        ("#" * (1 << 17), "must be a plain file of at most 64 KiB"),
    ],
    ids=["empty", "broken", "unknown", "value", "reason", "key", "deep", "large"],
)
def test_severities_that_are_refused(shipped: Knowledge, tmp_path: Path, text: str, named: str) -> None:
    assert named in refused(shipped, write_policies(tmp_path, {"severity.toml": text}))


def test_two_folders_may_not_share_a_namespace_an_id_or_a_severity(shipped: Knowledge, tmp_path: Path) -> None:
    first = write_policies(tmp_path / "1", rule() | {"severity.toml": SEVERITY})
    same_space = write_policies(tmp_path / "2", rule(identifier="ACME-002"))
    same_id = write_policies(tmp_path / "3", rule(organisation="other"))
    same_change = write_policies(tmp_path / "4", {"severity.toml": SEVERITY})

    assert "the namespace custom.acme is already the one of another folder" in refused(shipped, first, same_space)
    assert "ACME-001 is already an id of custom.acme" in refused(shipped, first, same_id)
    assert "HDS-009 is already changed by custom.acme" in refused(shipped, first, same_change)


def test_two_folders_that_share_nothing_stand_side_by_side(shipped: Knowledge, tmp_path: Path) -> None:
    first = write_policies(tmp_path / "1", rule())
    second = write_policies(tmp_path / "2", rule(organisation="other", identifier="OTHER-001"))
    assert [one.namespace for one in load_custom([first, second], shipped.rules)] == ["custom.acme", "custom.other"]


def test_a_folder_that_is_not_there_is_refused(shipped: Knowledge, tmp_path: Path) -> None:
    assert "no such policies folder" in refused(shipped, tmp_path / "gone")
