resource "aws_s3_bucket_replication_configuration" "r" {
  bucket = aws_s3_bucket.records.id
  role   = "arn:aws:iam::123456789012:role/r"
  rule {
    status = "Enabled"
    destination {
      bucket = "arn:aws:s3:::elsewhere"
    }
  }
}
