"""YAML of METADATA and examples: plain data, and no key twice."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import yaml

from hds_policy.errors import YamlError

if TYPE_CHECKING:
    from yaml import SafeLoader as _BaseLoader
else:
    _BaseLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_DEEPEST = 20


class StrictLoader(_BaseLoader):
    """YAML where a key that is written twice is an error: the second would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping of a node; a key that is written twice, or is no plain text, is a ``ConstructorError``."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key must be plain text", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key.value!r} is written twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def load_strict(text: str, aliases: int = 0) -> Any:
    """The data of a YAML text without aliases, which multiply what it holds, or with a few that do not.

    Args:
        aliases: how many there may be; none may stand inside what another one repeats.

    Raises:
        YamlError: it is not valid, holds more than plain data, or a key twice.
    """
    try:
        _refuse_aliases(text, aliases)
        loaded = yaml.load(text, Loader=StrictLoader)  # noqa: S506 - a SafeLoader with one more check
    except yaml.MarkedYAMLError as error:
        raise YamlError(str(error.problem), error.problem_mark.line if error.problem_mark else 0) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YamlError(str(error) or "nested too deeply", 0) from error
    _refuse_depth(loaded)
    return loaded


def _refuse_depth(loaded: Any) -> None:
    """What is read goes through functions that call themselves for each level."""
    level, depth = [loaded], 0
    while level:
        if depth > _DEEPEST:
            raise YamlError(f"more than {_DEEPEST} levels", 0)
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        depth += 1


def _refuse_aliases(text: str, most: int) -> None:
    if "*" not in text:
        return
    anchored: list[bool] = []
    left = most
    for event in yaml.parse(text, StrictLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            anchored.append(event.anchor is not None)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchored.pop()
        elif isinstance(event, yaml.AliasEvent):
            left -= 1
            if left < 0 or any(anchored):
                line = event.start_mark.line if event.start_mark else 0
                raise YamlError(f"an alias (*{event.anchor}): write it out", line)
