variable "env" {}

locals {
  regions = {
    prod = "eu-west-3"
    test = "eu-west-1"
  }
  region = local.regions[var.env]
}

provider "aws" {
  region = local.region
}

resource "aws_instance" "i" {
  availability_zone = format("%s%s", local.region, element(["a", "b"], 1))
}
