"""docs/opa.md: every command in it is run as it stands there, with the real programs."""

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import environment
from opa_server import real_server
from real_opa import find, missing

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "opa.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PROGRAMS = {name: find(name) for name in ("opa", "conftest")}


@pytest.mark.skipif(not all(PROGRAMS.values()), reason=missing("opa or conftest", "are the commands of docs/opa.md"))
def test_every_command_of_the_page(tmp_path: Path) -> None:
    estate = Path(shutil.copytree(ROOT / "examples" / "clinic" / "failing", tmp_path / "estate"))
    (tmp_path / "bin").mkdir()
    for name, program in PROGRAMS.items():
        (tmp_path / "bin" / name).symlink_to(str(program))
    path = os.pathsep.join([str(tmp_path / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])
    address, run = "127.0.0.1:8181", 0
    with contextlib.ExitStack() as servers:
        for line in "".join(BLOCKS).splitlines():
            command, _, comment = line.partition("  # exit code ")
            if command.startswith("opa run --server --addr 127.0.0.1:8181 "):
                options = shlex.split(command.removesuffix("&"))[5:]
                held = [str(estate / option) if option.endswith(".tar.gz") else option for option in options]
                address = servers.enter_context(real_server(str(PROGRAMS["opa"]), *held)).removeprefix("http://")
                continue
            # The port of the page may be taken by another program.
            command = command.replace("127.0.0.1:8181", address)
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=estate,
                env=environment(PATH=path),
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            assert done.returncode == int(comment or 0), f"{command}\n{done.stdout}\n{done.stderr}"
            run += 1
    assert run >= 12
    assert (estate / "gatekeeper").is_dir() and (estate / "signed.tar.gz").is_file()
