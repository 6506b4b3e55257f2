locals {
  common = { team = "care", env = "prod" }
}

provider "aws" {
  region = "eu-west-3"
  default_tags {
    tags = merge(local.common, { data_classification = "health" })
  }
}

resource "aws_s3_bucket" "b" {
  tags = { env = "test" }
}
