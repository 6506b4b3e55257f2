"""The measurement of plan lines tells a right line from a wrong one without asking the readers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import plan_lines
import pytest

from hds_policy.model import SourceRange

MAIN = 'resource "aws_s3_bucket" "a" {}\n\nmodule "m" {\n  source = "./m"\n}\n\nmodule "far" {\n  source = "x/y/z"\n}\n'
INSIDE = '\nresource "aws_s3_bucket" "a" {}\n'


def _change(address: str) -> dict[str, Any]:
    module = address.rpartition(".aws_s3_bucket")[0]
    more = {"module_address": module} if module else {}
    change = {"actions": ["create"], "before": None, "after": {}, "after_unknown": {}}
    return {"address": address, "mode": "managed", "type": "aws_s3_bucket", "name": "a", "change": change, **more}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    for name, text in {"main.tf": MAIN, "m/main.tf": INSIDE}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    calls = {"m": {"source": "./m", "module": {}}, "far": {"source": "x/y/z", "module": {}}}
    addresses = ("aws_s3_bucket.a", "module.m.aws_s3_bucket.a", "module.far.aws_s3_bucket.a", "aws_s3_bucket.gone")
    document = {
        "format_version": "1.2",
        "resource_changes": [_change(address) for address in addresses[:3]],
        "configuration": {"root_module": {"module_calls": calls}},
    }
    document["resource_changes"].append({**_change(addresses[3]), "name": "gone"})
    (tmp_path / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    return tmp_path / "plan.json"


def test_right_lines_are_right(path: Path) -> None:
    assert list(plan_lines.plans(path.parent)) == [(path, path.parent)]
    kinds = plan_lines.measure(path, path.parent)
    assert kinds == {"right": 2, "at the call": 1, "nowhere, rightly": 1}


@pytest.mark.parametrize(("place", "kind", "count"), [(SourceRange("main.tf", 3, 3), "wrong", 4), (None, "missing", 3)])
def test_wrong_lines_are_wrong(
    path: Path, monkeypatch: pytest.MonkeyPatch, place: SourceRange | None, kind: str, count: int
) -> None:
    from hds_collectors.terraform import join  # noqa: PLC0415  # only here is it changed

    monkeypatch.setattr(join._Places, "_moved", lambda self, found: place)
    kinds = plan_lines.measure(path, path.parent)
    assert kinds is not None
    assert kinds[kind] == count
    assert not kinds["right"]
