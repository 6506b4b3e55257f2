locals {
  buckets = {
    images  = "eu-west-3"
    reports = "eu-central-1"
  }
}

resource "aws_s3_bucket" "b" {
  for_each = local.buckets
  bucket   = "clinic-${each.key}"
  region   = each.value
}
