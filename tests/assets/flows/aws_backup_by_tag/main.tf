provider "aws" {
  region = "eu-west-3"
}
provider "aws" {
  alias  = "far"
  region = "eu-west-1"
}
resource "aws_dynamodb_table" "records" {
  name     = "records"
  hash_key = "id"
  tags     = { data_classification = "health", backup = "daily" }
}
resource "aws_dynamodb_table" "sessions" {
  name     = "sessions"
  hash_key = "id"
  tags     = { backup = "none" }
}
resource "aws_backup_vault" "main" {
  name = "main"
}
resource "aws_backup_vault" "far" {
  provider = aws.far
  name     = "far"
}
resource "aws_backup_vault" "idle" {
  name = "idle"
}
resource "aws_backup_plan" "daily" {
  name = "daily"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.main.name
    copy_action {
      destination_vault_arn = aws_backup_vault.far.arn
    }
  }
}
resource "aws_backup_selection" "by_tag" {
  name         = "by-tag"
  iam_role_arn = "arn:aws:iam::123456789012:role/backup"
  plan_id      = aws_backup_plan.daily.id
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "backup"
    value = "daily"
  }
}
