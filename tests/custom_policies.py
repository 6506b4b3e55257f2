"""Custom policies for tests: one rule that works, and the pieces to make one that does not."""

from __future__ import annotations

from pathlib import Path

FINDING = '{"subject": location.id, "codes": ["elsewhere"], "facts": {}}'
ELSEWHERE = f"""
deny contains finding if {{
	some location in input.locations
	location.region != "eu-west-3"
	finding := {FINDING}
}}
"""
"""A store outside Paris fails."""


def metadata(identifier: str = "ACME-001", *, subjects: str = "locations", more: str = "") -> str:
    """A METADATA comment with one message, ``elsewhere``; ``more``: further lines of YAML for ``custom``."""
    lines = f"""
scope: package
title: Health data stays in Paris
description: A decision of the board of Acme.
related_resources:
- ref: https://acme.example/decisions/7
  description: Decision 7
custom:
  id: {identifier}
  severity: medium
  level: contract
  legal_basis: ["Contract 12, annex 3"]
  remediation: Move it to Paris.
  subjects: {subjects}
  messages:
    elsewhere: "{{holder}} stores it in {{region}}."
{more}"""
    return "# METADATA\n" + "".join(f"# {line}\n" for line in lines.strip().splitlines())


def rule(
    body: str = ELSEWHERE,
    *,
    name: str = "paris",
    organisation: str = "acme",
    identifier: str = "ACME-001",
    subjects: str = "locations",
    head: str | None = None,
) -> dict[str, str]:
    """Files of one custom rule; ``head``: METADATA, the usual one by default."""
    package = f"custom.{organisation}.rules.{name}"
    comment = metadata(identifier, subjects=subjects) if head is None else head
    return {f"custom/{organisation}/rules/{name}/{name}.rego": f"{comment}package {package}\n{body}"}


def write_policies(folder: Path, files: dict[str, str]) -> Path:
    """Write files below a folder, and return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
