"""Built-in functions of the Rego subset: pure, deterministic, and equal in the embedded engine and in OPA."""

from __future__ import annotations

ALLOWED: dict[str, int] = {
    "abs": 1,
    "array.concat": 2,
    "array.reverse": 1,
    "array.slice": 3,
    "concat": 2,
    "contains": 2,
    "count": 1,
    "endswith": 2,
    "format_int": 2,
    "graph.reachable": 2,
    "intersection": 1,
    "is_array": 1,
    "is_boolean": 1,
    "is_null": 1,
    "is_number": 1,
    "is_object": 1,
    "is_set": 1,
    "is_string": 1,
    "max": 1,
    "min": 1,
    "net.cidr_contains": 2,
    "object.filter": 2,
    "object.get": 3,
    "object.keys": 1,
    "object.remove": 2,
    "object.union": 2,
    "object.union_n": 1,
    "regex.match": 2,
    "replace": 3,
    "set": 0,
    "sort": 1,
    "split": 2,
    "sprintf": 2,
    "startswith": 2,
    "strings.any_prefix_match": 2,
    "strings.any_suffix_match": 2,
    "sum": 1,
    "trim": 2,
    "trim_left": 2,
    "trim_prefix": 2,
    "trim_right": 2,
    "trim_space": 1,
    "trim_suffix": 2,
    "type_name": 1,
    "union": 1,
    "walk": 2,
}
"""Name and number of arguments; any other number is refused (the form with an output argument too, except ``walk``)."""

REFUSED: dict[str, str] = {
    "http.send": "policies reach no network",
    "net.lookup_ip_addr": "policies reach no network",
    "opa.runtime": "policies see their input only, not the machine",
    "rand.intn": "the same input must give the same answer",
    "uuid.rfc4122": "the same input must give the same answer",
    "time.now_ns": "the day of the evaluation is input.on_ns",
    "trace": "it prints, and policies have no side effect",
    "print": "it prints, and policies have no side effect",
    "object.subset": "the embedded engine crashes on some operands",
    "glob.match": "engines differ on letters outside ASCII",
    "lower": "engines differ on some letters; compare text as the input gives it",
    "upper": "engines differ on some letters; compare text as the input gives it",
    "to_number": "engines differ on what counts as a number",
}
"""Why a built-in that people reach for is refused."""

REFUSED_GROUPS: dict[str, str] = {
    "time.": "engines read dates differently; the input has them as integer nanoseconds",
    "json.": "engines write and read JSON differently",
    "yaml.": "engines follow different versions of YAML",
    "semver.": "engines differ on what is a version",
    "crypto.": "the embedded engine does not have it",
    "io.jwt.": "the embedded engine does not have it",
    "regex.": "of the regular expressions only regex.match is equal in both engines",
}
"""The same for whole groups."""


def why_refused(name: str) -> str:
    """Why a built-in is refused; empty when there is no more to say than that it is not on the list."""
    if name in REFUSED:
        return REFUSED[name]
    return next((why for prefix, why in REFUSED_GROUPS.items() if name.startswith(prefix)), "")
