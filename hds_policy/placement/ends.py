"""Whose region the ARN of an end that was not read names."""

from __future__ import annotations

from hds_policy.catalogue import Catalogue
from hds_policy.model import ActorKind, Resource
from hds_policy.placement.hosting import hosting_of


def hoster_of_end(partition: str, holder: Resource, catalogue: Catalogue) -> str:
    """Id of the hoster whose region an ARN names; empty when it is not known.

    Services that speak the interface of another hoster write its ARNs too: with the endpoints of such a service, the
    partition says nothing.

    Args:
        partition: partition of the ARN, e.g. ``aws-cn``.
        holder: the resource whose attribute names the end.
    """
    told = catalogue.hoster_of_arn(partition)
    provider = catalogue.provider_of(holder)
    if not told or provider is None or provider.hoster != told:
        return told
    decision = catalogue.decision(holder.type, holder.provider.name)
    hosting = hosting_of(holder, provider, None, catalogue, decision.service if decision else "")
    return hosting.hoster.id if hosting.hoster.kind is ActorKind.HOSTER else ""
