"""The generator of docs/rules.md: complete, up to date, and it fails on anything that is missing."""

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from hds_policy.rules.folder import load_rules

ROOT = Path(__file__).parents[2]
RULE = "hds/rules/storage_outside_eea"


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_rules_doc", ROOT / "support" / "build_rules_doc.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = load_script()
Run = Callable[..., int]


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "policies", tmp_path / "policies"))


@pytest.fixture
def run(tmp_path: Path, policies: Path) -> Run:
    def _run(*arguments: str) -> int:
        code: int = SCRIPT.main([*arguments, "--policies", str(policies), "--output", str(tmp_path / "rules.md")])
        return code

    return _run


def test_the_committed_page_is_up_to_date() -> None:
    assert SCRIPT.main(["--check"]) == 0


def test_the_page_names_every_rule_code_and_basis(tmp_path: Path, run: Run) -> None:
    assert run() == 0
    text = (tmp_path / "rules.md").read_text(encoding="utf-8")
    rules = load_rules().rules.values()
    for rule in rules:
        section = text.split(f"\n## {rule.id}\n", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]
        for part in (
            rule.title,
            rule.description,
            rule.title_fr,
            rule.description_fr,
            rule.remediation,
            *rule.legal_basis,
            *rule.related_resources,
        ):
            assert part in section
        assert all(f"| `{code}` | {sentence} |" in section for code, sentence in rule.messages.items())
        assert "```yaml" in section
        assert ": **passes**\n" in section
    assert text.count("\n## ") == len(rules) > 0


def test_check_fails_on_a_page_that_is_missing_or_old(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--check") == 1
    assert "rules.md is not up to date" in capsys.readouterr().err
    assert run() == 0
    assert run("--check") == 0
    (tmp_path / "rules.md").write_text("# Rules\n", encoding="utf-8")
    assert run("--check") == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (f"{RULE}/storage_outside_eea.rego", "#   severity: critical\n", "", "METADATA custom.severity: missing"),
        (f"{RULE}/storage_outside_eea.rego", "severity: critical", "severity:", "METADATA custom.severity: must be"),
        (f"{RULE}/examples.yaml", "expect: bad", "expect:", "expect must be one of"),
        (f"{RULE}/examples.yaml", "examples:", "cases:", "must hold a list named examples"),
    ],
)
@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_anything_empty_fails(
    policies: Path,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    file: str,
    old: str,
    new: str,
    message: str,
    arguments: list[str],
) -> None:
    text = (policies / file).read_text(encoding="utf-8")
    assert old in text
    (policies / file).write_text(text.replace(old, new), encoding="utf-8")
    assert run(*arguments) == 1
    assert message in capsys.readouterr().err


def test_a_rule_without_french_is_no_shipped_rule(policies: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    file = policies / RULE / "storage_outside_eea.rego"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if "title_fr" not in line]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run("--check") == 1
    assert "METADATA custom.title_fr: missing" in capsys.readouterr().err
