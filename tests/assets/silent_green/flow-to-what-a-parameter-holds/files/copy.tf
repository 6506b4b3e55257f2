data "aws_ssm_parameter" "target" {
  name = "/records/copy"
}

resource "aws_s3_bucket_replication_configuration" "copy" {
  bucket = aws_s3_bucket.records.id
  role   = "arn:aws:iam::123456789012:role/copy"

  rule {
    status = "Enabled"
    destination {
      bucket = data.aws_ssm_parameter.target.value
    }
  }
}
