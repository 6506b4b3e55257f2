"""Which resources a comment for this tool is about: all that its block declares, in every root that uses the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from hds_collectors.terraform.addresses import without_keys
from hds_collectors.terraform.comments import Comment, subject_of
from hds_collectors.terraform.declared import Blocks
from hds_collectors.terraform.emission import Emission
from hds_policy.model import Directive, Inventory, Resource, SourceRange

_Place = tuple[str, int]
_Block = tuple[str, str]


def directives_of(comments: Mapping[str, tuple[Comment, ...]], emission: Emission) -> tuple[Directive, ...]:
    """All comments of a run with the resources they are about, sorted by place."""
    if not comments:
        return ()
    by_place: dict[_Place, list[str]] = defaultdict(list)
    for resource in emission.resources:
        if resource.location is not None and resource.location.file in comments:
            by_place[resource.location.file, resource.location.start_line].append(resource.key)
    for call, calls in emission.called.items():
        by_place[call] += _below(calls, emission.resources)
    found = []
    for file, entries in sorted(comments.items()):
        for comment in entries:
            keys = () if comment.block is None else by_place.get((file, comment.first_line), ())
            subject = "" if comment.block is None else subject_of(comment.block)
            place = SourceRange(file, comment.line, comment.line)
            found.append(Directive(comment.text, place, subject, tuple(sorted(set(keys)))))
    return tuple(found)


def _below(calls: Iterable[tuple[str, str]], resources: Iterable[Resource]) -> list[str]:
    prefixes: dict[str, list[str]] = defaultdict(list)
    for root, prefix in calls:
        prefixes[root].append(prefix)
    ready = {root: tuple(found) for root, found in prefixes.items()}
    return [one.key for one in resources if one.root in ready and one.address.startswith(ready[one.root])]


def of_document(code: Inventory, root: str, blocks: Blocks, document: Inventory) -> tuple[Directive, ...]:
    """The comments of a configuration, about the resources of a plan or state that was made from it.

    Args:
        code: inventory of the configuration.
        root: its root module the plan was made of.
        blocks: of that root: a plan may have instances of blocks that have none in ``code``.
    """
    if not code.directives:
        return ()
    addresses = {one.key: without_keys(one.address) for one in code.resources if one.root == root}
    named: dict[_Block, set[str]] = defaultdict(set)
    for address, block in blocks.resources.items():
        steps = address.split(".")
        while len(steps) > 2 and steps[0] == "module":
            del steps[:2]
        named[block.location.file, ".".join(steps)].add(address)
    by_address: dict[str, list[str]] = defaultdict(list)
    for resource in document.resources:
        by_address[without_keys(resource.address)].append(resource.key)
    moved = []
    for directive in code.directives:
        found = {addresses[key] for key in directive.resources if key in addresses}
        found |= named.get((directive.place.file, directive.subject), set())
        keys = sorted(key for address in found for key in by_address.get(address, ()))
        moved.append(replace(directive, resources=tuple(keys)))
    return tuple(moved)
