"""Run hds-policy on a folder of checkouts and write the tables of docs/ecosystem.md; its prose stays as it is.

Each checkout is judged in a child process with ``--assume health``, so that every resource that can hold data
is placed. Only counts, type names, causes and repository names are written: no path of this machine, nothing of what
was read.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from child_run import ChildRun, run_child

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "ecosystem.md"
_BEGIN: Final = "<!-- written by make corpus: begin -->"
_END: Final = "<!-- written by make corpus: end -->"
_JUDGED: Final = frozenset({0, 1, 3, 4})
_DEPTH: Final = 3
_TYPES_SHOWN: Final = 40
_IN_CLUSTER: Final = ("kubernetes_", "helm_", "kubectl_")
"""Types of what runs in a cluster: its place is the cluster's, which the estate file tells."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A repository: its path below the folder (``owner/name``), and commit and day when git can tell."""

    name: str
    path: Path
    commit: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run on one checkout gave.

    Attributes:
        failure: empty, or why there is no assessment: crash, time limit, no valid JSON.
        coverage: the counts of the assessment.
        unread: number of gaps by cause.
        scope: number of resources in scope.
        clustered: those of them that run in a Kubernetes cluster.
        located: those of the others whose every region is known.
        unlocated: number of the others with an unknown region, by cause.
        marked: resources in scope for a reason of their own, and not because of ``--assume health``.
        unsupported: number of resources by type the catalogue does not know.
    """

    checkout: Checkout
    run: ChildRun
    failure: str
    coverage: Mapping[str, int]
    unread: Counter[str]
    scope: int
    clustered: int
    located: int
    unlocated: Counter[str]
    marked: int
    unsupported: Counter[str]


def checkouts(folder: Path) -> list[Checkout]:
    """Every git checkout below a folder, sorted by name; none inside another."""
    return sorted(_below(folder, folder, _DEPTH), key=lambda checkout: checkout.name.lower())


def _below(folder: Path, top: Path, depth: int) -> Iterator[Checkout]:
    for path in sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.is_symlink()):
        if (path / ".git").exists():
            yield Checkout(path.relative_to(top).as_posix(), path, _commit(path))
        elif depth > 1:
            yield from _below(path, top, depth - 1)


def _commit(path: Path) -> str:
    command = ["git", "-C", str(path), "log", "-1", "--format=%h %cs"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def judge_all(tool: str, found: Sequence[Checkout], limit: float, reports: Path | None) -> Iterator[Outcome]:
    """Judge one checkout after the other, each from a fresh small process (see ``run_child``)."""
    start = get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=start, max_tasks_per_child=1) as workers:
        for checkout in found:
            print(f"  {checkout.name} ...", file=sys.stderr, flush=True)
            outcome = workers.submit(judge, tool, checkout, limit, reports).result()
            if outcome.failure:
                print(f"  {outcome.failure}\n{outcome.run.errors[-2000:]}", file=sys.stderr)
            yield outcome


def judge(tool: str, checkout: Checkout, limit: float, reports: Path | None) -> Outcome:
    """Run the tool on one checkout, for ``limit`` seconds of wall time at most; keep its report in ``reports``."""
    run = run_child([tool, "check", str(checkout.path), "--assume", "health", "--format", "json"], limit)
    failure, report = _report(run)
    if reports:
        reports.mkdir(parents=True, exist_ok=True)
        (reports / f"{checkout.name.replace('/', '+')}.json").write_bytes(run.output)
    resources = report.get("resources", [])
    outside = [resource for resource in resources if not resource["type"].startswith(_IN_CLUSTER)]
    causes = [_region_causes(resource) for resource in outside]
    return Outcome(
        checkout=checkout,
        run=replace(run, output=b""),
        failure=failure,
        coverage=report.get("coverage", {}),
        unread=Counter(gap["cause"] for gap in report.get("unread", [])),
        scope=len(resources),
        clustered=len(resources) - len(outside),
        located=sum(1 for found in causes if not found),
        unlocated=Counter(cause for found in causes for cause in found),
        marked=sum(1 for resource in resources if resource["classification"]["basis"] != "assumed"),
        unsupported=_unsupported(report.get("findings", [])),
    )


def _report(run: ChildRun) -> tuple[str, dict[str, Any]]:
    if run.timed_out:
        return "time limit", {}
    if run.code not in _JUDGED or "Traceback" in run.errors:
        return f"exit code {run.code}", {}
    try:
        return "", json.loads(run.output)
    except ValueError as error:
        return f"no valid JSON: {error}", {}


def _region_causes(resource: Mapping[str, Any]) -> set[str]:
    regions = [placement["region"] for placements in resource["layers"].values() for placement in placements]
    return {region["cause"] for region in regions if not isinstance(region, str)} or (set() if regions else {"none"})


def _unsupported(findings: Sequence[Mapping[str, Any]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for finding in findings:
        if finding["subject_kind"] == "type" and finding["cause"] == "unsupported_resource":
            found[finding["subject"]] += int({fact["name"]: fact["value"] for fact in finding["facts"]}["count"])
    return found


def tables(outcomes: Sequence[Outcome], on: date) -> str:
    """The part of the page that is written: what was run, and three tables."""
    return "\n".join([*_runs(outcomes, on), *_gaps(outcomes), *_types(outcomes)])


def _runs(outcomes: Sequence[Outcome], on: date) -> Iterator[str]:
    yield f"Run on {on.isoformat()} with Python {platform.python_version()} on {platform.machine()}.\n"
    yield "| repository | commit | files: seen = parsed + skipped + failed | resources | not instantiated | hold data | marked | in a cluster | region known | unsupported (types) | unread | exit | CPU s | peak MB |"  # noqa: E501  # one row of a table
    yield "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|"
    for outcome in outcomes:
        yield _row(outcome)
    scope, clustered = sum(o.scope for o in outcomes), sum(o.clustered for o in outcomes)
    region = _share(sum(o.located for o in outcomes), scope - clustered)
    total = sum(o.coverage.get("resources", 0) for o in outcomes)
    cpu = sum(o.run.cpu for o in outcomes)
    cells = ("**all**", "", "", f"{total:,}", "", f"{scope:,}", "", f"{clustered:,}", region)
    yield f"| {' | '.join(cells)} | | | | {cpu:.1f} | |"


def _row(outcome: Outcome) -> str:
    run, counts = outcome.run, outcome.coverage
    measured = (f"{run.cpu:.1f}", f"{run.peak / 1e6:.0f}")
    if outcome.failure:
        cells = (outcome.checkout.name, outcome.checkout.commit, f"**{outcome.failure}**", *[""] * 8, str(run.code))
        return f"| {' | '.join((*cells, *measured))} |"
    files = f"{counts['seen']:,} = {counts['parsed']:,} + {counts['skipped']:,} + {counts['failed']:,}"
    cells = (
        outcome.checkout.name,
        outcome.checkout.commit,
        files,
        f"{counts['resources']:,}",
        f"{counts['not_instantiated']:,}",
        f"{outcome.scope:,}",
        f"{outcome.marked:,}",
        f"{outcome.clustered:,}",
        _share(outcome.located, outcome.scope - outcome.clustered),
        f"{counts['unsupported']:,} ({len(outcome.unsupported):,})",
        f"{sum(outcome.unread.values()):,}",
        str(run.code),
    )
    return f"| {' | '.join((*cells, *measured))} |"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _gaps(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "\n| repository | unread, by cause | region not known, by cause |"
    yield "|---|---|---|"
    for outcome in outcomes:
        yield f"| {outcome.checkout.name} | {_listed(outcome.unread)} | {_listed(outcome.unlocated)} |"


def _listed(counts: Counter[str]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count:,}" for name, count in ordered) or "none"


def _types(outcomes: Sequence[Outcome]) -> Iterator[str]:
    total = sum((outcome.unsupported for outcome in outcomes), Counter[str]())
    repositories = Counter(name for outcome in outcomes for name in outcome.unsupported)
    yield f"\n{len(total):,} types that the catalogue does not know, {sum(total.values()):,} resources of them:\n"
    yield "| type | resources | repositories |"
    yield "|---|---:|---:|"
    for name, count in sorted(total.items(), key=lambda item: (-item[1], item[0]))[:_TYPES_SHOWN]:
        yield f"| `{name}` | {count:,} | {repositories[name]} |"


def with_tables(page: str, written: str) -> str:
    """The page with the part between the markers replaced.

    Raises:
        ValueError: the page does not have each marker once, in order.
    """
    head, begin, rest = page.partition(_BEGIN)
    _, end, tail = rest.partition(_END)
    if not begin or not end or _BEGIN in tail or _END in tail:
        raise ValueError(f"{PAGE.name}: needs {_BEGIN} and {_END}, each once")
    return f"{head}{_BEGIN}\n\n{written}\n\n{_END}{tail}"


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", help="folder with checkouts: <folder>/<owner>/<name>")
    parser.add_argument("--limit", type=float, default=300, help="seconds for one checkout (default 300)")
    parser.add_argument("--tool", help="hds-policy to run; default: the one beside this Python")
    parser.add_argument("--reports", type=Path, help="folder to keep the JSON report of each checkout in")
    parser.add_argument("--dry-run", action="store_true", help="print the tables and leave the page alone")
    options = parser.parse_args()
    tool = options.tool or shutil.which("hds-policy", path=str(Path(sys.executable).parent))
    if tool is None or options.corpus is None or not options.corpus.is_dir():
        parser.error("needs a folder of checkouts (make corpus CORPUS=<folder>), and hds-policy beside this Python")
    found = checkouts(options.corpus)
    if not found:
        parser.error("no git checkout in that folder: it would write an empty table")
    outcomes = list(judge_all(tool, found, options.limit, options.reports))
    written = tables(outcomes, date.today())
    if options.dry_run:
        print(written)
    else:
        PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), written), encoding="utf-8")
    return 1 if any(outcome.failure for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(_main())
