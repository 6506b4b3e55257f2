resource "aws_s3_bucket" "copy" {
  bucket = "records-copy"
}

resource "aws_s3_bucket_replication_configuration" "copy" {
  bucket = aws_s3_bucket.records.id
  role   = "arn:aws:iam::123456789012:role/copy"

  rule {
    status = "Enabled"
    destination {
      bucket = aws_s3_bucket.copy.arn
    }
  }
  rule {
    status = "Enabled"
    destination {
      bucket = "arn:aws:s3:::somewhere-else"
    }
  }
}
