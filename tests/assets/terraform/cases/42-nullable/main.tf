module "m" {
  source = "./m"
  strict = null
  loose  = null
}
