"""Which engine evaluates the rules: the options that every command that judges shares."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hds_policy.errors import UsageError

if TYPE_CHECKING:
    from hds_policy.evaluation import Engine, EngineMaker

_LARGEST_TOKEN = 1 << 16
_Command = TypeVar("_Command", bound=Callable[..., Any])
_OPTIONS = (
    click.option(
        "--engine",
        type=click.Choice(["embedded", "opa"]),
        default="embedded",
        help="What evaluates the rules; default: embedded.",
    ),
    click.option(
        "--opa-url", envvar="HDS_POLICY_OPA_URL", default="", metavar="URL", help="OPA server; or HDS_POLICY_OPA_URL."
    ),
    click.option(
        "--opa-policies",
        type=click.Choice(["expect", "push"]),
        default="expect",
        help="The server holds the bundle already (expect, the default), or the rules are written to it (push).",
    ),
    click.option(
        "--opa-token-file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="File with the bearer token; or HDS_POLICY_OPA_TOKEN.",
    ),
    click.option("--opa-ca", type=click.Path(path_type=Path), metavar="FILE", help="Authorities to trust, PEM."),
    click.option("--opa-cert", type=click.Path(path_type=Path), metavar="FILE", help="Client certificate, PEM."),
    click.option("--opa-key", type=click.Path(path_type=Path), metavar="FILE", help="Key of the client certificate."),
    click.option(
        "--opa-timeout", type=float, default=60.0, metavar="SECONDS", help="Longest wait for an answer; default: 60."
    ),
)


def engine_options(command: _Command) -> _Command:
    """Add the options; ``engine_maker`` takes their values as keywords."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def engine_names() -> tuple[str, ...]:
    """Names of the keywords that ``engine_options`` adds."""
    return ("engine", "opa_url", "opa_policies", "opa_token_file", "opa_ca", "opa_cert", "opa_key", "opa_timeout")


def embedded(modules: Iterable[tuple[str, str]]) -> Engine:
    """The embedded engine; loaded only when it is asked: a remembered answer needs none."""
    from hds_policy.evaluation import EmbeddedEngine  # noqa: PLC0415

    return EmbeddedEngine(modules)


def engine_maker(values: dict[str, Any]) -> EngineMaker:
    """Take the engine's options out of ``values`` and give what makes the engine.

    Raises:
        UsageError: options that do not go together, or a token file that cannot be read.
    """
    given = {name: values.pop(name) for name in engine_names()}
    if given["engine"] == "embedded":
        _refuse_stray(given)
        return embedded
    from hds_policy.evaluation.opa import OpaEngine, OpaSettings, Supply  # noqa: PLC0415

    if not given["opa_url"]:
        raise UsageError("--engine opa needs the address of a server", hint="give --opa-url or HDS_POLICY_OPA_URL")
    settings = OpaSettings(
        given["opa_url"],
        Supply(given["opa_policies"]),
        _token(given["opa_token_file"]),
        given["opa_ca"],
        given["opa_cert"],
        given["opa_key"],
        given["opa_timeout"],
    )
    return lambda modules: OpaEngine(modules, settings)


def _refuse_stray(given: dict[str, Any]) -> None:
    """An option of the other engine on the command line is a slip; a variable of the environment is not."""
    source = click.get_current_context().get_parameter_source
    typed = (name for name in given if name != "engine" and source(name) is click.core.ParameterSource.COMMANDLINE)
    for name in typed:
        raise UsageError(f"--{name.replace('_', '-')} is for --engine opa", hint="add --engine opa")


def _token(file: Path | None) -> str:
    if file is None:
        return os.environ.get("HDS_POLICY_OPA_TOKEN", "").strip()
    try:
        with file.open("rb") as stream:
            text = stream.read(_LARGEST_TOKEN).decode("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: the token cannot be read: {getattr(error, 'strerror', 'not ASCII')}") from error
    if not text:
        raise UsageError(f"{file}: the token file is empty")
    return text
