"""The policy input of some placements and ends, and what an estate with every kind of them holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from asking import HOLDERS, around
from building import resource
from msgspec.structs import replace

from hds_policy.evaluation import OpenEnds, Unused, build
from hds_policy.evaluation.canary import is_canary
from hds_policy.model import (
    Administrator,
    Backups,
    Condition,
    Grade,
    Opened,
    OpenFlow,
    Party,
    Placed,
    SeenCluster,
    Source,
    Subcontractor,
)

OPTION = Condition(
    "flag", "The flag is on", "option", frozenset(), frozenset(), "hds", (True,), Source("x", date.min, Grade.A)
)
SIGNED = replace(OPTION, id="signed", attribute="", values=())
CREW = Subcontractor("The crew", "", frozenset(), frozenset(), frozenset(), Source("x", date.min, Grade.A))
WITH_CONDITIONS = {
    **HOLDERS,
    "nimbus": replace(HOLDERS["nimbus"], conditions=(OPTION, SIGNED), subcontractors=(CREW,)),
}

HOLDING = resource("cloud_stream.s", lines={"sink": 15})
ENDS = OpenEnds(
    resources={HOLDING.key: HOLDING},
    unclassified={".": ["x"], "app": ["y", "z"]},
    unsupported={"novelty_store": ["n"]},
    flows=(OpenFlow(HOLDING.key, HOLDING.key, "sink.arn", "copies_to", "us-east-1"),),
    administrators=(Administrator(Party.ACCOUNT, "999999999999", ((HOLDING.key, "policy"),)),),
    suspected={HOLDING.key: "a hint"},
    tagged={"cloud_key": ["cloud_key.k"]},
    unused=(Unused("classification rule: patients", grave=True),),
    backups=(Backups(".", missing=(HOLDING.key,)),),
    contradictory={HOLDING.key: ("tag hds = true", "tag data_class = none")},
    overruled={HOLDING.key: ("tag hds = true", "a test bench")},
    clusters=(SeenCluster("nimbus", "eu-west", "", "nimbus", "us-east", "its address", (HOLDING.key,)),),
    opened=(Opened(HOLDING.key, HOLDING.key, "acl", "public", "public-read"),),
)


def without_canaries(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry for entry in entries if not is_canary(entry["id"])]


def document(*entries: Placed, **given: Any) -> dict[str, Any]:
    return build(entries, around(**given)).document
