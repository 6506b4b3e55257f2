"""The tutorial and the guides: every command is run as it stands there, in its order, with its exit code."""

import ast
import re
import shutil
import sys
from pathlib import Path

import pytest
from command import environment, run

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = ("tutorial.md", "guide-platform.md", "guide-security.md", "guide-audit.md")
_COMMAND = re.compile(r"^(hds-policy .*?)(?:  # exit code (\d+))?$", re.MULTILINE)
_CHECKED = """{command}
code=$?
[ "$code" = {code} ] || {{ echo "exit code $code, not {code}: {shown}" >&2; exit 99; }}"""


def commands(page: str) -> str:
    blocks = re.findall(r"^```sh\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert blocks
    return "".join(blocks)


def script(page: str) -> str:
    """The commands of a page as a script that stops where an exit code is not the one that is said."""

    def checked(found: re.Match[str]) -> str:
        command, code = found.group(1).rstrip(), found.group(2) or "0"
        return _CHECKED.format(command=command, code=code, shown=command.replace('"', "'"))

    return _COMMAND.sub(checked, commands(page))


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_the_page(page: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "clinic" / "failing", tmp_path / "infra")
    identity = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = environment(PATH=f"{Path(sys.executable).parent}:{environment()['PATH']}", **identity)
    assert len(_COMMAND.findall(commands(page))) >= 4
    done = run(["bash", "-c", script(page)], cwd=tmp_path, env=env)
    assert done.code == 0, done.err


def test_a_wrong_exit_code_is_noticed(tmp_path: Path) -> None:
    env = environment(PATH=f"{Path(sys.executable).parent}:{environment()['PATH']}")
    wrong = script("guide-platform.md").replace('"$code" = 1', '"$code" = 7')
    done = run(["bash", "-c", wrong], cwd=tmp_path, env=env)
    assert done.code == 99


def test_every_page_is_on_the_site() -> None:
    listed = set(re.findall(r"^[\w-]+$", (DOCS / "index.md").read_text("utf-8"), re.MULTILINE))
    assert {path.stem for path in DOCS.glob("*.md")} - {"index"} == listed


def test_every_variable_of_ours_is_in_the_reference() -> None:
    named = set()
    for path in (ROOT / "hds_policy").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named |= set(re.findall(r"^(HDS_POLICY_[A-Z_]+)$", node.value))
    assert len(named) >= 4
    page = (DOCS / "reference.md").read_text("utf-8")
    assert {name for name in named if f"| `{name}` |" not in page} == set()


def test_the_reference_is_up_to_date_and_says_what_help_says(tmp_path: Path) -> None:
    # In a process of its own: other tests of this one may have registered scanners or changed commands.
    program = [sys.executable, str(ROOT / "support" / "build_reference_doc.py"), "--check"]
    done = run(program)
    assert done.code == 0, done.err
    stale = tmp_path / "reference.md"
    stale.write_text("old", encoding="utf-8")
    assert run([*program, "--output", str(stale)]).code == 1
    page = (DOCS / "reference.md").read_text("utf-8")
    for words in ("### hds-policy check", "### hds-policy hosters show", "--changed REF", "| 4 | nothing to check |"):
        assert words in page
