"""The shipped registry and one of the organisation's own: both count, nothing is loosened, what is lost is lost."""

from __future__ import annotations

from datetime import date

import pytest
from building import certificate, hoster
from msgspec.structs import replace

from hds_policy.config import Estate
from hds_policy.errors import RegistryError
from hds_policy.hosters import Registry, load_law, merged
from hds_policy.hosters.changes import changes
from hds_policy.hosters.life import Standing, lives, standing, verdict
from hds_policy.model import (
    CertificateEvent,
    CertificateState,
    Condition,
    Grade,
    Hoster,
    HosterStatus,
    Source,
)
from hds_policy.pipeline import holders_of

SOURCE = Source("page", date(2026, 11, 1), Grade.A)
OPTION = Condition("flag", "The flag is on", "option", frozenset(), frozenset(), "hds", (True,), SOURCE)
ON = date(2026, 11, 24)


def registry(*entries: Hoster) -> Registry:
    return Registry({entry.id: entry for entry in entries}, {}, {}, date(2026, 11, 1), "")


def test_both_know_a_hoster() -> None:
    shipped = replace(hoster("acme", certificate("acme")), conditions=(OPTION,))
    own = hoster("acme", replace(certificate("acme"), number="N-2"))
    found = merged(registry(shipped, hoster("other")), {"acme": own}, "own.toml").hosters
    assert [one.number for one in found["acme"].certificates] == ["N-2", "N-1"]
    assert found["acme"].conditions == (OPTION,)
    assert set(found) == {"acme", "other"}


def test_of_two_certificates_with_one_number_the_own_one_counts() -> None:
    event = CertificateEvent(CertificateState.SUSPENDED, date(2026, 11, 2), SOURCE)
    own = hoster("acme", replace(certificate("acme"), number=" n-1", events=(event,)))
    (found,) = (
        merged(registry(hoster("acme", certificate("acme"))), {"acme": own}, "own.toml").hosters["acme"].certificates
    )
    assert found.state(ON) is CertificateState.SUSPENDED


def test_a_suspension_is_not_undone_by_a_copy_that_does_not_tell_of_it() -> None:
    suspended = CertificateEvent(CertificateState.SUSPENDED, date(2026, 11, 2), SOURCE)
    lifted = CertificateEvent(CertificateState.IN_FORCE, date(2026, 11, 20), SOURCE)
    shipped = hoster("acme", replace(certificate("acme"), events=(suspended,)))

    def state(number: str, *events: CertificateEvent) -> list[CertificateState]:
        own = hoster("acme", replace(certificate("acme"), number=number, events=events))
        found = merged(registry(shipped), {"acme": own}, "own.toml").hosters["acme"]
        return [one.state(ON) for one in found.certificates]

    assert state("N-1") == [CertificateState.SUSPENDED]
    assert state("n 1") == [CertificateState.SUSPENDED]
    assert state("N-1", lifted) == [CertificateState.IN_FORCE]
    assert state("N-1", replace(lifted, on=date(2026, 11, 1))) == [CertificateState.SUSPENDED]
    assert state("N-2") == [CertificateState.IN_FORCE, CertificateState.SUSPENDED]
    assert state("") == [CertificateState.IN_FORCE, CertificateState.SUSPENDED]


def test_what_happened_to_a_certificate_happened_to_the_copy_that_the_customer_holds() -> None:
    suspended = CertificateEvent(CertificateState.SUSPENDED, date(2026, 11, 2), SOURCE)
    known = registry(hoster("acme", replace(certificate("acme"), events=(suspended,))))
    estate = Estate.default()

    def states(number: str, holder: str = "acme") -> list[CertificateState]:
        held = replace(certificate(holder, grade=Grade.ESTATE), number=number)
        holders = holders_of(replace(estate, certificates=(held,)), known, ON)
        return [one.state(ON) for one in holders["acme"].certificates]

    assert states("n1") == [CertificateState.SUSPENDED, CertificateState.SUSPENDED]
    assert states("N-2") == [CertificateState.IN_FORCE, CertificateState.SUSPENDED]


