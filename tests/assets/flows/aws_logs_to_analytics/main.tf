resource "aws_dynamodb_table" "record" {
  name     = "record"
  hash_key = "id"
  tags     = { DataClassification = "PHI" }
}
resource "aws_lambda_function" "api" {
  function_name = "api"
  role          = "arn:aws:iam::123456789012:role/api"
  environment {
    variables = { TABLE = aws_dynamodb_table.record.name }
  }
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.api.name
  }
}
resource "aws_lambda_function" "cron" {
  function_name = "cron"
  role          = "arn:aws:iam::123456789012:role/cron"
  environment {
    variables = { STAGE = "record" }
  }
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.cron.name
  }
}
resource "aws_cloudwatch_log_group" "api" {
  name = "/aws/lambda/api"
}
resource "aws_cloudwatch_log_group" "cron" {
  name = "/aws/lambda/cron"
}
resource "aws_cloudwatch_log_subscription_filter" "out" {
  name            = "out"
  log_group_name  = aws_cloudwatch_log_group.api.name
  filter_pattern  = ""
  destination_arn = aws_kinesis_firehose_delivery_stream.out.arn
}
resource "aws_kinesis_firehose_delivery_stream" "out" {
  name        = "out"
  destination = "extended_s3"
  extended_s3_configuration {
    role_arn   = "arn:aws:iam::123456789012:role/firehose"
    bucket_arn = aws_s3_bucket.analytics.arn
  }
}
resource "aws_s3_bucket" "analytics" {
  bucket = "clinic-analytics"
}
resource "aws_s3_bucket" "website" {
  bucket = "clinic-website"
}
