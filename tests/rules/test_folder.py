from collections.abc import Callable
from pathlib import Path

import pytest

from hds_policy.errors import PolicyError
from hds_policy.rules.folder import default_folder, load_rules

RULE = """# METADATA
# scope: package
# title: T
# description: D
# related_resources:
# - ref: https://example.org
#   description: R
# custom:
#   id: {id}
#   severity: low
#   level: contract
#   legal_basis: [B]
#   remediation: M
#   subjects: types
#   {messages}
package {package}

deny contains 1
"""
LIBRARY = "# METADATA\n# scope: package\n# custom:\n#   messages: {code: Said.}\npackage acme.lib.shared\n"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(name: str, text: str | None = None, **fields: str) -> Path:
        stem = Path(name).stem
        values = {"id": "ACME-001", "messages": "messages: {a: b}", "package": f"acme.rules.{stem}"}
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(RULE.format(**values | fields) if text is None else text, encoding="utf-8")
        return file

    return _write


def refused(folder: Path) -> str:
    with pytest.raises(PolicyError) as caught:
        load_rules(folder)
    return caught.value.message


def test_rules_and_modules_are_read_sorted(tmp_path: Path, write: Write) -> None:
    write("acme/rules/b/b.rego", id="ACME-001")
    write("acme/rules/a/a.rego", id="ACME-002")
    write("acme/rules/a/a_test.rego", "package acme.rules.a_test\n")
    write("acme/main.rego", "package acme.main\r\n")
    rule_set = load_rules(tmp_path)
    assert list(rule_set.rules) == ["ACME-001", "ACME-002"]
    assert {package: rule.id for package, rule in rule_set.by_package.items()} == {
        "acme.rules.b": "ACME-001",
        "acme.rules.a": "ACME-002",
    }
    assert [path for path, _ in rule_set.modules] == ["acme/main.rego", "acme/rules/a/a.rego", "acme/rules/b/b.rego"]
    assert rule_set.modules[0][1] == "package acme.main\n"
    assert rule_set.rules["ACME-002"].name == "a"
    assert rule_set.folder == tmp_path


def test_messages_of_a_library(tmp_path: Path, write: Write) -> None:
    write("acme/rules/a/a.rego", messages="messages_from: shared")
    assert refused(tmp_path) == ("acme/rules/a/a.rego: METADATA custom.messages_from: no library acme.lib.shared")
    library = write("acme/lib/shared.rego", LIBRARY)
    assert load_rules(tmp_path).rules["ACME-001"].messages == {"code": "Said."}
    library.write_text(LIBRARY.replace("messages", "messags"), encoding="utf-8")
    assert refused(tmp_path) == "acme/lib/shared.rego: METADATA custom.messages: missing"


def test_no_rule_is_an_error(tmp_path: Path, write: Write) -> None:
    assert "no rule found" in refused(tmp_path)
    write("acme/main.rego", "package acme.main\n")
    assert "no rule found" in refused(tmp_path)
    assert "no such policies folder" in refused(tmp_path / "nowhere")


def test_two_rules_with_one_id(tmp_path: Path, write: Write) -> None:
    write("acme/rules/a/a.rego")
    write("acme/rules/b/b.rego")
    assert refused(tmp_path) == (
        "acme/rules/b/b.rego: METADATA custom.id: ACME-001 is already the id of acme/rules/a/a.rego"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("acme/rules/a/b.rego", "a rule must stand in rules/<name>/<name>.rego"),
        ("acme/rules/a.rego", "a rule must stand in rules/<name>/<name>.rego"),
        ("acme/rules/a/a/a.rego", "a rule must stand in rules/<name>/<name>.rego"),
    ],
)
def test_a_rule_in_the_wrong_place(tmp_path: Path, write: Write, name: str, message: str) -> None:
    write(name)
    assert refused(tmp_path).startswith(f"{name}: {message}")


def test_folder_and_package_must_agree(tmp_path: Path, write: Write) -> None:
    write("acme/rules/a/a.rego", package="hds.rules.a")
    assert refused(tmp_path) == "acme/rules/a/a.rego: the package is hds.rules.a, but the folders say acme.rules.a"


def test_a_rule_folder_without_rule(tmp_path: Path, write: Write) -> None:
    write("acme/rules/a/a.rego")
    write("acme/rules/b/b_test.rego", "package acme.rules.b_test\n")
    assert refused(tmp_path) == "acme/rules/b/b.rego: missing: the folder b holds no rule"


def test_files_that_cannot_be_read(tmp_path: Path, write: Write) -> None:
    file = write("acme/rules/a/a.rego")
    good = file.read_bytes()
    for data, message in (
        (b"\xef\xbb\xbf" + good, "acme/rules/a/a.rego: starts with a byte order mark"),
        (good + b"# \xe9\n", f"acme/rules/a/a.rego: not UTF-8 (byte {len(good) + 2})"),
        (good + b"#" * 2**20, "acme/rules/a/a.rego: larger than 1 MiB"),
    ):
        file.write_bytes(data)
        assert refused(tmp_path) == message


def test_links_out_of_the_folder_are_refused(tmp_path: Path, write: Write) -> None:
    write("policies/acme/rules/a/a.rego")
    outside = write("outside.rego", "package acme.outside\n")
    (tmp_path / "policies" / "acme" / "main.rego").symlink_to(outside)
    assert refused(tmp_path / "policies") == "acme/main.rego: leads out of the policies folder"


def test_the_shipped_rules_load() -> None:
    rule_set = load_rules()
    assert rule_set.folder == default_folder()
    assert "HDS-001" in rule_set.rules
    assert rule_set.rules["HDS-001"].legal_basis[-1] == "CSP R.1111-9 1°"
    assert rule_set.by_package["hds.rules.layer_physical"].id == "HDS-001"
    assert not [path for path, _ in rule_set.modules if path.endswith("_test.rego")]
