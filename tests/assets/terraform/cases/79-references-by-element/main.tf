resource "aws_s3_bucket" "a" {}
resource "aws_s3_bucket" "b" {}

locals {
  sources = {
    a = aws_s3_bucket.a.id
    b = aws_s3_bucket.b.id
  }
}

resource "aws_s3_bucket_policy" "p" {
  for_each = local.sources
  bucket   = each.value
}

resource "aws_s3_bucket_policy" "one" {
  bucket = local.sources["a"]
}
