"""Running units on the workers of a dask scheduler: what lies in one region of one account goes to one worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from hds_collectors.live.failures import Failure
from hds_collectors.live.journal import finished, note
from hds_collectors.live.running import Progress
from hds_collectors.live.units import Outcome, Unit, failed, ordered
from hds_policy import __version__
from hds_policy.errors import UsageError
from hds_policy.journal import Journal
from hds_policy.model import Cause

ReadGroup = Callable[[Sequence[Unit]], list[Outcome]]
"""Reads units of one region of one account, in a process of another machine: it and what it is given can be pickled."""

_SECONDS = 30
"""To reach the scheduler."""


def spread_units(
    units: Iterable[Unit],
    read: ReadGroup,
    address: str,
    progress: Progress | None = None,
    journal: Journal | None = None,
) -> list[Outcome]:
    """Ask every unit on some worker; outcomes as ``running.run_units`` gives them.

    What a worker that dies was reading is read by another. When that happens again and again, it is unread.

    Args:
        address: of the scheduler: ``dask://host:port``, or ``dask+tls://host:port`` with dask's own certificates.

    Raises:
        UsageError: dask is not installed, does not answer, or a worker has another version of hds-policy.
    """
    wanted = sorted(units)
    known = finished(journal, wanted) if journal else {}
    groups = [
        tuple(group)
        for _, group in groupby((unit for unit in wanted if unit not in known), lambda unit: (unit.scope, unit.region))
    ]
    outcomes = list(known.values())
    client, as_completed, killed = _connected(address)
    try:
        waiting = {client.submit(_read, read, group, __version__, pure=False): group for group in groups}
        for future in as_completed(waiting, loop=client.loop):
            group = waiting[future]
            try:
                told = future.result()
            except killed:
                told = [failed(unit, Failure(Cause.API_ERROR, "the workers that read it died")) for unit in group]
            for outcome in told:
                outcomes.append(outcome)
                if journal:
                    note(journal, outcome)
            if progress:
                progress(len(outcomes), len(wanted), group[-1].path)
    finally:
        client.close()
    return ordered(outcomes)


def _read(read: ReadGroup, units: Sequence[Unit], version: str) -> list[Outcome]:
    """Runs on the worker."""
    if version != __version__:
        raise UsageError(f"a worker has hds-policy {__version__}, this is {version}", hint="install the same version")
    return read(units)


def _connected(address: str) -> tuple[Any, Any, type[BaseException]]:
    try:
        from distributed import Client, KilledWorker, as_completed  # noqa: PLC0415 - only when it is asked for
    except ImportError as error:
        hint = "pip install 'hds-policy[dask]'"
        raise UsageError("--executor needs dask.distributed, which is not installed", hint=hint) from error
    connect: Callable[..., Any] = Client
    kind, _, where = address.partition("://")
    scheme = {"dask": "tcp", "dask+tls": "tls"}[kind]
    try:
        return connect(f"{scheme}://{where}", timeout=_SECONDS, set_as_default=False), as_completed, KilledWorker
    except (OSError, TimeoutError, ValueError, TypeError) as error:
        raise UsageError(f"--executor {address}: no scheduler answers there") from error
