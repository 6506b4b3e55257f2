"""``hds-policy hosters`` and a registry that the estate names, with the real command."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from command import Completed, environment, hds_policy
from estates import BUCKET, ESTATE, HEALTH

from hds_policy.hosters.registry import DEFAULT


def hosters(*arguments: object, cwd: Path | None = None) -> Completed:
    return hds_policy("hosters", *arguments, cwd=cwd)


def test_the_table_and_its_json() -> None:
    table = hosters()
    assert table.code == 0
    (line,) = [line for line in table.out.splitlines() if line.startswith("clevercloud")]
    assert all(word in line for word in ("certified", "all six", "2.0", "2027-12-19", "FR094504", " A"))
    rows = {row["id"]: row for row in hosters("--format", "json").json}
    assert rows["clevercloud"]["certificates"][0]["valid_until"] == "2027-12-19"
    assert rows["clevercloud"]["subcontractors"] == ["OVHcloud"]
    assert rows["supabase"]["status"] == "not_certified"
    assert rows["ibm"]["status"] == "unknown"


@pytest.mark.parametrize("name", ["scalingo", "Scalingo SAS", "SCALINGO"])
def test_one_hoster_with_all_its_facts(name: str) -> None:
    facts = {fact["fact"]: fact for fact in hosters("show", name, "--format", "json").json}
    until = facts["certificates[38436-2].valid_until"]
    assert (until["value"], until["grade"], until["checked_on"]) == ("2028-09-11", "A", "2026-11-23")
    assert "2000-01-01-hds.md" in until["source"]
    assert facts["subcontractors[Outscale]"]["value"] == "activities not known"
    assert facts["terraform providers"]["value"] == "scalingo"
    assert "conditions[hds-flag]" in hosters("show", name).out


def test_a_hoster_that_is_not_there() -> None:
    done = hosters("show", "scalingoo")
    assert done.code == 2
    assert "nearest: scalingo" in done.err


def test_what_stands_on_a_day() -> None:
    now = {row["certificate"]: row for row in hosters("check", "--on", "2026-11-24", "--format", "json").json}
    assert now["FR094504"]["standing"] == "stands"
    soon = {row["certificate"]: row for row in hosters("check", "--on", "2027-12-01", "--format", "json").json}
    assert soon["FR094504"]["standing"] == "ends_soon"
    later = hosters("check", "--on", "2027-12-20")
    assert later.code == 1
    assert "ended" in later.out
    assert "which is too old" in later.out


def test_statements_without_dates_leave_the_registry_undetermined() -> None:
    assert hosters("check", "--on", "2026-11-24").code == 3


def test_nothing_changed_and_something_did(tmp_path: Path) -> None:
    assert hosters("diff", DEFAULT).out == "0 facts differ\n"
    old = tmp_path / "old.toml"
    old.write_text(DEFAULT.read_text("utf-8").replace("valid_until = 2027-12-19", "valid_until = 2026-12-19"), "utf-8")
    (change,) = hosters("diff", old, "--format", "json").json
    assert (change["fact"], change["before"]["value"], change["after"]["value"]) == (
        "certificates[FR094504].valid_until",
        "2026-12-19",
        "2027-12-19",
    )
    assert hosters("diff", tmp_path / "none.toml").code == 2


def test_what_is_old_or_of_low_grade() -> None:
    done = hosters("audit", "--on", "2026-11-24", "--older-than", "100")
    assert done.code == 3
    assert "ovhcloud status: read 123 days ago" in done.out
    assert "ibm status: grade K" in done.out
    assert "clevercloud certificates" not in done.out


def test_an_audit_without_findings(tmp_path: Path) -> None:
    path = tmp_path / "good.toml"
    path.write_text(REGISTRY.format(number="N-1", more=""), "utf-8")
    assert hosters("audit", "--registry", path, "--on", "2026-11-24").code == 0
    assert hosters("check", "--registry", path, "--on", "2026-11-24").code == 0


def test_a_list_becomes_a_registry_that_an_estate_can_name(tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text(
        "Raison sociale;Activités;Certificat;Date de fin;Référentiel\nAcme;1-6;N-1;31/12/2029;2.0\n", "utf-8"
    )
    target = tmp_path / "registry.toml"
    done = hosters("import", source, "-o", target, "--source", "https://acme.example", "--checked-on", "2026-11-20")
    assert done.code == 0, done.err
    digest = sha256(target.read_bytes()).hexdigest()
    assert f'file = "registry.toml"\nsha256 = "{digest}"' in done.out
    assert hosters("show", "acme", "--registry", target).code == 0
    partly = tmp_path / "partly.csv"
    partly.write_text("name,activities\nAcme,everything\n", "utf-8")
    done = hosters("import", partly, "--source", "x", "--checked-on", "2026-11-20", "--format", "json")
    assert done.code == 3
    assert done.json["notes"][0]["row"] == 2
    assert hosters("import", partly, "--source", "x", "--checked-on", "2199-01-01").code == 2


REGISTRY = """
schema = 1
updated = 2026-11-20
[hosters.aws]
name = "Amazon Web Services"
brands = []
status = "certified"
source = {{ reference = "letter", checked_on = 2026-11-20, grade = "A" }}
[[hosters.aws.certificates]]
layers = ["physical", "hardware", "virtual", "platform", "backup"]
services = "all"
regions = "all"
referential = "2.0"
valid_from = 2025-01-01
valid_until = 2029-12-31
number = "{number}"
body = "Body"
source = {{ reference = "letter", checked_on = 2026-11-20, grade = "A" }}
{more}
[end]
complete = true
"""
WITHOUT_COPY = ESTATE.partition('[[certificates]]\nholder = "aws"')[0]
SUSPENDED = """
[[hosters.aws.certificates.events]]
state = "suspended"
on = 2026-11-01
source = { reference = "letter", checked_on = 2026-11-20, grade = "A" }
"""


def folder(write, text: str, *, name: str = "registry.toml", digest: str = "") -> Path:
    pinned = digest or sha256(text.encode()).hexdigest()
    named = f'[registry]\nfile = "{name}"\nsha256 = "{pinned}"\n'
    files = {"main.tf": BUCKET.format(region="eu-west-3", tags=HEALTH), "hds-policy.toml": WITHOUT_COPY + named}
    return write(files | {"registry.toml": text})


def test_without_a_certificate_nothing_passes(write, check) -> None:
    files = {"main.tf": BUCKET.format(region="eu-west-3", tags=HEALTH), "hds-policy.toml": WITHOUT_COPY}
    assert check(write(files), "--on", "2026-11-24").code == 3


def test_the_registry_of_the_estate_counts(write, check) -> None:
    done = check(folder(write, REGISTRY.format(number="N-1", more="")), "--on", "2026-11-24")
    assert done.code == 0, done.out + done.err


def test_a_number_is_asked_for_and_a_suspension_counts(write, check) -> None:
    done = check(folder(write, REGISTRY.format(number="", more="")), "--on", "2026-11-24")
    assert done.code == 0
    assert "review[HDS-018]" in done.out
    lost = check(folder(write, REGISTRY.format(number="N-1", more=SUSPENDED)), "--on", "2026-11-24")
    assert lost.code == 1
    assert "fail[HDS-020]" in lost.out


def test_it_grows_old(write, check) -> None:
    where = folder(write, REGISTRY.format(number="N-1", more=""))
    assert check(where, "--on", "2027-11-20").code == 0
    done = check(where, "--on", "2027-11-21")
    assert done.code == 3
    assert "registry of hosters registry.toml" in done.out


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"digest": "0" * 64}, "its SHA-256 is"),
        ({"digest": "x"}, "registry.sha256: must be the SHA-256"),
        ({"name": "../registry.toml"}, "must lie in the folder of this file"),
        ({"name": "/etc/passwd"}, "must lie in the folder of this file"),
        ({"name": "none.toml"}, "cannot be read"),
    ],
)
def test_another_file_is_refused(write, check, given, message) -> None:
    done = check(folder(write, REGISTRY.format(number="N-1", more=""), **given), "--on", "2026-11-24")
    assert done.code == 2
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_link_out_of_the_folder_is_refused(write, check, tmp_path: Path) -> None:
    text = REGISTRY.format(number="N-1", more="")
    outside = tmp_path / "outside.toml"
    outside.write_text(text, "utf-8")
    where = folder(write, text, name="link.toml")
    (where / "link.toml").symlink_to(outside)
    done = check(where, "--on", "2026-11-24")
    assert done.code == 2
    assert "leads out of the folder" in done.err
    inside = folder(write, text, name="near.toml")
    (inside / "near.toml").symlink_to("registry.toml")
    assert check(inside, "--on", "2026-11-24").code == 2


def test_a_registry_that_is_not_valid_is_refused(write, check) -> None:
    done = check(folder(write, "schema = 2\n"), "--on", "2026-11-24")
    assert done.code == 2
    assert "schema is 2" in done.err


def test_a_remembered_answer_does_not_outlive_the_registry_it_rests_on(write, tmp_path: Path) -> None:
    where = folder(write, REGISTRY.format(number="N-1", more=""))
    env = environment(XDG_CACHE_HOME=str(tmp_path / "cache"), HDS_POLICY_NO_CACHE="")
    asked = ("check", where, "--on", "2026-11-24", "--verbose")
    assert hds_policy(*asked, env=env).code == 0
    assert "answered from the cache" in hds_policy(*asked, env=env).err
    path = where / "registry.toml"
    path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")
    done = hds_policy(*asked, env=env)
    assert done.code == 2
    assert "its SHA-256 is" in done.err
