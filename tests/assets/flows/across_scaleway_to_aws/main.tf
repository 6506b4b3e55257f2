resource "aws_sqs_queue" "messages" {
  name   = "messages"
  region = "eu-west-3"
  tags   = { data_classification = "health" }
}
resource "aws_sqs_queue" "mail" {
  name   = "mail"
  region = "eu-west-3"
}
resource "scaleway_container" "worker" {
  name         = "worker"
  namespace_id = "fr-par/11111111-1111-1111-1111-111111111111"
  environment_variables = {
    QUEUE = "https://sqs.eu-west-3.amazonaws.com/123456789012/messages"
  }
}
resource "scaleway_container" "mailer" {
  name         = "mailer"
  namespace_id = "fr-par/11111111-1111-1111-1111-111111111111"
  environment_variables = {
    QUEUE = "https://sqs.eu-west-3.amazonaws.com/123456789012/mail"
  }
}
