"""IP network functions."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping

from hds_collectors.terraform.functions.arguments import FunctionError, integer, text
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.values import Term

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(value: Term) -> _Network:
    prefix = text(value)
    if "/" not in prefix:
        raise FunctionError("not a network prefix")
    try:
        return ipaddress.ip_network(prefix, strict=False)
    except ValueError as error:
        raise FunctionError("not a network prefix") from error


def _part(network: _Network, bits: int, position: int) -> _Network:
    length = network.prefixlen + bits
    if bits < 0 or length > network.max_prefixlen or not 0 <= position < 2**bits:
        raise FunctionError("the prefix has no such part")
    start = int(network.network_address) + (position << (network.max_prefixlen - length))
    return type(network)((start, length))


def _cidrsubnet(_: Budget, prefix: Term, bits: Term, position: Term) -> str:
    return str(_part(_network(prefix), integer(bits), integer(position)))


def _cidrsubnets(_: Budget, prefix: Term, *bits: Term) -> list[Term]:
    network = _network(prefix)
    start = int(network.network_address)
    result: list[Term] = []
    for width in bits:
        length = network.prefixlen + integer(width)
        if integer(width) < 1 or length > network.max_prefixlen:
            raise FunctionError("the prefix has no such part")
        size = 1 << (network.max_prefixlen - length)
        start = -(-start // size) * size
        if start + size - 1 > int(network.broadcast_address):
            raise FunctionError("the prefix is used up")
        result.append(str(type(network)((start, length))))
        start += size
    return result


def _cidrhost(_: Budget, prefix: Term, host: Term) -> str:
    network, position = _network(prefix), integer(host)
    size = network.num_addresses
    if not -size <= position < size:
        raise FunctionError("the prefix has no such host")
    return str(network.network_address + (position if position >= 0 else size + position))


def _cidrnetmask(_: Budget, prefix: Term) -> str:
    network = _network(prefix)
    if network.version != 4:
        raise FunctionError("only IPv4 prefixes have a netmask")
    return str(network.netmask)


FUNCTIONS: Mapping[str, Callable[..., Term]] = {
    "cidrhost": _cidrhost,
    "cidrnetmask": _cidrnetmask,
    "cidrsubnet": _cidrsubnet,
    "cidrsubnets": _cidrsubnets,
}
