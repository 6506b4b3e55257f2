"""One cluster: what it serves, the lists of it, and their objects as resources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from msgspec import Struct, field

from hds_collectors.kubernetes.conversion import NotAnObjectError, Origin, resource_of
from hds_collectors.kubernetes.live.api import Api
from hds_collectors.kubernetes.live.controllers import Controllers
from hds_collectors.kubernetes.live.discovery import Kind, Served, served_by
from hds_collectors.kubernetes.live.listing import Listing
from hds_collectors.kubernetes.live.masking import without_credentials
from hds_collectors.kubernetes.live.problem import ApiError
from hds_collectors.kubernetes.live.wanted import SECRETS, Extent, extent_of, matters
from hds_policy.catalogue import Catalogue
from hds_policy.model import Cause, Input, InputStatus, Resource, Unread

# Owners come before what they own.
_LATER = {("apps", "replicasets"): 1, ("batch", "jobs"): 1, ("", "pods"): 2}
_STAGES = 3


class Asked(Struct, frozen=True):
    """What is asked of a cluster.

    Attributes:
        root: its name in the inventory.
        origin: of its objects.
        namespaces: only these; empty for all.
        secret_names: whether names and labels of Secrets are listed.
        concurrency: calls at the same time.
    """

    root: str
    origin: Origin
    namespaces: tuple[str, ...]
    secret_names: bool
    concurrency: int


class Found(Struct):
    """What was read of a cluster."""

    resources: list[Resource] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)


class _Unit(Struct, frozen=True):
    """One list: a kind, in one namespace or in all."""

    kind: Kind
    namespace: str
    extent: Extent


class _Done(Struct):
    resources: list[Resource]
    problems: list[ApiError]
    sha256: str
    size: int


Progress = Callable[[int, int, str], None]


def read_cluster(api: Api, asked: Asked, catalogue: Catalogue, progress: Progress) -> Found:
    """Everything of a cluster that matters; what cannot be read is ``unread``.

    Args:
        progress: called with lists done, lists in all, and which one.
    """
    found = Found()
    try:
        served = served_by(api)
    except ApiError as problem:
        found.unread.append(Unread(f"{asked.root}: what is served", problem.cause, problem.detail, None, asked.root))
        found.inputs.append(Input(f"{asked.root}: what is served", InputStatus.FAILED, problem.detail))
        return found
    units = _units(served, asked, catalogue, found)
    controllers = Controllers()
    done = 0
    with ThreadPoolExecutor(asked.concurrency, thread_name_prefix="list") as pool:
        for stage in range(_STAGES):
            now = [unit for unit in units if _LATER.get((unit.kind.group, unit.kind.resource), 0) == stage]
            running: list[tuple[_Unit, Future[_Done]]] = [
                (unit, pool.submit(_read, api, unit, asked, controllers)) for unit in now
            ]
            for unit, future in running:
                _take(unit, future.result(), asked, found)
                done += 1
                progress(done, len(units), f"{asked.root}: {unit.kind.label}")
    return found


def _units(served: Served, asked: Asked, catalogue: Catalogue, found: Found) -> list[_Unit]:
    units = []
    for gap in served.gaps:
        if matters(gap.group):
            what = f"{asked.root}: {gap.label}"
            found.unread.append(Unread(what, gap.cause, gap.detail, None, asked.root))
            found.inputs.append(Input(what, InputStatus.FAILED, gap.detail))
    for kind in served.kinds:
        extent = extent_of(kind, catalogue, secret_names=asked.secret_names)
        if extent is not Extent.NOTHING:
            namespaces = asked.namespaces if asked.namespaces and kind.namespaced else ("",)
            units += [_Unit(kind, namespace, extent) for namespace in namespaces]
        elif (kind.group, kind.resource) == SECRETS:
            found.inputs.append(Input(f"{asked.root}: secrets", InputStatus.SKIPPED, "names were not asked for"))
    return units


def _read(api: Api, unit: _Unit, asked: Asked, controllers: Controllers) -> _Done:
    listing = Listing(api, unit.kind, unit.namespace, metadata_only=unit.extent is Extent.NAMES)
    done = _Done([], [], "", 0)
    try:
        for obj in listing.objects():
            if _is_wanted(obj, unit, asked) and not controllers.repeats(obj):
                try:
                    done.resources.append(without_credentials(resource_of(obj, asked.origin)))
                except NotAnObjectError as error:
                    done.problems.append(ApiError(Cause.BAD_RESPONSE, str(error)))
    except ApiError as problem:
        # A kind that went away after the server named it holds nothing any more.
        if not problem.is_absent:
            done.problems.append(problem)
    done.sha256, done.size = listing.sha256, listing.size
    return done


def _is_wanted(obj: Any, unit: _Unit, asked: Asked) -> bool:
    """Of the namespaces themselves, only those that were asked for."""
    whole = not asked.namespaces or (unit.kind.group, unit.kind.resource) != ("", "namespaces")
    return whole or obj["metadata"].get("name") in asked.namespaces


def _take(unit: _Unit, done: _Done, asked: Asked, found: Found) -> None:
    what = f"{asked.root}: {unit.kind.label}" + (f" in {unit.namespace}" if unit.namespace else "")
    found.resources += done.resources
    found.unread += [Unread(what, problem.cause, problem.detail, None, asked.root) for problem in _each(done.problems)]
    failed = done.problems[0].detail if done.problems else ""
    status = InputStatus.FAILED if failed else InputStatus.PARSED
    found.inputs.append(Input(what, status, failed, done.sha256, done.size))


def _each(problems: Sequence[ApiError]) -> Iterable[ApiError]:
    """Problems that say the same, once."""
    return {(problem.cause, problem.detail): problem for problem in problems}.values()
