"""What the module catalogue must say of well-known modules, and that every input it names exists."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from hds_policy.catalogue import Catalogue, load_catalogue
from hds_policy.model import ProviderConfig, Resource

FILE = Path(__file__).parents[2] / "hds_policy" / "catalogue" / "modules.toml"
MODULES: dict[str, dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["types"]
INPUTS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("module_inputs.toml").read_text(encoding="utf-8")
)
PROVIDER_FILES = {"aws": "aws", "azurerm": "azurerm", "google": "google", "null": "", "yaml": ""}

# By hand, from what the modules' resources are in the services' documentation.
DECIDED = [
    ("terraform-aws-modules/rds/aws", "stores", "managed-backup", "rds"),
    ("terraform-aws-modules/rds-aurora/aws", "stores", "managed-backup", "aurora"),
    ("terraform-aws-modules/s3-bucket/aws", "stores", "managed", "s3"),
    ("terraform-aws-modules/dynamodb-table/aws", "stores", "managed", "dynamodb"),
    ("terraform-aws-modules/efs/aws", "stores", "managed", "efs"),
    ("terraform-aws-modules/elasticache/aws", "stores", "managed", "elasticache"),
    ("terraform-aws-modules/cloudwatch/aws//modules/log-group", "stores", "managed", "cloudwatch-logs"),
    ("terraform-aws-modules/eks/aws", "processes", "iaas", "eks"),
    ("terraform-aws-modules/ec2-instance/aws", "processes", "iaas", "ec2"),
    ("terraform-aws-modules/autoscaling/aws", "processes", "iaas", "ec2"),
    ("terraform-aws-modules/lambda/aws", "processes", "managed", "lambda"),
    ("terraform-aws-modules/ecs/aws", "processes", "managed", "ecs"),
    ("terraform-aws-modules/sqs/aws", "transports", "managed", "sqs"),
    ("terraform-aws-modules/sns/aws", "transports", "managed", "sns"),
    ("terraform-aws-modules/alb/aws", "transports", "managed", "elb"),
    ("azure/aks/azurerm", "processes", "managed", "azure-kubernetes-service"),
    ("azure/avm-res-storage-storageaccount/azurerm", "stores", "managed", "azure-storage"),
    ("azure/avm-res-compute-virtualmachine/azurerm", "processes", "iaas", "virtual-machines"),
    ("terraform-google-modules/sql-db/google//modules/postgresql", "stores", "managed", "cloud-sql"),
    ("terraform-google-modules/cloud-storage/google//modules/simple_bucket", "stores", "managed", "cloud-storage"),
    ("terraform-google-modules/kubernetes-engine/google", "processes", "managed", "google-kubernetes-engine"),
    ("cloudposse/rds/aws", "stores", "managed-backup", "rds"),
    ("cloudposse/s3-bucket/aws", "stores", "managed", "s3"),
]
WITHOUT_DATA = [
    ("terraform-aws-modules/vpc/aws", "network"),
    ("terraform-aws-modules/security-group/aws//modules/https-443", "network"),
    ("terraform-aws-modules/iam/aws//modules/iam-policy", "access control"),
    ("terraform-aws-modules/kms/aws", "key management"),
    ("terraform-aws-modules/secrets-manager/aws", "secret, not health data"),
    ("terraform-aws-modules/route53/aws//modules/resolver-endpoint", "dns"),
    ("azure/vnet/azurerm", "network"),
    ("terraform-google-modules/iam/google//modules/projects_iam", "access control"),
    ("cloudposse/label/null", "values only"),
    ("cloudposse/stack-config/yaml//modules/remote-state", "values only"),
]
UNDECIDED = [
    "terraform-aws-modules/rds/aws//wrappers",
    "terraform-aws-modules/security-group/aws-like",
    "terraform-google-modules/project-factory/google",
    "aws-ia/eks-blueprints-addons/aws",
    "acme/rds/aws",
    "github.com/acme/terraform-rds",
]


@pytest.fixture(scope="module")
def shipped_catalogue() -> Catalogue:
    return load_catalogue()


def call(address: str) -> Resource:
    return Resource("module.m", f"module:{address}", "m", ".", ProviderConfig(""), {})


@pytest.mark.parametrize(("address", "role", "model", "service"), DECIDED)
def test_module_is_decided(shipped_catalogue: Catalogue, address: str, role: str, model: str, service: str) -> None:
    decision = shipped_catalogue.decision(f"module:{address}", "")
    assert decision is not None
    assert decision.model is not None
    assert (decision.role, decision.model.name, decision.service) == (role, model, service)


@pytest.mark.parametrize(("address", "reason"), WITHOUT_DATA)
def test_module_without_data(shipped_catalogue: Catalogue, address: str, reason: str) -> None:
    decision = shipped_catalogue.decision(f"module:{address}", "")
    assert decision is not None
    assert decision.role in {"configures", "none"}
    assert decision.reason == reason


@pytest.mark.parametrize("address", UNDECIDED)
def test_module_is_undecided(shipped_catalogue: Catalogue, address: str) -> None:
    assert shipped_catalogue.decision(f"module:{address}", "aws") is None


@pytest.mark.parametrize("module_type", sorted(MODULES))
def test_entry_is_whole(shipped_catalogue: Catalogue, module_type: str) -> None:
    entry = MODULES[module_type]
    assert module_type == module_type.lower()
    decision = shipped_catalogue.decision(module_type, "")
    assert decision is not None
    assert bool(entry.get("reason")) == (entry["role"] in {"configures", "none"})
    provider = shipped_catalogue.provider_of(call(module_type.removeprefix("module:")))
    assert (provider.file if provider else "") == PROVIDER_FILES[module_type.partition("//")[0].rpartition("/")[2]]


def named(entry: dict[str, Any]) -> set[str]:
    """Inputs an entry reads."""
    paths = [*entry.get("also_in", ()), *entry.get("tags", ())]
    paths += [look for look in entry.get("region", ()) if not look.startswith(("=", "provider."))]
    paths += [end for flow in entry.get("flows", ()) for end in (flow["from"], flow["to"]) if end != "."]
    return {path.removeprefix("@").partition(".")[0] for path in paths}


@pytest.mark.parametrize("module_type", sorted(key for key, entry in MODULES.items() if named(entry)))
def test_inputs_exist(module_type: str) -> None:
    known = INPUTS[module_type.removeprefix("module:")]["inputs"].split()
    assert named(MODULES[module_type]) <= set(known)


def test_region_input_of_cloudposse_is_only_a_name(shipped_catalogue: Catalogue) -> None:
    # Read in their main.tf: the resources lie where the provider is, whatever the input says.
    told = [a for a in INPUTS if a.startswith("cloudposse/") and "region" in INPUTS[a]["inputs"].split()]
    assert len(told) == 3
    for address in told:
        decision = shipped_catalogue.decision(f"module:{address}", "")
        assert decision is not None
        assert decision.region == ("provider.region",)


@pytest.mark.parametrize(
    ("address", "default"),
    [  # the defaults of the input in the modules' variable blocks
        ("terraform-google-modules/bigquery/google", "=us"),
        ("terraform-google-modules/cloud-storage/google", "=eu"),
        ("terraform-google-modules/sql-db/google//modules/mysql", "=us-central1"),
        ("terraform-google-modules/sql-db/google//modules/postgresql", "=us-central1"),
        ("terraform-google-modules/log-export/google//modules/storage", "=us"),
    ],
)
def test_region_that_a_module_takes_by_default(shipped_catalogue: Catalogue, address: str, default: str) -> None:
    decision = shipped_catalogue.decision(f"module:{address}", "")
    assert decision is not None
    assert decision.region[-1] == default


def test_tags_of_a_module_add_to_those_of_its_provider(shipped_catalogue: Catalogue) -> None:
    aws = shipped_catalogue.provider("aws")
    provider = shipped_catalogue.provider_of(call("terraform-aws-modules/rds/aws"))
    assert aws is not None
    assert provider is not None
    assert provider.tags == (*aws.tags, "db_instance_tags")
