locals {
  pairs = [for pair in setproduct(["prod", "test"], ["eu-west-1", "eu-west-3"]) : { env = pair[0], region = pair[1] }]
}

resource "aws_s3_bucket" "b" {
  for_each = { for pair in local.pairs : "${pair.env}/${pair.region}" => pair }
  region   = each.value.region
  bucket   = replace(each.key, "/", "-")
}
