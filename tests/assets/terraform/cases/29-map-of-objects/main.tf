locals {
  stores = {
    images  = { region = "eu-west-3", versioned = true }
    reports = { region = "eu-central-1" }
  }
}

resource "aws_s3_bucket" "b" {
  for_each  = local.stores
  region    = each.value.region
  versioned = try(each.value.versioned, false)
  days      = lookup(each.value, "days", 30)
}
