"""``[operators]``, ``[[operations]]`` and ``[[sites]]`` of the estate file: who performs what, where."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from hds_policy.config import check
from hds_policy.config.estate import Operation, Operator, OperatorStatus, Selector, Site
from hds_policy.config.lines import KeyPath
from hds_policy.config.problems import Problems, shown
from hds_policy.config.schema import RawOperation, RawOperator, RawSite, Table

ACTOR = "an operator of this file or a hoster of the registry"
HOSTER = "a hoster of the registry"
SITE = "a site of this file"

_NEEDS_REASON = {OperatorStatus.CONTROLLER, OperatorStatus.EXEMPT}
_ISO_CODES = {"UK": "GB", "EL": "GR"}


def read_operators(problems: Problems, tables: Mapping[str, Table], hosters: Collection[str]) -> dict[str, Operator]:
    """Operators by id."""
    operators = {}
    for name, table in tables.items():
        path: KeyPath = ("operators", name)
        raw = problems.read(table, RawOperator, path)
        check.new_id(problems, path, name)
        if name in hosters:
            problems.add(path, f"{shown(name)} is {HOSTER} already: declare its certificate in [[certificates]]")
        if raw is None:
            continue
        status = check.choice(problems, (*path, "status"), raw.status, OperatorStatus)
        if status in _NEEDS_REASON or raw.reason:
            check.reason(problems, (*path, "reason"), raw.reason)
        for account in raw.accounts:
            if not account.strip("*? "):
                problems.add((*path, "accounts"), f"{shown(account)} names everybody: write an account or a host")
        if status:
            operators[name] = Operator(name, raw.name, status, raw.reason, tuple(raw.accounts))
    return operators


def read_operations(
    problems: Problems,
    tables: Sequence[Table],
    *,
    actors: Collection[str],
    hosters: Collection[str],
    sites: Collection[str],
) -> tuple[Operation, ...]:
    """Operations in the order of the file: the first match per layer wins."""
    operations = []
    for index, table in enumerate(tables):
        path: KeyPath = ("operations", index)
        raw = problems.read(table, RawOperation, path)
        if raw is None:
            continue
        check.known_id(problems, (*path, "operator"), raw.operator, actors, ACTOR)
        if raw.hoster:
            check.known_id(problems, (*path, "hoster"), raw.hoster, hosters, HOSTER)
        if raw.site:
            check.known_id(problems, (*path, "site"), raw.site, sites, SITE)
        if raw.hoster and raw.site:
            problems.add(path, 'give "hoster" or "site", not both')
        selector = Selector(match=raw.match, type=raw.type, root=raw.root, hoster=raw.hoster, site=raw.site)
        operations.append(Operation(check.layers(problems, (*path, "layers"), raw.layers), selector, raw.operator))
    return tuple(operations)


def read_sites(problems: Problems, tables: Sequence[Table], actors: Collection[str]) -> dict[str, Site]:
    """Sites by id."""
    sites: dict[str, Site] = {}
    for index, table in enumerate(tables):
        path: KeyPath = ("sites", index)
        raw = problems.read(table, RawSite, path)
        if raw is None:
            continue
        check.new_id(problems, (*path, "id"), raw.id)
        if raw.id in sites:
            problems.add((*path, "id"), f"{shown(raw.id)} stands here twice")
        check.known_id(problems, (*path, "operator"), raw.operator, actors, ACTOR)
        _check_country(problems, (*path, "country"), raw.country)
        layers = check.layers(problems, (*path, "layers"), raw.layers)
        sites[raw.id] = Site(raw.id, raw.name or raw.id, raw.country, raw.operator, layers)
    return sites


def _check_country(problems: Problems, path: KeyPath, country: str) -> None:
    if country in _ISO_CODES:
        problems.add(path, f'the ISO 3166-1 code is "{_ISO_CODES[country]}", not {shown(country)}')
    elif not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
        problems.add(path, f'{shown(country)} is not a country code of two capital letters (ISO 3166-1), such as "FR"')
