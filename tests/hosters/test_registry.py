"""The registry loader: a valid file gives the model, anything else gives one RegistryError and nothing."""

from __future__ import annotations

import hashlib
import re
from datetime import date

import pytest

from hds_policy.errors import ExitCode, RegistryError
from hds_policy.hosters import load_registry
from hds_policy.hosters.registry import DEFAULT
from hds_policy.model import Grade, Layer

VALID = """
schema = 1
updated = 2026-11-23

[hosters.acme]
name = "Acme SAS"
brands = ["Acme"]
status = "certified"
source = { reference = "https://acme.example/hds", checked_on = 2026-11-01, grade = "A" }
notes = "for a test"

[[hosters.acme.certificates]]
layers = ["physical", "hardware"]
services = { names = ["vm"], complete = true }
regions = "all"
referential = "2.0"
valid_from = 2025-01-01
valid_until = 2027-12-31
number = "1"
body = "LNE"
source = { reference = "https://acme.example/hds", checked_on = 2026-11-01, grade = "B" }

[[hosters.acme.conditions]]
id = "flag"
title = "The flag is on"
kind = "option"
attribute = "hds"
values = [true]
source = { reference = "https://acme.example/hds", checked_on = 2026-11-01, grade = "A" }
"""
END = "\n[end]\ncomplete = true\n"


@pytest.fixture
def load(tmp_path):
    def _load(text: str | bytes):
        path = tmp_path / "registry.toml"
        path.write_bytes(text if isinstance(text, bytes) else (text + END).encode())
        return load_registry(path)

    return _load


def test_a_valid_file_becomes_the_model(load):
    registry = load(VALID)
    acme = registry.get("acme")
    (certificate,) = acme.certificates
    (condition,) = acme.conditions
    assert (acme.name, registry.brands["acme"], registry.notes["acme"]) == ("Acme SAS", ("Acme",), "for a test")
    assert certificate.layers == {Layer.PHYSICAL, Layer.HARDWARE}
    assert (certificate.valid_from, certificate.valid_until) == (date(2025, 1, 1), date(2027, 12, 31))
    assert certificate.services.names == {"vm"}
    assert certificate.regions.known
    assert certificate.regions.everything
    assert certificate.source.grade is Grade.B
    assert condition.values == (True,)
    assert registry.updated == date(2026, 11, 23)
    assert registry.sha256 == hashlib.sha256((VALID + END).encode()).hexdigest()


def test_an_absent_hoster_is_none(load):
    assert load(VALID).get("nobody") is None


def test_unknown_scope_is_not_known(load):
    (certificate,) = load(VALID.replace('regions = "all"', 'regions = "unknown"')).hosters["acme"].certificates
    assert not certificate.regions.known
    assert not certificate.regions.everything


def test_eea_means_the_regions_of_that_hoster_inside_the_eea(load):
    text = VALID.replace("acme", "scaleway").replace('regions = "all"', 'regions = "eea"')
    (certificate,) = load(text).hosters["scaleway"].certificates
    assert {"fr-par", "nl-ams", "pl-waw", "it-mil"} <= certificate.regions.names
    aws = (
        load(VALID.replace("acme", "aws").replace('regions = "all"', 'regions = "eea"')).hosters["aws"].certificates[0]
    )
    assert "eu-west-3" in aws.regions.names
    assert not {"eu-west-2", "eu-central-2", "us-east-1", "global"} & aws.regions.names


