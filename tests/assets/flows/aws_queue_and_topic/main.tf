resource "aws_sns_topic" "admissions" {
  name = "admissions"
  tags = { data_classification = "health" }
}
resource "aws_sns_topic" "alerts" {
  name = "alerts"
}
resource "aws_sqs_queue" "inbox" {
  name           = "inbox"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 })
}
resource "aws_sqs_queue" "dead" {
  name = "dead"
}
resource "aws_sqs_queue" "mail" {
  name = "mail"
}
resource "aws_sns_topic_subscription" "inbox" {
  topic_arn = aws_sns_topic.admissions.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.inbox.arn
}
resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.mail.arn
}
resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = "arn:aws:iam::123456789012:role/worker"
}
resource "aws_lambda_event_source_mapping" "worker" {
  event_source_arn = aws_sqs_queue.inbox.arn
  function_name    = aws_lambda_function.worker.arn
}
