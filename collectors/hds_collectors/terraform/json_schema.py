"""What Terraform itself knows of its blocks: needed to read JSON, where a block and an object look alike.

The schemas of providers are not known, so a nested block of a resource stays an argument that is a list of objects.

Source: https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

from typing import NamedTuple


class Schema(NamedTuple):
    """How the members of a JSON object that is the body of a block are read.

    Attributes:
        blocks: nested blocks: number of labels and name of the schema of their bodies.
        references: arguments whose strings are references, not templates.
        literals: arguments whose strings are taken as they stand.
        arguments: whether members that are not listed are arguments; otherwise they are a problem.
    """

    blocks: dict[str, tuple[int, str]]
    references: frozenset[str] = frozenset()
    literals: frozenset[str] = frozenset()
    arguments: bool = True


_REFERENCES = frozenset({"depends_on", "provider"})

SCHEMAS: dict[str, Schema] = {
    "plain": Schema({}),
    "file": Schema(
        {
            "action": (2, "resource"),
            "check": (1, "check"),
            "data": (2, "resource"),
            "ephemeral": (2, "resource"),
            "import": (0, "moved"),
            "list": (2, "resource"),
            "locals": (0, "plain"),
            "module": (1, "module"),
            "moved": (0, "moved"),
            "output": (1, "output"),
            "provider": (1, "plain"),
            "removed": (0, "removed"),
            "resource": (2, "resource"),
            "terraform": (0, "terraform"),
            "variable": (1, "variable"),
        },
        arguments=False,
    ),
    "values": Schema({}),
    "resource": Schema(
        {
            "connection": (0, "plain"),
            "dynamic": (1, "dynamic"),
            "lifecycle": (0, "lifecycle"),
            "provisioner": (1, "provisioner"),
        },
        references=_REFERENCES,
    ),
    "dynamic": Schema({"content": (0, "content")}, references=frozenset({"iterator"})),
    "content": Schema({"dynamic": (1, "dynamic")}),
    "lifecycle": Schema(
        {"precondition": (0, "plain"), "postcondition": (0, "plain"), "action_trigger": (0, "plain")},
        references=frozenset({"ignore_changes", "replace_triggered_by"}),
    ),
    "provisioner": Schema({"connection": (0, "plain")}, references=frozenset({"when", "on_failure"})),
    "module": Schema({}, references=frozenset({"depends_on", "providers"})),
    "output": Schema({"precondition": (0, "plain")}, references=frozenset({"depends_on"})),
    "variable": Schema({"validation": (0, "plain")}, references=frozenset({"type"}), literals=frozenset({"default"})),
    "check": Schema({"data": (2, "resource"), "assert": (0, "plain")}),
    "moved": Schema({}, references=frozenset({"from", "to", "provider"})),
    "removed": Schema(
        {"lifecycle": (0, "plain"), "provisioner": (1, "provisioner"), "connection": (0, "plain")},
        references=frozenset({"from"}),
    ),
    "terraform": Schema(
        {
            "backend": (1, "plain"),
            "cloud": (0, "cloud"),
            "encryption": (0, "plain"),
            "provider_meta": (1, "plain"),
            "required_providers": (0, "required_providers"),
        }
    ),
    "cloud": Schema({"workspaces": (0, "plain")}),
    "required_providers": Schema({}),
}
"""Schemas by name; ``file`` is a configuration file and ``values`` a file of variable values."""

REFERENCE_MEMBERS = frozenset({"configuration_aliases"})
"""Members of ``required_providers`` entries whose strings are references."""
