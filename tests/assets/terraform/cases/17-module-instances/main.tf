variable "unset" {}

module "c" {
  count  = 2
  source = "./m"
  name   = "c${count.index}"
}

module "e" {
  for_each = toset(["x", "y"])
  source   = "./m"
  name     = each.key
}

module "u" {
  count  = var.unset
  source = "./m"
  name   = "u"
}

resource "a_b" "use" {
  c   = module.c[1].name
  e   = module.e["y"].name
  all = module.c[*].name
  u   = module.u[0].name
}
