"""Secrets planted wherever people put them: not one is in a byte of the bundle, of the output or of a traceback."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from bundles import keygen
from command import environment, hds_policy
from estates import ESTATE

from hds_policy.evidence.redaction import Redactor

TERRAFORM = """
provider "aws" {{
  region     = "eu-west-3"
  access_key = "{0}"
  secret_key = "{1}"
  token      = "{2}"
  assume_role {{
    external_id = "{3}"
  }}
}}
variable "plain" {{
  default = "{4}"
}}
variable "marked" {{
  default   = "{5}"
  sensitive = true
}}
locals {{
  dsn = "postgres://app:{6}@db.example/health"
}}
# password: {7}
resource "aws_db_instance" "records" {{
  identifier          = "records"
  username            = "{8}"
  password            = "{9}"
  tags                = {{ data_classification = "health", note = "{10}" }}
  provisioner "local-exec" {{
    command = "deploy --token {11}"
    environment = {{
      KEY = "{12}"
    }}
  }}
  connection {{
    password    = "{13}"
    private_key = "{14}"
  }}
}}
resource "aws_instance" "app" {{
  user_data = "export PASSWORD={15}"
  tags      = {{ hds = "yes" }}
}}
resource "aws_lambda_function" "read" {{
  environment {{
    variables = {{ DATABASE_URL = local.dsn, API_KEY = "{16}", PLAIN = var.plain, MARKED = var.marked }}
  }}
  tags = {{ phi = "true" }}
}}
resource "aws_secretsmanager_secret_version" "one" {{
  secret_string = "{17}"
}}
resource "aws_ssm_parameter" "one" {{
  value = "{18}"
}}
resource "aws_elasticache_replication_group" "sessions" {{
  auth_token = "{19}"
  tags       = {{ hds = "true" }}
}}
output "dsn" {{
  value = "{20}"
}}
resource "aws_s3_bucket" "broken" {{
  tags = {{ hds = "{21}" }}
  metadata = "${{nosuch.function("{22}")}}"
}}
module "gone" {{
  source = "git::https://user:{23}@git.example/module"
  secret = "{24}"
}}
"""
BROKEN = 'resource "aws_s3_bucket" "half" {{\n  password = "{25}"\n'
VARIABLES = 'plain = "{26}"\n'
MANIFEST = """
apiVersion: v1
kind: Secret
metadata: {{name: db, labels: {{hds: "true"}}, annotations: {{note: "{27}"}}}}
stringData: {{password: "{28}"}}
data: {{key: "{29}"}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: db, labels: {{hds: "true"}}}}
spec:
  serviceName: db
  selector: {{matchLabels: {{app: db}}}}
  template:
    metadata: {{labels: {{app: db}}}}
    spec:
      containers:
      - name: db
        image: registry.example/db:1
        args: ["--password={30}"]
        env: [{{name: PASSWORD, value: "{31}"}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: db}}
