"""The GitHub action: its form, and its steps, run by bash as a runner does."""

import json
import re
import shutil
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import Completed, environment, run

ROOT = Path(__file__).parents[2]
CLINIC = ROOT / "examples" / "clinic"
ACTION = ROOT / "action.yml"
ACTIONLINT = next((path for path in (ROOT / ".cache" / "actionlint" / "actionlint",) if path.is_file()), None) or (
    Path(found) if (found := shutil.which("actionlint")) else None
)


def document() -> dict[str, Any]:
    return yaml.safe_load(ACTION.read_text("utf-8"))


def step(name: str) -> dict[str, Any]:
    return next(entry for entry in document()["runs"]["steps"] if entry["name"] == name)


def test_the_form_is_that_of_an_action() -> None:
    words = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(ACTION)]
    done = run([sys.executable, *words])
    assert done.code == 0, done.out + done.err


def test_no_input_is_pasted_into_a_script_and_each_is_used() -> None:
    steps = document()["runs"]["steps"]
    assert [one["name"] for one in steps if "${{" in one["run"]] == []
    said = json.dumps([one.get("env", {}) for one in steps] + [one.get("if", "") for one in steps])
    assert [name for name in document()["inputs"] if f"inputs.{name}" not in said] == []


def test_the_scripts_stand_what_shellcheck_asks_for() -> None:
    """``set -e`` is on, as ``shell: bash`` does, and an unset variable is an error here."""
    for one in document()["runs"]["steps"]:
        done = run(["bash", "-n", "-c", one["run"]])
        assert (done.code, done.err) == (0, "")


@pytest.mark.skipif(ACTIONLINT is None, reason="actionlint is not here: make actionlint")
def test_a_workflow_that_uses_it_passes_actionlint(tmp_path: Path) -> None:
    """actionlint reads the action for its inputs and outputs."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    shutil.copy(ACTION, tmp_path)
    workflow = re.search(
        r"```yaml\n(name: .*?uses: \S*hds-policy.*?)```", (ROOT / "docs" / "ci.md").read_text(), re.DOTALL
    )
    assert workflow is not None
    text = re.sub(r"uses: \S*hds-policy\S*", "uses: ./", workflow.group(1))
    assert "uses: ./" in text
    (tmp_path / ".github" / "workflows" / "hds.yml").write_text(text, encoding="utf-8")
    done = run([str(ACTIONLINT), "-no-color"], cwd=tmp_path)
    assert done.code == 0, done.out
    (tmp_path / ".github" / "workflows" / "hds.yml").write_text(text.replace("paths:", "path:"), encoding="utf-8")
    assert run([str(ACTIONLINT), "-no-color"], cwd=tmp_path).code == 1


def checked(tmp_path: Path, *, paths: str, arguments: str = "", sarif: str = "out.sarif") -> tuple[Completed, str]:
    """The step, with the environment a runner gives it; and what it wrote as its outputs."""
    outputs = tmp_path / "outputs"
    outputs.touch()
    given = {
        "command": str(Path(sys.executable).parent / "hds-policy"),
        "paths": paths,
        "arguments": arguments,
        "sarif": sarif,
    }
    env = {
        name: given[value.removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, value in step("Check")["env"].items()
    }
    script = tmp_path / "step.sh"
    script.write_text(step("Check")["run"], encoding="utf-8")
    done = run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=tmp_path,
        env=environment(
            **env,
            GITHUB_OUTPUT=str(outputs),
            RUNNER_TEMP=str(tmp_path),
            GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"),
        ),
    )
    return done, outputs.read_text("utf-8")


def test_a_failing_estate(tmp_path: Path) -> None:
    shutil.copytree(CLINIC / "failing", tmp_path / "infra")
    done, outputs = checked(tmp_path, paths="infra\n", arguments="--on\n2026-11-23")
    assert (done.code, outputs) == (1, "exit-code=1\n")
    assert "::error " in done.out
    assert "at least one fail" in (tmp_path / "summary.md").read_text("utf-8")
    sarif = json.loads((tmp_path / "out.sarif").read_text("utf-8"))
    assert len(sarif["runs"][0]["results"]) > 20


def test_a_clean_estate_several_paths_and_no_sarif(tmp_path: Path) -> None:
    for part in ("imaging", "portal"):
        shutil.copytree(CLINIC / "mended" / part, tmp_path / "a folder" / part)
    shutil.copy(CLINIC / "mended" / "hds-policy.toml", tmp_path)
    arguments = "--on\n2026-11-23\n--config\nhds-policy.toml\n"
    done, outputs = checked(tmp_path, paths="a folder/imaging\na folder/portal", arguments=arguments, sarif="")
    assert (done.code, outputs) == (0, "exit-code=0\n"), done.out + done.err
    assert not (tmp_path / "out.sarif").exists()


def test_inputs_are_words_and_never_code(tmp_path: Path) -> None:
    done, outputs = checked(tmp_path, paths="$(touch pwned)\n`touch pwned`; touch pwned\n--help")
    assert (done.code, outputs) == (2, "exit-code=2\n")
    assert not (tmp_path / "pwned").exists()


def test_what_installs_it_asks_for_the_action_itself(tmp_path: Path) -> None:
    """With a stand-in for Python that only makes a pip which tells what it was asked: a package index is not needed."""
    fake = tmp_path / "python"
    fake.write_text(
        '#!/bin/sh\nmkdir -p "$3/bin"\nprintf \'#!/bin/sh\\necho pip "$@"\\n\' >"$3/bin/pip"\nchmod +x "$3/bin/pip"\n'
    )
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    env = environment(PYTHON=str(fake), RUNNER_TEMP=str(tmp_path / "runner temp"), GITHUB_ACTION_PATH="/the action")
    done = run(["bash", "-eo", "pipefail", "-c", step("Install hds-policy")["run"]], env=env)
    assert (done.code, done.out) == (0, "pip install --quiet --disable-pip-version-check /the action\n"), done.err
