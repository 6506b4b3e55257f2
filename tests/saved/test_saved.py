"""Saved inventories: whatever was read comes back exactly, and a file that is not what was written is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from msgspec.structs import replace

from hds_policy.collection import collect_all
from hds_policy.errors import UsageError
from hds_policy.model import (
    Cause,
    Input,
    InputStatus,
    Inventory,
    ProviderConfig,
    Reference,
    Resource,
    SourceRange,
    Unknown,
    Unread,
)
from hds_policy.saved import is_saved, read_saved, saved_bytes, saved_of

ON = date(2026, 11, 23)
PROVIDER = ProviderConfig("aws", "hashicorp/aws", "paris", {"region": "eu-west-3"}, SourceRange("p.tf", 3, 4), True)
ATTRIBUTES = {"engine": "postgres", "arn": Unknown(Cause.ACCESS_DENIED, "refused", ("aws_kms_key.a.arn",))}
WHOLE = Inventory(
    resources=(
        Resource("a.b", "a", "b", "live", PROVIDER, ATTRIBUTES, SourceRange("m.tf", 1, 9), {"engine": 2}, True, True),
        Resource("a.c", "a", "c", "live", PROVIDER, {}),
    ),
    references=(Reference("live:a.b", "live:a.c", "replica.kms_key_arn", "arn", False),),
    unread=(Unread("pods", Cause.THROTTLED, "429", SourceRange("m.tf", 1, 1), "live"),),
    inputs=(Input("pods", InputStatus.FAILED, "429", "ab", 3),),
    not_instantiated=4,
    roots=("live",),
    focus=frozenset({"live:a.b"}),
    looked_outside=True,
)

texts = some.text(some.characters(exclude_categories=["Cs"]), max_size=8)
keys = some.one_of(texts, some.sampled_from(["$unknown", "$float", "$object", "$"]))
leaves = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(),
    some.floats(allow_nan=False),
    texts,
    some.builds(Unknown, some.sampled_from(Cause), texts, some.lists(texts, max_size=2).map(tuple)),
)
values = some.recursive(
    leaves, lambda inner: some.one_of(some.lists(inner, max_size=3), some.dictionaries(keys, inner, max_size=3))
)


def with_value(value: Any) -> Inventory:
    return Inventory((Resource("a.b", "a", "b", ".", PROVIDER, {"value": value}),))


def test_every_field_comes_back() -> None:
    saved = saved_of("i.json", saved_bytes(WHOLE, "clinic", ON))
    assert saved.inventory == WHOLE
    assert (saved.scanner, saved.on) == ("clinic", ON)


def test_resources_that_shared_a_provider_share_it_again() -> None:
    first, second = saved_of("i.json", saved_bytes(WHOLE, "clinic", ON)).inventory.resources
    assert first.provider is second.provider


@settings(max_examples=300, deadline=None)
@given(values)
def test_every_value_comes_back(value: Any) -> None:
    inventory = with_value(value)
    back = saved_of("i.json", saved_bytes(inventory, "clinic", ON)).inventory
    assert repr(back) == repr(inventory)


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), 2**200, -0.0, 1e22, "", {}, []])
def test_a_value_that_json_has_no_word_for_comes_back(value: Any) -> None:
    back = saved_of("i.json", saved_bytes(with_value(value), "clinic", ON)).inventory
    assert repr(back.resources[0].attributes["value"]) == repr(value)


def test_what_the_readers_read_of_the_example_comes_back() -> None:
    example = Path(__file__).parents[2] / "examples" / "clinic" / "failing"
    inventory = collect_all([example], {}).inventory
    assert len(inventory.resources) > 10
    assert saved_of("i.json", saved_bytes(inventory, "clinic", ON)).inventory == inventory


def test_a_value_that_is_nested_too_deeply_is_not_saved() -> None:
    value: Any = "x"
    for _ in range(200):
        value = [value]
    with pytest.raises(UsageError, match="nested more than 100 levels"):
        saved_bytes(with_value(value), "clinic", ON)


def test_text_that_is_none_is_not_saved() -> None:
    with pytest.raises(UsageError, match="cannot be saved"):
        saved_bytes(with_value("\ud800"), "clinic", ON)


def resealed(change: Callable[[dict[str, Any]], None]) -> bytes:
    """The file with its content changed by somebody who can compute a digest."""
    content = json.loads(saved_bytes(WHOLE, "clinic", ON))["content"]
    change(content)
    data = json.dumps(content, separators=(",", ":")).encode()
    head = f'{{"format":"hds-policy inventory","version":1,"sha256":"{sha256(data).hexdigest()}","content":'
    return head.encode() + data + b"}\n"


def test_the_digest_is_that_of_the_content() -> None:
    """Anybody can compute it: from ``"content":`` to the last brace but one."""
    whole = saved_bytes(WHOLE, "clinic", ON)
    found = re.fullmatch(rb'\{"format":"hds-policy inventory","version":1,"sha256":"(\w+)","content":(.*)\}\n', whole)
    assert found is not None
    assert sha256(found[2]).hexdigest() == found[1].decode()
    assert saved_of("i.json", resealed(lambda content: None)).inventory == WHOLE


def test_every_changed_byte_of_the_content_is_noticed() -> None:
    whole = bytearray(saved_bytes(WHOLE, "clinic", ON))
    start = whole.index(b'"content":') + len(b'"content":')
    for place in range(start, len(whole) - 2):
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises(UsageError, match="not a saved inventory"):
            saved_of("i.json", bytes(changed))


@pytest.mark.parametrize("size", [0, 1, 40, 120, -2])
def test_a_cut_file_is_refused(size: int) -> None:
    with pytest.raises(UsageError, match="not a saved inventory"):
        saved_of("i.json", saved_bytes(WHOLE, "clinic", ON)[:size])


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(content: Any) -> None:
        for part in path[:-1]:
            content = content[part]
        content[path[-1]] = to

    return change


STRANGE: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "an unknown member": (_set("verdict", to="pass"), "unknown field `verdict`"),
    "a missing member": (lambda content: content.pop("unread"), "missing required field `unread`"),
    "another type": (_set("resources", to={}), "Expected `array`"),
    "a provider that is not there": (_set("resources", 0, "provider", to=9), "a provider that is not there"),
    "a negative provider": (_set("resources", 0, "provider", to=-1), ">= 0"),
    "the same resource twice": (_set("resources", 1, "address", to="a.b"), "the same address"),
    "an empty address": (_set("resources", 0, "address", to=""), "length >= 1"),
    "a reference from nowhere": (_set("references", 0, "source", to="x"), "a resource that is not there"),
    "a focus on nothing": (_set("focus", to=["x"]), "a resource that is not there"),
    "a cause that does not exist": (_set("unread", 0, "cause", to="fine"), "Invalid enum value 'fine'"),
    "an unknown without a reason": (_set("resources", 0, "attributes", to={"a": {"$unknown": []}}), "list of texts"),
    "an unknown of no cause": (_set("resources", 0, "attributes", to={"a": {"$unknown": ["x", "y"]}}), "a cause that"),
    "no float": (_set("resources", 0, "attributes", to={"a": {"$float": "1"}}), "none of inf"),
    "no object": (_set("resources", 0, "attributes", to={"a": {"$object": []}}), "not an object"),
    "a count below zero": (_set("not_instantiated", to=-1), ">= 0"),
    "no day": (_set("on", to="soon"), "Invalid RFC3339"),
}


@pytest.mark.parametrize("case", STRANGE)
def test_a_stranger_who_computes_the_digest_anew_is_refused(case: str) -> None:
    change, said = STRANGE[case]
    with pytest.raises(UsageError, match="not a saved inventory") as refused:
        saved_of("i.json", resealed(change))
    assert said in refused.value.message


def test_deep_nesting_ends_nothing() -> None:
    for deep in (
        b"[" * 200_000,
        b'{"format":"hds-policy inventory","version":1,"sha256":"a","content":' + b"[" * 99_999,
    ):
        with pytest.raises(UsageError, match="not a saved inventory"):
            saved_of("i.json", deep)
    value: Any = []
    for _ in range(150):
        value = {"a": value}
    with pytest.raises(UsageError, match="nested more than 100 levels"):
        saved_of("i.json", resealed(_set("resources", 0, "attributes", to=value)))


def test_another_version_says_which_one_is_read() -> None:
    data = saved_bytes(WHOLE, "clinic", ON).replace(b'"version":1', b'"version":2')
    with pytest.raises(UsageError, match="version 2 of the format; this hds-policy reads version 1"):
        saved_of("i.json", data)


def test_too_large_a_file_is_refused_and_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "i.json"
    file.write_bytes(saved_bytes(WHOLE, "clinic", ON))
    with file.open("r+b") as stream:
        stream.truncate((1 << 28) + 1)
    with pytest.raises(UsageError, match="larger than 256 MiB"):
        read_saved(file)


def test_only_what_begins_like_one_is_taken_for_one(tmp_path: Path) -> None:
    file = tmp_path / "i.json"
    whole = saved_bytes(WHOLE, "clinic", ON)
    file.write_bytes(whole)
    assert is_saved(file)
    file.write_text(json.dumps(json.loads(whole), indent=2), encoding="utf-8")
    assert is_saved(file)
    with pytest.raises(UsageError, match="altered, reformatted or cut"):
        read_saved(file)
    file.write_text('{"format_version": "1.2"}', encoding="utf-8")
    assert not is_saved(file)
    assert not is_saved(tmp_path)
    assert not is_saved(tmp_path / "missing")


def test_equal_inventories_give_equal_files_whatever_they_share() -> None:
    twin = replace(PROVIDER, attributes=dict(PROVIDER.attributes))
    resources = tuple(replace(resource, provider=twin) for resource in WHOLE.resources)
    first, second = resources[0], replace(resources[1], provider=replace(twin))
    assert saved_bytes(replace(WHOLE, resources=(first, second)), "clinic", ON) == saved_bytes(WHOLE, "clinic", ON)


def test_a_file_is_not_shown_because_an_inventory_names_it(tmp_path: Path) -> None:
    """Whoever wrote the inventory cannot have lines of the reader's own files printed."""
    (tmp_path / "i.json").write_bytes(saved_bytes(replace(WHOLE, focus=None), "clinic", ON))
    for name in ("m.tf", "p.tf"):
        (tmp_path / name).write_text("locals {}\n", encoding="utf-8")
    alone = collect_all([tmp_path / "i.json"], {})
    assert [alone.source(name) for name in ("m.tf", "p.tf")] == [None, None]
    with_code = collect_all([tmp_path / "i.json", tmp_path], {})
    assert with_code.source("m.tf") == ["locals {}"]
    assert len(with_code.inventory.resources) == len(WHOLE.resources)
