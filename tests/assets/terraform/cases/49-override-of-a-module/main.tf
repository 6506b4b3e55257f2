module "m" {
  source = "./m"
  region = "us-east-1"
  name   = "x"
}
