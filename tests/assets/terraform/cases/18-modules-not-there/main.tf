provider "aws" {
  region = "eu-west-3"
}

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.0.0"
  cidr    = "10.0.0.0/16"
}

module "git" {
  source = "git::https://user:hunter2@example.org/modules/x.git?ref=v1"
}

resource "aws_subnet" "s" {
  vpc_id = module.vpc.vpc_id
}
