"""``[[certificates]]`` of the estate file: copies the customer holds (CSP R.1111-8-8 II)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from hds_policy.config import check
from hds_policy.config.actors import ACTOR
from hds_policy.config.estate import EEA, Operator, OperatorStatus
from hds_policy.config.lines import KeyPath
from hds_policy.config.problems import Problems, shown
from hds_policy.config.schema import RawCertificate, Table
from hds_policy.model.hoster import Certificate, Grade, Scope, Source

_WITHOUT_CERTIFICATE = {OperatorStatus.NOT_CERTIFIED, OperatorStatus.UNKNOWN}
_REFERENTIAL = re.compile(r"\d\.\d+")


def read_certificates(
    problems: Problems, tables: Sequence[Table], *, actors: Collection[str], operators: Mapping[str, Operator]
) -> tuple[Certificate, ...]:
    """Certificates in the order of the file, grade ``estate``; ``actors``: ids of operators and hosters."""
    certificates = []
    for index, table in enumerate(tables):
        path: KeyPath = ("certificates", index)
        certificate = _certificate(problems, table, path, actors)
        if certificate is None:
            continue
        operator = operators.get(certificate.holder)
        if operator and operator.status in _WITHOUT_CERTIFICATE:
            problems.add(
                (*path, "holder"),
                f'the status of "{operator.id}" is "{operator.status}"; with a certificate it is "certified"',
            )
        certificates.append(certificate)
    return tuple(certificates)


def _certificate(problems: Problems, table: Table, path: KeyPath, actors: Collection[str]) -> Certificate | None:
    raw = problems.read(table, RawCertificate, path)
    if raw is None:
        return None
    check.known_id(problems, (*path, "holder"), raw.holder, actors, ACTOR)
    for key, given in {"valid_from": raw.valid_from, "valid_until": raw.valid_until, "seen_on": raw.seen_on}.items():
        check.day(problems, (*path, key), given)
    if raw.valid_from > raw.valid_until:
        problems.add((*path, "valid_until"), f"{raw.valid_until} lies before valid_from, {raw.valid_from}")
    if not _REFERENTIAL.fullmatch(raw.referential):
        problems.add(
            (*path, "referential"), f'{shown(raw.referential)} is not a version of the HDS referential, such as "2.0"'
        )
    return Certificate(
        holder=raw.holder,
        layers=check.layers(problems, (*path, "layers"), raw.layers),
        services=_scope(problems, (*path, "services"), raw.services),
        regions=_regions(problems, (*path, "regions"), raw.regions),
        referential=raw.referential,
        valid_from=raw.valid_from,
        valid_until=raw.valid_until,
        number=raw.number,
        body=raw.body,
        source=Source(raw.file or f"certificate {raw.number}", raw.seen_on, Grade.ESTATE),
    )


def _regions(problems: Problems, path: KeyPath, given: Sequence[str] | str) -> Scope:
    if isinstance(given, str):
        if given != EEA:
            problems.add(path, f'must be a list of region names, or "{EEA}" for all regions inside the EEA')
        return Scope(known=True, names=frozenset({EEA}))
    return _scope(problems, path, given)


def _scope(problems: Problems, path: KeyPath, names: Sequence[str]) -> Scope:
    if list(names) == ["*"]:
        return Scope(known=True, everything=True)
    if not names:
        problems.add(path, "must not be empty: an empty scope covers nothing")
    check.exact_names(problems, path, names, everything=True)
    return Scope(known=True, names=frozenset(names))
