variable "region" {
  type = string
}

provider "aws" {
  region = var.region
}

resource "aws_s3_bucket" "b" {}

resource "scaleway_object_bucket" "s" {}
