resource "aws_s3_bucket" "broken" {
  bucket = [1,
}

resource "aws_s3_bucket" "after" {}
