"""What a scan of AWS is told: its options, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from hds_collectors.aws.choices import check_choices
from hds_policy.errors import UsageError

HOSTERS = ("aws",)
"""Clouds behind an address that are read."""

_ACCOUNT = re.compile(r"^\d{12}$")
_ROLE = re.compile(r"^(?:arn:aws[a-z-]*:iam::\d{12}:role/)?[\w+=,.@/-]{1,512}$")
_ENDPOINT = re.compile(r"^https?://[A-Za-z0-9.\[\]:{}-]+(?:/[\w./-]*)?$")

_EXECUTOR = re.compile(r"^dask(?:\+tls)?://[A-Za-z0-9.\[\]:-]+:\d{1,5}$")


class Options(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``[collectors.aws]``, and the options of ``hds-policy scan aws`` of the same names.

    Attributes:
        profile: profile of the SDK's own configuration; empty for the SDK's usual chain.
        role: role that is assumed first, an ARN or the name of one of the same account.
            For an organisation the name of the role that is assumed in each account.
        organisation: whether every account of the organisation is read, and not only one.
        include, exclude: accounts of the organisation, see ``organisation.members_of``.
        external_id: condition of the trust of that role.
        account: number of the account that is meant; another one stops the run.
        region: region the first calls are made in; the configured one, else one of the partition, by default.
        regions: regions that are read; every enabled one by default. What lies in no region is always read.
        services: services that are read, by name; all by default.
        endpoint_url: another address of the API, such as a private endpoint, with ``{service}`` and ``{region}``.
        hoster: who stands behind ``endpoint_url``, when its address does not tell: ``aws``.
        attempts: how often a call is tried.
        retry_mode: ``standard``, or ``adaptive`` for large estates.
        connect_timeout, read_timeout: seconds.
        threads: calls under way at once.
        executor: scheduler of dask whose workers read, ``dask://host:port``; threads of this process by default.
        unit_timeout: seconds after which the rest of one service in one region counts as unread.
    """

    profile: str = ""
    role: str = ""
    external_id: str = ""
    organisation: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    account: str = ""
    region: str = ""
    regions: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    endpoint_url: str = ""
    hoster: str = ""
    attempts: int = 6
    retry_mode: Literal["standard", "adaptive"] = "standard"
    connect_timeout: int = 5
    read_timeout: int = 30
    threads: int = 16
    unit_timeout: int = 1800
    executor: str = ""


def options_of(given: Mapping[str, Any], services: Mapping[str, object]) -> Options:
    """Options from the estate or the command line.

    Args:
        services: services there are, by name.

    Raises:
        UsageError: an option is unknown, has the wrong type, or names something that does not exist.
    """
    try:
        options = msgspec.convert({key: value for key, value in given.items() if value is not None}, Options)
    except msgspec.ValidationError as error:
        raise UsageError(f"[collectors.aws]: {error}", hint="docs/aws.md lists the options") from error
    if options.account and not _ACCOUNT.match(options.account):
        raise UsageError(f"account {options.account!r} is not a number of 12 digits")
    if options.role and not _ROLE.match(options.role):
        raise UsageError(f"role {options.role!r} is neither an ARN nor a name of a role")
    if options.endpoint_url and not _ENDPOINT.match(options.endpoint_url):
        raise UsageError("endpoint_url is not an address such as https://vpce-1.ec2.eu-west-3.vpce.amazonaws.com")
    if options.hoster and (options.hoster not in HOSTERS or not options.endpoint_url):
        raise UsageError(f"hoster {options.hoster!r} is not one of {', '.join(HOSTERS)} behind an endpoint_url")
    if options.executor and not _EXECUTOR.match(options.executor):
        raise UsageError(f"executor {options.executor!r} is not dask://HOST:PORT or dask+tls://HOST:PORT")
    _check_organisation(options)
    unknown = sorted(set(options.services) - set(services))
    if unknown:
        raise UsageError(f"no service {unknown[0]!r}", hint=f"there are: {', '.join(services)}")
    if min(options.attempts, options.threads) < 1 or max(options.attempts, options.threads) > 64:
        raise UsageError("attempts and threads lie between 1 and 64")
    return options


def _check_organisation(options: Options) -> None:
    if not options.organisation:
        if options.include or options.exclude:
            raise UsageError("--include and --exclude choose accounts of an organisation", hint="add --organisation")
        return
    if not options.role or options.role.startswith("arn:"):
        raise UsageError("an organisation is read with the name of a role that each account has", hint="--role NAME")
    check_choices((*options.include, *options.exclude))
