variable "name" {}

resource "aws_vpc" "v" {
  name = var.name
}
