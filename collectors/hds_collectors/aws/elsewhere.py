"""Whose cloud is behind an address: a region name means nothing without its hoster (eu-west-2 is London, and Paris)."""

from __future__ import annotations

from hds_collectors.aws.options import HOSTERS, Options
from hds_policy.catalogue import load_catalogue
from hds_policy.errors import UsageError


def check_hoster(options: Options) -> None:
    """Refuse an address of which nothing tells that Amazon answers there.

    Raises:
        UsageError: an address is given, and neither it nor an option tells whose it is, or it is not Amazon's.
    """
    if not options.endpoint_url or options.hoster:
        return
    address = options.endpoint_url.replace("{service}", "ec2").replace("{region}", "eu-west-3")
    found = load_catalogue().endpoint(address)
    if found is None:
        raise UsageError("endpoint_url does not tell whose cloud it is", hint="type --hoster aws when it is Amazon")
    if found.hoster not in HOSTERS:
        raise UsageError(f"endpoint_url is an address of {found.hoster}, which this scan does not read")