def test_eea_of_a_hoster_without_known_regions_is_unknown(load):
    (certificate,) = load(VALID.replace('regions = "all"', 'regions = "eea"')).hosters["acme"].certificates
    assert not certificate.regions.known


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('layers = ["physical"', 'layers = ["phisical"', "hosters.acme: .*phisical"),
        ('layers = ["physical", "hardware"]', "layers = []", "no layer"),
        ('layers = ["physical", "hardware"]', 'layers = ["physical", "physical"]', "one twice"),
        ('brands = ["Acme"]', 'brands = ["Acme"]\ncolour = "red"', "hosters.acme: .*colour"),
        ('body = "LNE"', 'bodi = "LNE"', "hosters.acme: .*bodi"),
        ('status = "certified"', 'status = "certifed"', "hosters.acme: .*certifed"),
        ('status = "certified"', 'status = "unknown"', "certificates with status unknown"),
        ('name = "Acme SAS"', 'name = " "', "empty name"),
        ('number = "1"', "number = 1", "hosters.acme: .*str"),
        ('referential = "2.0"', 'referential = "2.7"', "referential '2.7'"),
        ('referential = "2.0"', 'referential = "agrement"', "referential 'agrement'"),
        ("valid_from = 2025-01-01", "valid_from = 2028-01-01", "valid_from is after valid_until"),
        ("valid_from = 2025-01-01", 'valid_from = "soon"', "hosters.acme: .*valid_from"),
        ('{ names = ["vm"], complete = true }', '{ names = ["vm"] }', "complete"),
        ('{ names = ["vm"], complete = true }', "{ names = [], complete = true }", "empty list"),
        ('{ names = ["vm"], complete = true }', '{ names = ["vm", "vm"], complete = true }', "one twice"),
        ('regions = "all"', 'regions = "everywhere"', "hosters.acme: .*everywhere"),
        ('kind = "option"', 'kind = "wish"', "hosters.acme: .*wish"),
        ('kind = "option"', 'kind = "exclusion"', "an exclusion has patterns"),
        ("values = [true]\n", "", "attribute and values go together"),
        ("values = [true]\n", 'values = [true]\nallowed = ["x"]\n', "allowed belongs to an exclusion"),
        ('id = "flag"', 'id = ""', "empty id"),
        ("updated = 2026-11-23", "updated = 2026-10-01", "checked_on 2026-11-01 is after updated 2026-10-01"),
        ("schema = 1", "schema = 2", "schema is 2, expected 1"),
        ("schema = 1\n", "", "schema is missing"),
        ("[hosters.acme]\n", "[hosters.acme\n", "not valid TOML"),
        ("[[hosters.acme.conditions]]", "[hosters.acme]", "not valid TOML"),
        ('grade = "A"', 'grade = "Z"', "hosters.acme: .*Z"),
        ('reference = "https://acme.example/hds", ', "", "reference"),
        ('"https://acme.example/hds"', '""', "source without a reference"),
    ],
)
def test_a_wrong_file_is_refused_with_file_place_and_hint(load, old, new, message):
    assert old in VALID
    with pytest.raises(RegistryError) as caught:
        load(VALID.replace(old, new))
    assert "registry.toml" in caught.value.message
    assert re.search(message, caught.value.message), caught.value.message
    assert caught.value.hint
    assert caught.value.exit_code == ExitCode.USAGE


def test_the_same_condition_twice_is_refused(load):
    condition = VALID[VALID.index("[[hosters.acme.conditions]]") :]
    with pytest.raises(RegistryError, match="an id stands twice"):
        load(VALID + condition)


def test_a_missing_source_is_refused(load):
    text = re.sub(r"^source = .*\n", "", VALID, count=1, flags=re.MULTILINE)
    with pytest.raises(RegistryError, match=r"hosters\.acme: .*source"):
        load(text)


@pytest.mark.parametrize(
    "text", ["", "schema = 1\nupdated = 2026-11-23\n", "schema = 1\nupdated = 2026-11-23\n[hosters]\n"]
)
def test_an_empty_registry_is_refused(load, text):
    with pytest.raises(RegistryError):
        load(text)


@pytest.mark.parametrize("data", [b"\xff\xfe", b'schema = 1\nname = "\xe9"', b"\x00" * 20])
def test_bytes_that_are_no_text_are_refused(load, data):
    with pytest.raises(RegistryError, match=r"not UTF-8|not valid TOML"):
        load(data)


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(RegistryError, match="cannot be read"):
        load_registry(tmp_path / "absent.toml")
    with pytest.raises(RegistryError, match="cannot be read"):
        load_registry(tmp_path)


def test_a_file_that_is_cut_off_is_refused_wherever_the_cut_is(load):
    """A cut between two entries is valid TOML; what it loses could be an exclusion."""
    data = DEFAULT.read_bytes()
    starts = [match.start() for match in re.finditer(rb"^\[", data, flags=re.MULTILINE)]
    assert len(starts) > 90
    for cut in [*starts[::9], starts[-1], len(data) - 16]:
        with pytest.raises(RegistryError):
            load(data[:cut])


def test_the_shipped_registry_is_read_once():
    assert load_registry() is load_registry()
