variable "from" {}
resource "aws_s3_bucket" "record" {
  bucket = "record"
  tags   = { data_classification = "health" }
}
resource "aws_dynamodb_table" "record" {
  name = "record"
  tags = { data_classification = "health" }
}
resource "aws_s3_bucket" "web" {
  bucket = "web"
}
resource "aws_s3_bucket_replication_configuration" "out" {
  bucket = var.from
  role   = "r"
  rule {
    status = "Enabled"
    destination {
      bucket = "arn:aws:s3:::elsewhere"
    }
  }
}
