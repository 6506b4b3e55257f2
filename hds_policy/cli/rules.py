"""``hds-policy rules`` and ``hds-policy explain``: what the rules are and what they rest on."""

from __future__ import annotations

import json

import click

from hds_policy.cli.speaking import language_option
from hds_policy.errors import UsageError


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Format; default: text.")
@click.option(
    "--matrix",
    is_flag=True,
    help="What the rules answer, and what a person decides, of the 31 requirements and the articles.",
)
@language_option
def rules(form: str, *, matrix: bool) -> int:
    """List the rules."""
    from hds_policy.rules import load_rules, rules_json, rules_table  # noqa: PLC0415

    found = load_rules().rules.values()
    if matrix:
        from hds_policy.rules.matrix import load_matrix, matrix_json, matrix_table  # noqa: PLC0415

        whole = load_matrix(found)
        _print(matrix_json(whole) if form == "json" else matrix_table(whole))
    else:
        _print(rules_json(found) if form == "json" else rules_table(found).rstrip())
    return 0


def _print(text: str | list[dict[str, object]]) -> None:
    click.echo(text if isinstance(text, str) else json.dumps(text, ensure_ascii=False, indent=2))


@click.command()
@click.argument("rule_id", metavar="ID")
@language_option
def explain(rule_id: str) -> int:
    """Explain a rule: what it asks, on what it rests, what to do when it fails."""
    from difflib import get_close_matches  # noqa: PLC0415

    from hds_policy.rules import explain as explain_rule  # noqa: PLC0415
    from hds_policy.rules import load_rules  # noqa: PLC0415

    found = load_rules().rules
    rule = found.get(rule_id.upper()) or next((rule for rule in found.values() if rule.name == rule_id.lower()), None)
    if rule is None:
        near = get_close_matches(rule_id.upper(), found, n=1) or ["hds-policy rules lists them"]
        raise UsageError(f"no rule {rule_id!r}", hint=f"nearest: {near[0]}")
    click.echo(explain_rule(rule).rstrip())
    return 0
