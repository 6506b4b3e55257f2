"""``hds-policy forecast``: what turns red, and when, if nothing changes."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import click

from hds_policy.cli.reading import read_paths, reading_options, rule_options
from hds_policy.cli.speaking import language_option
from hds_policy.errors import UsageError

_MONTHS = 24


@click.command()
@reading_options
@rule_options
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help=f"Last day; default: {_MONTHS} months ahead.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Format; default: text.")
@language_option
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def forecast(until: datetime | None, form: str, debug: bool, **reading: Any) -> int:  # noqa: ARG001 - --debug is main's
    """Say what turns red, and when, if nothing changes: certificates, contracts, waivers, law, age of facts.

    PATH is read once and judged today (--on) and on every coming day on which something begins or ends.

    Exit codes: 1 a result turns to a fail; 3 one turns to undetermined, or something could not be read; 4 nothing to
    check; 0 nothing turns worse. What fails today already is for `hds-policy check`.
    """
    read = read_paths(**reading)
    last = until.date() if until else _ahead(read.day)
    if last <= read.day:
        raise UsageError(f"--until {last} is not after {read.day}", hint="the forecast begins on --on, or today")
    from hds_policy.forecast import foresee  # noqa: PLC0415 - after the arguments are known to be right
    from hds_policy.forecast.rendering import forecast_json, forecast_text  # noqa: PLC0415

    found = foresee(read.collected.inventory, read.estate, read.knowledge, read.day, last, read.chosen)
    if form == "json":
        click.echo(json.dumps(forecast_json(found), indent=2).replace("##", "#\\u0023"))
    else:
        click.echo(forecast_text(found))
    return found.exit_code


def _ahead(day: date) -> date:
    year = day.year + _MONTHS // 12
    # 29 February has no like in most years.
    return day.replace(year=year, day=min(day.day, 28)) if day.month == 2 else day.replace(year=year)
