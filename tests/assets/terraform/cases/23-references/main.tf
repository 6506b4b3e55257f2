resource "aws_kms_key" "k" {}

locals {
  key  = aws_kms_key.k.arn
  data = { logs = aws_s3_bucket.logs.id }
}

resource "aws_s3_bucket" "logs" {}

resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
  bucket = aws_s3_bucket.logs.id
  rule {
    apply_server_side_encryption_by_default {
      kms_master_key_id = local.key
    }
  }
}

resource "aws_s3_bucket_policy" "p" {
  for_each = local.data
  bucket   = each.value
  policy   = jsonencode({ Resource = "${aws_s3_bucket.logs.arn}/*" })
}
