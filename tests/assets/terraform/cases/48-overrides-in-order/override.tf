variable "region" {
  default = "eu-west-3"
}

locals {
  name = "third"
}
