module "key" {
  source = "./key"
}

module "store" {
  source = "./store"
  config = { key = module.key.arn, name = "x" }
}
