"""Keys that stay where they are: a key service (moto's, on loopback) and a hardware module (SoftHSM, PKCS #11)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import environment, hds_policy
from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.serialization import load_der_public_key
from estates import estate

pytest.importorskip("securesystemslib", reason="securesystemslib is not installed (extra kms)")
MODULE = next((path for path in map(Path, ("/usr/lib/softhsm/libsofthsm2.so",)) if path.is_file()), None)
PIN = "4321"


def pem(der: bytes) -> bytes:
    key = load_der_public_key(der)
    return key.public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)


def trust_of(public: Path) -> Path:
    """A trust file by hand, as docs/evidence.md describes it."""
    trust = public.with_suffix(".toml")
    text = public.read_text(encoding="utf-8")
    days = "valid_from = 2020-01-01\nvalid_until = 2099-12-31"
    trust.write_text(f'schema = 1\n[[keys]]\nname = "ours"\n{days}\npublic_key = """\n{text}"""\n', "utf-8")
    return trust


def exported(folder: Path, checked: Path, key: str, public: Path, env: dict[str, str]):
    bundle = folder / "bundle.zip"
    done = hds_policy("evidence", "export", checked, "--key", key, "--public-key", public, "-o", bundle, env=env)
    return bundle, done


@pytest.fixture(scope="module")
def service() -> Iterator[dict[str, str]]:
    """Environment in which the AWS SDK finds moto's key service, and the address of it."""
    pytest.importorskip("boto3", reason="boto3 is not installed (extra aws)")
    pytest.importorskip("moto", reason="moto is not installed (dependency group test)")
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - optional

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield {
        "AWS_ENDPOINT_URL_KMS": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-west-3",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    server.stop()


def made_there(service: dict[str, str], folder: Path) -> tuple[str, Path]:
    import boto3  # noqa: PLC0415 - optional

    client = boto3.client(
        "kms",
        endpoint_url=service["AWS_ENDPOINT_URL_KMS"],
        region_name="eu-west-3",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    name = client.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["KeyId"]
    public = folder / "service.pub"
    public.write_bytes(pem(client.get_public_key(KeyId=name)["PublicKey"]))
    return f"awskms:{name}", public


def test_a_signature_that_is_not_one_of_the_public_key_is_not_written(
    service: dict[str, str], write, tmp_path: Path
) -> None:
    """moto takes the digest it is given for the message and signs the digest of that: none of the statement."""
    key, public = made_there(service, tmp_path)
    bundle, done = exported(tmp_path, write(estate()), key, public, {**environment(), **service})
    assert (done.code, bundle.exists()) == (2, False)
    assert "awskms: it signs with another key than the one of --public-key" in done.err


def test_a_service_that_refuses_writes_nothing_and_repeats_nothing(
    service: dict[str, str], write, tmp_path: Path
) -> None:
    _, public = made_there(service, tmp_path)
    bundle, done = exported(tmp_path, write(estate()), "awskms:alias/none", public, {**environment(), **service})
    assert (done.code, bundle.exists()) == (2, False)
    assert "awskms: the key does not sign (" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("options", [("--key", "awskms:x"), ("--key", "file", "--public-key", "x.pub")])
def test_an_address_and_a_public_key_belong_together(options: tuple[str, ...], write, tmp_path: Path) -> None:
    done = hds_policy("evidence", "export", write(estate()), *options, "-o", tmp_path / "b.zip")
    assert done.code == 2
    assert "--public-key goes with" in done.err


@pytest.mark.skipif(
    shutil.which("softhsm2-util") is None or MODULE is None, reason="SoftHSM is not installed (Debian: softhsm2)"
)
def test_a_hardware_module_signs(write, tmp_path: Path) -> None:
    pkcs11 = pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed (dependency group test)")
    settings, tokens = tmp_path / "softhsm.conf", tmp_path / "tokens"
    tokens.mkdir()
    settings.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n", "utf-8")
    env = {**environment(), "SOFTHSM2_CONF": str(settings), "PYKCS11LIB": str(MODULE)}
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "hds", "--pin", PIN, "--so-pin", PIN],
        env={**os.environ, **env}, check=True, capture_output=True,
    )  # fmt: skip
    key, public = _made_in_module(pkcs11, settings, tmp_path)
    bundle, done = exported(tmp_path, write(estate()), key, public, {**env, "HDS_POLICY_EVIDENCE_PASSPHRASE": PIN})
    assert bundle.exists(), done.err
    assert hds_policy("evidence", "verify", bundle, "--trust", trust_of(public)).code == 0
    (tmp_path / "bundle.zip").unlink()
    wrong = {**env, "HDS_POLICY_EVIDENCE_PASSPHRASE": "0000"}
    bundle, done = exported(tmp_path, write(estate(), "again"), key, public, wrong)
    assert (done.code, bundle.exists()) == (2, False)


def _made_in_module(pkcs11, settings: Path, folder: Path) -> tuple[str, Path]:
    from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters  # noqa: PLC0415 - optional

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(settings))
        token = pkcs11.lib(str(MODULE)).get_token(token_label="hds")
        with token.open(user_pin=PIN, rw=True) as session:
            curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
            parameters = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
            public, _ = parameters.generate_keypair(store=True, label="hds", id=b"\x02")
            der = encode_ec_public_key(public)
    place = folder / "module.pub"
    place.write_bytes(pem(der))
    return "hsm:2?label=hds", place
