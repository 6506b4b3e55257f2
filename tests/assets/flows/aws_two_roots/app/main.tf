resource "aws_s3_bucket" "record" {
  bucket = "clinic-record"
  tags   = { data_classification = "health" }
}
data "aws_s3_bucket" "copies" {
  bucket = "clinic-copies"
}
resource "aws_s3_bucket_replication_configuration" "r" {
  bucket = aws_s3_bucket.record.id
  role   = "arn:aws:iam::123456789012:role/r"
  rule {
    status = "Enabled"
    destination {
      bucket = data.aws_s3_bucket.copies.arn
    }
  }
}
