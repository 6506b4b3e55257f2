resource "aws_s3_bucket" "documents" {
  bucket = "clinic-documents"
  tags   = { data_classification = "health" }
}
resource "aws_s3_bucket" "site" {
  bucket = "clinic-site"
}
resource "aws_s3_bucket" "cdn_logs" {
  bucket = "clinic-cdn-logs"
}
resource "aws_cloudfront_distribution" "documents" {
  enabled = true
  origin {
    domain_name = aws_s3_bucket.documents.bucket_regional_domain_name
    origin_id   = "documents"
  }
  logging_config {
    bucket = aws_s3_bucket.cdn_logs.bucket_domain_name
  }
}
resource "aws_cloudfront_distribution" "site" {
  enabled = true
  origin {
    domain_name = "clinic-site.s3.eu-west-3.amazonaws.com"
    origin_id   = "site"
  }
}
