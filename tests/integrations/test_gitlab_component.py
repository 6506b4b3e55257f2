"""The GitLab component: its form, and its script, run with the inputs filled in as GitLab does."""

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import yaml
from command import Completed, environment, run

ROOT = Path(__file__).parents[2]
CLINIC = ROOT / "examples" / "clinic"
TEMPLATE = (ROOT / "templates" / "hds-policy" / "template.yml").read_text("utf-8")


def spec() -> dict[str, Any]:
    return next(yaml.safe_load_all(TEMPLATE))["spec"]["inputs"]


def filled(**given: str) -> dict[str, Any]:
    """The pipeline of the component, with inputs put in their places."""
    inputs = {name: entry["default"] for name, entry in spec().items()} | given
    body = TEMPLATE.partition("\n---\n")[2]
    return yaml.safe_load(re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: inputs[found.group(1)], body))


def test_the_form_is_that_of_a_pipeline(tmp_path: Path) -> None:
    file = tmp_path / ".gitlab-ci.yml"
    file.write_text(yaml.safe_dump(filled()), encoding="utf-8")
    done = run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.gitlab-ci",
            "--data-transform",
            "gitlab-ci",
            str(file),
        ]
    )
    assert done.code == 0, done.out + done.err
    broken = {**filled()["hds-policy"], "artifacts": {"reports": {"codequality": 7}}}
    file.write_text(yaml.safe_dump({"hds-policy": broken}), encoding="utf-8")
    assert run([sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", str(file)]).code == 1


def test_each_input_is_declared_described_and_used() -> None:
    used = set(re.findall(r"\$\[\[ inputs\.(\w+) \]\]", TEMPLATE))
    assert used == set(spec())
    assert [name for name, entry in spec().items() if not entry.get("description")] == []


def job(folder: Path, **given: str) -> Completed:
    """The script of the job, run as a runner does: line by line in one shell that stops at the first failure."""
    lines = filled(install="python --version", **given)["hds-policy"]["script"]
    env = environment(PATH=f"{Path(sys.executable).parent}:{environment()['PATH']}")
    return run(["bash", "-eo", "pipefail", "-c", "\n".join(lines)], cwd=folder, env=env)


def test_a_failing_estate_leaves_every_artefact(tmp_path: Path) -> None:
    shutil.copytree(CLINIC / "failing", tmp_path / "infra")
    done = job(tmp_path, paths="infra", arguments="--on 2026-11-23")
    assert done.code == 1
    assert "Exit code 1: at least one fail" in done.out
    artefacts = filled()["hds-policy"]["artifacts"]
    assert artefacts["when"] == "always"
    issues = json.loads((tmp_path / artefacts["reports"]["codequality"]).read_text("utf-8"))
    assert {"blocker", "critical", "major"} & {issue["severity"] for issue in issues}
    suites = ET.parse(tmp_path / artefacts["reports"]["junit"]).getroot()
    assert len(suites.findall(".//failure")) > 10
    assert all((tmp_path / path).is_file() for path in artefacts["paths"])


def test_a_clean_estate_and_an_empty_one(tmp_path: Path) -> None:
    shutil.copytree(CLINIC / "mended", tmp_path / "infra")
    assert job(tmp_path, paths="infra", arguments="--on 2026-11-23").code == 0
    (tmp_path / "empty").mkdir()
    assert job(tmp_path, paths="empty").code == 4
