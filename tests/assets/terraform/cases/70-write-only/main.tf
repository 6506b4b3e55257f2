variable "token" {
  ephemeral = true
}

resource "aws_db_instance" "d" {
  username            = "admin"
  password_wo         = "hunter2"
  password_wo_version = 1
  tags                = { t = var.token }
}

resource "aws_secretsmanager_secret_version" "s" {
  secret_string = jsonencode({ user = "admin", password = "hunter2" })
}
