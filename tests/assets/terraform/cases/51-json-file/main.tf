locals {
  settings = jsondecode(file("${path.module}/settings.json"))
}

provider "aws" {
  region = local.settings.region
}

resource "aws_s3_bucket" "b" {
  for_each = { for bucket in local.settings.buckets : bucket.name => bucket }
  tags     = each.value.tags
}
