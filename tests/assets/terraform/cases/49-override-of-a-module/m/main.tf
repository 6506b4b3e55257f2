variable "region" {}
variable "name" {}

resource "a_b" "c" {
  region = var.region
  name   = var.name
}
