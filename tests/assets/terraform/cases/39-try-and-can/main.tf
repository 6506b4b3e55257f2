variable "asked" {}

locals {
  object = { a = 1 }
}

resource "a_b" "c" {
  missing = try(local.object.b, "default")
  unknown = try(var.asked.region, "default")
  can     = can(local.object.b)
  cannot  = can(local.object.a)
  index   = try([1, 2][5], "out of range")
  number  = try(tonumber("x"), 0)
  maybe   = can(var.asked.region)
}
