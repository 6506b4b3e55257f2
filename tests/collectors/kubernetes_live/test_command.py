"""``hds-policy scan kubernetes`` where it cannot begin: exit code 2, one message; nothing is imported for others."""

from __future__ import annotations

import sys
from pathlib import Path

from command import environment, hds_policy, run

WITHOUT = "import sys\nsys.modules.update(kubernetes=None, urllib3=None)\n"


def test_without_the_official_client_it_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WITHOUT, encoding="utf-8")
    env = environment(PYTHONPATH=str(tmp_path), HOME=str(tmp_path))
    done = hds_policy("scan", "kubernetes", cwd=tmp_path, env=env)
    assert done.code == 2
    assert "pip install 'hds-policy[kubernetes]'" in done.err
    assert hds_policy("scan", "kubernetes", "--help", cwd=tmp_path, env=env).code == 0
    assert "kubernetes" in hds_policy("scan", "--help", cwd=tmp_path, env=env).out


def test_a_kubeconfig_of_the_estate_is_never_used(tmp_path: Path) -> None:
    """Whoever may change the estate file beside the code does not choose credentials, programs or trust."""
    for key, value in (("kubeconfig", '"./kubeconfig"'), ("allow_exec", '["sh"]'), ("allow_insecure", "true")):
        table = f"version = 1\n\n[collectors.kubernetes]\n{key} = {value}\n"
        (tmp_path / "hds-policy.toml").write_text(table, encoding="utf-8")
        done = hds_policy("scan", "kubernetes", cwd=tmp_path, env=environment(HOME=str(tmp_path)))
        assert done.code == 2
        assert f"never taken from a file; type --{key.replace('_', '-')}" in done.err


def test_no_kubeconfig_is_an_error_with_a_hint(tmp_path: Path) -> None:
    done = hds_policy("scan", "kubernetes", cwd=tmp_path, env=environment(HOME=str(tmp_path), KUBECONFIG=""))
    assert done.code == 2
    assert "no kubeconfig is found" in done.err or "needs the official client" in done.err


def test_nothing_else_imports_the_client(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom hds_policy.cli import main\n"
        f"main(['check', {str(tmp_path)!r}])\nmain(['scan', 'kubernetes', '--help'])\n"
        "print([name for name in ('kubernetes', 'urllib3', 'pydantic') if name in sys.modules])\n"
    )
    done = run([sys.executable, "-P", "-c", program], cwd=tmp_path)
    assert done.out.splitlines()[-1] == "[]"
