module "missing" {
  source = "./missing"
}

module "empty" {
  source = "./docs"
}

module "outside" {
  source = "../../elsewhere"
}

resource "a_b" "c" {
  v = module.missing.value
}
