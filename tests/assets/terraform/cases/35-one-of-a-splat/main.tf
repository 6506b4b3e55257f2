resource "aws_kms_key" "own" {
  count = 1
}

resource "aws_kms_key" "other" {
  count = 0
}

resource "aws_s3_bucket" "b" {
  key      = one(aws_kms_key.own[*].arn)
  none     = one(aws_kms_key.other[*].arn)
  first    = aws_kms_key.own[0].arn
  fallback = try(aws_kms_key.other[0].arn, "aws/s3")
}