data: {{url: "postgres://app:{32}@db/health"}}
"""


def document(canaries: list[str], *, state: bool) -> str:
    """A plan or a state whose values are secrets, some of them marked."""
    values = {"identifier": "x", "password": canaries[0], "username": canaries[1], "tags": {"hds": "yes"}}
    if state:
        instance = {"attributes": {**values, "endpoint": canaries[2]}, "sensitive_attributes": []}
        resource = {"mode": "managed", "type": "aws_db_instance", "name": "x", "instances": [instance]}
        resource["provider"] = 'provider["registry.terraform.io/hashicorp/aws"]'
        outputs = {"dsn": {"value": canaries[3], "type": "string", "sensitive": True}}
        return json.dumps(
            {"version": 4, "terraform_version": "1.9.0", "serial": 1, "lineage": "x", "outputs": outputs}
            | {"resources": [resource]}
        )
    resource = {"address": "aws_db_instance.x", "mode": "managed", "type": "aws_db_instance", "name": "x"}
    resource |= {"provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 1, "values": values}
    resource["sensitive_values"] = {"password": True, "tags": {}}
    change = {"actions": ["create"], "before": None, "after": values, "after_unknown": {}, "after_sensitive": {}}
    configuration = {"expressions": {"password": {"constant_value": canaries[2]}}, "address": "aws_db_instance.x"}
    return json.dumps(
        {
            "format_version": "1.2",
            "terraform_version": "1.9.0",
            "variables": {"password": {"value": canaries[3]}},
            "planned_values": {"root_module": {"resources": [resource]}},
            "resource_changes": [{**{k: v for k, v in resource.items() if k != "values"}, "change": change}],
            "configuration": {"root_module": {"resources": [{**configuration, "mode": "managed"}]}},
        }
    )


def canaries() -> Iterator[str]:
    """Words that occur nowhere else."""
    number = 0
    while True:
        number += 1
        yield "zq" + hashlib.sha256(f"canary {number}".encode()).hexdigest()[:20]


def members(bundle: Path) -> bytes:
    with zipfile.ZipFile(io.BytesIO(bundle.read_bytes())) as archive:
        return b"\n".join(name.encode() + b"\n" + archive.read(name) for name in archive.namelist())


def test_no_canary_leaves(write: Callable[..., Path], tmp_path: Path) -> None:
    source = canaries()
    planted = [next(source) for _ in range(33)]
    documents = {state: [next(source) for _ in range(4)] for state in (False, True)}
    surroundings = [next(source) for _ in range(10)]
    folder = write(
        {
            "main.tf": TERRAFORM.format(*planted),
            "broken/main.tf": BROKEN.format(*planted),
            "terraform.tfvars": VARIABLES.format(*planted),
            "k8s/db.yaml": MANIFEST.format(*planted),
            "plan.json": document(documents[False], state=False),
            "old.tfstate": document(documents[True], state=True),
            "hds-policy.toml": f"# {surroundings[0]}\n{ESTATE}",
        }
    )
    every = [*planted, *documents[False], *documents[True], *surroundings]
    assert len(every) > 50
    key, _ = keygen(tmp_path)
    env = environment(
        AWS_SECRET_ACCESS_KEY=surroundings[1],
        TF_VAR_plain=surroundings[2],
        HDS_POLICY_OPA_TOKEN=surroundings[3],
        HDS_POLICY_EVIDENCE_PASSPHRASE="",
        VAULT_TOKEN=surroundings[4],
    )
    out = []
    for number, paths in enumerate(([folder], [folder / "plan.json"], [folder / "old.tfstate"])):
        bundle = tmp_path / f"bundle{number}.zip"
        options = ("--key", key, "-o", bundle, "--env-vars", "--debug")
        done = hds_policy("evidence", "export", *paths, *options, env=env)
        assert bundle.exists(), done.err
        shown = hds_policy("evidence", "show", bundle)
        out += [members(bundle), done.out.encode(), done.err.encode(), shown.out.encode(), shown.err.encode()]
    wrong = hds_policy("evidence", "export", folder, "--var", f"none={surroundings[5]}", "--unsigned", "--debug", "-o",
                       tmp_path / "none.zip", env=env)  # fmt: skip
    out += [wrong.out.encode(), wrong.err.encode()]
    whole = b"\n".join(out)
    assert b"aws_db_instance.records" in whole
    assert [canary for canary in every if canary.encode() in whole] == []
    hashes = [hashlib.sha256(canary.encode()).hexdigest().encode() for canary in every]
    assert not any(digest in whole for digest in hashes)


SECRETS = {
    "private_key": "-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEEIB\\nAwEH\\n-----END EC PRIVATE KEY-----",
    "json_web_token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    "aws_access_key": "AKIA" + "ABCDEFGHIJKLMNOP",
    "scaleway_key": "SCW" + "0123456789ABCDEFG",
    "google_key": "AIza" + "a" * 35,
    "code_forge_token": "glpat-" + "a1" * 10,
    "vault_token": "hvs." + "a1" * 12,
    "address_with_password": "amqp://app:hunter2hunter2@queue.example",
    "assignment": "db_password=hunter2hunter2",
}


@pytest.mark.parametrize("kind", SECRETS)
def test_what_looks_like_a_secret_is_taken_out_of_json_and_stays_json(kind: str) -> None:
    redactor, text = Redactor(), SECRETS[kind].replace("\\n", "\n")
    before = json.dumps({"reason": f'he said "{text}" and left', "next": 1})
    after = redactor.clean("data/x.json", before.encode()).decode()
    assert json.loads(after)["reason"].startswith('he said "')
    assert json.loads(after)["next"] == 1
    assert f"[removed: {kind}]" in after
    assert "hunter2" not in after
    assert "MHcC" not in after
    assert redactor.counts() == {"data/x.json": {kind: 1}}


@pytest.mark.parametrize("kind", SECRETS)
def test_what_looks_like_a_secret_is_taken_out_of_a_page_and_its_tags_stay(kind: str) -> None:
    redactor, text = Redactor(), SECRETS[kind].replace("\\n", "\n")
    after = redactor.clean("data/x.html", f"<p>said {escape(text)}</p><p>{escape(text)}&lt;</p>".encode()).decode()
    assert after.startswith("<p>said ")
    assert after.count("</p>") == 2
    assert after.count(f"[removed: {kind}]") == 2
    assert "hunter2" not in after


def test_a_secret_in_the_reason_of_a_waiver_is_counted_and_not_told(write: Callable[..., Path], tmp_path: Path) -> None:
    waiver = (
        '[[waivers]]\nrule = "HDS-026"\naddress = "*"\nreason = "login with password=hunter2hunter2"\n'
        'approved_by = "DPO"\nexpires = 2099-01-01\n'
    )
    folder = write(
        {"main.tf": 'resource "aws_s3_bucket" "x" {\n  tags = { hds = "yes" }\n}\n', "hds-policy.toml": ESTATE + waiver}
    )
    bundle = tmp_path / "bundle.zip"
    done = hds_policy("evidence", "export", folder, "--unsigned", "-o", bundle)
    assert b"hunter2hunter2" not in members(bundle)
    assert "look like secrets were taken out" in done.err
    with zipfile.ZipFile(bundle) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("redactions.json")]
        removed = json.loads(archive.read(name))["removed"]
    assert removed["data/waivers.jsonl"] == {"assignment": 1}
    assert hds_policy("evidence", "show", bundle).code == 0
