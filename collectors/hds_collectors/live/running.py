"""Running units: some at a time, those that an earlier run has finished not again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

from hds_collectors.live.journal import finished, note
from hds_collectors.live.units import Outcome, Unit, ordered
from hds_policy.journal import Journal

Progress = Callable[[int, int, str], None]
"""Called with units done, units there are, and what was read last."""


def run_units(
    units: Iterable[Unit],
    ask: Callable[[Unit], Outcome],
    threads: int,
    progress: Progress | None = None,
    journal: Journal | None = None,
) -> list[Outcome]:
    """Ask every unit, some at a time; outcomes in the order of the units, however they came.

    Args:
        ask: asks one; what it raises ends the run.
        journal: ``ScanRequest.journal``: what it holds is not asked again, what is finished is written to it.

    Raises:
        UsageError: the journal is of other units, or cannot be written.
    """
    wanted = sorted(units)
    known = finished(journal, wanted) if journal else {}
    outcomes = list(known.values())

    def done_with(unit: Unit) -> Outcome:
        outcome = ask(unit)
        if journal:
            # In its own thread, as what is finished must not wait for the end of anything else.
            note(journal, outcome)
        return outcome

    with ThreadPoolExecutor(threads, thread_name_prefix="scan") as pool:
        waiting: dict[Future[Outcome], Unit] = {
            pool.submit(done_with, unit): unit for unit in wanted if unit not in known
        }
        try:
            for done, future in enumerate(as_completed(waiting), start=len(known) + 1):
                outcomes.append(future.result())
                if progress:
                    progress(done, len(wanted), waiting[future].path)
        finally:
            # One error that ends the run ends it now: what waits is not begun.
            pool.shutdown(wait=False, cancel_futures=True)
    return ordered(outcomes)
