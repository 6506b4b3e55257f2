"""The remote engine against real OPA servers on loopback: equal to the embedded one, and never a pass by mistake."""

import json
import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

pytest.importorskip("opa_client", reason="no opa-python-client: the remote engine is left out; install the extra opa")

from building import ON
from command import hds_policy
from opa_server import as_json, false_server, passed_on, real_server, secrets
from real_opa import find, missing
from test_contract import EXAMPLES, RULES

from hds_policy.collection import collect_all
from hds_policy.config import DefaultClass, Estate
from hds_policy.errors import EngineError, ExitCode, HdsPolicyError, PolicyError, UsageError
from hds_policy.evaluation import EmbeddedEngine
from hds_policy.evaluation.bundle import bundle
from hds_policy.evaluation.canary import add_canaries
from hds_policy.evaluation.engine import Answer
from hds_policy.evaluation.opa import OpaEngine, OpaSettings, Supply
from hds_policy.evaluation.opa.renaming import renamed
from hds_policy.evaluation.revision import revision_of
from hds_policy.pipeline import Knowledge, prepare

OPA = find("opa") or ""
if not OPA:
    pytest.skip(missing("opa", "is the remote engine"), allow_module_level=True)

from compared import mutated  # noqa: E402 - after the skip

ROOT = Path(__file__).parents[2]
CLINIC = ROOT / "examples" / "clinic" / "failing"
FIXTURES = (ROOT / "examples", ROOT / "tests" / "assets" / "terraform")
HEALTH = msgspec.structs.replace(Estate.default(), default_class=DefaultClass.HEALTH)
MUTATIONS = 3000
OTHER = [(path, source + "\n# changed\n") for path, source in RULES.modules]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("opa")
    (made / "bundle.tar.gz").write_bytes(bundle(RULES))
    return made


@pytest.fixture(scope="module")
def holding(folder: Path) -> Iterator[str]:
    """A server that holds the bundle."""
    with real_server(OPA, "--bundle", folder / "bundle.tar.gz") as address:
        yield address


@pytest.fixture(scope="module")
def empty() -> Iterator[str]:
    """A server that holds nothing at first."""
    with real_server(OPA) as address:
        yield address


def engine(address: str, supply: Supply = Supply.EXPECT, **more: Any) -> OpaEngine:
    return OpaEngine(RULES.modules, OpaSettings(address, supply, **more))


def exact(answer: Answer) -> bytes:
    return msgspec.json.encode(answer, order="sorted")


def asked() -> dict[str, Any]:
    document = dict(EXAMPLES[0].document)
    add_canaries(document)
    return document


@pytest.mark.parametrize("supply", list(Supply))
def test_every_example_is_answered_alike(supply: Supply, holding: str, empty: str) -> None:
    ours = EmbeddedEngine(RULES.modules)
    theirs = engine(holding if supply is Supply.EXPECT else empty, supply)
    findings = 0
    for example in EXAMPLES:
        expected = ours.evaluate(example.document)
        assert exact(theirs.evaluate(example.document)) == exact(expected), example.name
        findings += len(expected.findings)
    assert findings >= len(RULES.rules)


def test_mutated_inputs_are_answered_alike(holding: str) -> None:
    chance = random.Random(20261124)
    ours, theirs = EmbeddedEngine(RULES.modules), engine(holding)
    findings = 0
    for _ in range(MUTATIONS):
        document = mutated(chance.choice(EXAMPLES).document, chance)
        document["certificates"] = {
            name: certificate | {"id": name} for name, certificate in document["certificates"].items()
        }
        add_canaries(document)
        expected = ours.evaluate(document)
        assert exact(theirs.evaluate(document)) == exact(expected), json.dumps(document)
        findings += len(expected.findings)
    assert findings >= MUTATIONS


def test_every_fixture_is_answered_alike(holding: str, shipped: Knowledge) -> None:
    folders = sorted({file.parent for top in FIXTURES for file in top.rglob("*.tf")})
    assert len(folders) > 5
    ours, theirs = EmbeddedEngine(RULES.modules), engine(holding)
    asked_about = 0
    for folder in folders:
        document = prepare(collect_all((folder,), {}).inventory, HEALTH, shipped, ON).questions.document
        assert exact(theirs.evaluate(document)) == exact(ours.evaluate(document)), str(folder)
        asked_about += len(document["locations"]) > 1
    assert asked_about > 3


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_every_report_is_equal_to_the_last_byte(form: str, holding: str, empty: str) -> None:
    common = ("check", CLINIC, "--format", form, "--on", "2026-11-23")
    expected = hds_policy(*common)
    assert expected.code == ExitCode.FAIL
    assert hds_policy(*common, "--engine", "opa", "--opa-url", holding) == expected
    assert hds_policy(*common, "--engine", "opa", "--opa-url", empty, "--opa-policies", "push") == expected


def test_a_server_with_other_rules_is_refused_with_both_revisions(holding: str) -> None:
    with pytest.raises(UsageError, match="holds other policies") as caught:
        OpaEngine(OTHER, OpaSettings(holding))
    assert revision_of(RULES.modules) in caught.value.message and revision_of(OTHER) in caught.value.message


