variable "replica" {
  type    = bool
  default = true
}

variable "asked" {
  type = bool
}

resource "aws_db_instance" "main" {}

resource "aws_db_instance" "replica" {
  count               = var.replica ? 1 : 0
  replicate_source_db = aws_db_instance.main.arn
}

resource "aws_db_instance" "never" {
  count = !var.replica ? 1 : 0
}

resource "aws_db_instance" "perhaps" {
  count = var.asked ? 1 : 0
}

resource "aws_db_instance" "sure" {
  count = var.asked ? 1 : 1
}
