"""Provider configurations: aliases, inheritance, what module calls pass; tags a provider adds."""

from __future__ import annotations

from terraform_tree import Tree, resource, unknown

from hds_policy.model import Cause, SourceRange


def test_module_call_passes_an_aliased_provider(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
provider "aws" { region = "eu-west-3" }
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
module "m" {
  source    = "./m"
  providers = { aws = aws.us }
}
resource "aws_s3_bucket" "here" {}
""",
            "m/main.tf": 'resource "aws_s3_bucket" "there" {}\n',
        }
    )
    there = resource(inventory, "module.m.aws_s3_bucket.there").provider
    assert (there.attributes["region"], there.alias, there.declared) == ("us-east-1", "us", True)
    assert there.location == SourceRange("main.tf", 3, 6)
    here = resource(inventory, "aws_s3_bucket.here").provider
    assert (here.attributes["region"], here.alias) == ("eu-west-3", "")


def test_configuration_aliases(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
provider "aws" {
  alias  = "paris"
  region = "eu-west-3"
}
provider "aws" {
  alias  = "frankfurt"
  region = "eu-central-1"
}
module "replication" {
  source = "./r"
  providers = {
    aws.src = aws.paris
    aws.dst = aws.frankfurt
  }
}
""",
            "r/main.tf": """
terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.src, aws.dst]
    }
  }
}
resource "aws_s3_bucket" "from" { provider = aws.src }
resource "aws_s3_bucket" "to" { provider = aws.dst }
resource "aws_s3_bucket" "default" {}
""",
        }
    )
    assert resource(inventory, "module.replication.aws_s3_bucket.from").provider.attributes["region"] == "eu-west-3"
    assert resource(inventory, "module.replication.aws_s3_bucket.to").provider.attributes["region"] == "eu-central-1"
    default = resource(inventory, "module.replication.aws_s3_bucket.default").provider
    assert (default.declared, dict(default.attributes), default.location) == (False, {}, None)
    assert default.source == "hashicorp/aws"


