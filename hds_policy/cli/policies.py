"""``hds-policy policies``: the rules as files, for other engines and for people who write their own."""

from __future__ import annotations

from importlib import import_module

import click

_COMMANDS = {
    "bundle": ("hds_policy.cli.policies_bundle", "bundle"),
    "new": ("hds_policy.cli.policies_new", "new"),
    "test": ("hds_policy.cli.policies_test", "test"),
    "gatekeeper": ("hds_policy.cli.policies_gatekeeper", "gatekeeper"),
}


class _LazyGroup(click.Group):
    """Imports the module of a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_LazyGroup)
def policies() -> None:
    """The rules as files: for other engines, and for rules of your own."""
