variable "password" {
  sensitive = true
  default   = "hunter2"
}

locals {
  derived = "x-${var.password}"
}

resource "aws_db_instance" "d" {
  password = var.password
  username = sensitive("admin")
  tags     = { p = local.derived }
  token    = "abcdef"
}
