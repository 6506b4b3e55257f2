provider "aws" {
  region = "eu-west-3"
}

module "vpc" {
  source  = "example/vpc/aws"
  version = "1.0.0"
  name    = "care"
}
