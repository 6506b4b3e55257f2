"""Which resources a person means by an address."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from hds_policy.model.graph import Node

_INSTANCE = re.compile(r"\[(?:\"(?:[^\"\\]|\\.)*\"|[^\]]*)\]")
_NEAREST = 5


def without_instances(address: str) -> str:
    """The address without instance keys: every instance of it."""
    return _INSTANCE.sub("", address)


def matching(wanted: str, nodes: Sequence[Node]) -> list[Node]:
    """Nodes meant by an address: that very one, else every instance of it, else everything inside the module it names.

    An address may begin with its root module and a colon; without, it is looked for in every root. ``[?]`` stands for
    instances that nobody can count, so any instance that is asked for may be among them.
    """
    exact = [node for node in nodes if wanted in {node.key, node.address}]
    if exact:
        return exact
    plain = without_instances(wanted)
    instances = [node for node in nodes if plain in {without_instances(node.key), without_instances(node.address)}]
    if plain != wanted:
        # Another counted instance is not the one that was asked for; an uncounted one may be.
        return [node for node in instances if node.symbolic]
    if instances:
        return instances
    return [node for node in nodes if _inside(wanted, node)] if "module." in wanted else []


def _inside(module: str, node: Node) -> bool:
    return any(
        name.startswith(f"{module}.") or without_instances(name).startswith(f"{without_instances(module)}.")
        for name in (node.key, node.address)
    )


def nearest(wanted: str, nodes: Iterable[Node]) -> list[str]:
    """Keys that look like the address: by their last words first, since those are typed from memory."""
    keys = {node.key: node.address for node in nodes}
    wanted = wanted.rpartition(":")[2]
    close = difflib.get_close_matches(wanted, keys.values(), n=_NEAREST, cutoff=0.5)
    tail = wanted.rpartition(".")[2]
    named = [address for address in keys.values() if len(tail) > 2 and tail in address.rpartition(".")[2]]
    addresses = list(dict.fromkeys((*close, *named)))[:_NEAREST]
    return [key for address in addresses for key, other in keys.items() if other == address][:_NEAREST]
