variable "name" {}

resource "a_b" "r" {
  name = var.name
}

output "name" {
  value = var.name
}
