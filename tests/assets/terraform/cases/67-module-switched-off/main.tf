module "off" {
  count  = 0
  source = "./m"
}

module "none" {
  for_each = toset([])
  source   = "./m/inner"
}
