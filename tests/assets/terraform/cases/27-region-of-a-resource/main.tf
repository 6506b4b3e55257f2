provider "aws" {
  alias    = "by"
  for_each = toset(["eu-west-1", "eu-west-3"])
  region   = each.value
}

resource "aws_s3_bucket" "own" {
  provider = aws.by["eu-west-3"]
  region   = "us-east-1"
}

resource "aws_s3_bucket" "each" {
  for_each = toset(["eu-west-1", "eu-west-3"])
  provider = aws.by[each.key]
}

module "m" {
  source    = "./m"
  providers = { aws = aws.by["eu-west-1"] }
}