def test_not_certified_takes_the_certificates_away() -> None:
    own = hoster("acme", status=HosterStatus.NOT_CERTIFIED)
    found = merged(registry(hoster("acme", certificate("acme"))), {"acme": own}, "own.toml").hosters["acme"]
    assert (found.status, found.certificates) == (HosterStatus.NOT_CERTIFIED, ())


def test_unknown_takes_nothing_away() -> None:
    own = hoster("acme", status=HosterStatus.UNKNOWN)
    found = merged(registry(hoster("acme", certificate("acme"))), {"acme": own}, "own.toml").hosters["acme"]
    assert (found.status, len(found.certificates)) == (HosterStatus.CERTIFIED, 1)


def test_a_condition_cannot_be_replaced() -> None:
    shipped = replace(hoster("acme"), conditions=(OPTION,))
    own = replace(hoster("acme"), conditions=(replace(OPTION, values=("*",)),))
    with pytest.raises(RegistryError, match=r"own\.toml: hosters\.acme\.conditions\.flag"):
        merged(registry(shipped), {"acme": own}, "own.toml")


BASE = certificate("acme", since=date(2025, 1, 1), until=date(2027, 12, 31))
SUSPENDED = CertificateEvent(CertificateState.SUSPENDED, date(2026, 11, 2), SOURCE)


@pytest.mark.parametrize(
    ("one", "on", "expected"),
    [
        (BASE, ON, Standing.STANDS),
        (BASE, date(2027, 12, 31), Standing.ENDS_SOON),
        (BASE, date(2027, 10, 2), Standing.STANDS),
        (BASE, date(2027, 10, 3), Standing.ENDS_SOON),
        (BASE, date(2028, 1, 1), Standing.ENDED),
        (BASE, date(2024, 12, 31), Standing.NOT_YET),
        (replace(BASE, referential="1.1"), date(2026, 5, 17), Standing.SUPERSEDED),
        (replace(BASE, referential="1.1"), date(2026, 5, 16), Standing.ENDS_SOON),
        (replace(BASE, referential=None), ON, Standing.UNKNOWN),
        (replace(BASE, valid_until=None), ON, Standing.UNKNOWN),
        (replace(BASE, referential="2.1"), ON, Standing.UNKNOWN),
        (replace(BASE, events=(SUSPENDED,)), ON, Standing.SUSPENDED),
        (replace(BASE, source=Source("blog", ON, Grade.C)), ON, Standing.UNKNOWN),
    ],
)
def test_what_a_certificate_is_worth_on_a_day(one, on, expected) -> None:
    assert standing(one, load_law(), on, within=90) is expected


@pytest.mark.parametrize(
    ("certificates", "stale", "code"),
    [
        ([BASE], False, 0),
        ([BASE], True, 3),
        ([replace(BASE, valid_until=None)], False, 3),
        ([replace(BASE, valid_until=date(2026, 1, 1))], False, 1),
        ([replace(BASE, valid_until=date(2026, 1, 1)), replace(BASE, number="N-2")], False, 0),
        ([replace(BASE, valid_until=date(2026, 1, 1)), replace(BASE, number="N-2", valid_until=None)], False, 3),
    ],
)
def test_the_exit_code_of_a_day(certificates, stale, code) -> None:
    rows = lives(registry(hoster("acme", *certificates)), load_law(), ON, within=90)
    assert verdict(rows, stale=stale) == code


def test_what_changed_between_two_registries() -> None:
    old = registry(hoster("acme", BASE), hoster("gone"))
    new = registry(hoster("acme", replace(BASE, valid_until=date(2028, 12, 31))), hoster("new"))
    found = [(one.hoster, one.about, one.kind) for one in changes(old, new)]
    assert ("acme", "certificates[N-1].valid_until", "changed") in found
    assert ("gone", "status", "removed") in found
    assert ("new", "status", "added") in found
    assert [one for one in found if one[0] == "acme"] == [("acme", "certificates[N-1].valid_until", "changed")]
    assert changes(old, old) == []


def test_another_source_for_the_same_value_is_told_apart() -> None:
    read_again = replace(BASE, sources={"number": Source("copy", date(2026, 11, 20), Grade.A)})
    (only,) = changes(registry(hoster("acme", BASE)), registry(hoster("acme", read_again)))
    assert (only.about, only.kind) == ("certificates[N-1].number", "source")
