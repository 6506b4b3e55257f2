variable "in" {}

output "fixed" {
  value = "eu-west-3"
}

output "passed" {
  value = var.in
}

resource "a_b" "c" {
  v = var.in
}
