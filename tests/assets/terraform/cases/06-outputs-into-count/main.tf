module "net" {
  source = "./net"
}

module "db" {
  source  = "./db"
  subnets = module.net.subnets
}
