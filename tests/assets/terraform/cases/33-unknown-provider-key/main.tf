provider "aws" {
  region = "eu-west-3"
}

variable "where" {}

provider "aws" {
  alias    = "by"
  for_each = toset(["eu-west-1", "eu-west-3"])
  region   = each.key
}

resource "aws_s3_bucket" "b" {
  provider = aws.by[var.where]
}
