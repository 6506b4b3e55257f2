"""Regions: names clash between hosters, zones resolve, and what is not known is not claimed."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from hds_policy.errors import RegistryError
from hds_policy.hosters import load_regions

EEA = {
    *("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU"),
    *("MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO"),
}
"""The 27 members of the European Union, Iceland, Liechtenstein and Norway."""

SCRIPT = Path(__file__).parents[2] / "support" / "build_regions.py"


def _script():
    spec = importlib.util.spec_from_file_location("build_regions", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_are_thirty_countries_in_the_eea():
    assert len(EEA) == 30


@pytest.mark.parametrize(
    ("hoster", "name", "country", "eea"),
    [
        ("aws", "eu-west-2", "GB", False),
        ("outscale", "eu-west-2", "FR", True),
        ("aws", "us-east-2", "US", False),
        ("outscale", "us-east-2", "US", False),
        ("aws", "ap-northeast-1", "JP", False),
        ("aws", "eu-west-3", "FR", True),
        ("aws", "eu-central-2", "CH", False),
        ("azure", "francecentral", "FR", True),
        ("azure", "switzerlandnorth", "CH", False),
        ("azure", "norwayeast", "NO", True),
        ("google", "europe-west9", "FR", True),
        ("google", "europe-west6", "CH", False),
        ("google", "europe-west2", "GB", False),
        ("ovhcloud", "GRA11", "FR", True),
        ("ovhcloud", "UK1", "GB", False),
        ("ovhcloud", "BHS5", "CA", False),
        ("scaleway", "pl-waw", "PL", True),
        ("clevercloud", "parhds", "FR", True),
        ("clevercloud", "mtl", "CA", False),
        ("scalingo", "osc-fr1", "FR", True),
        ("exoscale", "ch-gva-2", "CH", False),
        ("infomaniak", "dc3-a", "CH", False),
    ],
)
def test_country_and_eea(hoster, name, country, eea):
    region = load_regions().find(hoster, name)
    assert (region.hoster, region.country, region.eea) == (hoster, country, eea)
    assert region.source


@pytest.mark.parametrize(
    ("hoster", "name"),
    [
        ("google", "global"),
        ("google", "europe"),
        ("google", "europe-west15"),
        ("azure", "global"),
        ("azure", "europe"),
        ("aws", "global"),
    ],
)
def test_what_is_not_known_is_neither_inside_nor_outside(hoster, name):
    assert load_regions().find(hoster, name).eea is None


@pytest.mark.parametrize("name", ["eur5", "eur6", "eur7", "eur8"])
def test_a_region_partly_outside_is_outside(name):
    assert load_regions().find("google", name).eea is False


@pytest.mark.parametrize(
    ("hoster", "zone", "parent"),
    [
        ("scaleway", "fr-par-2", "fr-par"),
        ("scaleway", "nl-ams-1", "nl-ams"),
        ("outscale", "eu-west-2a", "eu-west-2"),
        ("outscale", "cloudgouv-eu-west-1c", "cloudgouv-eu-west-1"),
    ],
)
def test_zones_resolve_to_their_region(hoster, zone, parent):
    regions = load_regions()
    assert regions.find(hoster, zone).parent == parent
    assert regions.find(hoster, parent).parent == parent


@pytest.mark.parametrize("name", ["francecentral", "FranceCentral", "France Central", " france central "])
def test_case_and_spaces_do_not_matter(name):
    assert load_regions().find("azure", name).name == "francecentral"


def test_a_numbered_site_is_found_and_keeps_its_name():
    region = load_regions().find("ovhcloud", "rbx8")
    assert (region.name, region.parent, region.country, region.eea) == ("rbx8", "rbx8", "FR", True)
    assert load_regions().find("ovhcloud", "eri1").eea is False


@pytest.mark.parametrize(
    "name", ["", "rbx", "rbx*", "rbxhds", "rbx8; bhs1", "paris", "gra1x", "*", "eu-west-9", "mars-1"]
)
def test_other_names_are_not_found_by_accident(name):
    region = load_regions().find("ovhcloud", name)
    assert region is None or region.name == "RBX"


def test_a_name_is_not_looked_up_at_another_hoster():
    assert load_regions().find("scaleway", "eu-west-3") is None
    assert load_regions().find("nobody", "eu-west-3") is None


def test_countries_and_eea_agree_everywhere():
    checked = 0
    for hoster in load_regions().hosters:
        for name in load_regions().names(hoster):
            region = load_regions().find(hoster, name)
            if region.country:
                checked += 1
                assert region.eea is (region.country in EEA), (hoster, name)
    assert checked > 350


HEAD = "provider,region,country_iso2,city,eea,source\n"


def test_the_generator_maps_names_zones_and_doubt(tmp_path):
    path = tmp_path / "regions.csv"
    path.write_text(
        HEAD
        + "gcp,europe-west9,FR,Paris,true,docs\n"
        + "gcp,europe-west99,,country not documented,false,docs\n"
        + "ovh,EU-WEST-PAR,FR,Paris,true,docs\novh,eu-west-par,FR,Paris,true,other\n"
        + "scaleway,fr-par,FR,Paris,true,SDK (region)\nscaleway,fr-par-1,FR,Paris,true,SDK (zone)\n"
    )
    rows = {row.name: row for row in _script().rows(path)}
    assert list(rows) == ["europe-west9", "europe-west99", "EU-WEST-PAR", "fr-par", "fr-par-1"]
    assert (rows["europe-west9"].hoster, rows["EU-WEST-PAR"].hoster) == ("google", "ovhcloud")
    assert rows["europe-west99"].eea is None
    assert rows["fr-par-1"].parent == "fr-par"


def test_the_generator_gives_regions_of_a_partition_to_their_own_hoster(tmp_path):
    path = tmp_path / "regions.csv"
    names = {"aws": ["eu-west-3", "eusc-de-east-1", "us-gov-west-1", "us-east-1", "eu-isoe-west-1"]}
    names |= {"azure": ["francecentral", "bleufrancecentral", "germanycentral", "germanywestcentral"]}
    names |= {"gcp": ["us-east1", "u-france-east1", "u-germany-northeast1"]}
    path.write_text(HEAD + "".join(f"{of},{name},,x,false,docs\n" for of, all_of in names.items() for name in all_of))
    assert [row.hoster for row in _script().rows(path)] == [
        *("aws", "aws-eusc", "aws-us-gov", "aws", "aws-iso"),
        *("azure", "bleu", "azure-germany", "azure"),
        *("google", "s3ns", "google-dedicated"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "provider,region\naws,eu-west-3\n",
        HEAD,
        HEAD + "aws,,FR,Paris,true,docs\n",
        HEAD + "aws,eu-west-3,FR,Paris,true,\n",
        HEAD + "aws,eu-west-3,FR,Paris,true,docs\naws,EU-WEST-3,DE,Paris,true,docs\n",
    ],
)
def test_the_generator_refuses_a_csv_that_is_not_right(tmp_path, text):
    path = tmp_path / "regions.csv"
    path.write_text(text)
    with pytest.raises(SystemExit):
        _script().render(path)


VALID = """
schema = 1
checked_on = 2026-11-23
[hosters.acme]
source = "docs"
[hosters.acme.regions]
"north" = { country = "FR", eea = true, place = "Lille" }
"north-1" = { country = "FR", eea = true, parent = "north" }
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('country = "FR", eea = true, place', 'country = "France", eea = true, place', "country"),
        ('parent = "north"', 'parent = "south"', "parent 'south'"),
        ('"north-1" =', '"NORTH" =', "stands twice"),
        ("eea = true, place", 'eea = "yes", place', "bool"),
        ('source = "docs"', 'source = ""', "no source"),
        ('place = "Lille"', 'plaice = "Lille"', "plaice"),
        ("schema = 1", "", "schema is missing"),
    ],
)
def test_a_wrong_regions_file_is_refused(tmp_path, old, new, message):
    path = tmp_path / "regions.toml"
    path.write_text(VALID)
    assert load_regions(path).find("acme", "north-1").parent == "north"
    path.write_text(VALID.replace(old, new))
    with pytest.raises(RegistryError, match=message):
        load_regions(path)
