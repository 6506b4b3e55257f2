locals {
  settings = {
    default = { region = "us-east-1", count = 0 }
    prod    = { region = "eu-west-3", count = 1 }
  }
  here = local.settings[terraform.workspace]
}

provider "aws" {
  region = local.here.region
}

resource "aws_s3_bucket" "b" {
  count  = local.here.count
  bucket = "clinic-${terraform.workspace}"
}
