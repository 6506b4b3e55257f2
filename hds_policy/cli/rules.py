"""``hds-policy rules`` and ``hds-policy explain``: what the rules are and what they rest on."""

from __future__ import annotations

import json

import click

from hds_policy.errors import UsageError


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Format; default: text.")
def rules(form: str) -> int:
    """List the rules."""
    from hds_policy.rules import load_rules, rules_json, rules_table  # noqa: PLC0415

    found = load_rules().rules.values()
    click.echo(
        json.dumps(rules_json(found), ensure_ascii=False, indent=2) if form == "json" else rules_table(found).rstrip()
    )
    return 0


@click.command()
@click.argument("rule_id", metavar="ID")
@click.option("--lang", type=click.Choice(["en", "fr"]), default="en", help="Language of the rule; default: en.")
def explain(rule_id: str, lang: str) -> int:
    """Explain a rule: what it asks, on what it rests, what to do when it fails."""
    from difflib import get_close_matches  # noqa: PLC0415

    from hds_policy.rules import explain as explain_rule  # noqa: PLC0415
    from hds_policy.rules import load_rules  # noqa: PLC0415

    found = load_rules().rules
    rule = found.get(rule_id.upper()) or next((rule for rule in found.values() if rule.name == rule_id.lower()), None)
    if rule is None:
        near = get_close_matches(rule_id.upper(), found, n=1) or ["hds-policy rules lists them"]
        raise UsageError(f"no rule {rule_id!r}", hint=f"nearest: {near[0]}")
    click.echo(explain_rule(rule, lang).rstrip())
    return 0
