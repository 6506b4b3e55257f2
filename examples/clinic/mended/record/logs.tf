resource "aws_cloudwatch_log_group" "api" {
  name              = "/aws/lambda/${aws_lambda_function.api.function_name}"
  retention_in_days = 90
}

resource "aws_cloudwatch_log_subscription_filter" "analytics" {
  name            = "analytics"
  log_group_name  = aws_cloudwatch_log_group.api.name
  filter_pattern  = ""
  destination_arn = aws_kinesis_firehose_delivery_stream.analytics.arn
  role_arn        = aws_iam_role.api.arn
}

resource "aws_kinesis_firehose_delivery_stream" "analytics" {
  name        = "analytics"
  destination = "extended_s3"

  extended_s3_configuration {
    bucket_arn = aws_s3_bucket.analytics.arn
    role_arn   = aws_iam_role.api.arn
  }
}

resource "aws_s3_bucket" "analytics" {
  bucket = "clinique-des-lilas-analytics"
  region = var.analytics_region
  tags   = local.health
}