def test_a_server_without_the_bundle_is_refused(empty: str) -> None:
    with pytest.raises(UsageError, match="no bundle"):
        engine(empty)


def test_two_versions_pushed_to_one_server_do_not_mix(empty: str) -> None:
    silent = [
        (path, source if "layer_physical" not in path else "package hds.rules.layer_physical\n\ndeny := set()\n")
        for path, source in RULES.modules
    ]
    first, second = engine(empty, Supply.PUSH), OpaEngine(silent, OpaSettings(empty, Supply.PUSH))
    again = engine(empty, Supply.PUSH)
    assert exact(first.evaluate(asked())) == exact(again.evaluate(asked()))
    assert any(row.rule == "layer_physical" for row in first.evaluate(asked()).findings)
    assert not any(row.rule == "layer_physical" for row in second.evaluate(asked()).findings)


def test_a_rule_that_opa_does_not_accept_is_named_with_its_line(empty: str) -> None:
    broken = [
        *RULES.modules,
        ("hds/rules/broken/broken.rego", "package hds.rules.broken\n\ndeny contains {\n"),
    ]
    with pytest.raises(EngineError, match=r"broken\.rego:[34]: "):
        OpaEngine(broken, OpaSettings(empty, Supply.PUSH))
    with pytest.raises(PolicyError, match=r"broken\.rego(.|\n)*:[34]:"):
        EmbeddedEngine(broken)


def test_a_renamed_module_says_the_same() -> None:
    below = renamed(RULES.modules, "other")
    names = [path for path, _ in below]
    assert sorted(names) == [path for path, _ in RULES.modules]
    assert all(names.index(path) < names.index("hds/main.rego") for path in names if "/rules/" in path)
    assert names.index("hds/lib/coverage.rego") < names.index("hds/rules/layer_admin/layer_admin.rego")
    text = dict(
        renamed([("a.rego", 'package a.b\n\nx := ["data.a", `data.a`, data.a.b] # data.a\ny := input.data.a\n')], "n")
    )
    assert text["a.rego"] == 'package n.a.b\n\nx := ["data.a", `data.a`, data.n.a.b] # data.a\ny := input.data.a\n'


@pytest.mark.parametrize("reference", ["data[x]", "data", "data.elsewhere.x", 'data["a"]'])
def test_a_reference_that_cannot_be_renamed_is_refused(reference: str) -> None:
    with pytest.raises(PolicyError, match="outside of the policies"):
        renamed([("a.rego", f"package a\n\ny := {reference}\n")], "n")


