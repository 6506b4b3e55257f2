module "m" {
  source = "./m"
}

resource "a_b" "c" {
  hidden = module.m.secret
  shown  = module.m.plain
}
