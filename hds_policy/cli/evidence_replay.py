"""Run the rules of a bundle again on the sources it is about: a signature proves who, a replay proves what."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hds_policy.cli.evidence_export import judged_of
from hds_policy.cli.reading import read_paths
from hds_policy.evidence import layout
from hds_policy.evidence.oscal import OscalRun
from hds_policy.evidence.records import record_files
from hds_policy.evidence.redaction import Redactor
from hds_policy.evidence.snapshots import fact_files, policy_files
from hds_policy.evidence.verification import Outcome, Step
from hds_policy.language import speaking

if TYPE_CHECKING:
    from hds_policy.evidence.export import Judged
    from hds_policy.evidence.shape import Run

_STAGE = "replay"
_KNOWN = frozenset({"on", "strict", "assume", "hcl_parser", "workspace", "profile", "no_inline_waivers"})
"""Options that are replayed: the value of another one is not in the bundle, or it would run programs."""


def replay(run: Run, files: dict[str, bytes], folder: Path) -> Step:
    """Whether the sources in a folder give the findings of the bundle.

    Args:
        folder: what was checked, as it was.

    Raises:
        HdsPolicyError: the sources or their estate cannot be read.
    """
    unknown = sorted(set(run.options) - _KNOWN)
    if unknown:
        return _open(f"the run had --{unknown[0].replace('_', '-')}, which is not replayed")
    options = run.options
    read = read_paths(
        paths=(folder,),
        config=None,
        config_from="",
        no_inline_waivers=bool(options.get("no_inline_waivers")),
        on=datetime.fromisoformat(run.evaluated_on.isoformat()),
        assume=options.get("assume"),
        var_files=(),
        variables=(),
        source=None,
        workspace=options.get("workspace", ""),
        hcl_parser=options.get("hcl_parser", "fast"),
        env_vars=False,
        render=False,
        profile=options.get("profile"),
    )
    if read.estate.sha256 != run.estate.sha256:
        return _open("the estate file is not the one of the bundle")
    rules, _ = policy_files(read.knowledge.rules, read.chosen)
    if rules | fact_files(read.estate) != _judged_by(files):
        return _open(f"this hds-policy has other rules or facts: replay with hds-policy {run.tool.version}")
    from hds_policy.cli.engine import embedded  # noqa: PLC0415 - after the sources are known to be right

    return _compared(judged_of(read, embedded, strict=run.strict), run, files)


def _judged_by(files: dict[str, bytes]) -> dict[str, bytes]:
    locks = (layout.POLICIES_LOCK, layout.FACTS_LOCK)
    return {
        name: data for name, data in files.items() if name.startswith((layout.POLICIES, layout.FACTS)) or name in locks
    }


def _compared(judged: Judged, run: Run, files: dict[str, bytes]) -> Step:
    told = OscalRun(run.id, run.scope, run.started_at, run.finished_at)
    with speaking("en"):
        made = record_files(judged.assessment, judged.estate, judged.holders, told, Redactor())
    if made[layout.INPUTS] != files[layout.INPUTS]:
        return _open("the sources are not those of the bundle: other files, or other digests")
    different = sorted(name for name, data in made.items() if files[name] != data)
    if layout.FINDINGS in different:
        return Step(_STAGE, Outcome.INVALID, "the same sources, rules and facts give other findings")
    if different:
        return Step(_STAGE, Outcome.INVALID, f"the same sources, rules and facts give another {different[0]}")
    return Step(_STAGE, Outcome.OK, f"the sources give the same findings (sha256 {run.findings})")


def _open(why: str) -> Step:
    return Step(_STAGE, Outcome.UNKNOWN, f"could not be replayed: {why}")
