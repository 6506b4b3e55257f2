provider "aws" {
  region              = "eu-west-3"
  allowed_account_ids = ["111111111111"]
}
resource "aws_s3_bucket" "record" {
  bucket = "record"
  tags   = { data_classification = "health" }
}
resource "aws_sqs_queue" "events" {
  name = "events"
}
resource "aws_s3_bucket_notification" "out" {
  bucket = aws_s3_bucket.record.id
  queue {
    queue_arn = "arn:aws:sqs:eu-west-3:999999999999:events"
    events    = ["s3:ObjectCreated:*"]
  }
}
