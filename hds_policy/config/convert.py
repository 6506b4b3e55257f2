"""From the raw tables to the Estate, each table on its own."""

from __future__ import annotations

from hds_policy.config.actors import read_operations, read_operators, read_sites
from hds_policy.config.certificates import read_certificates
from hds_policy.config.classification import read_classification
from hds_policy.config.declassifications import read_declassifications
from hds_policy.config.estate import Estate, Settings
from hds_policy.config.hosting import read_clusters, read_contracts
from hds_policy.config.known import Known
from hds_policy.config.policy_folders import read_policy_folders
from hds_policy.config.problems import Problems
from hds_policy.config.registry_file import read_registry_entry
from hds_policy.config.schema import RawEstate, RawSettings, Table
from hds_policy.config.waivers import read_waivers

_MAX_WARNING_DAYS = 3650


def convert(problems: Problems, raw: RawEstate, known: Known, *, file: str, sha256: str) -> Estate:
    """The Estate; meaningless when a problem was noted on the way."""
    default_class, recognition, rules = read_classification(problems, raw.classification)
    operators = read_operators(problems, raw.operators, known.hosters)
    actors = {*raw.operators, *known.hosters}
    sites = read_sites(problems, raw.sites, actors)
    return Estate(
        name=raw.name,
        default_class=default_class,
        recognition=recognition,
        rules=rules,
        operators=operators,
        operations=read_operations(problems, raw.operations, actors=actors, hosters=known.hosters, sites=sites),
        certificates=read_certificates(problems, raw.certificates, actors=actors, operators=operators),
        contracts=read_contracts(problems, raw.contracts, known),
        clusters=read_clusters(problems, raw.clusters, hosters=known.hosters, sites=sites),
        sites=sites,
        declassifications=read_declassifications(problems, raw.declassifications),
        waivers=read_waivers(problems, raw.waivers, known.rules),
        settings=_settings(problems, raw.settings),
        registry=read_registry_entry(problems, raw.registry),
        policies=read_policy_folders(problems, raw.policies),
        collectors=raw.collectors,
        file=file,
        sha256=sha256,
    )


def _settings(problems: Problems, table: Table) -> Settings:
    raw = problems.read(table, RawSettings, ("settings",))
    if raw is None:
        return Settings()
    for key in ("expiry_warning_days", "registry_max_age_days"):
        if not 0 <= getattr(raw, key) <= _MAX_WARNING_DAYS:
            problems.add(("settings", key), f"must lie between 0 and {_MAX_WARNING_DAYS}")
    return Settings(raw.expiry_warning_days, raw.registry_max_age_days, raw.cache, raw.inline_waivers)
