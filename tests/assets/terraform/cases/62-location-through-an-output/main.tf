module "group" {
  source = "./group"
}

module "store" {
  source   = "./store"
  group    = module.group.name
  location = module.group.location
}
