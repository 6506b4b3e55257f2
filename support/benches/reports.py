"""What each report format costs for 10,000 findings, in this process: CPU seconds of the rendering alone."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from datetime import date
from typing import Final

from benches.measuring import Score, Setting
from hds_policy.errors import ExitCode
from hds_policy.model import (
    LAYERS,
    Actor,
    ActorKind,
    Assessment,
    Basis,
    Classification,
    Coverage,
    Finding,
    Input,
    InputStatus,
    JudgedPlacement,
    JudgedResource,
    Placement,
    ProviderConfig,
    Resource,
    Result,
    SourceRange,
    SubjectKind,
)
from hds_policy.report import FORMATS, RenderOptions
from hds_policy.rules import load_rules

_RESOURCES: Final = 2_000
_JUDGED: Final = LAYERS[:5]
_MESSAGE: Final = "The HDS certificate of Amazon Web Services does not cover the region us-east-1."
_SLOW: Final = frozenset({"html", "xlsx"})
_LINES: Final = ['  region = "us-east-1"'] * (_RESOURCES + 1)


def _resource(number: int) -> JudgedResource:
    address = f"aws_db_instance.number_{number}"
    place = SourceRange("main.tf", number, number)
    resource = Resource(address, "aws_db_instance", f"number_{number}", ".", ProviderConfig("aws"), {}, place)
    actor = Actor(ActorKind.HOSTER, "aws")
    layers = {
        layer: (JudgedPlacement(Placement(address, layer, actor, "rds", "us-east-1"), Result.FAIL),) for layer in LAYERS
    }
    found = Classification(True, Basis.DECLARED, "tag data_classification = health")
    return JudgedResource(resource, found, layers, Result.FAIL)


def _assessment() -> Assessment:
    rules = load_rules().rules
    by_layer = {rule.subjects: rule.id for rule in rules.values()}
    judged = tuple(_resource(number) for number in range(1, _RESOURCES + 1))
    findings = tuple(
        Finding(
            rule=by_layer[f"placements/{layer}"],
            result=Result.FAIL,
            subject_kind=SubjectKind.RESOURCE,
            subject=each.resource.key,
            code="region_not_covered",
            reasons=("region_not_covered",),
            message=_MESSAGE,
            layer=layer,
            resources=(each.resource.key,),
            facts=(("holder", "Amazon Web Services"), ("holder_id", "aws"), ("region", "us-east-1")),
            location=each.resource.location,
        )
        for each in judged
        for layer in _JUDGED
    )
    counts = Coverage(1, 1, 0, 0, _RESOURCES, _RESOURCES, 0, 0, 0, 0)
    return Assessment(
        tool_version="bench",
        on=date(2026, 11, 23),
        rules=rules,
        resources=judged,
        findings=findings,
        waivers=(),
        unused_waivers=(),
        expired_waivers=(),
        coverage=counts,
        inputs=(Input("main.tf", InputStatus.PARSED),),
        unread=(),
        names={"aws": "Amazon Web Services"},
        exit_code=ExitCode.FAIL,
    )


def reports(setting: Setting) -> Sequence[Score]:
    """CPU of every format but the tables of guarantees, which do not grow with findings; the best of the runs."""
    assessment = _assessment()
    gc.disable()  # as the command does, once it reads
    options = RenderOptions(source=lambda _: _LINES)
    scores = []
    for name in (name for name in FORMATS if not name.startswith("guarantees")):
        used = []
        for _ in range(setting.runs):
            begin = time.process_time()
            FORMATS[name](assessment, options)
            used.append(time.process_time() - begin)
        size = f"{len(assessment.findings):,} findings"
        aim = 2.0 if name in _SLOW else 0.3
        scores.append(Score(f"report {name}", size, min(used), "CPU s", aim=aim, more_is_better=False))
    gc.enable()
    return scores
