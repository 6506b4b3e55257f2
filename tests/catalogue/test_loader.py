"""The catalogue loader: what is read when, families, types nobody knows, files that are damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import resource, write_catalogue

from hds_policy.catalogue import Catalogue, Role, Travel, load_catalogue
from hds_policy.errors import CatalogueError
from hds_policy.model import Layer

STORE = 'cloud_database = { role = "stores", model = "iaas", service = "s", '
PROVIDER = '[provider]\nnames = ["cloud"]\nhoster = "nimbus"\n[types]\n'


def loaded(folder: Path, **changed: str) -> Catalogue:
    return Catalogue(write_catalogue(folder, **changed))


def test_an_entry_of_its_own(catalogue: Catalogue) -> None:
    found = catalogue.decision("cloud_database", "cloud")
    assert found is not None
    assert (found.role, found.service, found.persists, found.family) == (Role.STORES, "database", True, "")
    assert found.model is not None
    assert found.model.hoster == frozenset(Layer) - {Layer.ADMIN}
    assert found.also_in == ("replica.region",)
    assert [(flow.source, flow.target, flow.kind.name, flow.kind.travels, flow.kind.copy) for flow in found.flows] == [
        ("copy_of", ".", "copies_to", Travel.FORWARD, True),
        ("key", ".", "encrypts", Travel.NONE, False),
    ]


@pytest.mark.parametrize(
    ("kind", "persists"),
    [("database", True), ("snapshot", True), ("machine", False), ("stream", False), ("key", False)],
)
def test_what_stores_or_backs_up_keeps_data_unless_told_otherwise(
    catalogue: Catalogue, kind: str, persists: bool
) -> None:
    found = catalogue.decision(f"cloud_{kind}", "cloud")
    assert found is not None
    assert found.persists is persists


def test_an_entry_may_say_itself_that_data_is_kept(tmp_path: Path) -> None:
    text = PROVIDER + 'cloud_a = { role = "processes", model = "iaas", service = "s", persists = true }\n'
    text += 'cloud_b = { role = "stores", model = "iaas", service = "s", persists = false }\n'
    catalogue = loaded(tmp_path, cloud=text)
    assert [catalogue.decision(f"cloud_{name}", "cloud").persists for name in "ab"] == [True, False]


def test_a_family_decides_what_has_no_entry(catalogue: Catalogue) -> None:
    found = catalogue.decision("cloud_rule_of_access", "cloud")
    assert found is not None
    assert (found.role, found.reason, found.family, found.model) == (
        Role.CONFIGURES,
        "access control",
        "cloud_rule_*",
        None,
    )


def test_an_entry_comes_before_a_family_and_the_first_family_wins(tmp_path: Path) -> None:
    families = "".join(
        f'[[families]]\nmatch = "{match}"\nrole = "{role}"\nreason = "{match}"\n'
        for match, role in (("cloud_a*", "configures"), ("cloud_*", "none"))
    )
    text = '[provider]\nnames = ["cloud"]\nhoster = "nimbus"\n' + families
    text += '[types]\ncloud_ab = { role = "stores", model = "iaas", service = "s" }\n'
    catalogue = loaded(tmp_path, cloud=text)
    assert catalogue.decision("cloud_ab", "cloud").role is Role.STORES
    assert catalogue.decision("cloud_ac", "cloud").reason == "cloud_a*"
    assert catalogue.decision("cloud_b", "cloud").reason == "cloud_*"


@pytest.mark.parametrize(
    ("kind", "provider"),
    [("cloud_novelty", "cloud"), ("cloud_rule", "cloud"), ("novelty_store", "novelty"), ("CLOUD_DATABASE", "cloud")],
)
def test_a_type_nobody_knows_has_no_decision(catalogue: Catalogue, kind: str, provider: str) -> None:
    assert catalogue.decision(kind, provider) is None


@pytest.mark.parametrize("name", ["cloud", "cloud-beta"])
def test_every_name_of_a_provider_leads_to_its_file(catalogue: Catalogue, name: str) -> None:
    found = catalogue.provider(name)
    assert found is not None
    assert (found.file, found.hoster) == ("cloud", "nimbus")
    assert catalogue.provider("clou") is None
    assert catalogue.provider("") is None


@pytest.mark.parametrize(
    ("address", "local", "file"),
    [
        ("cloud_database.a", "cloud", "cloud"),
        ("cloud_database.a", "renamed", "cloud"),
        ("bare_claim.a", "cloud", "bare"),
        ("novelty_store.a", "cloud", "cloud"),
        ("novelty_store.a", "novelty", None),
    ],
)
def test_the_provider_is_told_by_the_type_and_then_by_the_local_name(
    catalogue: Catalogue, address: str, local: str, file: str | None
) -> None:
    found = catalogue.provider_of(resource(address, provider=local))
    assert (found.file if found else None) == file


def test_a_file_is_read_only_when_one_of_its_types_is_asked_for(tmp_path: Path) -> None:
    broken = '[provider]\nnames = ["bare"]\nhoster = 7\nthis is not TOML'
    catalogue = loaded(tmp_path, bare=broken)
    assert catalogue.decision("cloud_database", "cloud") is not None
    with pytest.raises(CatalogueError, match=r"bare\.toml"):
        catalogue.decision("bare_claim", "bare")


def test_provider_files_are_listed_without_the_shared_ones(catalogue: Catalogue) -> None:
    assert catalogue.provider_files == ("bare", "cloud")
    assert catalogue.types("bare") == ("bare_claim",)


@pytest.mark.parametrize(
    ("address", "hoster"),
    [
        ("https://db.nimbus.example/v3", "nimbus"),
        ("db.nimbus.example:443", "nimbus"),
        ("https://user:secret@DB.Nimbus.example", "nimbus"),
        ("https://a.b.stratus.example", "stratus"),
        ("https://nimbus.example", None),
        ("https://nimbus.example.evil.example", None),
        ("https://evil.example/x.nimbus.example", None),
        ("https://evil.example?x.nimbus.example", None),
        ("https://evil.example#.nimbus.example", None),
        ("https://db.nimbus.example@evil.example", None),
        ("https://[::1", None),
        ("", None),
        ("  ", None),
    ],
)
def test_an_endpoint_is_told_by_its_whole_host(catalogue: Catalogue, address: str, hoster: str | None) -> None:
    found = catalogue.endpoint(address)
    assert (found.hoster if found else None) == hoster


DAMAGED = {
    "no TOML": {"cloud": PROVIDER + "cloud_database = {"},
    "unknown key": {"cloud": PROVIDER + 'cloud_database = { role = "stores", modl = "iaas", service = "s" }'},
    "unknown role": {"cloud": PROVIDER + 'cloud_database = { role = "keeps", model = "iaas", service = "s" }'},
    "unknown model": {"cloud": PROVIDER + 'cloud_database = { role = "stores", model = "saas", service = "s" }'},
    "no model": {"cloud": PROVIDER + 'cloud_database = { role = "transports", service = "s" }'},
    "no service": {"cloud": PROVIDER + 'cloud_database = { role = "stores", model = "iaas" }'},
    "unknown kind of flow": {"cloud": PROVIDER + STORE + 'flows = [{ from = "a", to = ".", kind = "teleports" }] }'},
    "flow without end": {"cloud": PROVIDER + STORE + 'flows = [{ from = "a", kind = "copies_to" }] }'},
    "family that stores": {
        "cloud": PROVIDER.replace("[types]", '[[families]]\nmatch = "cloud_*"\nrole = "stores"\nreason = "x"\n[types]')
    },
    "no hoster": {"cloud": '[provider]\nnames = ["cloud"]\n[types]\n'},
    "no types": {"cloud": '[provider]\nnames = ["cloud"]\nhoster = "n"\n'},
    "no names": {"cloud": '[provider]\nhoster = "n"\n[types]\n'},
    "zone that is no pattern": {"cloud": PROVIDER.replace("[types]", 'zone = "("\n[types]')},
    "model of an unknown layer": {"models": '[models.iaas]\ntitle = "x"\nhoster = ["hosting"]\n'},
    "no models at all": {"models": ""},
    "models under another name": {"models": '[model.iaas]\ntitle = "x"\nhoster = []\n'},
    "flow that travels sideways": {"flows": '[flows.x]\ntravels = "sideways"\nreason = "x"\n'},
    "no flows at all": {"flows": ""},
    "not UTF-8": {"models": "\udcff"},
    "provider not UTF-8": {"cloud": PROVIDER + "# \udcff"},
    "empty models": {"models": "[models]\n"},
    "empty flows": {"flows": "[flows]\n"},
    "a second table of models": {"models": '[models.iaas]\ntitle = "x"\nhoster = []\n[more]\n'},
    "zone without a group": {"cloud": PROVIDER.replace("[types]", 'zone = "^[a-z]+$"\n[types]')},
    "unknown model of what configures": {
        "cloud": PROVIDER + 'cloud_database = { role = "configures", model = "saas", reason = "x" }'
    },
    "a name outside of quotes": {"cloud": PROVIDER.replace('["cloud"]', "[\"cloud\", 'fog']")},
}


@pytest.mark.parametrize("damage", list(DAMAGED))
def test_a_damaged_file_is_a_catalogue_error_that_names_it(tmp_path: Path, damage: str) -> None:
    ((stem, text),) = DAMAGED[damage].items()
    folder = write_catalogue(tmp_path)
    (folder / f"{stem}.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(CatalogueError, match=stem):
        Catalogue(folder).decision("cloud_database", "cloud")


@pytest.mark.parametrize("name", ["models.toml", "flows.toml"])
def test_a_missing_shared_file_is_a_catalogue_error(tmp_path: Path, name: str) -> None:
    folder = write_catalogue(tmp_path)
    (folder / name).unlink()
    with pytest.raises(CatalogueError, match=name):
        Catalogue(folder)


ENDPOINT = '[endpoints]\n"*.x" = {{ hoster = "x", source = "s", checked_on = 2026-11-23, region = "{region}" }}\n'


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "[endpoints\n",
        "[endpoints]\n",
        '[endpoints]\n"*.x" = { hoster = "x" }\n',
        ENDPOINT.format(region="("),
        ENDPOINT.format(region="^a$"),
    ],
    ids=["missing", "no table", "no TOML", "empty", "no source", "no pattern", "no group"],
)
def test_damaged_endpoints_are_a_catalogue_error(tmp_path: Path, text: str | None) -> None:
    folder = write_catalogue(tmp_path)
    (folder / "endpoints.toml").unlink()
    if text is not None:
        (folder / "endpoints.toml").write_text(text, "utf-8")
    with pytest.raises(CatalogueError, match=r"endpoints\.toml"):
        Catalogue(folder).endpoint("https://a.nimbus.example")


def test_a_damaged_pattern_of_one_endpoint_is_told_whatever_is_asked(tmp_path: Path) -> None:
    """And it says which: an address that fits another entry would else pass by the damage."""
    catalogue = loaded(tmp_path, endpoints=ENDPOINT.format(region="("))
    with pytest.raises(CatalogueError, match=r"endpoints\.toml: \*\.x: region"):
        catalogue.endpoint("https://db.nimbus.example")


@pytest.mark.parametrize(
    "text",
    [
        "types = 1",
        '[types]\n"module:a/b/cloud" = { role = "stores", model = "saas", service = "s" }',
        '[types]\n"module:a/b/cloud" = { role = "stores", model = "iaas" }',
        '[types]\n"module:a/b/cloud" = { role = "keeps", model = "iaas", service = "s" }',
        '[types]\n"module:a/b/cloud" = { role = "none", reason = "x", flows = [{ from = "a", to = ".", kind = "y" }] }',
        '[module]\n"module:a/b/cloud" = {}',
        "[types",
    ],
)
def test_damaged_modules_are_a_catalogue_error(tmp_path: Path, text: str) -> None:
    catalogue = loaded(tmp_path, modules=text)
    with pytest.raises(CatalogueError, match=r"modules\.toml"):
        catalogue.decision("module:a/b/cloud", "cloud")


def test_a_file_that_cannot_be_read_is_a_catalogue_error(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path)
    (folder / "cloud.toml").unlink()
    (folder / "cloud.toml").mkdir()
    with pytest.raises(CatalogueError, match=r"cloud\.toml: cannot be read"):
        Catalogue(folder).decision("cloud_database", "cloud")
    (folder / "models.toml").unlink()
    (folder / "models.toml").mkdir()
    with pytest.raises(CatalogueError, match=r"models\.toml: cannot be read"):
        Catalogue(folder)


def test_two_files_may_not_claim_one_provider(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, other=PROVIDER)
    with pytest.raises(CatalogueError, match="cloud"):
        catalogue.decision("cloud_database", "cloud")


def test_the_shipped_catalogue_loads_as_a_whole() -> None:
    """Every decision of every file, so that no damage waits for the first user of a type."""
    catalogue = load_catalogue()
    assert {"aws", "azurerm", "google", "ovh", "scaleway", "outscale", "openstack", "kubernetes"} <= set(
        catalogue.provider_files
    )
    decided = 0
    for file in catalogue.provider_files:
        for kind in catalogue.types(file):
            found = catalogue.decision(kind, file)
            assert found is not None, kind
            assert found.type == kind
            decided += 1
    assert decided > 300
