resource "aws_s3_bucket" "imaging" {
  bucket = "clinic-imaging"
  tags   = { data_classification = "health" }
}
resource "aws_s3_bucket" "copy" {
  bucket = "clinic-imaging-copy"
}
resource "aws_s3_bucket" "logs" {
  bucket = "clinic-logs"
}
resource "aws_s3_bucket" "upstream" {
  bucket = "clinic-upstream"
}
resource "aws_s3_bucket_versioning" "copy" {
  bucket = aws_s3_bucket.copy.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_replication_configuration" "r" {
  bucket = aws_s3_bucket.imaging.id
  role   = "arn:aws:iam::123456789012:role/r"
  rule {
    status = "Enabled"
    destination {
      bucket = "arn:aws:s3:::clinic-imaging-copy"
    }
  }
}
resource "aws_s3_bucket_logging" "l" {
  bucket        = aws_s3_bucket.imaging.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "log/"
}
resource "aws_s3_bucket_replication_configuration" "upstream" {
  bucket = aws_s3_bucket.upstream.id
  role   = "arn:aws:iam::123456789012:role/r"
  rule {
    status = "Enabled"
    destination {
      bucket = aws_s3_bucket.imaging.arn
    }
  }
}
