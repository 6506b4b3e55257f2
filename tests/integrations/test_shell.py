"""Completion, man pages and the container recipe, as far as a machine without a registry of images can."""

import shutil
import sys
from pathlib import Path

import man_pages
import pytest
from command import environment, run

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
HADOLINT = BIN / "hadolint" if (BIN / "hadolint").is_file() else Path(shutil.which("hadolint") or "")


def completed(*words: str) -> list[str]:
    """What bash would offer for the last word, asked with the function that click makes for it."""
    line = " ".join(words)
    ask = f"COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _hds_policy_completion hds-policy"
    ask += '; printf "%s\\n" "${COMPREPLY[@]}"'
    source = 'eval "$(_HDS_POLICY_COMPLETE=bash_source hds-policy)"'
    env = environment(PATH=f"{BIN}:{environment()['PATH']}")
    done = run(["bash", "-ec", f"{source}\n{ask}"], env=env)
    assert done.code == 0, done.err
    return done.out.split()


def test_completion_of_commands_options_and_values() -> None:
    assert completed("hds-policy", "ch") == ["check"]
    assert "--changed" in completed("hds-policy", "check", "--c")
    assert completed("hds-policy", "check", "--lang", "f") == ["fr"]
    assert completed("hds-policy", "hosters", "sh") == ["show"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_script_of_other_shells(shell: str) -> None:
    env = environment(PATH=f"{BIN}:{environment()['PATH']}", _HDS_POLICY_COMPLETE=f"{shell}_source")
    done = run([str(BIN / "hds-policy")], env=env)
    assert done.code == 0
    assert f"_HDS_POLICY_COMPLETE={shell}_complete" in done.out


def test_each_command_has_a_man_page(tmp_path: Path) -> None:
    assert man_pages.main([str(tmp_path)]) == 0
    written = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert {"hds-policy.1", "hds-policy-check.1", "hds-policy-hosters-show.1", "hds-policy-scan.1"} <= set(written)
    assert len(written) > 20
    assert '.TH "HDS-POLICY CHECK" "1"' in written["hds-policy-check.1"]
    assert "changed" in written["hds-policy-check.1"]


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not here")
def test_a_man_page_can_be_read(tmp_path: Path) -> None:
    man_pages.main([str(tmp_path)])
    done = run(
        ["man", "--warnings", "-l", str(tmp_path / "hds-policy-check.1")],
        env=environment(MANPAGER="cat", MANWIDTH="80"),
    )
    assert done.code == 0
    assert done.err == ""
    assert "hds-policy-check" in done.out.lower()


@pytest.mark.skipif(not HADOLINT.name, reason="hadolint is not here")
def test_the_container_recipe_passes_hadolint(tmp_path: Path) -> None:
    done = run([str(HADOLINT), str(ROOT / "Containerfile")])
    assert (done.code, done.out) == (0, "")
    worse = tmp_path / "Containerfile"
    worse.write_text("FROM python\nRUN cd /x && pip install y\n", encoding="utf-8")
    assert run([str(HADOLINT), str(worse)]).code == 1


def test_the_image_is_nobody_and_takes_only_what_it_needs() -> None:
    recipe = (ROOT / "Containerfile").read_text("utf-8")
    assert "\nUSER 65534:65534\n" in recipe
    left_out = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    assert {".git", ".venv", "tests", "!tests/catalogue/types"} <= set(left_out)  # the wheel holds the lists of types
