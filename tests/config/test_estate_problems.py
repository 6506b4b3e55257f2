"""Each mistake is refused with its place, what is wrong, and the nearest word that would be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from hds_policy.config import Estate, Known, load_estate
from hds_policy.errors import EstateError, ExitCode

Load = Callable[[str], Estate]


def _problems(load: Load, text: str) -> list[str]:
    """The problems without the path of the file, e.g. ``:3: name: must be …``."""
    with pytest.raises(EstateError) as caught:
        load(text)
    assert caught.value.exit_code is ExitCode.USAGE
    assert "docs/estate.md" in caught.value.hint
    return [re.sub(r"^.*hds-policy\.toml", "", line) for line in (caught.value.message, *caught.value.details)]


def _line(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(start))


ONE_CHANGE = [
    ("version = 1", "version = 2", "version: must be 1"),
    ("version = 1", 'version = "1"', "version: must be a whole number, not text"),
    ('name = "Clinique', 'nmae = "Clinique', 'nmae: unknown key; did you mean "name"?'),
    ("[settings]", "[setings]", 'setings: unknown key; did you mean "settings"?'),
    ("[settings]", "[[settings]]", "settings: must be a table, not a list"),
    ("expiry_warning_days = 30", "expiry_warning_days = -1", "settings.expiry_warning_days: must lie between"),
    ("expiry_warning_days = 30", "expiry_warning_days = 3.5", "settings.expiry_warning_days: must be a whole number"),
    ('default = "none"', 'default = "nothing"', "classification.default: "),
    ('default = "none"', 'defualt = "none"', 'classification.defualt: unknown key; did you mean "default"?'),
    ('tag_keys = ["sensibilite"]', 'tag_keys = "sensibilite"', "classification.tag_keys: must be a list"),
    ('tag_keys = ["sensibilite"]', 'tag_keys = [""]', "classification.tag_keys[0]: must not be empty"),
    ('tag_keys = ["sensibilite"]', 'tag_keys = ["s*"]', 'classification.tag_keys[0]: "s*": names are compared exactly'),
    ("health = true", 'health = "yes"', "classification.rules[0].health: must be true or false"),
    ("health = true", "heatlh = true", 'classification.rules[0].heatlh: unknown key; did you mean "health"?'),
    ('tag = "team=ehr"', 'tag = "=ehr"', 'classification.rules[0].tag: must be "key=value" or "key"'),
    ('match = "module.www.*"', "", "classification.rules[1]: selects nothing"),
    (
        'reason = "public web site"',
        'reason = "why not"',
        "classification.rules[1].reason: must be a reason of at least",
    ),
    ('reason = "public web site"', "", 'classification.rules[1]: the key "reason" is missing'),
    ('reason = "public web site"', 'reason = ""', "classification.rules[1].reason: must not be empty"),
    ("[operators.clinique]", "[operators.Clinique]", 'operators.Clinique: "Clinique" is not an id'),
    ("[operators.clinique]", "[operators.aws]", 'operators.aws: "aws" is a hoster of the registry already'),
    ('status = "certified"', 'status = "certifed"', 'status: "certifed" is not known; did you mean "certified"?'),
    (
        'status = "certified"',
        'status = "unknown"',
        'certificates[0].holder: the status of "acme-infogerance" is "unknown"',
    ),
    ('status = "certified"', 'status = "not_certified"', 'the status of "acme-infogerance" is "not_certified"'),
    ('reason = "hosts its own data"', "", "operators.clinique.reason: must be a reason of at least"),
    (
        'layers = ["platform", "admin"]',
        'layers = ["platfrom"]',
        'operations[0].layers[0]: "platfrom" is not known; did',
    ),
    ('layers = ["platform", "admin"]', "layers = [4]", 'not by a number ("4"): public pages swap activities 3 and 4'),
    (
        'layers = ["platform", "admin"]',
        'layers = ["activity 3"]',
        "operations[0].layers[0]: a layer is told by its name",
    ),
    ('layers = ["platform", "admin"]', "layers = []", "operations[0].layers: must name at least one layer"),
    (
        'layers = ["platform", "admin"]',
        'layers = ["admin", "admin"]',
        'operations[0].layers[1]: "admin" stands here twice',
    ),
    ('layers = ["platform", "admin"]', "layers = [true]", "operations[0].layers[0]: must be text"),
    ('operator = "acme-infogerance"', 'operator = "acme"', 'operations[0].operator: "acme" is not an operator of this'),
    ('hoster = "scaleway"', 'hoster = "scalway"', 'is not a hoster of the registry; did you mean "scaleway"?'),
    ('site = "dc-lyon"', 'site = "dc-lion"', '.site: "dc-lion" is not a site of this file; did you mean "dc-lyon"?'),
    ('services = ["*"]', 'services = ["*", "x"]', 'certificates[0].services[0]: "*": names are compared exactly'),
    ('site = "dc-lyon"', 'site = "dc-lyon"\nhoster = "aws"', 'operations[1]: give "hoster" or "site", not both'),
    ('services = ["*"]', "services = []", "certificates[0].services: must not be empty"),
    ('regions = "eea"', 'regions = "europe"', "certificates[0].regions: must be a list of region names"),
    ('regions = "eea"', "regions = 3", "certificates[0].regions: must be a list in [brackets] or a word"),
    ('referential = "2.0"', "referential = 2.0", "certificates[0].referential: must be text"),
    ('referential = "2.0"', 'referential = "agrément"', 'certificates[0].referential: "agrément" is not a version'),
    ("valid_from = 2025-03-01", "valid_from = 2028-03-01", "certificates[0].valid_until: 2028-02-29 lies before"),
    ("valid_from = 2025-03-01", 'valid_from = "2025-03-01"', "certificates[0].valid_from: must be a date such as"),
    (
        "valid_from = 2025-03-01",
        "valid_from = 2025-03-01T00:00:00",
        "certificates[0].valid_from: must be a date such as",
    ),
    ("seen_on = 2026-11-02", "", 'certificates[0]: the key "seen_on" is missing'),
    ('conditions = ["project-hds-option"]', 'conditions = ["project-hds-opton"]', 'did you mean "project-hds-option"?'),
    ('conditions = ["project-hds-option"]', "conditions = []", "contracts[0].conditions: must name at least one"),
    (
        "valid_until = 2026-12-31",
        "valid_until = 2025-12-31",
        "contracts[0].valid_until: 2025-12-31 lies before signed_on",
    ),
    ('region = "GRA11"', "", 'clusters[0]: give "hoster", "region" and "service", or "site"'),
    ('region = "GRA11"', 'site = "dc-lyon"\nregion = "GRA11"', 'clusters[0]: give "site", or'),
    ('alias = "gra", host', 'ailas = "gra", host', 'clusters[0].match.ailas: unknown key; did you mean "alias"?'),
    ('alias = "gra", host = "*.ovh.net" }', "}", "clusters[0].match: selects nothing"),
    ('id = "dc-nice"', 'id = "dc-lyon"', 'sites[1].id: "dc-lyon" stands here twice'),
    ('country = "FR"', 'country = "UK"', 'sites[0].country: the ISO 3166-1 code is "GB", not "UK"'),
    ('country = "FR"', 'country = "France"', 'sites[0].country: "France" is not a country code'),
    ('rule = "HDS-007"', 'rule = "*"', 'waivers[0].rule: "*" is not one rule id'),
    ('rule = "HDS-007"', 'rule = "HDS-008"', 'waivers[0].rule: "HDS-008" is not a rule; did you mean'),
    ('reason = "moves away in January"', 'reason = "          "', "waivers[0].reason: must be a reason of at least"),
    ('approved_by = "security officer"', "", 'waivers[0]: the key "approved_by" is missing'),
    ('approved_by = "security officer"', 'approved_by = " "', "waivers[0].approved_by: must name who"),
    (
        'approved_by = "security officer"',
        'approved_by = "<who>"',
        'waivers[0].approved_by: still holds the placeholder "<who>"',
    ),
    ("expires = 2027-01-31", "", 'waivers[0]: the key "expires" is missing'),
    ("[[waivers]]", "[waivers]", "waivers: must be a list in [brackets] (a list of tables is headed with [[two]])"),
    ('name = "Lyon"', 'name = "Ly\\u001b[31mon"', "sites[0].name: must not hold control characters"),
    ('name = "Lyon"', 'name = "Ly\\u202eon"', "sites[0].name: must not hold control characters"),
]


@pytest.mark.parametrize(("right", "wrong", "expected"), ONE_CHANGE)
def test_one_mistake(load: Load, whole: str, right: str, wrong: str, expected: str) -> None:
    assert right in whole
    problems = _problems(load, whole.replace(right, wrong, 1))
    assert any(expected in problem for problem in problems), problems


def test_the_line_is_that_of_the_mistake(load: Load, whole: str) -> None:
    wrong = whole.replace('holder = "scaleway"', 'holder = "scalway"').replace("expires =", "expire =")
    assert _problems(load, wrong) == [
        f':{_line(wrong, "holder = " + chr(34) + "scalway")}: certificates[1].holder: "scalway" is not an operator of '
        'this file or a hoster of the registry; did you mean "scaleway"?',
        f':{_line(wrong, "[[waivers]]")}: waivers[0]: the key "expires" is missing',
        f':{_line(wrong, "expire =")}: waivers[0].expire: unknown key; did you mean "expires"?',
    ]


def test_a_word_without_a_near_one_gets_the_known_ones(load: Load) -> None:
    assert _problems(load, 'version = 1\n[classification]\ndefault = "xyz"\n') == [
        ':3: classification.default: "xyz" is not known (known: health, none, unclassified)'
    ]


def test_the_version_is_compulsory(load: Load) -> None:
    assert _problems(load, 'name = "x"\n') == [': the key "version" is missing']


def test_a_flood_of_mistakes_is_cut(load: Load) -> None:
    problems = _problems(load, "version = 1\n" + "".join(f"k{n} = 1\n" for n in range(50)))
    assert len(problems) == 26
    assert problems[0].startswith(":2: k0: unknown key")
    assert problems[-1] == ": 25 more"


def test_what_the_file_says_is_shown_on_one_line(load: Load) -> None:
    problems = _problems(load, f'version = 1\n"a\\nb{"x" * 200}" = 1\n')
    assert len(problems) == 1
    assert problems[0].startswith(':2: "a\\u000ab' + "x" * 77 + '…": unknown key')


def test_conditions_and_rules_are_not_checked_when_they_are_not_known(tmp_path: Path, whole: str) -> None:
    path = tmp_path / "hds-policy.toml"
    path.write_text(whole.replace("HDS-007", "ACME-1").replace("project-hds-option", "other"), encoding="utf-8")
    estate = load_estate(path, Known(hosters={"ovhcloud", "scaleway"}))
    assert estate.waivers[0].rule == "ACME-1"
    assert estate.contracts[0].conditions == {"other"}
