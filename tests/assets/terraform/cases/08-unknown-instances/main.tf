variable "many" {}

data "aws_availability_zones" "all" {}

resource "aws_s3_bucket" "none" {
  count = 0
}

resource "aws_s3_bucket" "empty" {
  for_each = {}
}

resource "aws_s3_bucket" "counted" {
  count = var.many
}

resource "aws_s3_bucket" "each" {
  for_each = var.many
  bucket   = each.key
}

resource "aws_subnet" "s" {
  for_each = toset(data.aws_availability_zones.all.names)
  zone     = each.value
}
