locals {
  a = local.b
  b = local.a
}

resource "a_b" "c" {
  v = local.a
}

resource "a_b" "c" {
  v = 2
}

module "self" {
  source = "./"
}