def test_default_configuration_is_inherited_through_two_modules_by_source(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
terraform {
  required_providers { amazon = { source = "registry.terraform.io/hashicorp/aws" } }
}
provider "amazon" { region = "eu-west-3" }
module "a" { source = "./a" }
""",
            "a/main.tf": 'module "b" { source = "./b" }\n',
            "a/b/main.tf": 'resource "aws_s3_bucket" "b" {}\n',
        }
    )
    assert resource(inventory, "module.a.module.b.aws_s3_bucket.b").provider.attributes == {"region": "eu-west-3"}


def test_provider_block_of_a_module_wins_over_the_inherited_one(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": 'provider "aws" { region = "eu-west-3" }\nmodule "m" { source = "./m" }\n',
            "m/main.tf": 'provider "aws" { region = "us-west-2" }\nresource "aws_s3_bucket" "b" {}\n',
        }
    )
    assert resource(inventory, "module.m.aws_s3_bucket.b").provider.attributes["region"] == "us-west-2"


def test_aliased_configurations_are_not_inherited(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": 'provider "aws" {\n  alias = "us"\n  region = "us-east-1"\n}\nmodule "m" { source = "./m" }\n',
            "m/main.tf": 'resource "aws_s3_bucket" "b" { provider = aws.us }\n',
        }
    )
    provider = resource(inventory, "module.m.aws_s3_bucket.b").provider
    assert (provider.declared, dict(provider.attributes)) == (False, {})


def test_local_name_comes_from_the_type_prefix_or_the_provider_argument(tree: Tree) -> None:
    inventory = tree(
        """
provider "google" { region = "europe-west9" }
provider "google-beta" { region = "us-central1" }
resource "google_sql_database_instance" "a" {}
resource "google_sql_database_instance" "b" { provider = google-beta }
resource "google_sql_database_instance" "c" { provider = "google-beta" }
"""
    )
    by_name = {r.name: (r.provider.name, r.provider.attributes["region"]) for r in inventory.resources}
    assert by_name == {
        "a": ("google", "europe-west9"),
        "b": ("google-beta", "us-central1"),
        "c": ("google-beta", "us-central1"),
    }


def test_provider_for_each(tree: Tree) -> None:
    inventory = tree(
        """
variable "unknown" {}
locals { regions = toset(["eu-west-1", "eu-west-3"]) }
provider "aws" {
  alias    = "by"
  for_each = local.regions
  region   = each.value
}
resource "aws_s3_bucket" "one" { provider = aws.by["eu-west-3"] }
resource "aws_s3_bucket" "each" {
  for_each = local.regions
  provider = aws.by[each.key]
}
resource "aws_s3_bucket" "unknown" { provider = aws.by[var.unknown] }
resource "aws_s3_bucket" "missing" { provider = aws.by["mars-1"] }
"""
    )
    assert resource(inventory, "aws_s3_bucket.one").provider.attributes["region"] == "eu-west-3"
    assert resource(inventory, 'aws_s3_bucket.each["eu-west-1"]').provider.attributes["region"] == "eu-west-1"
    assert resource(inventory, 'aws_s3_bucket.each["eu-west-3"]').provider.attributes["region"] == "eu-west-3"
    for name in ("unknown", "missing"):
        region = unknown(resource(inventory, f"aws_s3_bucket.{name}").provider.attributes["region"])
        assert region.cause is Cause.UNRESOLVED_VALUE


def test_provider_for_each_passed_to_module_instances(tree: Tree) -> None:
    inventory = tree(
        {
            "main.tf": """
provider "aws" {
  alias    = "by"
  for_each = { fr = "eu-west-3", de = "eu-central-1" }
  region   = each.value
}
module "m" {
  for_each  = toset(["fr", "de"])
  source    = "./m"
  providers = { aws = aws.by[each.key] }
}
""",
            "m/main.tf": 'resource "aws_s3_bucket" "b" {}\n',
        }
    )
    regions = {r.address: r.provider.attributes["region"] for r in inventory.resources}
    assert regions == {
        'module.m["de"].aws_s3_bucket.b': "eu-central-1",
        'module.m["fr"].aws_s3_bucket.b': "eu-west-3",
    }


def test_nested_provider_block_and_secret_arguments(tree: Tree) -> None:
    inventory = tree(
        """
provider "outscale" {
  access_key_id = "AK"
  secret_key_id = "SK"
  api { region = "cloudgouv-eu-west-1" }
}
provider "ovh" {
  endpoint           = "ovh-eu"
  application_secret = "hunter2"
}
resource "outscale_volume" "v" { size = 10 }
resource "ovh_cloud_project_kube" "k" { region = "GRA11" }
"""
    )
    outscale = resource(inventory, "outscale_volume.v").provider.attributes
    assert outscale["api"] == [{"region": "cloudgouv-eu-west-1"}]
    ovh = resource(inventory, "ovh_cloud_project_kube.k").provider.attributes
    assert ovh["endpoint"] == "ovh-eu"
    assert "not read" in unknown(ovh["application_secret"]).detail
    assert "hunter2" not in repr(inventory)


def test_no_provider_block_is_not_an_empty_one(tree: Tree) -> None:
    inventory = tree(
        {
            "a/main.tf": 'resource "aws_s3_bucket" "b" {}\n',
            "b/main.tf": 'provider "aws" {}\nresource "aws_s3_bucket" "b" {}\n',
        }
    )
    declared = {r.root: r.provider.declared for r in inventory.resources}
    assert declared == {"a": False, "b": True}


def test_default_tags_are_merged_under_the_tags_of_the_resource(tree: Tree) -> None:
    inventory = tree(
        """
locals { common = { team = "dossier", env = "prod" } }
provider "aws" {
  default_tags { tags = merge(local.common, { data_classification = "health" }) }
}
resource "aws_s3_bucket" "tagged" { tags = { env = "test" } }
resource "aws_s3_bucket" "bare" {}
data "aws_s3_bucket" "read" {}
"""
    )
    assert resource(inventory, "aws_s3_bucket.tagged").attributes["tags_all"] == {
        "team": "dossier",
        "env": "test",
        "data_classification": "health",
    }
    assert resource(inventory, "aws_s3_bucket.tagged").attributes["tags"] == {"env": "test"}
    assert resource(inventory, "aws_s3_bucket.bare").attributes["tags_all"]["data_classification"] == "health"
    assert "tags_all" not in resource(inventory, "data.aws_s3_bucket.read").attributes


def test_unknown_default_tags_make_all_tags_unknown(tree: Tree) -> None:
    inventory = tree(
        """
variable "tags" {}
provider "aws" {
  default_tags { tags = var.tags }
}
resource "aws_s3_bucket" "b" { tags = { env = "test" } }
resource "google_storage_bucket" "plain" {}
"""
    )
    assert unknown(resource(inventory, "aws_s3_bucket.b").attributes["tags_all"]).detail == "var.tags has no value"
    assert "effective_labels" not in resource(inventory, "google_storage_bucket.plain").attributes


def test_google_default_labels(tree: Tree) -> None:
    inventory = tree(
        """
provider "google" { default_labels = { hds = "true" } }
resource "google_storage_bucket" "b" { labels = { a = "b" } }
"""
    )
    assert resource(inventory, "google_storage_bucket.b").attributes["effective_labels"] == {"hds": "true", "a": "b"}


def test_region_of_the_resource_itself_is_kept(tree: Tree) -> None:
    inventory = tree('provider "aws" { region = "eu-west-1" }\nresource "aws_s3_bucket" "b" { region = "eu-west-3" }\n')
    assert resource(inventory, "aws_s3_bucket.b").attributes["region"] == "eu-west-3"
