provider "aws" {
  region = "eu-west-3"
}

module "db" {
  source = "../../modules/db"
}
