provider "aws" {
  region = "eu-west-3"
}

module "m" {
  source = "./m"
  region = "eu-west-1"
}