def wrong(real: str, kind: str) -> Any:
    """What a server or gateway answers that does one thing wrong."""
    page = b"<html><body>Sign in</body></html>"
    attempts: list[str] = []

    def reply(method: str, path: str, body: bytes) -> Any:
        attempts.append(path)
        good = passed_on(real, method, path, body)
        answer = path.split("?", maxsplit=1)[0].endswith("hds/main/answer")
        match kind:
            case "page":
                return 200, {"Content-Type": "text/html"}, page
            case "cut" if answer:
                return 200, {"Content-Length": str(len(good[2]) + 10)}, good[2]
            case "half" if answer:
                return 200, {}, good[2][: len(good[2]) // 2]
            case "none" if answer:
                return None
            case "empty" if answer:
                return as_json({"provenance": json.loads(good[2])["provenance"]})
            case "list":
                return as_json([])
            case "shape" if answer:
                return as_json({"provenance": json.loads(good[2])["provenance"], "result": {"findings": None}})
            case "nothing" if answer:
                return as_json({"result": {"findings": [], "rules": []}})
            case "later" if answer:
                changed = json.loads(good[2])
                changed["provenance"]["bundles"] = {"b": {"revision": "sha256:0"}}
                return as_json(changed)
            case "old":
                changed = json.loads(good[2])
                changed["provenance"] = {"version": "0.68.0"}
                return as_json(changed)
            case "lenient":
                return passed_on(real, method, path.replace("strict-builtin-errors=true&", ""), body)
            case "elsewhere":
                return 307, {"Location": real + path}, b""
            case "other" if path.split("?", maxsplit=1)[0].endswith("canary/answer"):
                changed = json.loads(good[2])
                changed["result"]["size"] = 4
                return as_json(changed)
            case "401" | "403" | "500" | "503":
                return int(kind), {}, page
            case "busy" if len(attempts) % 3:
                return 503, {}, page
        return good

    return reply


@pytest.mark.parametrize(
    ("kind", "code", "message"),
    [
        ("page", 70, "not JSON"),
        ("cut", 70, "cut off"),
        ("half", 70, "not JSON"),
        ("none", 70, "cannot be reached"),
        ("empty", 70, "has no answer for data.hds.main.answer"),
        ("list", 70, "no JSON object"),
        ("shape", 70, "no usable answer"),
        ("nothing", 70, "does not say which policies"),
        ("later", 2, "holds other policies: sha256:0"),
        ("old", 2, "version 0.68.0"),
        ("lenient", 70, "takes a built-in error for no answer"),
        ("elsewhere", 2, "sends us elsewhere"),
        ("other", 70, "evaluates otherwise"),
        ("401", 2, "refuses us"),
        ("403", 2, "refuses us"),
        ("500", 70, "status 500"),
        ("503", 70, "status 503"),
    ],
)
def test_every_failure_is_an_error_and_never_a_pass(kind: str, code: int, message: str, holding: str) -> None:
    with false_server(wrong(holding, kind)) as address:
        with pytest.raises(HdsPolicyError, match=message) as caught:
            engine(address).evaluate(asked())
        assert caught.value.exit_code == code


def test_a_gateway_that_is_not_ready_is_asked_again(holding: str) -> None:
    with false_server(wrong(holding, "busy")) as address:
        assert exact(engine(address).evaluate(asked())) == exact(EmbeddedEngine(RULES.modules).evaluate(asked()))


def test_a_server_that_does_not_answer_is_left(holding: str) -> None:
    released = threading.Event()

    def reply(method: str, path: str, body: bytes) -> Any:
        released.wait(20)
        return passed_on(holding, method, path, body)

    with false_server(reply) as address:
        with pytest.raises(EngineError, match="does not answer in time"):
            engine(address, timeout=0.2)
        released.set()


def test_no_server_is_exit_code_70_and_no_other_engine(tmp_path: Path) -> None:
    done = hds_policy("check", CLINIC, "--engine", "opa", "--opa-url", "http://127.0.0.1:9", "--opa-policies", "push")
    assert (done.code, done.out) == (70, "")
    assert "cannot be reached" in done.err and "--opa-url" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--engine", "opa"], "needs the address"),
        (["--opa-url", "http://127.0.0.1:1"], "is for --engine opa"),
        (["--engine", "opa", "--opa-url", "ftp://x"], "http or https"),
        (["--engine", "opa", "--opa-url", "https://u:secret@x"], "no user or password"),
        (["--engine", "opa", "--opa-url", "https://x:port"], "--opa-url"),
        (["--engine", "opa", "--opa-url", "https://x/?a=b"], "nothing may follow"),
        (["--engine", "opa", "--opa-url", "http://x", "--opa-token-file", "TOKEN"], "in the clear"),
        (["--engine", "opa", "--opa-url", "https://x", "--opa-token-file", "missing"], "cannot be read"),
        (["--engine", "opa", "--opa-url", "https://x", "--opa-ca", "missing"], "no such file"),
        (["--engine", "opa", "--opa-url", "https://x", "--opa-cert", "TOKEN"], "go together"),
        (["--engine", "opa", "--opa-url", "http://x", "--opa-ca", "TOKEN"], "for https only"),
        (["--engine", "opa", "--opa-url", "https://x", "--opa-timeout", "nan"], "--opa-timeout"),
        (["--engine", "opa", "--opa-url", "https://x", "--opa-timeout", "0"], "--opa-timeout"),
    ],
)
def test_options_that_cannot_be_meant_are_usage_errors(arguments: list[str], message: str, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("s3cr3t-token\n")
    done = hds_policy("check", CLINIC, *[str(token) if part == "TOKEN" else part for part in arguments])
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "s3cr3t" not in done.err and "u:secret" not in done.err


AUTHZ = """package system.authz

default allow := false

allow if input.identity == "right-token"
"""


def test_a_token_opens_a_server_that_asks_for_one(folder: Path) -> None:
    authz = folder / "authz.rego"
    authz.write_text(AUTHZ)
    guards = ("--authentication=token", "--authorization=basic", authz)
    with real_server(
        OPA, "--bundle", folder / "bundle.tar.gz", *guards[:2], "--bundle", _authz_bundle(folder)
    ) as address:
        assert engine(address, token="right-token").evaluate(asked()).findings
        for token in ("", "wrong-token"):
            with pytest.raises(UsageError, match="refuses us") as caught:
                engine(address, token=token)
            assert "wrong-token" not in caught.value.message
            with pytest.raises(UsageError, match="refuses us"):
                engine(address, Supply.PUSH, token=token)


def _authz_bundle(folder: Path) -> Path:
    made = folder / "authz"
    (made / "system").mkdir(parents=True, exist_ok=True)
    (made / "system" / "authz.rego").write_text(AUTHZ)
    (made / ".manifest").write_text('{"roots": ["system"], "rego_version": 1}')
    return made


def test_mutual_tls_and_an_authority_of_the_users_own(folder: Path) -> None:
    secrets(folder)
    guards = {
        "--tls-cert-file": "server.pem",
        "--tls-private-key-file": "server.key",
        "--tls-ca-cert-file": "ca.pem",
    }
    options = [part for name, file in guards.items() for part in (name, folder / file)]
    client = {"certificate": folder / "client.pem", "key": folder / "client.key"}
    bundled = ("--bundle", folder / "bundle.tar.gz")
    with real_server(OPA, *bundled, *options, "--authentication=tls", scheme="https") as address:
        assert engine(address, ca=folder / "ca.pem", **client).evaluate(asked()).findings
        with pytest.raises(UsageError, match="no secure connection"):
            engine(address, **client)
        with pytest.raises(HdsPolicyError):
            engine(address, ca=folder / "ca.pem")
