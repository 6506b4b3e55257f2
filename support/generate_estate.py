"""Write a Terraform root of a given number of resources, the same bytes each time: ``generate_estate.py SIZE FOLDER``.

Ten resources make one application: a key, a bucket with three satellites, a subnet, a security group with a dynamic
block, a database, a role, and a volume or a replica of the database in a second region. Some are marked health data.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_ROOT: Final = """\
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

variable "region" {
  type    = string
  default = "eu-west-3"
}

variable "ports" {
  type    = list(number)
  default = [443, 5432]
}

provider "aws" {
  region = var.region
  default_tags {
    tags = local.common
  }
}

provider "aws" {
  alias  = "replica"
  region = "eu-central-1"
}

locals {
  common = { owner = "platform", environment = "production" }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/8"
}
"""

_VOLUME: Final = """\
resource "aws_ebs_volume" "disk_@" {
  availability_zone = "${var.region}a"
  size              = 20
  encrypted         = true
  kms_key_id        = aws_kms_key.key_@.arn
  tags              = merge(local.common, { Name = "disk-@" })
}
"""

_REPLICA: Final = """\
resource "aws_db_instance" "replica_@" {
  provider            = aws.replica
  identifier          = "replica-@"
  replicate_source_db = aws_db_instance.database_@.arn
  instance_class      = "db.t4g.medium"
  tags                = merge(local.common, { Name = "replica-@" })
}
"""

_APPLICATION: Final = (
    """\
resource "aws_kms_key" "key_@" {
  description             = "Key of application @"
  deletion_window_in_days = 30
  enable_key_rotation     = true
  tags                    = merge(local.common, { Name = "key-@" })
}
""",
    """\
resource "aws_s3_bucket" "bucket_@" {
  bucket        = "documents-@"
  force_destroy = false
  tags          = merge(local.common, { Name = "documents-@", data_classification = "#" })
}
""",
    """\
resource "aws_s3_bucket_versioning" "bucket_@" {
  bucket = aws_s3_bucket.bucket_@.id
  versioning_configuration {
    status = "Enabled"
  }
}
""",
    """\
resource "aws_s3_bucket_server_side_encryption_configuration" "bucket_@" {
  bucket = aws_s3_bucket.bucket_@.id
  rule {
    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.key_@.arn
      sse_algorithm     = "aws:kms"
    }
  }
}
""",
    """\
resource "aws_s3_bucket_public_access_block" "bucket_@" {
  bucket                  = aws_s3_bucket.bucket_@.id
  block_public_acls       = true
  restrict_public_buckets = true
}
""",
    """\
resource "aws_subnet" "subnet_@" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 14, @)
  availability_zone = "${var.region}a"
  tags              = merge(local.common, { Name = "subnet-@" })
}
""",
    """\
resource "aws_security_group" "group_@" {
  name   = "group-@"
  vpc_id = aws_vpc.main.id
  dynamic "ingress" {
    for_each = var.ports
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
}
""",
    """\
resource "aws_db_instance" "database_@" {
  identifier             = "database-@"
  engine                 = "postgres"
  instance_class         = "db.t4g.medium"
  allocated_storage      = 20
  storage_encrypted      = true
  kms_key_id             = aws_kms_key.key_@.arn
  vpc_security_group_ids = [aws_security_group.group_@.id]
  tags                   = merge(local.common, { Name = "database-@", data_classification = "#" })
}
""",
    """\
resource "aws_iam_role" "role_@" {
  name = "role-@"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
""",
)
_HEALTH_EVERY: Final = 4
_REPLICA_EVERY: Final = 5
_PER_FILE: Final = 1000


def blocks(size: int) -> Iterator[str]:
    """Resource blocks, ``size`` of them without the network of the root."""
    per_application = len(_APPLICATION) + 1
    for number in range(size):
        application, kind = divmod(number, per_application)
        last = _REPLICA if application % _REPLICA_EVERY == 0 else _VOLUME
        template = (*_APPLICATION, last)[kind]
        classification = "health" if application % _HEALTH_EVERY == 0 else "internal"
        yield template.replace("@", str(application)).replace("#", classification)


def write_estate(size: int, folder: Path) -> None:
    """Write a root of ``size`` resources (at least 1) into an empty or missing folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "main.tf").write_text(_ROOT, encoding="utf-8")
    rest = list(blocks(size - 1))
    for start in range(0, len(rest), _PER_FILE):
        text = "\n".join(rest[start : start + _PER_FILE])
        (folder / f"applications_{start // _PER_FILE:03}.tf").write_text(text, encoding="utf-8")


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, help="number of resources, at least 1")
    parser.add_argument("folder", type=Path, help="where to write; files of the same name are replaced")
    options = parser.parse_args()
    if options.size < 1:
        parser.error("size: at least 1")
    write_estate(options.size, options.folder)


if __name__ == "__main__":
    _main()
