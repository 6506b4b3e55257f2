variable "region" {
  default = "us-east-1"
}

locals {
  name = "first"
  kept = "kept"
}

resource "a_b" "c" {
  name   = local.name
  kept   = local.kept
  region = var.region
  tags   = { a = 1 }
}
