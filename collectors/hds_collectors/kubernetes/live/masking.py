"""Take credentials out of what a cluster says in clear: a saved inventory leaves the machine, and needs none of them.

What a text leads to (its host, a bucket, a database) stays.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from hds_policy.model import Resource, Value

MASK = "***"
# Each begins with letters that are rare, and repeats are bounded: a text of a megabyte takes linear time.
_USER = re.compile(r"(?P<begin>://[^/\s:@\"']*:)[^@\s/]+(?=@)")
_KEYS = r"(?:access|account|api|private|shared|signing|encryption)[_.-]?(?:access[_.-]?)?key"
_WORDS = rf"passw(?:or)?d|pwd|secret|token|credentials?|{_KEYS}"
_NAMED = re.compile(
    rf"(?P<begin>(?:{_WORDS})[A-Za-z0-9_.-]{{0,64}}[\"']?\s{{0,8}}[=:]\s{{0,8}})(?P<quote>[\"']?)(?!\*\*\*)[^\s\"'&;,]+",
    re.IGNORECASE,
)
_SECRET_KEY = re.compile(rf"(?:^|[_.-])(?:{_WORDS})$", re.IGNORECASE)
_BLOCK = re.compile(
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\Z)", re.DOTALL
)
_TELLING = re.compile(r"[=:]|-----BEGIN ")
# Whose value is no text to search: names and addresses of other objects.
_LEFT = frozenset({"name", "namespace", "uid", "image", "secret_name"})


def masked(text: str) -> str:
    """A text without passwords of addresses, values of settings that are named as secrets, and private keys."""
    if not _TELLING.search(text):
        return text
    text = _BLOCK.sub(MASK, text)
    text = _USER.sub(lambda found: found["begin"] + MASK, text)
    return _NAMED.sub(lambda found: f"{found['begin']}{found['quote']}{MASK}", text)


def without_credentials(resource: Resource) -> Resource:
    """The resource with every text of its attributes masked; itself when nothing had to be."""
    changed = {name: _cleaned(name, value) for name, value in resource.attributes.items()}
    same = all(changed[name] is value for name, value in resource.attributes.items())
    return resource if same else replace(resource, attributes=changed)


def _cleaned(name: str, value: Value) -> Value:
    """The value; the same object when nothing in it had to be masked."""
    if isinstance(value, str):
        found = value if name in _LEFT else masked(value)
        return value if found == value else found
    if isinstance(value, list):
        cleaned: list[Value] = [_cleaned(name, inner) for inner in value]
        return value if all(new is old for new, old in zip(cleaned, value, strict=True)) else cleaned
    if isinstance(value, dict):
        members: dict[str, Value] = {key: _member(key, inner) for key, inner in value.items()}
        return value if all(members[key] is inner for key, inner in value.items()) else members
    return value


def _member(key: str, value: Value) -> Value:
    if isinstance(value, str) and value and key not in _LEFT and _SECRET_KEY.search(key):
        return MASK
    return _cleaned(key, value)
