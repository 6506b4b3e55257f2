"""Whose cloud is behind an address: a region name means nothing without its hoster (eu-west-2 is London, and Paris)."""

from __future__ import annotations

from collections.abc import Mapping

from hds_collectors.aws.options import HOSTERS, Options
from hds_collectors.aws.resources import provider_of
from hds_policy.catalogue import load_catalogue
from hds_policy.errors import UsageError
from hds_policy.model import ProviderConfig

SERVICES: Mapping[str, tuple[str, ...]] = {"outscale": ("ec2", "s3")}
"""Services of this collector that another cloud answers for."""

_ADDRESSES: Mapping[str, Mapping[str, str]] = {
    "outscale": {
        "ec2": "https://fcu.{region}.outscale.com",
        "s3": "https://oos.{region}.outscale.com",
        "elb": "https://lbu.{region}.outscale.com",
    }
}
"""Addresses a provider block would name; source: docs.outscale.com, API endpoints reference."""


def hoster_of(options: Options) -> str:
    """Hoster that the options lead to.

    Raises:
        UsageError: an address is given, and neither it nor an option tells whose it is.
    """
    if not options.endpoint_url:
        return "aws"
    if options.hoster:
        return options.hoster
    found = load_catalogue().endpoint(options.endpoint_url.replace("{service}", "fcu").replace("{region}", "eu-west-2"))
    if found is None or found.hoster not in HOSTERS:
        hint = "name it with --hoster aws or --hoster outscale"
        raise UsageError("endpoint_url does not tell whose cloud it is", hint=hint)
    return found.hoster


def provider_in(region: str, hoster: str) -> ProviderConfig:
    """The provider configuration that would manage what lies in a region of a hoster."""
    addresses = _ADDRESSES.get(hoster, {})
    return provider_of(region, tuple((name, text.replace("{region}", region)) for name, text in addresses.items()))
