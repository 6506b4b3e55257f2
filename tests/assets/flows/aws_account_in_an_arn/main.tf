data "aws_caller_identity" "me" {}
resource "aws_cloudwatch_log_group" "record" {
  name = "record"
  tags = { data_classification = "health" }
}
resource "aws_kinesis_stream" "events" {
  name        = "events"
  shard_count = 1
}
resource "aws_cloudwatch_log_subscription_filter" "out" {
  name            = "out"
  log_group_name  = aws_cloudwatch_log_group.record.name
  filter_pattern  = ""
  destination_arn = "arn:aws:kinesis:eu-west-3:${data.aws_caller_identity.me.account_id}:stream/elsewhere"
}
