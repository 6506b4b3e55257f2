"""A whole file gives exactly what it says; what is not a plain, small, regular TOML file is refused."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hds_policy.config import (
    EEA,
    ClassificationRule,
    Cluster,
    Contract,
    DefaultClass,
    Estate,
    Known,
    Operation,
    Operator,
    OperatorStatus,
    Recognition,
    Selector,
    Site,
    find_estate,
    load_estate,
)
from hds_policy.errors import EstateError, ExitCode
from hds_policy.model import Certificate, Grade, Layer, Scope, Source, Waiver

Load = Callable[[str], Estate]
KNOWN = Known(hosters={"aws", "ovhcloud", "scaleway"})


def test_who_performs_what(load: Load, whole: str) -> None:
    estate = load(whole)
    assert estate.name == "Clinique des Lilas — dossier patient"
    assert estate.operators == {
        "acme-infogerance": Operator("acme-infogerance", "Acme Infogérance SAS", OperatorStatus.CERTIFIED),
        "clinique": Operator("clinique", "Clinique des Lilas", OperatorStatus.CONTROLLER, "hosts its own data"),
    }
    assert estate.operations == (
        Operation(frozenset({Layer.PLATFORM, Layer.ADMIN}), Selector(match="*", hoster="scaleway"), "acme-infogerance"),
        Operation(frozenset({Layer.BACKUP}), Selector(site="dc-lyon"), "ovhcloud"),
    )
    assert estate.sites == {
        "dc-lyon": Site("dc-lyon", "Lyon", "FR", "clinique", frozenset({Layer.PHYSICAL, Layer.HARDWARE})),
        "dc-nice": Site(
            "dc-nice", "dc-nice", "FR", "clinique", frozenset({Layer.PHYSICAL, Layer.HARDWARE, Layer.VIRTUAL})
        ),
    }


def test_classification(load: Load, whole: str) -> None:
    estate = load(whole)
    assert estate.default_class is DefaultClass.NONE
    assert estate.rules == (
        ClassificationRule(
            Selector(match="module.ehr.*", type="aws_*", root="prod/*", tag="team=ehr"),
            True,
            "holds the patient record",
        ),
        ClassificationRule(Selector(match="module.www.*"), False, "public web site"),
    )
    assert estate.recognition.declared({"Sensibilite": "Données-Patient"}) == "tag Sensibilite = Données-Patient"
    assert estate.recognition.declared({"data_class": "health"}) == "tag data_class = health"


def test_lists_replace_the_built_in_ones_without_extend(load: Load) -> None:
    estate = load('version = 1\n[classification]\nextend = false\ntag_values = ["patient"]\n')
    assert estate.recognition.declared({"data_class": "health"}) is None
    assert estate.recognition.declared({"data_class": "patient"}) == "tag data_class = patient"


def test_certificates(load: Load, whole: str) -> None:
    estate = load(whole)
    assert estate.certificates == (
        Certificate(
            holder="acme-infogerance",
            layers=frozenset({Layer.ADMIN, Layer.BACKUP}),
            services=Scope(known=True, everything=True),
            regions=Scope(known=True, names=frozenset({EEA})),
            referential="2.0",
            valid_from=date(2025, 3, 1),
            valid_until=date(2028, 2, 29),
            number="EX-1",
            body="Example body",
            source=Source("certs/acme.pdf", date(2026, 11, 2), Grade.ESTATE),
        ),
        Certificate(
            holder="scaleway",
            layers=frozenset({Layer.PHYSICAL}),
            services=Scope(known=True, names=frozenset({"instances", "block-storage"})),
            regions=Scope(known=True, names=frozenset({"fr-par"})),
            referential="2.0",
            valid_from=date(2025, 3, 1),
            valid_until=date(2025, 3, 1),
            number="EX-2",
            body="Example body",
            source=Source("certificate EX-2", date(2026, 11, 3), Grade.ESTATE),
        ),
    )


def test_hosting_waivers_and_settings(load: Load, whole: str) -> None:
    estate = load(whole)
    assert estate.contracts == (
        Contract(
            hoster="ovhcloud",
            signed_on=date(2026, 1, 15),
            valid_until=date(2026, 12, 31),
            conditions=frozenset({"project-hds-option"}),
            reference="legal/1",
            selector=Selector(root="prod"),
        ),
    )
    assert estate.clusters == (
        Cluster("gra", "*.ovh.net", "", "", "ovhcloud", "GRA11", "managed-kubernetes", ""),
        Cluster("", "", "lyon-*", "k8s", "", "", "", "dc-lyon"),
    )
    assert estate.waivers == (
        Waiver("HDS-007", "module.archive.*", "moves away in January", "security officer", date(2027, 1, 31)),
    )
    assert estate.settings.expiry_warning_days == 30


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2026, 1, 14), False),
        (date(2026, 1, 15), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_contract_holds_from_its_signature_to_its_last_day(load: Load, whole: str, day: date, holds: bool) -> None:
    assert load(whole).contracts[0].in_force(day) is holds


def test_the_least_file_declares_what_the_default_declares(load: Load) -> None:
    estate = load("version = 1\n")
    default = Estate.default()
    assert default.default_class is DefaultClass.UNCLASSIFIED
    assert default.recognition == Recognition.of()
    assert default.settings.expiry_warning_days == 90
    assert not any((default.rules, default.operators, default.operations, default.certificates, default.contracts))
    assert not any((default.clusters, default.sites, default.waivers))
    for name in Estate.__slots__:
        if name not in {"file", "sha256"}:
            assert getattr(estate, name) == getattr(default, name)


def test_the_file_is_identified_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "hds-policy.toml"
    content = b'\xef\xbb\xbfversion = 1\r\nname = "x"\r\n'
    path.write_bytes(content)
    estate = load_estate(path, KNOWN)
    assert (estate.name, estate.file, estate.sha256) == ("x", str(path), hashlib.sha256(content).hexdigest())


def _refused(path: Path) -> str:
    with pytest.raises(EstateError) as caught:
        load_estate(path, KNOWN)
    assert caught.value.exit_code is ExitCode.USAGE
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value.message


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.toml"
    target.write_text("version = 1\n")
    link = tmp_path / "hds-policy.toml"
    link.symlink_to(target)
    assert "is a symbolic link and is not followed" in _refused(link)
    assert find_estate([tmp_path]) == link  # found, then refused: a link is never passed over in silence


def test_a_file_exchanged_for_a_link_after_the_look_at_it_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "elsewhere.toml"
    target.write_text("version = 1\n")
    link = tmp_path / "hds-policy.toml"
    link.symlink_to(target)
    monkeypatch.setattr(Path, "is_symlink", lambda self: False)
    assert "cannot be read" in _refused(link)


def test_a_dangling_link_is_not_passed_over(tmp_path: Path) -> None:
    link = tmp_path / "hds-policy.toml"
    link.symlink_to(tmp_path / "nowhere")
    assert find_estate([tmp_path]) == link
    assert "is a symbolic link and is not followed" in _refused(link)


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "not a regular file" in _refused(pipe)
    assert "cannot be read" in _refused(tmp_path)
    assert "cannot be read" in _refused(tmp_path / "missing.toml")


def test_a_file_over_one_megabyte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hds-policy.toml"
    path.write_text("version = 1\n" + "#" * 1_000_000)
    assert "larger than" in _refused(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"version = 1\nname = = 'a'\n", "line 2"),
        (b"version = 1\nname = '\xff'\n", "not UTF-8"),
        (b"version = 1\nversion = 1\n", "not valid TOML"),
        (b"a = " + b"[" * 200_000, "nested too deeply"),
        (b"a = " + b"9" * 10_000, "not valid TOML"),
        (b"a." * 400_000 + b"b = 1", "dots on one line"),
    ],
)
def test_what_is_no_sane_toml_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "hds-policy.toml"
    path.write_bytes(content)
    assert words in _refused(path)


def test_a_line_of_dots_in_a_comment_is_no_key(load: Load) -> None:
    assert load("version = 1\n # " + "." * 80 + "\n").name == ""


def test_only_the_top_of_a_checked_folder_or_beside_a_checked_file_is_looked_at(tmp_path: Path) -> None:
    checked = tmp_path / "checked"
    (checked / "sub").mkdir(parents=True)
    (tmp_path / "hds-policy.toml").write_text("version = 1\n")
    (checked / "sub" / "hds-policy.toml").write_text("version = 1\n")
    plan = checked / "sub" / "plan.json"
    plan.write_text("{}")
    assert find_estate([checked]) is None
    assert find_estate([plan]) == find_estate([plan, checked]) == checked / "sub" / "hds-policy.toml"
    assert find_estate([plan, checked / "sub", plan.parent / "." / "plan.json"]) == checked / "sub" / "hds-policy.toml"
    assert find_estate([checked / "sub" / "gone.tf"]) is None
    (checked / "link.json").symlink_to(plan)
    assert find_estate([checked / "link.json"]) == checked.resolve() / "sub" / "hds-policy.toml"
    assert find_estate([checked / "sub"]) == checked / "sub" / "hds-policy.toml"
    assert find_estate([checked / "sub", checked / "sub"]) == checked / "sub" / "hds-policy.toml"
    with pytest.raises(EstateError, match="several estate files") as caught:
        find_estate([tmp_path, checked / "sub"])
    assert "--config" in caught.value.hint


def test_references_are_checked_against_what_is_known(tmp_path: Path, whole: str) -> None:
    path = tmp_path / "hds-policy.toml"
    path.write_text(whole, encoding="utf-8")
    with pytest.raises(EstateError) as caught:
        load_estate(path, Known(hosters=set()))
    assert sum("a hoster of the registry" in line for line in (caught.value.message, *caught.value.details)) == 5
    assert load_estate(path, Known(hosters=KNOWN.hosters)).contracts
