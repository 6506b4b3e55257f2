"""``[[contracts]]`` and ``[[clusters]]`` of the estate file: what only the customer knows of a hosting."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hds_policy.config import check
from hds_policy.config.actors import HOSTER, SITE
from hds_policy.config.estate import Cluster, Contract, Selector
from hds_policy.config.known import Known
from hds_policy.config.lines import KeyPath
from hds_policy.config.problems import Problems, shown
from hds_policy.config.schema import RawCluster, RawClusterMatch, RawContract, Table


def read_contracts(problems: Problems, tables: Sequence[Table], known: Known) -> tuple[Contract, ...]:
    """Contracts in the order of the file."""
    contracts = []
    for index, table in enumerate(tables):
        path: KeyPath = ("contracts", index)
        raw = problems.read(table, RawContract, path)
        if raw is None:
            continue
        check.known_id(problems, (*path, "hoster"), raw.hoster, known.hosters, HOSTER)
        _check_conditions(problems, (*path, "conditions"), raw, known)
        check.day(problems, (*path, "signed_on"), raw.signed_on)
        check.day(problems, (*path, "valid_until"), raw.valid_until)
        if raw.valid_until and raw.valid_until < raw.signed_on:
            problems.add((*path, "valid_until"), f"{raw.valid_until} lies before signed_on, {raw.signed_on}")
        selector = Selector(match=raw.match, root=raw.root)
        contracts.append(
            Contract(raw.hoster, raw.signed_on, raw.valid_until, frozenset(raw.conditions), raw.reference, selector)
        )
    return tuple(contracts)


def _check_conditions(problems: Problems, path: KeyPath, raw: RawContract, known: Known) -> None:
    if not raw.conditions:
        problems.add(path, "must name at least one condition that the contract confirms")
    check.exact_names(problems, path, raw.conditions, everything=False)
    if known.conditions is None or raw.hoster not in known.hosters:
        return
    names = known.conditions.get(raw.hoster, ())
    for index, condition in enumerate(raw.conditions):
        check.known_id(
            problems, (*path, index), condition, names, f"a condition of {shown(raw.hoster)} in the registry"
        )


def read_clusters(
    problems: Problems, tables: Sequence[Table], *, hosters: Collection[str], sites: Collection[str]
) -> tuple[Cluster, ...]:
    """Clusters in the order of the file: the first match wins."""
    clusters = []
    for index, table in enumerate(tables):
        path: KeyPath = ("clusters", index)
        raw = problems.read(table, RawCluster, path)
        if raw is None:
            continue
        match = problems.read(raw.match, RawClusterMatch, (*path, "match"))
        if match is None:
            continue
        if match == RawClusterMatch():
            problems.add((*path, "match"), 'selects nothing: give "alias", "host", "config_context" or "root"')
        _check_where(problems, path, raw, hosters, sites)
        clusters.append(
            Cluster(
                alias=match.alias,
                host=match.host,
                config_context=match.config_context,
                root=match.root,
                hoster=raw.hoster,
                region=raw.region,
                service=raw.service,
                site=raw.site,
                resource=raw.resource,
                managed=raw.managed,
            )
        )
    return tuple(clusters)


def _check_where(
    problems: Problems, path: KeyPath, raw: RawCluster, hosters: Collection[str], sites: Collection[str]
) -> None:
    on_hoster = (raw.hoster, raw.region, raw.service)
    if raw.resource:
        if any(on_hoster) or raw.site:
            problems.add(path, 'give "resource", or a place, not both: the cluster in Terraform tells where it is')
    elif raw.site:
        check.known_id(problems, (*path, "site"), raw.site, sites, SITE)
        if any(on_hoster):
            problems.add(path, 'give "site", or "hoster", "region" and "service", not both')
    elif not all(on_hoster):
        problems.add(path, 'give "hoster", "region" and "service", or "site", or "resource"')
    if not raw.managed and not raw.hoster:
        problems.add(
            (*path, "managed"), 'goes with "hoster": says that you operate Kubernetes on its machines yourself'
        )
    if raw.hoster:
        check.known_id(problems, (*path, "hoster"), raw.hoster, hosters, HOSTER)
