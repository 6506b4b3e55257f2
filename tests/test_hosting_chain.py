"""The table of guarantees: a row for each actor, certified only where the rules found it for all it does here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Completed
from estates import ESTATE, ON, estate

Check = Callable[..., Completed]
Write = Callable[..., Path]


def chain(check: Check, folder: Path, *more: str) -> dict[str, dict[str, Any]]:
    document: dict[str, Any] = check(folder, *ON, "--format", "json", *more).json
    return {entry["id"] or entry["role"]: entry for entry in document["chain"]}


def test_each_actor_with_what_it_does(check: Check, write: Write) -> None:
    found = chain(check, write(estate()))
    assert list(found) == ["aws", "acme"]
    aws, acme = found["aws"], found["acme"]
    assert (aws["name"], aws["role"], aws["certified"]) == ("Amazon Web Services", "hoster", "yes")
    assert aws["layers"] == ["physical", "hardware", "virtual", "platform"]
    assert aws["regions"] == ["eu-west-3"]
    assert "EXAMPLE-2" in [certificate["number"] for certificate in aws["certificates"]]
    assert (acme["name"], acme["role"], acme["certified"]) == ("Acme", "hoster", "yes")
    assert acme["layers"] == ["admin", "backup"]
    assert acme["certificates"] == [
        {
            "number": "EXAMPLE-1",
            "body": "Example body",
            "referential": "2.0",
            "valid_from": "2026-04-21",
            "valid_until": "2029-04-20",
            "source": {"reference": "certificate EXAMPLE-1", "checked_on": "2026-01-15", "grade": "estate"},
        }
    ]
    assert {told["answer"] for told in acme["answers"].values()} == {"unknown"}


def test_where_it_is_not_known_whether_a_certificate_covers_a_region(check: Check, write: Write) -> None:
    found = chain(check, write(estate("us-east-1")))
    assert (found["aws"]["certified"], found["aws"]["regions"]) == ("unknown", ["us-east-1"])
    assert found["acme"]["certified"] == "yes"


def test_a_region_that_no_certificate_covers(check: Check) -> None:
    found = chain(check, Path("examples/clinic/failing"))
    assert (found["clevercloud"]["certified"], found["clevercloud"]["regions"]) == ("no", ["par", "parhds"])


UNCERTIFIED = ESTATE.replace('status = "certified"', 'status = "not_certified"').replace(
    ESTATE[ESTATE.index("[[certificates]]") : ESTATE.index('[[certificates]]\nholder = "aws"')], ""
)


def test_an_operator_known_to_be_uncertified(check: Check, write: Write) -> None:
    assert chain(check, write({**estate(), "hds-policy.toml": UNCERTIFIED}))["acme"]["certified"] == "no"


def test_a_waiver_makes_nobody_certified(check: Check, write: Write) -> None:
    waivers = "".join(
        f'[[waivers]]\nrule = "HDS-00{number}"\naddress = "aws_s3_bucket.*"\nreason = "until the move"\n'
        'approved_by = "RSSI"\nexpires = 2027-01-31\n'
        for number in (5, 6)
    )
    folder = write({**estate(), "hds-policy.toml": UNCERTIFIED + waivers})
    assert check(folder, *ON, "--format", "json").json["counts"]["exempt"] == 2
    assert chain(check, folder)["acme"]["certified"] == "no"


def test_what_was_not_asked_is_not_established(check: Check, write: Write) -> None:
    assert chain(check, write(estate()), "--profile", "eea-only")["aws"]["certified"] == "unknown"


def test_nobody_declared_is_a_row_of_its_own(check: Check, write: Write) -> None:
    without = ESTATE.replace('layers = ["platform", "admin", "backup"]\noperator', 'layers = ["admin"]\noperator')
    assert without != ESTATE
    found = chain(check, write({**estate(), "hds-policy.toml": without}))
    assert (found["undeclared"]["name"], found["undeclared"]["certified"]) == ("", "unknown")
    assert "backup" in found["undeclared"]["layers"]


@pytest.mark.parametrize("status", ["controller", "exempt"])
def test_who_is_outside_the_obligation_is_exempt(check: Check, write: Write, status: str) -> None:
    own = ESTATE.replace('status = "certified"', f'status = "{status}"\nreason = "its own rooms"')
    own = own.replace(own[own.index("[[certificates]]") : own.index('[[certificates]]\nholder = "aws"')], "")
    found = chain(check, write({**estate(), "hds-policy.toml": own}))
    assert (found["acme"]["role"], found["acme"]["certified"]) == (status, "exempt")


def test_a_hoster_that_is_declared_as_operator_too_is_one_actor(check: Check, write: Write) -> None:
    own = ESTATE.replace('operator = "acme"', 'operator = "aws"')
    found = chain(check, write({**estate(), "hds-policy.toml": own}))
    assert list(found) == ["aws"]
    assert found["aws"]["layers"] == ["physical", "hardware", "virtual", "platform", "admin", "backup"]
    assert found["aws"]["certified"] != "yes"


def test_subcontractors_follow_their_hoster(check: Check) -> None:
    document = check(Path("examples/clinic/mended"), *ON, "--format", "json").json
    rows = [(entry["name"], entry["role"], entry["contractor"], entry["certified"]) for entry in document["chain"]]
    hoster = rows.index(("Scalingo SAS", "hoster", None, "yes"))
    # Which activities Outscale performs for Scalingo is not known, so that no certificate can cover them.
    assert rows[hoster + 1] == ("Outscale", "subcontractor", "Scalingo SAS", "unknown")
