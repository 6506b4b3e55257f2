module "a" {
  source = "./m"
  in     = module.b.fixed
}

module "b" {
  source = "./m"
  in     = module.a.passed
}
