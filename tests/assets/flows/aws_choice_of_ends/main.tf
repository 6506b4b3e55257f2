variable "elsewhere" {}
resource "aws_cloudwatch_log_group" "record" {
  name = "record"
  tags = { data_classification = "health" }
}
resource "aws_kinesis_stream" "events" {
  name        = "events"
  shard_count = 1
}
resource "aws_kinesis_stream" "other" {
  name        = "other"
  shard_count = 1
}
resource "aws_cloudwatch_log_subscription_filter" "out" {
  name            = "out"
  log_group_name  = aws_cloudwatch_log_group.record.name
  filter_pattern  = ""
  destination_arn = coalesce(var.elsewhere, aws_kinesis_stream.events.arn)
}
