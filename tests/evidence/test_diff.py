"""``evidence diff``: each kind of change, told once and by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bundles import Made
from command import hds_policy
from estates import BUCKET, ESTATE, HEALTH, ON

WAIVER = """
[[waivers]]
rule = "HDS-026"
address = "*"
reason = "copies are made by hand"
approved_by = "DPO"
expires = 2027-01-31
"""


@pytest.fixture
def export(write: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:
    def run(name: str, region: str, estate: str, more: str = "", *options: object) -> Path:
        main = BUCKET.format(region=region, tags=HEALTH) + more
        folder = write({"main.tf": main, "hds-policy.toml": estate}, "checked")
        bundle = tmp_path / name
        done = hds_policy("evidence", "export", folder, *ON, "--unsigned", "-o", bundle, *options)
        assert bundle.exists(), done.err
        return bundle

    return run


def test_nothing_changed(export: Callable[..., Path]) -> None:
    old = export("old.zip", "eu-west-3", ESTATE)
    new = export("new.zip", "eu-west-3", ESTATE, "", "--previous", old)
    told = hds_policy("evidence", "diff", old, new, "--format", "json").json
    nothing = {"added": [], "removed": [], "changed": []}
    assert [told[kind] for kind in ("worse", "better", "new", "gone")] == [[], [], [], []]
    assert all(told[kind] == nothing for kind in ("waivers", "certificates", "rules", "facts", "hosters"))
    assert told["followed"] is True


def test_every_kind_of_change_is_told(export: Callable[..., Path]) -> None:
    old = export("old.zip", "eu-west-3", ESTATE + WAIVER)
    changed = ESTATE.replace('regions = ["eu-west-3"]', 'regions = ["eu-west-1"]').replace("EXAMPLE-1", "EXAMPLE-9")
    more = 'resource "aws_s3_bucket" "second" {\n  tags = { hds = "yes" }\n}\n'
    new = export("new.zip", "eu-west-3", changed, more)
    told = hds_policy("evidence", "diff", old, new, "--format", "json").json
    worse = {(one["rule"], one["subject"], one["layer"], one["before"], one["after"]) for one in told["worse"]}
    assert ("HDS-001", "aws_s3_bucket.records", "physical", "pass", "undetermined") in worse
    assert ("HDS-026", ".", "", "exempt", "review") in worse
    assert {one["subject"] for one in told["new"]} == {"aws_s3_bucket.second"}
    assert told["waivers"] == {"added": [], "removed": ["HDS-026 *"], "changed": []}
    assert told["certificates"]["added"] == ["acme EXAMPLE-9"]
    assert told["certificates"]["removed"] == ["acme EXAMPLE-1"]
    assert told["certificates"]["changed"] == ["aws EXAMPLE-2"]
    assert told["followed"] is False
    back = hds_policy("evidence", "diff", new, old)
    assert back.code == 0
    assert "better HDS-001 aws_s3_bucket.records physical: undetermined → pass" in back.out
    assert "gone " in back.out
    assert "waivers: + HDS-026 *" in back.out


def test_a_file_that_is_no_bundle_is_a_usage_error(made: Made) -> None:
    done = hds_policy("evidence", "diff", made.bundle, made.trust)
    assert (done.code, "not a whole bundle" in done.err) == (2, True)
