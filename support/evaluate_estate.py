"""Evaluate the rules on a generated estate and print what it cost: ``evaluate_estate.py RESOURCES [--distinct]``.

Each resource has six placements. They share 40 services in 8 regions, as those of an estate do; ``--distinct`` gives
each a service of its own, so that no question is asked twice: the most there can be. With ``--opa`` a server is
started on loopback, and the CPU seconds are those of both processes.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from hds_policy.config import Estate
from hds_policy.evaluation import EmbeddedEngine, Engine, OpenEnds, Surroundings, build, findings_of
from hds_policy.evaluation.opa import OpaEngine, OpaSettings, Supply
from hds_policy.model import LAYERS, Actor, ActorKind, Located, Placed, Placement, ProviderConfig, Resource
from hds_policy.pipeline import Knowledge, holders_of

_ON = date(2026, 11, 23)
_SERVICES, _REGIONS = 40, 8


def estate_of(number: int, knowledge: Knowledge, *, distinct: bool) -> list[Placed]:
    """Placed resources of two hosters; the two last layers are an operator's whom nobody has certified."""
    provider = ProviderConfig("aws")
    hosters = [Actor(ActorKind.HOSTER, name) for name in ("aws", "google")]
    operator = Actor(ActorKind.OPERATOR, "acme")
    placed = []
    for index in range(number):
        hoster = hosters[index % 2]
        names = knowledge.regions.names(hoster.id)
        region = names[(index // 2) % _REGIONS]
        service = f"service{index if distinct else index % _SERVICES}"
        address = f"aws_db_instance.n{index}"
        resource = Resource(address, "aws_db_instance", f"n{index}", ".", provider, {})
        placements = tuple(
            Placement(resource.key, layer, operator if layer in LAYERS[4:] else hoster, service, region, "", True)
            for layer in LAYERS
        )
        placed.append(Placed(resource, hoster, (Located(region, ""),), placements, ()))
    return placed


@contextlib.contextmanager
def _engine(knowledge: Knowledge, opa: str) -> Iterator[tuple[Engine, int | None]]:
    """The engine, and the number of the server's process when there is one."""
    if not opa:
        yield EmbeddedEngine(knowledge.rules.modules), None
        return
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = subprocess.Popen(
        [opa, "run", "--server", "--addr", f"127.0.0.1:{port}", "--log-level", "error", "--disable-telemetry"],
        stderr=subprocess.DEVNULL,
    )
    try:
        # The engine asks again while the server is not yet there.
        settings = OpaSettings(f"http://127.0.0.1:{port}", Supply.PUSH, timeout=300)
        yield OpaEngine(knowledge.rules.modules, settings), server.pid
    finally:
        server.terminate()
        server.wait(30)


def _cpu_of(process: int | None) -> float:
    if process is None:
        return 0.0
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("resources", type=int)
    parser.add_argument("--distinct", action="store_true")
    parser.add_argument("--opa", default="", metavar="FILE")
    options = parser.parse_args()
    knowledge = Knowledge.shipped()
    placed = estate_of(options.resources, knowledge, distinct=options.distinct)
    holders = holders_of(Estate.default(), knowledge.registry, _ON)
    around = Surroundings(_ON, knowledge.law, knowledge.regions, holders, 90, OpenEnds())
    # As in a run of the tool, which ends before a collection would free anything.
    gc.disable()
    with _engine(knowledge, options.opa) as (engine, server):
        began = time.process_time()
        questions = build(placed, around)
        built, before = time.process_time(), _cpu_of(server)
        answer = engine.evaluate(questions.document)
        answered, after = time.process_time(), _cpu_of(server)
        rules = {rule.name: rule for rule in knowledge.rules.rules.values()}
        found = findings_of(answer, questions, rules, _ON, {})
        joined = time.process_time()
    asked = sum(len(table) for table in questions.document["placements"].values())
    measured = {
        "placements": sum(len(entry.placements) for entry in placed),
        "questions": asked,
        "findings": len(found),
        "building": built - began,
        "evaluating": answered - built + after - before,
        "joining": joined - answered,
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
